"""One row, one resource, one verdict: create, update or delete as a single request.

Any request may have been sent before without our knowing: creates are guarded by the record's identifier, updates by
the version they are based on, and deletes are the same twice. Where the server does not promise to honour the guard of
a create, it is not sent at all, since a client takes a guarded create for one it may repeat; a search comes before every
second try instead. It must never send a row's content again without one or the other.
"""

from __future__ import annotations

from dataclasses import replace

from api_client import ClinicClient, Document, Written
from api_client.errors import (
    BadReply,
    ClinicError,
    Conflict,
    Forbidden,
    Gone,
    NotFhir,
    NotFound,
    PreconditionFailed,
    Rejected,
    ServerBroken,
    Unreachable,
)
from mobile.records.ports import OutboxRow, ServerCopy, Syncing
from mobile.sync.compare import same_content
from mobile.sync.references import Unresolved, rewritten, token
from mobile.sync.resolve import Resolver, find_ours
from mobile.sync.traits import Traits
from mobile.sync.verdicts import DELETION_REFUSED, Clash, Done, Later, Parked, Verdict, copy_of, judged

UNGUARDED_WAIT_S = 60.0


class Sender:
    """Sends rows one at a time; knows the server's traits, keeps nothing."""

    def __init__(self, client: ClinicClient, store: Syncing, traits: Traits) -> None:
        self._client = client
        self._store = store
        self._traits = traits
        self._resolver = Resolver(client, store)

    async def send(self, row: OutboxRow) -> Verdict:
        """Never raises ClinicError: every reply has its verdict. Store errors pass."""
        try:
            if row.op == "delete":
                return _kept_up(await self._delete(row))
            body = await rewritten(row.payload, row.server_id, self._store.server_id)
            if row.op == "update" and row.server_id is not None:
                return await self._resolver.put(row, body)
            return await self._create(row, body)
        except Unresolved:
            return Later("waits_for_other")
        except ClinicError as error:
            return _kept_up(judged(error)) if row.op == "delete" else judged(error)

    async def _create(self, row: OutboxRow, body: str) -> Verdict:
        if self._must_search(row):
            found = await find_ours(self._client, row)
            if found is not None:
                return existing(row, body, found)
        is_guarded = self._traits.has_conditional_create(row.resource_type)
        # A server that could not be asked may honour the guard all the same: it goes along, and nothing rests on it.
        guard = token(row.local_id) if is_guarded or self._traits.capabilities is None else None
        try:
            written = await self._posted(body, guard, is_guarded)
        except (PreconditionFailed, Conflict):
            found = await find_ours(
                self._client, row
            )  # several carry our identifier: the oldest is the record
            return Later("precondition") if found is None else existing(row, body, found)
        except (NotFound, Gone) as error:
            return Later(error.code)  # a route that is missing today: not the row's fault
        except (Unreachable, ServerBroken, BadReply, NotFhir) as error:
            verdict = judged(error)
            if is_guarded or isinstance(verdict, Parked):
                return verdict
            # It may still be on its way, and nothing but a search will tell: let it arrive first.
            return replace(verdict, least_s=UNGUARDED_WAIT_S)
        if written.created:
            return Done(copy_of(written.document, etag=written.etag))
        return existing(row, body, written.document)

    async def _posted(self, body: str, guard: str | None, is_guarded: bool) -> Written:
        document = Document.of(body)
        if guard is None or is_guarded:
            return await self._client.create(document, if_none_exist=guard)
        try:
            return await self._client.create(document, if_none_exist=guard, may_repeat=False)
        except Rejected:  # perhaps for the guard's sake, and then nothing was written
            return await self._client.create(document)

    def _must_search(self, row: OutboxRow) -> bool:
        """Where the server does not promise conditional create, only a search tells what an earlier try left."""
        if self._traits.has_conditional_create(row.resource_type):
            return False
        return row.attempt > 0 or row.is_again or self._traits.refuses_conditional_create(row.resource_type)

    async def _delete(self, row: OutboxRow) -> Verdict:
        server_id = row.server_id
        if server_id is None:
            found = await find_ours(self._client, row)
            if found is None or found.id is None:
                return Done(None)
            server_id = found.id
        try:
            await self._client.delete(row.resource_type, server_id)
        except (NotFound, Gone):
            pass  # as good as deleted, if it is true
        except (Forbidden, Conflict, PreconditionFailed, Rejected) as error:
            if not row.payload:
                return judged(error)
            husk = await rewritten(row.payload, server_id, self._store.server_id)
            verdict = await self._resolver.put_husk(row.resource_type, server_id, husk)
            if verdict is not None:
                return verdict
        return await self._confirmed(row.resource_type, server_id)

    async def _confirmed(self, resource_type: str, server_id: str) -> Verdict:
        """A deletion has no reply worth reading, and anybody on the way can say "OK" or "not found": so it is looked at."""
        try:
            await self._client.read(resource_type, server_id)
        except (NotFound, Gone, Forbidden):
            return Done(None)
        return Later("not_written")


def existing(row: OutboxRow, body: str, found: Document) -> Done | Clash:
    """The record is there. If these words may have made it, ours is the base and what somebody made of them is newer.

    Words that were never sent, or that are sent anew for a record the server had, did not make it: both are kept.
    """
    if same_content(body, found.text):
        return Done(copy_of(found))
    if row.is_again or row.attempt == 0:
        return Clash(copy_of(found))
    assert found.id is not None
    return Done(ServerCopy(found.id, None, None, body), newer=found)


def _kept_up(verdict: Verdict) -> Verdict:
    """A removal is never laid aside: nobody would see it lying there, and the words would stay at the clinic."""
    return Later(DELETION_REFUSED) if isinstance(verdict, Parked) else verdict
