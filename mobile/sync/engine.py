"""The sync engine: one round at a time, woken by a commit, a resume, a returning network or a timer.

It knows records, resource types and replies, and no feature. It must never run two rounds side by side, never say
"idle" while something is unsent, and never let a failure end it silently.
"""

from __future__ import annotations

import asyncio
import logging
import random as chance
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from api_client import ClinicClient
from mobile.records.errors import StoreError
from mobile.records.ports import Mark, OutboxRow, Syncing
from mobile.sync.backoff import LONGEST_ASKED_S, wait_s
from mobile.sync.faults import report
from mobile.sync.instants import instant
from mobile.sync.queries import File, Opens, PullQuery, opens_all
from mobile.sync.rounds import Learnt, Rounds, Tally
from mobile.sync.status import Board, First, Outcome, Round, SyncStatus, phase_of

FOREGROUND_S = 60.0
BACKGROUND_S = 15 * 60.0
SHORTEST_S = 0.2
GRACE_S = 3.0
SENT_NOTE = "sent_at"
RECEIVED_NOTE = "received_at"
RECENT_S = 120.0
"""No clinic is put back from a backup in less time, and none while it answers."""
QUIET_AT_MOST = 32
"""Changes looked at one by one; with more of them waiting the clinic is asked as well."""
Quiet = Callable[[OutboxRow], bool]
ANSWERED_MARK = "answered"
"""A mark of no query: which of them were once read to their end. It is forgotten with the other marks."""

log = logging.getLogger("lantern.sync")


def _now() -> datetime:
    return datetime.now(UTC)


def nothing_is_quiet(row: OutboxRow) -> bool:
    return False


class SyncEngine:
    """Keeps a store and a clinic equal. All times come from `clock` (aware), all waiting goes through `sleep`."""

    def __init__(  # noqa: PLR0913
        self,
        client: ClinicClient,
        store: Syncing,
        pulls: Sequence[PullQuery],
        file: File,
        *,
        clock: Callable[[], datetime] = _now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Callable[[], float] = chance.random,
        every_s: float = FOREGROUND_S,
        opens: Opens = opens_all,
        learnt: Learnt | None = None,
        is_quiet: Quiet = nothing_is_quiet,
    ) -> None:
        """`every_s`: how often to ask the clinic while the app is in the foreground. `learnt` is told what the server states of
        itself, before anything is sent to it. `is_quiet`: a change after which the clinic is asked no sooner than it would be
        without it."""
        self._store = store
        self._clock = clock
        self._sleep = sleep
        self._random = random
        soonest = [q.reconcile_every_s for q in pulls if q.reconcile_every_s]
        self._every_s = min([every_s, *soonest])  # what somebody takes back is to be gone in time
        self._rounds = Rounds(client, store, tuple(pulls), file, clock, random, opens, self._every_s, learnt)
        self._board = Board()
        self._turn = asyncio.Lock()
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._end_of_commits: Callable[[], None] | None = None
        self._is_stopping = False
        self._is_foreground = True
        self._failures = 0
        self._outcome = Outcome()
        self._asked_until: datetime | None = None
        self._sent_at: datetime | None = None
        self._received_at: datetime | None = None
        self._is_quiet = is_quiet
        self._is_asked = False  # to look at everything, by whoever woke this
        self._asked_at: datetime | None = (
            None  # when the clinic was asked last; None: it did not answer all, or something is held
        )
        self._is_recalled = False
        self._keys = frozenset(query.key for query in pulls)
        self._answered = frozenset[str]()
        self._has_failed = False  # a round ended, and not everything had been read

    # --- what the screens may know ---

    @property
    def status(self) -> SyncStatus:
        return self._board.status

    def watch(self, on_change: Callable[[SyncStatus], None]) -> Callable[[], None]:
        """Calls `on_change` on the event loop at every change of status. Returns the end of it."""
        return self._board.watch(on_change)

    # --- when to work ---

    def start(self) -> None:
        """Begins to work by itself. Starting twice is starting once."""
        if self._task is not None:
            return
        self._is_stopping = False
        self._end_of_commits = self._store.on_commit(self._on_commit)
        self._is_asked = True
        self._woken.set()
        self._task = asyncio.get_running_loop().create_task(self._live(), name="sync")

    async def stop(self) -> None:
        """Ends after the requests under way, or after a short grace without them: their rows are due again."""
        self._is_stopping = True
        if self._end_of_commits is not None:
            self._end_of_commits()
            self._end_of_commits = None
        task, self._task = self._task, None
        self._woken.set()
        if task is not None:
            await asyncio.wait({task}, timeout=GRACE_S)
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    def wake(self) -> None:
        """Something may have changed (resume, network, sign-in): look now, at everything."""
        self._rounds.asked.clear()
        if not self._asked_s():
            self._has_failed = False  # it is tried now
            self._board.first(self._first)
        self._is_asked = True
        self._woken.set()

    def in_foreground(self, is_foreground: bool) -> None:
        """Sets the pace; coming to the foreground wakes."""
        self._is_foreground = is_foreground
        if is_foreground:
            self.wake()

    def let_go(self) -> None:
        """The person agreed that what the clinic no longer has be removed here; each is still confirmed by a read."""
        self._rounds.allowed.update(self._rounds.held)
        self._is_asked = True
        self._woken.set()

    def _on_commit(self) -> None:
        status = self._board.status
        self._board.counts(
            status.waiting + 1, status.parked, status.lost, status.conflicts
        )  # exact again in a moment
        self._woken.set()

    async def _live(self) -> None:
        while not self._is_stopping:
            await self._pause()
            if self._is_stopping:
                return
            is_asked = self._is_asked or not self._woken.is_set()  # nobody woke it: its time has come
            self._is_asked = False
            self._woken.clear()
            try:
                await self._round(asks=is_asked or await self._asks_too())
            except StoreError as error:
                self._complain(error.code)
            except Exception as error:  # the loop outlives whatever it met, and says so
                self._complain(report(log, error))

    async def _asks_too(self) -> bool:
        """Whether a round that a change began asks the clinic as well: yes, but where all that is to be sent is quiet, the round
        before went well, and it is not yet time."""
        if not self._was_asked_within(self._every_s) or self._first != "here":
            return True
        due = await self._store.due(self._clock(), QUIET_AT_MOST)
        return not due or len(due) == QUIET_AT_MOST or not all(self._is_quiet(row) for row in due)

    def _was_asked_within(self, seconds: float) -> bool:
        """Whether the clinic was asked for everything and answered, so long ago at most. A clock set back makes it no."""
        return self._asked_at is not None and 0 <= (self._clock() - self._asked_at).total_seconds() < seconds

    async def _pause(self) -> None:
        """Until woken or until it is time; but never sooner than the server asked."""
        asked_s = self._asked_s()
        if asked_s:
            await self._either(asked_s, is_wakeable=False)
        elif not self._woken.is_set():
            await self._either(await self._delay_s(), is_wakeable=True)

    async def _either(self, seconds: float, *, is_wakeable: bool) -> None:
        timer = asyncio.ensure_future(self._sleep(seconds))
        woken = asyncio.ensure_future(self._woken.wait())
        try:
            while not timer.done():
                await asyncio.wait({timer, woken}, return_when=asyncio.FIRST_COMPLETED)
                if woken.done() and (is_wakeable or self._is_stopping):
                    return
                if woken.done():
                    self._woken.clear()
                    woken = asyncio.ensure_future(self._woken.wait())
        finally:
            timer.cancel()
            woken.cancel()

    def _asked_s(self) -> float:
        if self._asked_until is None:
            return 0.0
        left = (self._asked_until - self._clock()).total_seconds()
        return left if 0 < left <= LONGEST_ASKED_S + 2 else 0.0  # more: the clock was moved

    async def _delay_s(self) -> float:
        cadence = self._every_s if self._is_foreground else max(self._every_s, BACKGROUND_S)
        if self._failures:
            return min(cadence, wait_s(self._failures - 1, self._random))
        if self._asked_at is not None:  # rounds that only sent put it off no further
            since = (self._clock() - self._asked_at).total_seconds()
            cadence = max(SHORTEST_S, cadence - since) if since > 0 else cadence
        try:
            due_at = await self._store.next_due()
        except StoreError:
            return cadence
        if due_at is None:
            return cadence
        return min(cadence, max(SHORTEST_S, (due_at - self._clock()).total_seconds()))

    # --- one round ---

    async def recall(self) -> None:
        """What is known from before this start, said at once and without the clinic. Raises StoreError."""
        async with self._turn:
            await self._recall()
            await self._count()

    async def once(self) -> Round:
        """One round, after any that is under way. Raises StoreError (locked); never ClinicError."""
        return await self._round(asks=True)

    async def _round(self, *, asks: bool) -> Round:
        """`asks` False: what waits is sent, and nothing is asked."""
        async with self._turn:
            await self._recall()
            await self._count()
            tally = await self._rounds.run(
                self._progress,
                lambda: not self._is_stopping,
                asks=asks,
                is_recent=self._was_asked_within(RECENT_S),
            )
            self._judge(tally)
            if asks:
                self._asked_at = self._clock() if self._outcome == Outcome() else None
            await self._remember(tally, asks=asks)
            await self._count()
            reason = self._outcome.reason
            return Round(tally.sent, tally.received, tally.removed, tally.parked, tally.conflicts, reason)

    def _judge(self, tally: Tally) -> None:
        stop = tally.stop
        self._outcome = Outcome(
            tally.fault or (stop.reason if stop else None) or tally.trouble or tally.refused,
            is_signed_out=stop is not None and stop.is_signed_out,
            is_unreachable=stop is not None or tally.trouble is not None,
            is_faulty=tally.fault is not None,
            is_held=bool(self._rounds.held),
            is_deletion_refused=tally.is_deletion_refused,
        )
        is_well = not (self._outcome.is_unreachable or self._outcome.is_faulty)
        self._failures = 0 if is_well else self._failures + 1
        self._asked_until = None
        if stop is not None and stop.asked_s is not None:
            self._asked_until = self._clock() + timedelta(seconds=wait_s(0, self._random, stop.asked_s))

    @property
    def _first(self) -> First:
        if self._keys <= self._answered:
            return "here"
        return "failed" if self._has_failed else "coming"

    async def _recall(self) -> None:
        """When things last went well, and what was read to its end, from before this start."""
        if not self._is_recalled:
            mark = await self._store.mark(ANSWERED_MARK)
            self._answered = frozenset(mark.seen) if mark is not None else frozenset[str]()
            self._sent_at = instant(await self._store.note(SENT_NOTE))
            self._received_at = instant(await self._store.note(RECEIVED_NOTE))
            self._is_recalled = True

    async def _remember(self, tally: Tally, *, asks: bool) -> None:
        now = self._clock()
        answered = self._answered | tally.answered
        if answered != self._answered:
            self._answered = answered
            await self._store.store_page(ANSWERED_MARK, [], Mark("", tuple(sorted(answered)), None))
        self._has_failed = self._first != "here" and not self._is_stopping
        if tally.sent:
            self._sent_at = now
            await self._store.note(SENT_NOTE, now.isoformat())
        if asks and self._outcome.reason is None:
            self._received_at = now
            if tally.received:
                await self._store.note(RECEIVED_NOTE, now.isoformat())

    async def _progress(self) -> None:
        """Something arrived: whatever kept us from the clinic before does so no more."""
        self._outcome = Outcome(is_held=self._outcome.is_held)
        self._sent_at = self._clock()
        await self._count()

    async def _count(self) -> None:
        """Counts what is unsent and says it."""
        pending = await self._store.pending()
        waiting = pending.get("waiting", 0) + pending.get("sending", 0)
        self._say(
            self._outcome,
            waiting,
            pending.get("parked", 0),
            pending.get("lost", 0),
            pending.get("conflict", 0),
            pending.get("asked", 0),
        )

    def _say(
        self, outcome: Outcome, waiting: int, parked: int, lost: int, conflicts: int, asked: int
    ) -> None:
        phase, reason = phase_of(outcome, waiting=waiting, parked=parked, conflicts=conflicts)
        self._board.show(
            SyncStatus(
                phase,
                waiting,
                parked,
                lost,
                conflicts,
                self._sent_at,
                self._received_at,
                reason,
                self._first,
                asked,
            )
        )

    def _complain(self, reason: str) -> None:
        """The round could not be done at all; the counts are those known last."""
        status = self._board.status
        self._failures += 1
        self._has_failed = self._first != "here"
        self._outcome = Outcome(reason, is_faulty=True)
        self._say(self._outcome, status.waiting, status.parked, status.lost, status.conflicts, status.asked)
