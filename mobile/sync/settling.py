"""What a search's answer left open: which of two versions is the newer, and which of several resources is the record.

A read of the one resource tells the first, a search by identifier the second. It must never touch what is another's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from api_client import ClinicClient
from api_client.errors import ClinicError, Forbidden, Gone, NotFound
from mobile.records.ports import Pulled, Syncing, Unsettled
from mobile.sync.arrivals import Arrivals, Unfiled, is_withdrawn_stub
from mobile.sync.compare import same_content
from mobile.sync.doubles import Doubles, all_under, kept_of
from mobile.sync.instants import instant
from mobile.sync.queries import PullQuery
from mobile.sync.resolve import Resolver
from mobile.sync.verdicts import copy_of, judged

_NUMBER = re.compile(r'(?:W/)?"([A-Za-z0-9.-]{1,64})"')
"""An ETag that may be a version's own number."""
MOST_REFUSALS = 5
"""So often in a row a read may be refused before it is believed: whole listings may be of what this person may not read."""


def is_own(queries: Sequence[PullQuery], resource_type: str, local_id: str) -> bool:
    """Whether a record is this person's, as the queries say, or else by who named it."""
    owners = [q.is_own for q in queries if q.resource_type == resource_type and q.is_own is not None]
    return any(owners) if owners else "/" not in local_id


class Settler:
    """Remembers what could not be settled yet; all of it may be forgotten, since the listings bring it back."""

    def __init__(
        self, client: ClinicClient, store: Syncing, arrivals: Arrivals, pulls: Sequence[PullQuery]
    ) -> None:
        self._client = client
        self._store = store
        self._arrivals = arrivals
        self._pulls = pulls
        self._doubles = Doubles(client, Resolver(client, store))
        self._open: dict[Unsettled, None] = {}
        self._refusals: dict[Unsettled, int] = {}

    async def run(self) -> int:
        """How many records it stored anew. Raises ClinicError; what is left is looked at again next time."""
        await self._store.settle_equal()
        self._open.update(dict.fromkeys(await self._store.unsettled()))
        received, failure = 0, None
        for one in list(self._open):
            try:
                received += await (self._double(one) if one.is_double else self._doubtful(one))
            except (NotFound, Gone, Forbidden) as error:
                self._open.pop(one, None)  # absence is for the comparison of ids to judge
                await self._look_again(one, is_refused=isinstance(error, Forbidden))
            except ClinicError as error:
                failure = failure or error
        if failure is not None:
            raise failure
        return received

    async def _look_again(self, one: Unsettled, *, is_refused: bool) -> None:
        """What a listing names all the same is read again, at a clinic that refuses it only so often."""
        self._refusals[one] = self._refusals.get(one, 0) + is_refused
        if self._refusals[one] < MOST_REFUSALS:
            await self._store.look_again(one)

    async def _doubtful(self, one: Unsettled) -> int:
        document = await self._client.read(one.resource_type, one.server_id)
        self._refusals.pop(one, None)
        try:
            pulled = await self._arrivals.filed(document)
        except Unfiled:
            pulled = None
        stored = 0
        if pulled is not None:
            mine = is_own(self._pulls, one.resource_type, one.local_id)
            is_branch = mine and await self._is_branch(pulled)
            stored = (await self._store.store_read(pulled, is_own=mine, is_branch=is_branch)).stored
        self._open.pop(one, None)
        return stored

    async def _is_branch(self, pulled: Pulled) -> bool:
        """Whether a newer version that lacks words of the person's does not come of the one last seen: the clinic was put back from a
        backup, and under that one's name it has another by now. Where it keeps no versions it is believed."""
        seen = await self._store.lacking(pulled)
        number = _NUMBER.fullmatch((seen.etag if seen is not None else None) or "")
        if seen is None or number is None:
            return False
        try:
            there = await self._client.vread(pulled.resource_type, seen.server_id, number[1])
        except ClinicError as error:
            if getattr(judged(error), "is_stop", False):
                raise
            return False
        times = instant(there.last_updated), instant(seen.last_updated)
        is_that = there.version_id == number[1] and None not in times
        return is_that and times[0] != times[1] and not same_content(seen.text, there.text)

    async def _double(self, one: Unsettled) -> int:
        """Which of them is the record is agreed upon here first; the others end when nothing waits to be sent to it."""
        if not is_own(self._pulls, one.resource_type, one.local_id):
            self._open.pop(one, None)
            return 0
        found = await all_under(self._client, one.resource_type, one.local_id)
        kept = kept_of(found)
        if kept is None or len(found) < 2:
            self._open.pop(one, None)
            return 0
        others = [document for document in found if document.id != kept.id]
        written = [copy_of(document) for document in others if not is_withdrawn_stub(document.text)]
        if not await self._store.adopt(one.local_id, one.resource_type, copy_of(kept), written):
            return 0
        if await self._doubles.end(others):
            self._open.pop(one, None)
        return 0
