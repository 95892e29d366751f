"""One Bundle as a page: the exact text of each resource in it, and what it says about itself.

It must never keep an entry it could not read: a page is whole, or it is a BadReply that names the path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import httpx

from api_client.document import Document, facts_of
from api_client.errors import BadReply
from api_client.exact import decoded, value_at
from api_client.replies import location
from api_client.retry import http_date
from api_client.slices import array_at, object_at, skip

_USUAL_HEAD = re.compile(
    r'\{[ \t\n\r]*(?:"fullUrl"[ \t\n\r]*:[ \t\n\r]*"[^"\\\x00-\x1f]*"[ \t\n\r]*,[ \t\n\r]*)?"resource"[ \t\n\r]*:[ \t\n\r]*'
)
_USUAL_TAIL = re.compile(
    r'[ \t\n\r]*(?:,[ \t\n\r]*"search"[ \t\n\r]*:[ \t\n\r]*\{[ \t\n\r]*"mode"[ \t\n\r]*:[ \t\n\r]*"(match|include|outcome)"[ \t\n\r]*\}[ \t\n\r]*)?\}'
)


@dataclass(frozen=True, slots=True)
class Page:
    """`documents`: what was found, and what came with it by _include. `gone`: "Type/id" of deleted ones (history)."""

    documents: list[Document] = field(repr=False)
    next: str | None = None  # to be given as `resume`; opaque
    server_date: datetime | None = None  # of the Date header, aware UTC
    total: int | None = None
    gone: tuple[str, ...] = ()
    matches: int = 0  # documents that count towards `total`


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


def page_in(response: httpx.Response) -> tuple[Page, str | None]:
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
