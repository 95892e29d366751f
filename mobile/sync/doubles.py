"""Several resources that bear one record's identifier: all are ours, one is kept, the others are ended.

A create may be carried out twice: by a server that does not guard it, by a gateway that gave up waiting and sent it on.
Every device keeps the same one, told by what never changes: the shortest, then smallest id. It must never end one
before it has seen the one that stays.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from api_client import ClinicClient, Document
from api_client.errors import (
    BadReply,
    ClinicError,
    Conflict,
    Forbidden,
    Gone,
    NotFound,
    PreconditionFailed,
    Rejected,
)
from mobile.documents.words_within import holds_more
from mobile.sync.arrivals import ENTERED_IN_ERROR, is_withdrawn_stub
from mobile.sync.references import token
from mobile.sync.resolve import Resolver
from mobile.sync.verdicts import Done

MOST_LOOKS = 3
UNSEARCHABLE = (Forbidden, NotFound, Gone, Rejected)
UNSEARCHABLE_OF_LOST = (Rejected,)
"""Of a record that the server does not find: "not found" a second time shows nothing. It may stand there all the same."""
REFUSED = (Forbidden, Conflict, PreconditionFailed, Rejected)


async def all_under(client: ClinicClient, resource_type: str, local_id: str) -> list[Document]:
    """Every resource the server has under this record's identifier, each once.

    Raises BadReply for a list that leaves out what its own count tells of, and for an empty one that may be older than
    the question: "none" would be read as "send it again".
    """
    found: dict[str, Document] = {}
    async for page in client.pages(resource_type, {"identifier": token(local_id)}, count=50):
        found.update({d.id: d for d in page.documents if d.type == resource_type and d.id})
        if not found and (page.total or page.may_be_old):
            raise BadReply("Bundle.entry")
    return list(found.values())


def kept_of(documents: Sequence[Document]) -> Document | None:
    """The one that is the record, the same on every device: of those alive, if any is, the shortest, smallest id."""
    alive = [document for document in documents if not is_withdrawn_stub(document.text)]
    return min(alive or documents, key=lambda one: (len(one.id or ""), one.id or ""), default=None)


def struck_out(document: Document) -> str:
    """The same resource, said to have never been meant."""
    resource: dict[str, Any] = json.loads(document.text)
    resource["lifecycleStatus" if document.type == "Goal" else "status"] = ENTERED_IN_ERROR
    return json.dumps(resource)


class Doubles:
    def __init__(self, client: ClinicClient, resolver: Resolver) -> None:
        self._client = client
        self._resolver = resolver

    async def find(self, resource_type: str, local_id: str, ours: str) -> Document | None:
        """The record at the server, if it is there; what else bears its identifier is ended, but for what somebody wrote on since:
        whose words are not in `ours`. Raises ClinicError."""
        found = await all_under(self._client, resource_type, local_id)
        kept = kept_of(found)
        if kept is not None and len(found) > 1:
            await self.end([one for one in found if one.id != kept.id and not holds_more(one.text, ours)])
        return kept

    async def end(self, documents: Sequence[Document], withdrawn_stub: str = "") -> bool:
        """Removes each, or puts `withdrawn_stub` (else the same, struck out) in its place. Whether none of them is left.

        Raises ClinicError for what is no refusal.
        """
        left = [one for one in documents if not await self._is_ended(one, withdrawn_stub)]
        return not left

    async def _is_ended(self, document: Document, withdrawn_stub: str) -> bool:
        assert document.id is not None
        if is_over(document, withdrawn_stub):
            return True
        try:
            await self._client.delete(document.type, document.id)
        except (NotFound, Gone):
            pass  # as good as deleted, if it is true
        except REFUSED:
            body = under_id(withdrawn_stub, document) if withdrawn_stub else struck_out(document)
            verdict = await self._resolver.put_stub(document.type, document.id, body)
            if verdict is not None:
                return isinstance(verdict, Done)
        return await self.is_gone(document.type, document.id)

    async def is_gone(self, resource_type: str, server_id: str) -> bool:
        """A deletion has no reply worth reading, and anybody on the way can say "OK" or "not found": so it is looked at."""
        try:
            await self._client.read(resource_type, server_id)
        except (NotFound, Gone, Forbidden):
            return True
        return False

    async def end_all(
        self,
        resource_type: str,
        local_id: str,
        withdrawn_stub: str,
        unsearchable: tuple[type[ClinicError], ...] = UNSEARCHABLE,
    ) -> bool:
        """Ends everything under an identifier, until a search finds nothing alive. Whether that was reached.

        `unsearchable`: answers by which a server says that it takes no such search; then it is believed. Raises
        ClinicError for the rest.
        """
        for _ in range(MOST_LOOKS):
            found = await self._under(resource_type, local_id, unsearchable)
            alive = [one for one in found if not is_over(one, withdrawn_stub)]
            alive = [one for one in alive if not await self.is_gone(one.type, one.id or "")]
            if not alive:
                return True
            if not await self.end(alive, withdrawn_stub):
                return False
        return False

    async def say_all(
        self,
        resource_type: str,
        local_id: str,
        body: str,
        but: str | None,
        unsearchable: tuple[type[ClinicError], ...] = UNSEARCHABLE,
    ) -> bool:
        """Makes everything under an identifier say what `body` says, `but` that one, which does. Whether all do.

        `unsearchable` and errors: as for `end_all`.
        """
        wanted = status_of(body)
        for _ in range(MOST_LOOKS):
            found = await self._under(resource_type, local_id, unsearchable)
            others = [
                one
                for one in found
                if one.id != but and status_of(one.text) not in (wanted, ENTERED_IN_ERROR)
            ]
            if not others:
                return True
            for one in others:
                verdict = await self._resolver.put_stub(one.type, one.id or "", under_id(body, one))
                if verdict is not None and not isinstance(verdict, Done):
                    return False
        return False

    async def _under(
        self, resource_type: str, local_id: str, unsearchable: tuple[type[ClinicError], ...]
    ) -> list[Document]:
        try:
            return await all_under(self._client, resource_type, local_id)
        except unsearchable:
            return []


def status_of(text: str) -> object:
    """What a resource says of its own state."""
    resource: dict[str, Any] = json.loads(text)
    return resource.get("lifecycleStatus") or resource.get("status")


def is_over(document: Document, withdrawn_stub: str) -> bool:
    """Whether it was struck out, and holds no words that `withdrawn_stub` would not."""
    if not is_withdrawn_stub(document.text):
        return False
    return not (withdrawn_stub and holds_more(document.text, withdrawn_stub))


def under_id(body: str, document: Document) -> str:
    """The same words as that resource."""
    resource: dict[str, Any] = json.loads(body)
    return json.dumps({**resource, "id": document.id})
