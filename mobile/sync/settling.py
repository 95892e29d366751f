"""What a search's answer left open: which of two versions is the newer, and which of several resources is the record.

A read of the one resource tells the first, a search by identifier the second. It must never touch what is another's.
"""

from __future__ import annotations

from collections.abc import Sequence

from api_client import ClinicClient
from api_client.errors import ClinicError, Forbidden, Gone, NotFound
from mobile.records.ports import Syncing, Unsettled
from mobile.sync.arrivals import Arrivals, Unfiled, is_withdrawn_stub
from mobile.sync.doubles import Doubles, all_under, kept_of
from mobile.sync.queries import PullQuery
from mobile.sync.resolve import Resolver
from mobile.sync.verdicts import copy_of

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
            stored = (await self._store.store_read(pulled, is_own=mine)).stored
        self._open.pop(one, None)
        return stored

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
