"""What to do when the server holds another version than the one a change was based on.

Read, compare, and only then decide: the change is already there; or nothing that matters has changed and it may be
put on top; or two people wrote, and both versions are kept until the person chooses. It must never overwrite a
version it has not read and compared.
"""

from __future__ import annotations

from api_client import ClinicClient, Document, Written
from api_client.errors import Conflict, Gone, NotFound, PreconditionFailed
from mobile.records.ports import OutboxRow, Syncing
from mobile.sync.compare import holds, same_content
from mobile.sync.verdicts import Clash, Done, Later, Parked, Verdict, copy_of

MOST_REBASES = 3
BUSY = "busy"
"""Another version each time it was read."""


class Resolver:
    def __init__(self, client: ClinicClient, store: Syncing) -> None:
        self._client = client
        self._store = store

    async def put(self, row: OutboxRow, body: str) -> Verdict:
        """An update guarded by its base version. Raises ClinicError for what is no matter of versions."""
        assert row.server_id is not None
        etag = row.etag
        is_compared = False  # a server without versions is read and compared first, then written
        try:
            for _ in range(1 + MOST_REBASES):
                if etag is not None or is_compared:
                    try:
                        written = await self._client.update(Document.of(body), if_match=etag)
                    except (PreconditionFailed, Conflict):
                        pass
                    else:
                        return _accepted(written, body)
                theirs = await self._client.read(row.resource_type, row.server_id)
                if same_content(body, theirs.text):
                    return Done(copy_of(theirs))
                if not same_content(row.base, theirs.text):
                    return Clash(copy_of(theirs))
                copy = copy_of(theirs)
                await self._store.rebase(row.seq, copy)
                etag, is_compared = copy.etag, True
        except Gone:
            return Parked("gone")
        except NotFound:
            return Parked("lost")  # no word of a deletion: the server lost it
        return Later(BUSY)

    async def put_stub(self, resource_type: str, server_id: str, withdrawn_stub: str) -> Verdict | None:
        """Replaces what may not be deleted by a stub of it. A withdrawal wins over whatever was written since.

        None: the server says there is nothing to replace.
        """
        try:
            for _ in range(1 + MOST_REBASES):
                theirs = await self._client.read(resource_type, server_id)
                if same_content(withdrawn_stub, theirs.text):
                    return Done(None)
                try:
                    written = await self._client.update(
                        Document.of(withdrawn_stub), if_match=copy_of(theirs).etag
                    )
                except (PreconditionFailed, Conflict):
                    continue
                verdict = _accepted(written, withdrawn_stub)
                return Done(None) if isinstance(verdict, Done) else verdict
        except (NotFound, Gone):
            return None
        return Later(BUSY)


def _accepted(written: Written, body: str) -> Verdict:
    """A success is believed when it shows what was sent, whatever the server added to it.

    A portal's "200 OK" to a PUT shows nothing; what is read back then is what was there before, or another's version.
    """
    copy = copy_of(written.document, etag=written.etag)
    return Done(copy) if holds(copy.text, body) else Later("not_written")
