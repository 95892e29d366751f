"""One round: out, in, and the comparison of ids, each failure turned into something that can be said.

What happens in one round, and nothing of when: that is the engine's. It must never go on asking a server that said
to wait, and never lose the reason why it ended.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from api_client import Capabilities, ClinicClient, Page
from api_client.errors import ClinicError, Forbidden, Gone, NotFound, Rejected
from mobile.records.errors import StoreError
from mobile.records.ports import Syncing
from mobile.sync.arrivals import Arrivals
from mobile.sync.faults import report
from mobile.sync.gathering import Gatherer, Search
from mobile.sync.instants import instant
from mobile.sync.listing import listing_key, listing_of
from mobile.sync.pull import Puller
from mobile.sync.push import Pusher, PushReport
from mobile.sync.queries import File, Opens, PullQuery, opens_all
from mobile.sync.reconcile import Reconciler
from mobile.sync.settling import Settler
from mobile.sync.traits import Traits
from mobile.sync.verdicts import Later, judged

log = logging.getLogger("lantern.sync")

Learnt = Callable[[Capabilities], Awaitable[None]]
"""Told what the server states of itself. May raise StoreError."""


@dataclass
class Tally:
    """What the round did so far."""

    sent: int = 0
    received: int = 0
    removed: int = 0
    parked: int = 0
    conflicts: int = 0
    is_recent: bool = True  # the versions held here are those that the clinic named a moment ago
    stop: Later | None = None  # the server cannot be talked to now
    trouble: str | None = None  # something will be tried again by itself
    fault: str | None = None  # something nobody foresaw
    is_deletion_refused: bool = False
    whole: set[str] = field(default_factory=set[str])  # queries read to their end
    resting: set[str] = field(
        default_factory=set[str]
    )  # read to their end before, and not asked in this round
    moved: set[str] = field(default_factory=set[str])  # resource types of which something came or went
    fresh: set[str] = field(default_factory=set[str])  # types that nothing was ever read of before this round
    firsts: dict[str, Page | ClinicError] = field(
        default_factory=dict[str, "Page | ClinicError"]
    )  # what came in a batch
    to_gather: list[dict[str, Search]] = field(
        default_factory=list[dict[str, Search]]
    )  # batches of searches that were never read, each asked when its turn comes
    refused: str | None = None  # the clinic does not offer a search: not urgent, not hidden
    denied: set[str] = field(default_factory=set[str])  # queries it does not offer: nothing of them will come

    @property
    def answered(self) -> frozenset[str]:
        """Queries of which everything there is has been read, now or before."""
        return frozenset(self.whole | self.resting | self.denied)


FIRST_AT_ONCE = 12
"""Searches in one request that were never read: a slow line waits for one answer in place of as many, and not for all of them."""
OPENED_ALONE_S = 300.0
"""How soon a record that its grant did not take along is missed, where each listing is a request of its own."""


@dataclass
class Rounds:
    """Runs rounds; remembers between them only what may be forgotten at any time."""

    client: ClinicClient
    store: Syncing
    pulls: Sequence[PullQuery]
    file: File
    clock: Callable[[], datetime]
    random: Callable[[], float]
    opens: Opens = opens_all
    pace_s: float = 0.0  # between two rounds: what would be late by the next is due in this one
    learnt: Learnt | None = None
    traits: Traits = field(default_factory=Traits)
    held: dict[str, int] = field(default_factory=dict[str, int])
    allowed: set[str] = field(default_factory=set[str])
    asked: dict[str, datetime] = field(default_factory=dict[str, datetime])  # queries read to their end

    def __post_init__(self) -> None:
        arrivals = Arrivals(self.store, self.file)
        self._push = Pusher(self.client, self.store, arrivals, self.traits, self.clock, self.random)
        self._pull = Puller(self.client, self.store, arrivals, self.traits)
        self._reconcile = Reconciler(self.client, self.store, arrivals, self.traits, self.opens)
        self._settler = Settler(self.client, self.store, arrivals, self.pulls)
        self._gatherer = Gatherer(self.client, self.traits)
        self._begun = set[str]()  # types that were read since this start
        self._was_cut_short = False  # the last round ended while it asked, before what waited for that went

    async def run(
        self,
        on_progress: Callable[[], Awaitable[None]],
        may_go_on: Callable[[], bool],
        *,
        asks: bool = True,
        is_recent: bool = True,
    ) -> Tally:
        """`asks` False: only sends. `is_recent`: the clinic was asked for everything a moment ago; if not, changes are sent after it
        was asked again, or, where it does not answer that, each after a look at what it changes. Never raises ClinicError. Store
        errors pass: a locked store ends the round, and says so itself.
        """
        tally = Tally(is_recent=is_recent)
        goes_at_once = is_recent or self._was_cut_short
        begin = (self._learn, self._send if goes_at_once else self._send_timeless)
        asking = (self._gather, self._receive, self._compare, self._settle, self._has_asked)
        out = (self._learn, self._send, self._settle)
        self._was_cut_short = False
        for step in (*((*begin, *asking) if asks else ()), *out):
            if tally.stop is not None or not may_go_on():
                break
            try:
                await step(tally, on_progress, may_go_on)
            except ClinicError as error:
                _note(tally, error)
            except StoreError:
                raise
            except Exception as error:  # one step that fails must not keep back the others
                tally.fault = report(log, error)
            if step in asking and tally.stop is not None and not tally.stop.is_blameless:
                self._was_cut_short = True
        return tally

    async def _learn(self, tally: Tally, on_progress: object, may_go_on: object) -> None:
        """The server's own word on what it can do, asked once; silence is an answer too."""
        if self.traits.capabilities is not None or not await self.store.due(self.clock(), 1):
            return
        try:
            self.traits.capabilities = await self.client.capabilities()
        except ClinicError as error:
            verdict = judged(error)
            if isinstance(verdict, Later) and verdict.is_stop:
                raise
            tally.trouble = error.code  # asked again next round; until then the careful ways are taken
            return
        if self.learnt is not None:
            await self.learnt(self.traits.capabilities)

    async def _send_timeless(
        self, tally: Tally, on_progress: Callable[[], Awaitable[None]], may_go_on: Callable[[], bool]
    ) -> None:
        """Not yet what changes a version last seen long ago: a clinic put back from a backup gives its name out anew, and would take
        the change for one of that."""
        await self._send(tally, on_progress, may_go_on, is_timeless=True)

    async def _send(
        self,
        tally: Tally,
        on_progress: Callable[[], Awaitable[None]],
        may_go_on: Callable[[], bool],
        *,
        is_timeless: bool = False,
    ) -> None:
        pushed: PushReport = await self._push.run(
            on_progress, may_go_on, is_timeless=is_timeless, looks_first=not tally.is_recent
        )
        tally.sent += pushed.sent
        tally.parked += pushed.parked
        tally.conflicts += pushed.conflicts
        tally.moved |= pushed.clashed
        tally.stop = tally.stop or pushed.stop
        tally.trouble = pushed.trouble or tally.trouble
        tally.fault = pushed.fault or tally.fault
        tally.is_deletion_refused |= pushed.is_deletion_refused

    async def _has_asked(self, tally: Tally, on_progress: object, may_go_on: object) -> None:
        tally.is_recent |= tally.trouble is None and tally.fault is None

    async def _gather(self, tally: Tally, on_progress: object, may_go_on: object) -> None:
        """The searches of this round, and the listings that are due, as one request; what it leaves open is asked singly. What was never
        read may be much: it comes some searches at a time, and each lot is kept before the next is asked for."""
        tally.fresh = await self._fresh()
        searches, first = dict[str, Search](), dict[str, Search]()
        for query in self._in_order():
            search = await self._pull.search(query)
            if search is not None:
                (first if search.is_first else searches)[query.key] = search
        for resource_type, queries in self._by_type().items():
            is_due = await self._is_comparison_due(resource_type, queries, tally)
            if is_due and all(query.is_heavy or query.key in searches for query in queries):
                searches |= {listing_key(query): listing_of(query) for query in queries}
        lots = range(0, len(first), FIRST_AT_ONCE)
        tally.to_gather = [dict(list(first.items())[at : at + FIRST_AT_ONCE]) for at in lots]
        tally.firsts |= await self._gatherer.ask(searches)

    async def _receive(
        self, tally: Tally, on_progress: Callable[[], Awaitable[None]], may_go_on: Callable[[], bool]
    ) -> None:
        for query in self._in_order():
            if tally.stop is not None or not may_go_on():
                return
            if query.is_heavy:
                continue  # by its ids, below
            if not await self._is_asked_now(query, tally):
                tally.resting.add(query.key)
                continue
            try:
                if tally.to_gather and query.key in tally.to_gather[0]:
                    tally.firsts |= await self._gatherer.ask(tally.to_gather.pop(0))
                first = tally.firsts.pop(query.key, None)
                if isinstance(first, ClinicError):
                    raise first
                pulled = await self._pull.run(query, may_go_on, first)
            except ClinicError as error:
                if _note(tally, error):
                    tally.denied.add(query.key)
                continue
            if pulled.is_whole:
                tally.whole.add(query.key)
                self.asked[query.key] = self.clock()
            if pulled.received or pulled.conflicts:
                tally.moved.add(query.resource_type)
            tally.received += pulled.received
            tally.conflicts += pulled.conflicts
            tally.fault = pulled.fault or tally.fault
            tally.trouble = pulled.stopped or tally.trouble

    async def _compare(
        self, tally: Tally, on_progress: Callable[[], Awaitable[None]], may_go_on: Callable[[], bool]
    ) -> None:
        for resource_type, queries in self._by_type().items():
            if tally.stop is not None or not may_go_on():
                return
            light, heavy = [q for q in queries if not q.is_heavy], {q.key for q in queries if q.is_heavy}
            is_whole = all(query.key in tally.whole | tally.resting for query in light)
            if not is_whole and not heavy:
                continue  # a listing is compared with what was read to its end only
            if not await self._is_comparison_due(resource_type, queries, tally):
                tally.resting |= heavy
                continue
            if is_whole and resource_type in tally.fresh:
                # All that is here was read a moment ago, from the beginning to the end: a listing would name the same.
                self._begun.add(resource_type)
                await self.store.note(_note_key(resource_type), self.clock().isoformat())
                continue
            try:
                is_allowed = resource_type in self.allowed
                listed = queries if is_whole else [q for q in queries if q.is_heavy]  # these only come so
                compared = await self._reconcile.run(
                    resource_type, listed, is_allowed=is_allowed, firsts=tally.firsts, may_remove=is_whole
                )
            except ClinicError as error:
                if _note(tally, error):
                    tally.denied |= heavy
                continue
            tally.whole |= heavy
            if compared.removed or compared.received:
                tally.moved.add(resource_type)
            tally.removed += compared.removed
            tally.received += compared.received
            tally.conflicts += compared.conflicts
            tally.parked += compared.parked
            tally.fault = compared.fault or tally.fault
            if compared.held:
                self.held[resource_type] = compared.held
            else:
                self.held.pop(resource_type, None)
                self.allowed.discard(resource_type)
            await self.store.note(_note_key(resource_type), self.clock().isoformat())

    async def _settle(self, tally: Tally, on_progress: object, may_go_on: object) -> None:
        """What the answers of this round left open."""
        tally.received += await self._settler.run()

    async def _fresh(self) -> set[str]:
        """Types that want comparison, of which nothing is here and no search was ever read. What comes by a listing alone is none."""
        found = set[str]()
        for resource_type, queries in self._by_type().items():
            if resource_type in self._begun or any(query.is_heavy for query in queries):
                continue
            has_marks = any([await self.store.mark(query.key) is not None for query in queries])
            if has_marks or await self.store.known(resource_type):
                self._begun.add(resource_type)
            else:
                found.add(resource_type)
        return found

    def _in_order(self) -> list[PullQuery]:
        """What opens others comes before them."""
        return sorted(self.pulls, key=lambda one: one.opened_by is not None)

    def _by_type(self) -> Mapping[str, list[PullQuery]]:
        """All queries of the types that want comparison: what one of them lists is not gone for another.

        What opens others comes before them.
        """
        wanted = {q.resource_type for q in self.pulls if q.reconcile_every_s is not None}
        grouped: dict[str, list[PullQuery]] = {}
        for query in self._in_order():
            if query.resource_type in wanted:
                grouped.setdefault(query.resource_type, []).append(query)
        return grouped

    async def _is_asked_now(self, query: PullQuery, tally: Tally) -> bool:
        """Whether this round asks it: where each search is a request of its own, some wait for their time.

        What is compared now is asked before, so that the comparison finds it read to its end.
        """
        if self.traits.may_gather or not query.alone_every_s:
            return True
        last = self.asked.get(query.key)
        if last is None or not 0 <= (self.clock() - last).total_seconds() < query.alone_every_s - self.pace_s:
            return True
        if query.reconcile_every_s is None:
            return False
        queries = self._by_type()[query.resource_type]
        return await self._is_comparison_due(query.resource_type, queries, tally)

    async def _is_comparison_due(
        self, resource_type: str, queries: Sequence[PullQuery], tally: Tally
    ) -> bool:
        """By this device's clock, which only sets the pace: a clock set back makes it due at once."""
        if resource_type in self.allowed or any(query.opened_by in tally.moved for query in queries):
            return True
        every_s = min(self._compared_every_s(query) for query in queries)
        last = instant(await self.store.note(_note_key(resource_type)))
        return last is None or not 0 <= (self.clock() - last).total_seconds() < every_s - self.pace_s

    def _compared_every_s(self, query: PullQuery) -> float:
        """Where each search is a request of its own, what another type opens is compared at once when that moved, else seldom."""
        if query.reconcile_every_s is None:
            return float("inf")
        may_wait = query.opened_by is not None and not self.traits.may_gather
        return max(query.reconcile_every_s, OPENED_ALONE_S if may_wait else 0.0)


def _note_key(resource_type: str) -> str:
    return f"reconciled:{resource_type}"


def _note(tally: Tally, error: ClinicError) -> bool:
    """A failed read: what it means for the rest of the round. Whether the clinic does not offer what was asked for."""
    verdict = judged(error)
    if isinstance(verdict, Later) and verdict.is_stop:
        tally.stop = verdict
        return False
    if isinstance(error, (Forbidden, NotFound, Gone, Rejected)):
        tally.refused = error.code
        return True
    tally.trouble = error.code
    return False
