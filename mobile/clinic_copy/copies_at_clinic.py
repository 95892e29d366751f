"""The records of sealed copies at the clinic: listed, put up, read, removed. Speaks FHIR, and opens nothing.

What the server says is taken for what it says: whether a copy is whole and whose it is, only the seal tells. It must never
remove a record that is not a sealed part of this very patient.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from api_client import ClinicClient, Document
from api_client.errors import (
    BadReply,
    Conflict,
    Forbidden,
    Gone,
    NotFound,
    PreconditionFailed,
    Rejected,
)
from mobile.care.codes import CARE
from mobile.care.sealed_part import SEALED_COPY, TYPE, PartName, bytes_in, name_in, withdrawn, written

AT_ONCE, FEW = 100, 5
"""Records a page; and where a server sends their bytes along, which would be too much at once."""
_ABOUT = "id,meta,identifier,extension,category,status,subject"


class Altered(Exception):
    """The clinic said that it has a part, and what it has is another thing."""


@dataclass(frozen=True)
class ListedCopy:
    """One copy as it is listed. `ids`: by part number (0 is the head), the records that say they are it."""

    name: str
    of: int
    ids: Mapping[int, tuple[str, ...]]
    sent_at: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Whether each part is there, as far as a list tells."""
        return set(self.ids) == set(range(self.of + 1))

    @property
    def every(self) -> tuple[str, ...]:
        """All of its records, the head first."""
        return tuple(id for number in sorted(self.ids) for id in self.ids[number])


@dataclass
class _Listed:
    of: int
    ids: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    sent: list[datetime] = field(default_factory=list[datetime])


class ClinicCopies:
    """Of one patient, "Patient/p1". Every method raises ClinicError."""

    def __init__(self, client: ClinicClient, patient: str) -> None:
        self._client = client
        self._patient = patient

    async def copies(self) -> list[ListedCopy]:
        """Every copy there is anything of, the last one first."""
        listed: dict[str, _Listed] = {}
        for document in await self._listed():
            name = name_in(document.text, self._patient)
            if name is None or document.id is None:
                continue
            one = listed.setdefault(name.copy, _Listed(name.of))
            if name.of == one.of:
                one.ids.setdefault(name.number, []).append(document.id)
                one.sent += [at for at in [_instant(document.last_updated)] if at]
        found = [
            ListedCopy(
                name,
                one.of,
                {number: tuple(ids) for number, ids in one.ids.items()},
                max(one.sent, default=None),
            )
            for name, one in listed.items()
        ]
        return sorted(found, key=lambda one: one.sent_at.timestamp() if one.sent_at else 0.0, reverse=True)

    async def _listed(self) -> list[Document]:
        try:
            return await self._search(AT_ONCE)
        except BadReply:  # perhaps it was more than is read at once
            return await self._search(FEW)

    async def _search(self, count: int) -> list[Document]:
        params = {"patient": self._patient, "category": f"{CARE}|{SEALED_COPY}", "_elements": _ABOUT}
        found: dict[str, Document] = {}
        async for page in self._client.pages(TYPE, params, count=count):
            for one in page.documents:
                if one.type == TYPE and one.id is not None:
                    found[one.id] = one
        return list(found.values())

    async def put(self, name: PartName, data: bytes) -> str:
        """The clinic's id of the record. Sent twice, it is made once. Raises Altered."""
        document = Document.of(written(name, data, self._patient))
        answer = await self._client.create(document, if_none_exist=name.token)
        if bytes_in(answer.document.text) != data or name_in(answer.document.text, self._patient) != name:
            raise Altered
        assert answer.document.id is not None
        return answer.document.id

    async def read(self, id: str) -> bytes:
        """The sealed bytes of one record."""
        return bytes_in((await self._client.read(TYPE, id)).text)

    async def has(self, id: str) -> bool:
        """Whether the clinic still has this record."""
        try:
            return bool(await self.read(id))
        except (NotFound, Gone):
            return False

    async def remove(self, id: str) -> bool:
        """Whether the clinic says that nothing of it is left: deleted, or emptied where it refuses to delete."""
        try:
            await self._client.delete(TYPE, id)
        except (NotFound, Gone):
            return True
        except (Forbidden, Conflict, PreconditionFailed, Rejected):
            return await self._emptied(id)
        return True

    async def _emptied(self, id: str) -> bool:
        try:
            document = await self._client.read(TYPE, id)
            if name_in(document.text, self._patient) is None:
                return not bytes_in(document.text)
            answer = await self._client.update(Document.of(withdrawn(document.text)), if_match=document.etag)
        except (NotFound, Gone):
            return True
        except (Forbidden, Conflict, PreconditionFailed, Rejected):
            return False
        return not bytes_in(answer.document.text)


def _instant(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
