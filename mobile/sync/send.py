"""One row, one resource, one verdict: create, update or delete as a single request.

Any request may have been sent before without our knowing: updates are guarded by the version they are based on, deletes
are the same twice, and creates by the record's identifier, which not every server keeps apart when two arrive at once. So
a create is never repeated as it is: it waits, is looked for, and only then sent again. Where the server does not promise
to honour the guard at all, nothing rests on it. It must never say that something is taken back while a search finds it.
"""

from __future__ import annotations

from dataclasses import replace

from api_client import ClinicClient, Document, Written
from api_client.errors import (
    BadAddress,
    BadReply,
    ClinicError,
    Conflict,
    Forbidden,
    Gone,
    NotFhir,
    NotFound,
    Offline,
    PreconditionFailed,
    Rejected,
    ServerBroken,
    TlsRefused,
    Unreachable,
)
from mobile.records.ports import OutboxRow, ServerCopy, Syncing
from mobile.sync.compare import same_content
from mobile.sync.doubles import UNSEARCHABLE, UNSEARCHABLE_OF_LOST, Doubles
from mobile.sync.references import Unresolved, by_identifier, rewritten, token
from mobile.sync.resolve import BUSY, Resolver
from mobile.sync.traits import Traits
from mobile.sync.verdicts import DELETION_REFUSED, Clash, Done, Later, Parked, Verdict, copy_of, judged

UNGUARDED_WAIT_S = 60.0
MOST_REFUSED = 12
"""So often a create is refused as in the way of something that no search shows, before the person is told: what is in its way
may be seen by nobody who signs in here, and would be asked about without an end. Until then it may be a server that is slow to
find what it has just stored."""
UNCLEAR_WAIT_S = 8.0
"""After a create that may have arrived: it is looked for then, and only sent again if it is not there."""


class Sender:
    """Sends rows one at a time; knows the server's traits, keeps nothing."""

    def __init__(self, client: ClinicClient, store: Syncing, traits: Traits) -> None:
        self._client = client
        self._store = store
        self._traits = traits
        self._resolver = Resolver(client, store)
        self._doubles = Doubles(client, self._resolver)

    async def send(self, row: OutboxRow) -> Verdict:
        """Never raises ClinicError: every reply has its verdict. Store errors pass."""
        try:
            if row.op == "delete":
                return _kept_up(await self._delete(row))
            if row.op == "update" and row.server_id is not None:
                return await self._update(row)
            return await self._make(row)
        except Unresolved:
            return Later("waits_for_other", never_left=True)
        except ClinicError as error:
            return _kept_up(judged(error)) if row.op == "delete" else judged(error)

    async def _body(self, row: OutboxRow, *, keeps_unknown: bool = False) -> str:
        find = self._store.server_id
        return await rewritten(row.payload, row.server_id, find, row.renamed, keeps_unknown=keeps_unknown)

    async def _update(self, row: OutboxRow) -> Verdict:
        if row.goes_first:
            return await self._end(row)
        return await self._resolver.put(row, await self._body(row))

    async def _make(self, row: OutboxRow) -> Verdict:
        """What ends a grant that the clinic may have is written even where it is refused for what it names, then by identifier only."""
        body = await self._body(row)
        try:
            return await self._create(row, body)
        except Rejected:
            nameless = await by_identifier(body, self._store.local_id) if row.goes_first else None
            if nameless is None:
                raise
        return await self._create(row, nameless)

    async def _end(self, row: OutboxRow) -> Verdict:
        """What ends a grant is to hold for everything under its identifier, whatever it names.

        Where it is refused for what it names, it goes again naming that by identifier only.
        """
        body = await self._body(row, keeps_unknown=True)
        try:
            verdict = await self._resolver.put(row, body)
        except Rejected as error:
            verdict = judged(error)
        if verdict == Later(BUSY) or (isinstance(verdict, Parked) and verdict.reason == "rejected"):
            nameless = await by_identifier(body, self._store.local_id)
            if nameless is not None:
                body = nameless
                verdict = await self._resolver.put(row, body)
        is_lost = verdict == Parked("lost")
        if is_lost or verdict == Parked("gone"):
            verdict = Done(None)  # nothing to end under this name
        if not isinstance(verdict, Done):
            return verdict
        kept = verdict.copy.server_id if verdict.copy is not None else None
        try:
            is_over = await self._doubles.say_all(
                row.resource_type, row.local_id, body, kept, UNSEARCHABLE_OF_LOST if is_lost else UNSEARCHABLE
            )
        except (NotFound, Gone, Forbidden):
            is_over = False
        return verdict if is_over else Later("not_written")

    async def _create(self, row: OutboxRow, body: str) -> Verdict:
        if self._must_search(row):
            found = await self._doubles.find(row.resource_type, row.local_id, row.payload)
            if found is not None:
                return await self._found(row, body, found)
        is_guarded = self._traits.has_conditional_create(row.resource_type)
        # A server that could not be asked may honour the guard all the same: it goes along, and nothing rests on it.
        guard = token(row.local_id) if is_guarded or self._traits.capabilities is None else None
        try:
            written = await self._posted(body, guard, is_guarded)
        except (PreconditionFailed, Conflict):
            found = await self._doubles.find(row.resource_type, row.local_id, row.payload)
            if found is not None:
                return await self._found(row, body, found)
            return Parked("in_the_way") if row.attempt >= MOST_REFUSED else Later("precondition")
        except (NotFound, Gone) as error:
            return Later(error.code)  # a route that is missing today: not the row's fault
        except (Unreachable, ServerBroken, BadReply, NotFhir) as error:
            return after_create(error, is_guarded=is_guarded)
        if written.created:
            return Done(copy_of(written.document, etag=written.etag))
        return await self._found(row, body, written.document)

    async def _found(self, row: OutboxRow, body: str, found: Document) -> Verdict:
        """The record is there. What ends a grant holds over every version of it: an active one is what was sent before, come late, and
        never somebody's later word."""
        if not row.goes_first or same_content(body, found.text):
            return existing(row, body, found)
        assert found.id is not None
        if not await self._doubles.say_all(row.resource_type, row.local_id, body, None):
            return Later("not_written")
        return existing(row, body, await self._client.read(row.resource_type, found.id))

    async def _posted(self, body: str, guard: str | None, is_guarded: bool) -> Written:
        document = Document.of(body)
        if guard is None or is_guarded:
            # Never twice in a row: a gateway may have given up waiting and sent it on all the same.
            return await self._client.create(document, if_none_exist=guard, may_repeat=False)
        try:
            return await self._client.create(document, if_none_exist=guard, may_repeat=False)
        except Rejected:  # perhaps for the guard's sake, and then nothing was written
            return await self._client.create(document)

    def _must_search(self, row: OutboxRow) -> bool:
        """What may be there already is looked for: a guard that is not kept at once would make a second one."""
        return row.attempt > 0 or row.is_again or self._traits.refuses_conditional_create(row.resource_type)

    async def _delete(self, row: OutboxRow) -> Verdict:
        """Removes the record and whatever else bears its identifier; done when a search finds nothing alive."""
        withdrawn_stub = await self._body(row) if row.payload else ""
        unsearchable: tuple[type[ClinicError], ...] = ()  # without a name only a search tells what there is
        if row.server_id is not None:
            verdict, was_found = await self._delete_one(row, row.server_id, withdrawn_stub)
            if not isinstance(verdict, Done):
                return verdict
            unsearchable = UNSEARCHABLE if was_found else UNSEARCHABLE_OF_LOST
        try:
            is_over = await self._doubles.end_all(
                row.resource_type, row.local_id, withdrawn_stub, unsearchable
            )
        except (NotFound, Gone, Forbidden):
            if row.server_id is None and not self._traits.lacks(row.resource_type):
                raise
            is_over = (
                row.server_id is None
            )  # it says that it keeps none of this type, and knows no search for them
        return Done(None) if is_over else Later("not_written")

    async def _delete_one(self, row: OutboxRow, server_id: str, withdrawn_stub: str) -> tuple[Verdict, bool]:
        """The verdict, and whether the server knew the record by its name."""
        was_found = True
        try:
            await self._client.delete(row.resource_type, server_id)
        except Gone:
            pass
        except NotFound:
            was_found = False  # as good as deleted, if it is true
        except (Forbidden, Conflict, PreconditionFailed, Rejected) as error:
            if not withdrawn_stub:
                return judged(error), was_found
            verdict = await self._resolver.put_stub(row.resource_type, server_id, withdrawn_stub)
            if verdict is not None:
                return verdict, was_found
        is_gone = await self._doubles.is_gone(row.resource_type, server_id)
        return Done(None) if is_gone else Later("not_written"), was_found


def after_create(error: ClinicError, *, is_guarded: bool) -> Verdict:
    """The verdict on a create that got no answer of its own: it may be on its way, and is given time to arrive."""
    verdict = judged(error)
    if isinstance(verdict, Parked):
        return verdict
    if not is_guarded:
        return replace(verdict, least_s=UNGUARDED_WAIT_S)  # nothing but a search will tell
    was_sent = not (type(error) is Offline or isinstance(error, (TlsRefused, BadAddress)))
    return replace(verdict, least_s=UNCLEAR_WAIT_S) if was_sent else verdict


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
