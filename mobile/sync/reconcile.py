"""Learns what is gone, what became visible without being changed, and what went back to an older version, by listing ids.

A clinic put back from an old backup shows its older versions in no search by time. So the version that stands beside
each id is compared with the one held here, and what differs is read.

A listing proves nothing: it may be short, late or a lie. So each absence is looked into (`absence`) before anything is
removed here, and when very much seems gone it stops and asks. It must never remove a record because a list did not name
it, nor the person's own words because the server deleted or lost them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from api_client import ClinicClient, Document
from api_client.errors import ClinicError, Forbidden, Gone, NotFound
from mobile.records.ports import Pulled, ServerCopy, Syncing
from mobile.sync.absence import fates
from mobile.sync.arrivals import Arrivals, Unfiled
from mobile.sync.gathering import Gathered
from mobile.sync.listing import Lister, listing_key
from mobile.sync.queries import Opens, PullQuery
from mobile.sync.traits import Traits

SHARE = 0.2
FEW = 5
"""So few may go without asking, whatever share of the whole they are: one withdrawal of three is no catastrophe."""
MANY = 50
SAMPLE = 5
AT_ONCE = 8


@dataclass
class ReconcileReport:
    removed: int = 0
    received: int = 0
    conflicts: int = 0
    parked: int = 0  # the server has lost them
    held: int = 0  # how many seem gone, if that is so many that the person must be asked
    fault: str | None = None


def is_too_many(gone: int, known: int) -> bool:
    return gone > MANY or (gone > FEW and gone > SHARE * known)


class Reconciler:
    def __init__(
        self, client: ClinicClient, store: Syncing, arrivals: Arrivals, traits: Traits, opens: Opens
    ) -> None:
        self._client = client
        self._store = store
        self._arrivals = arrivals
        self._opens = opens
        self._lister = Lister(client, traits)
        self._refused: set[str] = set()

    async def run(
        self,
        resource_type: str,
        queries: Sequence[PullQuery],
        *,
        is_allowed: bool,
        firsts: Gathered,
        may_remove: bool = True,
    ) -> ReconcileReport:
        """Compares every stored record of a type with what `queries` list. `is_allowed`: the person said go on.

        `firsts`: listings that came with the round's other searches, by `listing_key`. `may_remove` False: `queries` are not all
        that list this type, so that what they do not name may be there all the same.
        """
        outcome = ReconcileReport()
        listed, is_complete = await self._listed(queries, firsts)
        known = await self._still_open(resource_type, outcome)
        new = [id for id in listed if id not in known and self._opens(resource_type, id)]
        is_routine = any(query.is_heavy for query in queries)
        await self._fetch(new, resource_type, outcome, is_routine=is_routine)
        await self._store.note_listed(resource_type, [copy for id, copy in listed.items() if id in known])
        absent = [id for id in known if id not in listed]
        if not absent or not is_complete or not may_remove:
            return outcome
        is_others = self._others(queries, known)
        if is_too_many(len(absent), len(known)) and not is_allowed:
            sample = absent[:: max(1, len(absent) // SAMPLE)][:SAMPLE]
            looked_at = await fates(self._client, resource_type, sample, is_others)
            if set(looked_at.values()) == {"gone"}:
                outcome.held = len(absent)
            if set(looked_at.values()) != {"lost"}:
                return outcome  # the listing was short: what it does not name is there all the same
        found = await fates(self._client, resource_type, absent, is_others)
        await self._lose([id for id, fate in found.items() if fate == "lost"], resource_type, outcome)
        gone = [id for id, fate in found.items() if fate == "gone"]
        if is_too_many(len(gone), len(known)) and not is_allowed:
            outcome.held = len(gone)
        elif gone:
            keeps_words = any(query.holds_words for query in queries)
            own = [id for id in gone if not is_others(id)]
            await self._store.remove_gone(resource_type, own, keeps_words=keeps_words, keeps_ends=True)
            await self._store.remove_gone(resource_type, [id for id in gone if id not in own])
            outcome.removed += len(gone)
        return outcome

    async def _lose(self, ids: Sequence[str], resource_type: str, outcome: ReconcileReport) -> None:
        """The server has lost them: they stay, and wait to be sent again."""
        if ids:
            await self._store.mark_lost(resource_type, ids)
            outcome.parked += len(ids)

    def _others(self, queries: Sequence[PullQuery], known: Mapping[str, str]) -> Callable[[str], bool]:
        """Whether this id is of what others share with us, or made: then it may go without a word of a deletion."""

        def is_others(server_id: str) -> bool:
            owners = [query.is_own for query in queries if query.is_own is not None]
            return not any(owners) if owners else "/" in known[server_id]

        return is_others

    async def _listed(
        self, queries: Sequence[PullQuery], firsts: Gathered
    ) -> tuple[dict[str, ServerCopy], bool]:
        """By id, in the server's order, the version it says it has, and whether the lists came to their end."""
        ids: dict[str, ServerCopy] = {}
        for query in queries:
            first = firsts.get(listing_key(query))
            if isinstance(first, ClinicError):
                raise first
            named, is_complete = await self._lister.ids(query, first)
            ids.update(named)
            if not is_complete:
                return ids, False
        return ids, True

    async def _still_open(self, resource_type: str, outcome: ReconcileReport) -> Mapping[str, str]:
        """What is stored of a type. What nothing opens any more is removed first, whatever the server still shows."""
        known = await self._store.known(resource_type)
        shut = [id for id in known if not self._opens(resource_type, id)]
        if shut:
            await self._store.remove_gone(resource_type, shut)
            outcome.removed += len(shut)
        return {id: local_id for id, local_id in known.items() if id not in shut}

    async def _fetch(
        self, ids: Sequence[str], resource_type: str, outcome: ReconcileReport, *, is_routine: bool
    ) -> None:
        """What we may see and do not have: shared after it was last changed, so no search by time would find it.

        `is_routine`: all of this type come so. Each is searched for, then: a clinic notes a read as somebody opening it.
        """
        ask = self._found if is_routine else self._read
        wanted = [id for id in ids if id not in self._refused]
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            documents = await asyncio.gather(*(ask(resource_type, id) for id in some))
            pulled: list[Pulled] = []
            for document in documents:
                filed = await self._filed(document, outcome) if document is not None else None
                if filed is not None:
                    pulled.append(filed)
            if pulled:
                stored = await self._store.store_page("", pulled, None)
                outcome.received += stored.stored
                outcome.conflicts += len(stored.conflicts)

    async def _read(self, resource_type: str, server_id: str) -> Document | None:
        try:
            return await self._client.read(resource_type, server_id)
        except (NotFound, Gone, Forbidden):
            return None

    async def _found(self, resource_type: str, server_id: str) -> Document | None:
        async for page in self._client.pages(resource_type, {"_id": server_id}, count=1):
            return next((one for one in page.documents if one.id == server_id), None)
        return None

    async def _filed(self, document: Document, outcome: ReconcileReport) -> Pulled | None:
        try:
            filed = await self._arrivals.filed(document)
        except Unfiled as failure:
            outcome.fault = failure.code
            return None
        if filed is None and document.id:
            self._refused.add(document.id)
        return filed
