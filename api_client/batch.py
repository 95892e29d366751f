"""Many requests in one: the entries of a batch or transaction, and what became of each.

The Bundle is put together from the documents' own texts, so what is sent is exactly what was kept. Each entry of a
batch has its own verdict, in the order asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast
from uuid import uuid4

import httpx

from api_client.address import Params, path_of, query, search_of
from api_client.document import Document, facts_of, instant_of
from api_client.errors import BadReply, ClinicError
from api_client.etags import etag_of
from api_client.exact import decoded, dumps, unchecked_at, value_at
from api_client.replies import failure, location
from api_client.retry import Retry
from api_client.slices import array_at, object_at, skip

Method = Literal["GET", "POST", "PUT", "DELETE"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One request. Best made by `create`, `update`, `delete`, `read` and `search`."""

    method: Method
    path: str  # "Goal", "Goal/12", "Goal?patient=Patient/p1"
    document: Document | None = None
    if_none_exist: str | None = None  # "system|value"
    if_match: str | None = None  # an ETag
    full_url: str | None = None  # "urn:uuid:..." by which other entries of a transaction refer to it

    @staticmethod
    def create(document: Document, *, if_none_exist: str | None = None, full_url: str | None = None) -> Entry:
        return Entry("POST", path_of(document.type), document, if_none_exist, None, full_url)

    @staticmethod
    def update(document: Document, *, if_match: str | None = None) -> Entry:
        """Raises ValueError for a document without an id."""
        if document.id is None:
            raise ValueError("an update needs an id")
        return Entry("PUT", path_of(document.type, document.id), document, None, if_match)

    @staticmethod
    def delete(resource_type: str, id: str, *, if_match: str | None = None) -> Entry:
        return Entry("DELETE", path_of(resource_type, id), if_match=if_match)

    @staticmethod
    def read(resource_type: str, id: str) -> Entry:
        return Entry("GET", path_of(resource_type, id))

    @staticmethod
    def search(resource_type: str, params: Params) -> Entry:
        return Entry("GET", f"{path_of(resource_type)}?{query(params)}")

    @property
    def kind(self) -> str:
        """The resource type asked about."""
        return self.path.partition("?")[0].partition("/")[0]

    @property
    def id(self) -> str | None:
        return self.path.partition("?")[0].partition("/")[2] or None

    @property
    def is_search(self) -> bool:
        return self.method == "GET" and "?" in self.path

    def to_text(self, base: str) -> str:
        """The entry as JSON text. Every one is named: by its address at `base`, or as what has no name there yet."""
        has_place = self.method != "POST" and "?" not in self.path
        full_url = self.full_url or (f"{base}/{self.path}" if has_place else f"urn:uuid:{uuid4()}")
        request = {"method": self.method, "url": self.path}
        if self.if_none_exist is not None:
            request["ifNoneExist"] = search_of(self.if_none_exist)
        if self.if_match is not None:
            request["ifMatch"] = self.if_match
        parts = [f'"fullUrl":{dumps(full_url)}']
        if self.document is not None:
            parts.append(f'"resource":{self.document.text}')
        return "{" + ",".join([*parts, f'"request":{dumps(request)}']) + "}"


@dataclass(frozen=True, slots=True)
class EntryReply:
    """What became of one entry: a status, and either what came back or the error it stands for.

    `document` is None after a delete, and where the server only says where the resource is: then `id` and `etag` tell.
    """

    status: int
    document: Document | None
    etag: str | None
    id: str | None
    version_id: str | None
    last_updated: str | None  # a FHIR instant, the server's
    error: ClinicError | None

    @property
    def created(self) -> bool:
        return self.status == 201


def bundle_text(kind: Literal["batch", "transaction"], entries: Sequence[Entry], base: str) -> str:
    """The Bundle as JSON text. `base`: the server's address, for the names of its entries."""
    written = ",".join(entry.to_text(base) for entry in entries)
    return f'{{"resourceType":"Bundle","type":"{kind}","entry":[{written}]}}'


def replies_in(response: httpx.Response, entries: Sequence[Entry], retry: Retry) -> list[EntryReply]:
    """One reply for each entry, in order. Raises BadReply, also when their number differs."""
    text = decoded(response.content, "Bundle")
    replies: list[EntryReply] = []
    kinds: list[object] = []

    def entry(position: int, at: int) -> int:
        if position >= len(entries):
            raise BadReply("Bundle.entry")
        reply, end = _reply(text, at, position, entries[position], retry)
        replies.append(reply)
        return end

    def member(name: str, at: int) -> int:
        if name == "entry":
            return array_at(text, at, "Bundle.entry", entry)
        value, end = value_at(text, at, "Bundle")
        if name == "resourceType":
            kinds.append(value)
        return end

    if skip(text, object_at(text, skip(text, 0), "Bundle", member)) != len(text):
        raise BadReply("Bundle")
    if kinds != ["Bundle"]:
        raise BadReply("resourceType")
    if len(replies) != len(entries):
        raise BadReply("Bundle.entry")
    return replies


def _reply(text: str, at: int, position: int, asked: Entry, retry: Retry) -> tuple[EntryReply, int]:
    path = f"Bundle.entry[{position}]"
    found: dict[str, Any] = {}
    slices: dict[str, str] = {}

    def take(name: str, start: int) -> int:
        is_read_again = asked.is_search and name == "resource"  # as the page that it is
        value, end = (unchecked_at if is_read_again else value_at)(text, start, path)
        if name in ("resource", "response"):
            found[name] = value
            slices[name] = text[start:end]
        return end

    end = object_at(text, at, path, take)
    response = found.get("response")
    if not isinstance(response, dict):
        raise BadReply(f"{path}.response")
    facts = cast("dict[str, Any]", response)
    status = _status(facts.get("status"), path)
    etag, where = etag_of(facts.get("etag")), location(_printable(facts.get("location")))
    if status >= 400:
        outcome = dumps(facts.get("outcome") or {}).encode("utf-8", "backslashreplace")
        headers = {"etag": etag} if etag else {}
        is_guarded_put = asked.method == "PUT" and asked.if_match is not None
        answer = httpx.Response(status, headers=headers, content=outcome)
        error = failure(answer, retry, is_guarded_put=is_guarded_put)
        stated = error and error.asked(asked.method, asked.kind)
        return EntryReply(status, None, etag, None, None, None, stated), end
    document = _document(found.get("resource"), slices.get("resource", ""), asked, f"{path}.resource")
    if document is not None:
        document = document.with_etag(etag)
        at_server = document.last_updated
        return EntryReply(status, document, etag, document.id, document.version_id, at_server, None), end
    known_id = where[1] if where else asked.id
    version_id, at_server = where[2] if where else None, instant_of(facts.get("lastModified"))
    return EntryReply(status, None, etag, known_id, version_id, at_server, None), end


def _document(value: object, text: str, asked: Entry, path: str) -> Document | None:
    """The resource of an entry's reply, if it is one and the one that was asked for."""
    if value is None:
        return None
    document = Document(*facts_of(value, path), text)
    if document.type == "OperationOutcome":
        return None
    if document.type != ("Bundle" if asked.is_search else asked.kind):
        raise BadReply(f"{path}.resourceType")
    if not asked.is_search and (document.id is None or (asked.id and document.id != asked.id)):
        raise BadReply(f"{path}.id")
    return document


def _status(value: object, path: str) -> int:
    text = value[:3] if isinstance(value, str) else ""
    if not (text.isascii() and text.isdigit() and 200 <= int(text) < 600):
        raise BadReply(f"{path}.response.status")
    return int(text)


def _printable(value: object) -> str | None:
    is_plain = isinstance(value, str) and 0 < len(value) <= 512 and value.isascii() and value.isprintable()
    return value if is_plain and isinstance(value, str) else None
