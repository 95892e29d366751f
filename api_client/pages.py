"""A search as pages, one request at a time.

Each resource of a page is kept as the exact text it came as. Links are followed within the server's own origin only;
a server that goes round in circles or hands out pages without end is stopped. Where a server says there is more and
gives no link, the next page is asked by offset.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx

from api_client.address import Params, query, same_origin
from api_client.document import Document, facts_of
from api_client.errors import BadReply, NotFhir
from api_client.exact import decoded, value_at
from api_client.replies import is_json, location
from api_client.retry import http_date
from api_client.slices import array_at, object_at, skip

MOST_PAGES = 10_000
BARREN_PAGES = 3
"""So many pages in a row that bring nothing new, and the walk ends with BadReply."""

_NAMING = frozenset(
    [
        "name",
        "given",
        "family",
        "phonetic",
        "telecom",
        "phone",
        "email",
        "birthdate",
        "title",
        "description",
        "comment",
        "_text",
        "_content",
        "_filter",
    ]
)
_USUAL_HEAD = re.compile(
    r'\{[ \t\n\r]*(?:"fullUrl"[ \t\n\r]*:[ \t\n\r]*"[^"\\\x00-\x1f]*"[ \t\n\r]*,[ \t\n\r]*)?"resource"[ \t\n\r]*:[ \t\n\r]*'
)
_USUAL_TAIL = re.compile(
    r'[ \t\n\r]*(?:,[ \t\n\r]*"search"[ \t\n\r]*:[ \t\n\r]*\{[ \t\n\r]*"mode"[ \t\n\r]*:[ \t\n\r]*"(match|include|outcome)"[ \t\n\r]*\}[ \t\n\r]*)?\}'
)
Send = Callable[[str, str, bytes | None], Awaitable[httpx.Response]]
"""(method, address, form) to the answer of a success."""


@dataclass(frozen=True, slots=True)
class Page:
    """`documents`: what was found, and what came with it by _include. `gone`: "Type/id" of deleted ones (history)."""

    documents: list[Document] = field(repr=False)
    next: str | None = None  # to be given as `resume`; opaque
    server_date: datetime | None = None  # of the Date header, aware UTC
    total: int | None = None
    gone: tuple[str, ...] = ()
    matches: int = 0  # documents that count towards `total`


def names_somebody(params: Params) -> bool:
    """Whether a parameter carries a name or words: such a search may not stand in an address."""
    for name in params:
        plain, _, modifier = name.split(".")[-1].partition(":")
        if plain in _NAMING or plain.startswith("address") or modifier in ("contains", "text"):
            return True
    return False


class Pages:
    """An async iterator of Page over one search or history. Nothing needs closing when it is left early."""

    def __init__(
        self, base: str, path: str, params: Params, send: Send, *, is_post: bool, resume: str | None
    ) -> None:
        """`path`: "Goal", or "Goal/_history". Raises BadReply when `resume` leads elsewhere."""
        self._base = base
        self._path = path
        self._query = query(params)
        self._send = send
        self._is_post = is_post
        self._next: str | None = self._followed(resume) if resume else f"{base}/{path}?{self._query}"
        self._visited: set[str] = set()
        self._seen: set[str] = set()
        self._matches = 0
        self._pages = 0
        self._barren = 0
        self._is_by_offset = False

    def __aiter__(self) -> Pages:
        return self

    async def __anext__(self) -> Page:
        if self._next is None:
            raise StopAsyncIteration
        address, self._next = self._next, None
        if address in self._visited or self._pages >= MOST_PAGES:
            raise BadReply("Bundle.link")
        self._visited.add(address)
        self._pages += 1
        response = await self._ask(address)
        if not is_json(response):
            raise NotFhir
        page, link = _read(response)
        self._count(page)
        self._next = self._followed(link) if link else self._by_offset(page)
        return Page(page.documents, self._next, page.server_date, page.total, page.gone, page.matches)

    async def _ask(self, address: str) -> httpx.Response:
        asked, _, form = address.partition("?")
        if self._is_post and asked in (f"{self._base}/{self._path}", f"{self._base}/{self._path}/_search"):
            return await self._send("POST", f"{self._base}/{self._path}/_search", form.encode())
        return await self._send("GET", address, None)

    def _followed(self, link: str) -> str:
        whole = same_origin(self._base, link)
        if whole is None:
            raise BadReply("Bundle.link.url")
        return whole

    def _count(self, page: Page) -> None:
        """Notes what is new; ends a walk that brings nothing new page after page."""
        before = len(self._seen)
        self._seen.update(f"{d.type}/{d.id}/{d.version_id or d.last_updated}" for d in page.documents)
        self._seen.update(f"{name}/" for name in page.gone)
        self._matches += page.matches
        is_barren = len(self._seen) == before
        self._barren = self._barren + 1 if is_barren else 0
        if self._barren >= BARREN_PAGES or (is_barren and self._is_by_offset and page.documents):
            raise BadReply("Bundle.link")

    def _by_offset(self, page: Page) -> str | None:
        """The next page of a server that says there is more and gives no link to it."""
        is_history = self._path.endswith(
            "_history"
        )  # what was deleted counts there, and pages have no offset
        if is_history or not page.matches or page.total is None or page.total <= self._matches:
            return None
        self._is_by_offset = True
        parts = urlsplit(f"{self._base}/{self._path}?{self._query}")
        pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "_offset"]
        return f"{self._base}/{self._path}?{urlencode([*pairs, ('_offset', str(self._matches))])}"


class _Reading:
    """What is met while a Bundle is walked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.kind: object = None
        self.total: object = None
        self.links: object = None
        self.documents: list[Document] = []
        self.gone: list[str] = []
        self.matches = 0

    def member(self, name: str, at: int) -> int:
        if name == "entry":
            return array_at(self.text, at, "Bundle.entry", self.entry)
        value, end = value_at(self.text, at, f"Bundle.{name}" if name in ("link", "total") else "Bundle")
        if name == "resourceType":
            self.kind = value
        elif name == "total":
            self.total = value
        elif name == "link":
            self.links = value
        return end

    def entry(self, position: int, at: int) -> int:
        """One entry, nearly always written as all servers write it; whatever is not goes the complete way."""
        path = f"Bundle.entry[{position}]"
        head = _USUAL_HEAD.match(self.text, at)
        if head is None:
            return self._any_entry(path, at)
        value, end = value_at(self.text, head.end(), path)
        tail = _USUAL_TAIL.match(self.text, end)
        if tail is None:
            return self._any_entry(path, at)
        facts = facts_of(value, f"{path}.resource")
        del value  # before its text is cut out: both may be large
        self._take(Document(*facts, self.text[head.end() : end]), tail.group(1), path)
        return tail.end()

    def _any_entry(self, path: str, at: int) -> int:
        found: list[Document] = []
        others: dict[str, Any] = {}

        def take(name: str, start: int) -> int:
            value, end = value_at(self.text, start, path)
            if name == "resource":
                found.append(Document(*facts_of(value, f"{path}.resource"), self.text[start:end]))
            elif name in ("search", "request"):
                others[name] = value
            return end

        end = object_at(self.text, at, path, take)
        if found:
            search = others.get("search")
            mode = cast("dict[str, Any]", search).get("mode") if isinstance(search, dict) else None
            self._take(found[0], mode, path)
        else:
            self._take_gone(others.get("request"))
        return end

    def _take(self, document: Document, mode: object, path: str) -> None:
        if mode == "outcome" or (document.type == "OperationOutcome" and document.id is None):
            return
        if document.id is None:
            raise BadReply(f"{path}.resource.id")
        self.documents.append(document)
        self.matches += mode != "include"

    def _take_gone(self, request: object) -> None:
        members = cast("dict[str, Any]", request) if isinstance(request, dict) else {}
        url = members.get("url")
        named = location(url) if isinstance(url, str) else None
        if members.get("method") == "DELETE" and named is not None:
            self.gone.append(f"{named[0]}/{named[1]}")


def _read(response: httpx.Response) -> tuple[Page, str | None]:
    """The page an answer holds, and its next link as the server wrote it. Raises BadReply."""
    text = decoded(response.content, "Bundle")
    reading = _Reading(text)
    if skip(text, object_at(text, skip(text, 0), "Bundle", reading.member)) != len(text):
        raise BadReply("Bundle")
    if reading.kind != "Bundle":
        raise BadReply("resourceType")
    total = reading.total
    if total is not None and (not isinstance(total, int) or isinstance(total, bool) or total < 0):
        raise BadReply("Bundle.total")
    page = Page(
        reading.documents,
        None,
        http_date(response.headers.get("date")),
        total,
        tuple(reading.gone),
        reading.matches,
    )
    return page, _next_link(reading.links)


def _next_link(links: object) -> str | None:
    if links is None:
        return None
    if not isinstance(links, list):
        raise BadReply("Bundle.link")
    for link in cast("list[object]", links):
        members = cast("dict[str, Any]", link) if isinstance(link, dict) else {}
        if members.get("relation") == "next":
            url = members.get("url")
            if not isinstance(url, str) or not url.strip() or len(url) > 8000:
                raise BadReply("Bundle.link.url")
            return url
    return None
