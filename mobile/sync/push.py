"""The way out: takes what is due from the outbox, sends it, and acknowledges exactly what the server has.

Rows of different records are independent and travel side by side, or many in one batch where the server takes them.
Order inside a record is the store's: it hands out only the oldest. What ends a grant goes before all else. It must never acknowledge a row without a verdict
of its own, nor let one bad row keep back another.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from api_client import ClinicClient, Document
from mobile.records.errors import StoreError
from mobile.records.ports import OutboxRow, ServerCopy, Syncing
from mobile.sync.arrivals import Arrivals, Unfiled
from mobile.sync.backoff import wait_s
from mobile.sync.batch import BatchSender
from mobile.sync.faults import report
from mobile.sync.send import Sender
from mobile.sync.traits import Traits
from mobile.sync.verdicts import DELETION_REFUSED, Clash, Done, Later, Parked, Verdict

IN_FLIGHT = 8
BATCH_FROM = 16
"""Fewer rows than this go singly: one request, one resource, one verdict."""
BATCHES_IN_FLIGHT = 2
BATCHES_TAKEN = 4
TROUBLES_IN_A_ROW = 3
PARK_AFTER = 12
"""A row that failed this often while others passed waits for the person."""

T = TypeVar("T")

log = logging.getLogger("lantern.sync")


@dataclass
class PushReport:
    sent: int = 0
    parked: int = 0
    conflicts: int = 0
    clashed: set[str] = field(default_factory=set[str])  # resource types that somebody else wrote, too
    stop: Later | None = None  # why no more was sent in this round
    trouble: str | None = None  # the last row-level failure that will be tried again
    fault: str | None = None
    is_deletion_refused: bool = False
    handled: set[int] = field(default_factory=set[int])


class Pusher:
    def __init__(
        self,
        client: ClinicClient,
        store: Syncing,
        arrivals: Arrivals,
        traits: Traits,
        clock: Callable[[], datetime],
        random: Callable[[], float],
    ) -> None:
        self._store = store
        self._arrivals = arrivals
        self._traits = traits
        self._clock = clock
        self._random = random
        self._single = Sender(client, store, traits)
        self._batch = BatchSender(client, store, traits)
        self._passed = 0
        self._failed_at: dict[int, int] = {}
        self._kept_back: dict[int, int] = {}  # by row, how often it had to wait for another record

    async def run(
        self,
        on_progress: Callable[[], Awaitable[None]],
        may_go_on: Callable[[], bool],
        *,
        is_timeless: bool = False,
        looks_first: bool = False,
    ) -> PushReport:
        """Sends until nothing is due or the server cannot be talked to. Each row is tried at most once a run.

        `is_timeless`: what changes a version that may not be the server's any more waits for the next run. `looks_first`: what
        that version says is read and compared before, whatever it is called.
        """
        report = PushReport()
        in_a_row = _Troubles()
        while report.stop is None and in_a_row.count < TROUBLES_IN_A_ROW and may_go_on():
            before = report.sent
            take = BATCHES_TAKEN * self._traits.batch_size if self._traits.can_batch else 4 * IN_FLIGHT
            due = await self._store.due(self._clock(), take + len(report.handled), is_timeless=is_timeless)
            rows = [row for row in due if row.seq not in report.handled]
            if not rows:
                break
            ending = [row for row in rows if row.goes_first]
            rows = ending or rows  # what ends somebody's access has the way to itself
            if looks_first:
                rows = [replace(row, etag=None) if _may_clash(row) else row for row in rows]
            if self._traits.can_batch and len(rows) >= BATCH_FROM:
                await self._push_batches(rows, report, in_a_row)
            else:
                await self._push_singly(rows[: 4 * IN_FLIGHT], report, in_a_row)
            if report.sent > before:
                await on_progress()
        return report

    async def _push_singly(self, rows: Sequence[OutboxRow], report: PushReport, troubles: _Troubles) -> None:
        async def one(row: OutboxRow) -> None:
            if report.stop is not None or troubles.count >= TROUBLES_IN_A_ROW:
                return
            report.handled.add(row.seq)
            async with self._flight([row]):
                await self._conclude([(row, await self._verdict(row, report))], report, troubles)

        await _side_by_side(rows, one)

    async def _push_batches(self, rows: Sequence[OutboxRow], report: PushReport, troubles: _Troubles) -> None:
        """Two at a time: while the clinic works on one, the other is put together or stored."""
        size = self._traits.batch_size
        chunks = [rows[start : start + size] for start in range(0, len(rows), size)]

        async def one(chunk: Sequence[OutboxRow]) -> None:
            if self._traits.can_batch and report.stop is None and troubles.count < TROUBLES_IN_A_ROW:
                await self._push_batch(chunk, report, troubles)

        await _side_by_side(chunks, one, BATCHES_IN_FLIGHT)

    async def _push_batch(self, rows: Sequence[OutboxRow], report: PushReport, troubles: _Troubles) -> None:
        """One Bundle, a verdict for each entry, one transaction for all that arrived."""

        async def one(row: OutboxRow) -> None:
            if report.stop is not None or troubles.count >= TROUBLES_IN_A_ROW:
                reason = report.stop.reason if report.stop else report.trouble or "busy"
                await self._store.retry_later(row.seq, self._clock(), reason)
            else:
                await self._conclude([(row, await self._verdict(row, report))], report, troubles)

        report.handled.update(row.seq for row in rows)
        async with self._flight(rows):
            answered, unclear = await self._batch.send(rows)
            await self._conclude(answered, report, troubles)
            await _side_by_side(unclear, one)  # versions, stubs, or a batch refused as a whole

    @asynccontextmanager
    async def _flight(self, rows: Sequence[OutboxRow]) -> AsyncGenerator[None]:
        """Rows on their way. Whatever interrupts it, they are due again: a row left in flight would wait for ever."""
        seqs = [row.seq for row in rows]
        await self._store.begin(seqs)
        try:
            yield
        except asyncio.CancelledError:
            with suppress(StoreError):  # locked meanwhile: the store finds them interrupted when it opens
                for seq in seqs:
                    await self._store.retry_later(seq, self._clock(), "interrupted")
            raise

    async def _verdict(self, row: OutboxRow, push: PushReport) -> Verdict:
        try:
            return await self._single.send(row)
        except (ValueError, AssertionError, TypeError, KeyError, AttributeError, RecursionError) as error:
            push.fault = report(log, error)  # a row nobody can send must not keep back the others
            return Later("fault")

    async def _conclude(
        self, answered: Sequence[tuple[OutboxRow, Verdict]], report: PushReport, troubles: _Troubles
    ) -> None:
        done: list[tuple[int, ServerCopy | None]] = []
        for row, verdict in answered:
            if isinstance(verdict, Done):
                done.append((row.seq, verdict.copy))
        if done:
            await self._store.acknowledge(done)
            report.sent += len(done)
            self._passed += len(done)
            report.handled.difference_update(seq for seq, _ in done)
            troubles.count = 0
        for row, verdict in answered:
            await self._settle(row, verdict, report, troubles)

    async def _settle(
        self, row: OutboxRow, verdict: Verdict, report: PushReport, troubles: _Troubles
    ) -> None:
        match verdict:
            case Done(newer=newer):
                if newer is not None:
                    await self._keep_newer(newer, report)
            case Clash(theirs):
                await self._store.conflict(row.seq, theirs)
                report.conflicts += 1
                report.clashed.add(row.resource_type)
            case Parked(reason):
                await self._store.park(row.seq, reason)
                report.parked += 1
            case Later():
                await self._postpone(row, verdict, report, troubles)

    async def _postpone(
        self, row: OutboxRow, verdict: Later, report: PushReport, troubles: _Troubles
    ) -> None:
        now = self._clock()
        if verdict.is_stop:
            report.stop = report.stop or verdict
        else:
            if verdict.reason == DELETION_REFUSED:
                report.is_deletion_refused = True
            else:
                report.trouble = verdict.reason
                troubles.count += 1
            if self._is_stubborn(row):
                if verdict.never_left:  # parked, it is still what nobody else has
                    await self._store.retry_later(row.seq, now, verdict.reason, never_left=True)
                await self._store.park(row.seq, verdict.reason)
                report.parked += 1
                return
        wait = 0.0 if verdict.is_blameless else wait_s(self._tries(row), self._random, verdict.asked_s)
        wait = max(wait, verdict.least_s)
        await self._store.retry_later(
            row.seq, now + timedelta(seconds=wait), verdict.reason, never_left=verdict.never_left
        )
        if verdict.never_left and not verdict.is_stop:
            self._kept_back[row.seq] = self._kept_back.get(row.seq, 0) + 1

    def _is_stubborn(self, row: OutboxRow) -> bool:
        """Whether it failed again and again, and others passed since it failed last: then it fails for itself."""
        before = self._failed_at.get(row.seq, self._passed)
        self._failed_at[row.seq] = self._passed
        return row.op != "delete" and self._tries(row) >= PARK_AFTER and self._passed > before

    def _tries(self, row: OutboxRow) -> int:
        """Those that were sent, and those that were kept back for another record, which do not count in the row."""
        return row.attempt + self._kept_back.get(row.seq, 0)

    async def _keep_newer(self, newer: Document, report: PushReport) -> None:
        """Our create had arrived, and somebody has written on it since: their version is stored like a pulled one."""
        try:
            filed = await self._arrivals.filed(newer)
        except Unfiled as failure:
            report.fault = failure.code
            return
        if filed is not None:
            await self._store.store_page("", [filed], None)


def _may_clash(row: OutboxRow) -> bool:
    """Whether it changes a version. What ends a grant is right over any."""
    return row.op == "update" and not row.goes_first


@dataclass
class _Troubles:
    """Failures without a success between them: a server in trouble is not asked a thousand times."""

    count: int = 0


async def _side_by_side(
    items: Sequence[T], one: Callable[[T], Coroutine[Any, Any, None]], at_once: int = IN_FLIGHT
) -> None:
    """Does `one` for each, so many at a time, begun in their order."""
    waiting = list(reversed(items))

    async def work() -> None:
        while waiting:
            await one(waiting.pop())

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(at_once, len(items))):
                group.create_task(work())
    except ExceptionGroup as several:
        raise several.exceptions[0] from None  # the store's trouble is one trouble, however many met it
