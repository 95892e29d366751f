"""Many rows in one Bundle of type batch, for servers that take it: each entry still has its own guard and verdict.

What an entry's reply leaves open (another version, a refused delete, an existing resource it does not show) is handed
back to be sent singly. It must never take silence about an entry for success.
"""

from __future__ import annotations

from collections.abc import Sequence

from api_client import ClinicClient, Document, Entry, EntryReply
from api_client.errors import (
    BadReply,
    ClinicError,
    Conflict,
    Forbidden,
    Gone,
    NotFound,
    PreconditionFailed,
    Rejected,
    ServerBroken,
    TooLarge,
)
from mobile.records.ports import OutboxRow, ServerCopy, Syncing
from mobile.sync.references import Unresolved, rewritten, token
from mobile.sync.send import after_create, existing
from mobile.sync.traits import Traits
from mobile.sync.verdicts import Done, Later, Verdict, copy_of, judged

LARGE = 200_000
"""Characters. A larger record is a request of its own: a few of them would fill what a server takes at once."""

Answered = list[tuple[OutboxRow, Verdict]]
_NEEDS_A_LOOK = (PreconditionFailed, Conflict, NotFound, Gone, Forbidden, Rejected, TooLarge)


class BatchSender:
    def __init__(self, client: ClinicClient, store: Syncing, traits: Traits) -> None:
        self._client = client
        self._store = store
        self._traits = traits

    async def send(self, rows: Sequence[OutboxRow]) -> tuple[Answered, list[OutboxRow]]:
        """Verdicts, and the rows that have none yet and are to be sent singly. Never raises ClinicError."""
        answered: Answered = []
        unclear: list[OutboxRow] = []
        entries: list[tuple[OutboxRow, str, Entry]] = []
        for row in rows:
            try:
                body = await self._body(row)
                entry = self._entry(row, body)
            except Unresolved:
                answered.append((row, Later("waits_for_other", never_left=True)))
            except (ClinicError, ValueError):
                unclear.append(row)
            else:
                if entry is None:
                    unclear.append(row)
                else:
                    entries.append((row, body, entry))
        if entries:
            verdicts, open_rows = await self._exchange(entries)
            answered += verdicts
            unclear += open_rows
        return answered, unclear

    async def _body(self, row: OutboxRow) -> str:
        if row.op == "delete":
            return ""
        return await rewritten(row.payload, row.server_id, self._store.server_id, row.renamed)

    def _entry(self, row: OutboxRow, body: str) -> Entry | None:
        """None: this row needs more than one request."""
        if row.op == "delete" or row.goes_first:
            return None  # what ends something is looked after until nothing of it is left
        if len(body) > LARGE:
            return None
        document = Document(
            row.resource_type, row.server_id, None, None, body
        )  # ours: no need to read it again
        if row.op == "update" and row.server_id is not None:
            return Entry.update(document, if_match=row.etag) if row.etag else None
        if row.attempt > 0 or row.is_again or not self._traits.has_conditional_create(row.resource_type):
            return None
        return Entry.create(document, if_none_exist=token(row.local_id))

    async def _exchange(
        self, entries: Sequence[tuple[OutboxRow, str, Entry]]
    ) -> tuple[Answered, list[OutboxRow]]:
        try:
            replies = await self._client.batch([entry for _, _, entry in entries], is_minimal=True)
        except _NEEDS_A_LOOK as error:  # announced, and not to be had: one by one from now on
            self._traits.batch_failed(is_final=not isinstance(error, TooLarge))
            return [], [row for row, _, _ in entries]
        except (ServerBroken, BadReply) as error:
            verdict = judged(error)
            if isinstance(verdict, Later) and verdict.is_stop:
                return [(row, _without_answer(row, error)) for row, _, _ in entries], []
            self._traits.batch_failed()  # perhaps for the sake of one row: each is tried by itself
            creates = [(row, _without_answer(row, error)) for row, _, _ in entries if row.op == "create"]
            return creates, [row for row, _, _ in entries if row.op != "create"]
        except ClinicError as error:
            return [(row, _without_answer(row, error)) for row, _, _ in entries], []
        answered: Answered = []
        unclear: list[OutboxRow] = []
        for (row, body, _), reply in zip(entries, replies, strict=True):
            verdict = _verdict(row, body, reply)
            if verdict is None:
                unclear.append(row)
            else:
                answered.append((row, verdict))
        return answered, unclear


def _without_answer(row: OutboxRow, error: ClinicError) -> Verdict:
    return after_create(error, is_guarded=True) if row.op == "create" else judged(error)


def _verdict(row: OutboxRow, body: str, reply: EntryReply) -> Verdict | None:
    """What an entry's reply says for its row; None if it takes more to know."""
    if reply.error is not None:
        return None if isinstance(reply.error, _NEEDS_A_LOOK) else _without_answer(row, reply.error)
    document = reply.document
    is_ours = row.op == "update" or reply.created
    if document is not None and document.id is not None:
        return Done(copy_of(document, etag=reply.etag)) if is_ours else existing(row, body, document)
    if is_ours and reply.id is not None:
        etag = reply.etag or (f'W/"{reply.version_id}"' if reply.version_id else None)
        return Done(ServerCopy(reply.id, etag, reply.last_updated, body, is_as_sent=True)) if etag else None
    return None
