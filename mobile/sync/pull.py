"""The way in: reads what changed since the mark, page by page, and stores each page together with its mark.

It must never remove anything, never store what the filing function refuses, and never believe a server that goes
round in circles.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from api_client import ClinicClient, Document, Page
from api_client.errors import ClinicError
from mobile.records.ports import Mark, Pulled, Syncing
from mobile.sync.arrivals import Arrivals, Unfiled
from mobile.sync.gathering import GATHERED_COUNT, Search
from mobile.sync.queries import PullQuery
from mobile.sync.reader import Reader, entry_for
from mobile.sync.traits import Traits
from mobile.sync.walk import PageFacts, Walk, version_key

FIRST_COUNT = 250
REFUSED_PAGES = 3
"""After so many pages of other people's resources, from a server that does not say how many there are, the walk rests."""
MOST_PAGES = 400


@dataclass
class PullReport:
    received: int = 0
    conflicts: int = 0
    pages: int = 0
    is_whole: bool = False  # everything there was has been read
    stopped: str | None = None
    fault: str | None = None


class Puller:
    def __init__(self, client: ClinicClient, store: Syncing, arrivals: Arrivals, traits: Traits) -> None:
        self._client = client
        self._store = store
        self._arrivals = arrivals
        self._traits = traits
        self._is_empty = set[str]()  # read to the end, and nothing was there

    async def search(self, query: PullQuery) -> Search | None:
        """What asks for the little that may be new, or for the first of all there is; None where a reading by links goes on, and where
        records are read one by one."""
        if query.is_heavy:
            return None
        mark = await self._store.mark(query.key)
        if mark is not None and (mark.resume is not None or not mark.server_time):
            return None
        entry = entry_for(query, Walk(mark, query.resource_type, GATHERED_COUNT))
        return Search(entry, GATHERED_COUNT, is_first=mark is None and query.key not in self._is_empty)

    async def run(
        self, query: PullQuery, may_go_on: Callable[[], bool], first: Page | None = None
    ) -> PullReport:
        """One query up to date. Raises ClinicError; what was stored before stays stored.

        `first`: what `search` found. Without it the first page is asked for here.
        """
        outcome = PullReport()
        mark = await self._store.mark(query.key)
        known = frozenset(mark.seen) if mark else frozenset[str]()
        walk, reader = Walk(mark, query.resource_type, FIRST_COUNT), Reader(self._client, query, self._traits)
        if first is not None:  # the gatherer has seen to it that a page is not full without saying so
            walk.count = max(FIRST_COUNT, first.matches + 1)
        page = first or await reader.page(walk)
        if walk.is_mark_ahead(page.server_date):
            mark, known = None, frozenset[str]()
            walk = Walk(None, query.resource_type, FIRST_COUNT)
            page = await reader.page(walk)
        await self._walked(query, walk, reader, page, known, outcome, may_go_on)
        if outcome.is_whole and walk.needs_second_look:
            again = Walk(mark if mark and not mark.resume else None, query.resource_type, FIRST_COUNT)
            again.is_second_look, outcome.is_whole = True, False
            page = await reader.page(again)
            await self._walked(query, again, reader, page, known | walk.seen.keys(), outcome, may_go_on)
        if outcome.is_whole and walk.top is None:
            self._is_empty.add(query.key)
        return outcome

    async def _walked(
        self,
        query: PullQuery,
        walk: Walk,
        reader: Reader,
        page: Page,
        known: frozenset[str],
        outcome: PullReport,
        may_go_on: Callable[[], bool],
    ) -> None:
        """Page after page to the end; while one is stored, the next is on its way."""
        while True:
            outcome.pages += 1
            facts = PageFacts.of(page)
            fresh = walk.take(page.documents, facts)
            new = [document for document in fresh if version_key(document) not in known]
            pulled = await self._filed(new, walk, outcome)
            goes_on = walk.advance(facts)
            walk.refused = walk.refused + 1 if new and not pulled else 0
            is_strange = walk.refused >= REFUSED_PAGES and not walk.is_counted_beyond(facts)
            if goes_on and (is_strange or outcome.pages >= MOST_PAGES):
                goes_on, walk.stopped = False, "endless_pages"
            is_finished = not goes_on and walk.stopped is None
            mark = walk.next_mark(is_finished and not walk.needs_second_look)
            ahead = asyncio.ensure_future(reader.page(walk)) if goes_on and may_go_on() else None
            try:
                await self._keep(query, pulled, mark, outcome)
            except BaseException:
                await _given_up(ahead)
                raise
            if ahead is None:
                outcome.stopped, outcome.is_whole = walk.stopped, is_finished
                return
            page = await ahead

    async def _keep(
        self, query: PullQuery, pulled: list[Pulled], mark: Mark | None, outcome: PullReport
    ) -> None:
        if not pulled and mark is None:
            return
        if not pulled and mark == await self._store.mark(query.key):
            return  # nothing new: a quiet round writes nothing
        stored = await self._store.store_page(query.key, pulled, mark)
        outcome.received += stored.stored
        outcome.conflicts += len(stored.conflicts)

    async def _filed(self, new: list[Document], walk: Walk, outcome: PullReport) -> list[Pulled]:
        pulled: list[Pulled] = []
        for document in new:
            try:
                filed = await self._arrivals.filed(document)
            except Unfiled as failure:
                outcome.fault = failure.code
                walk.hold_before(document)
                continue
            if filed is not None:
                pulled.append(filed)
        return pulled


async def _given_up(ahead: asyncio.Future[Page] | None) -> None:
    if ahead is not None:
        ahead.cancel()
        with suppress(asyncio.CancelledError, ClinicError):
            await ahead
