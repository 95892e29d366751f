"""One Bundle as a page: the exact text of each resource in it, and what it says about itself.

It must never keep an entry it could not read: a page is whole, or it is a BadReply that names the path.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

import httpx

from api_client.document import Document, facts_of, instant_of
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


OLD = timedelta(seconds=2)
LONGEST_KEPT = timedelta(minutes=30)
"""What a Bundle says was made longer ago than this is no answer kept for reuse, but a server that tells another time."""


@dataclass(frozen=True, slots=True)
class Page:
    """`documents`: what was found, and what came with it by _include. `gone`: "Type/id" of deleted ones (history).

    `as_of`: the latest moment this answer is known to describe, by the server's clocks; None where it tells none.
    `may_be_old`: it was made before we asked and kept for reuse: what it leaves out may be there all the same.
    `is_cut`: there is more, and the link to it leads to another origin, where nobody goes.
    """

    documents: list[Document] = field(repr=False)
    next: str | None = None  # to be given as `resume`; opaque
    server_date: datetime | None = None  # of the Date header, aware UTC
    total: int | None = None
    gone: tuple[str, ...] = ()
    matches: int = 0  # documents that count towards `total`
    as_of: datetime | None = None
    may_be_old: bool = False
    is_cut: bool = False

    @property
    def is_all(self) -> bool:
        """Whether nothing says that there is more than this page."""
        return self.next is None and not self.is_cut and (self.total is None or self.total <= self.matches)


class _Reading:
    """What is met while a Bundle is walked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.kind: object = None
        self.total: object = None
        self.links: object = None
        self.made_at: datetime | None = None
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
        elif name == "meta" and isinstance(value, dict):
            self.made_at = _moment(cast("dict[str, Any]", value).get("lastUpdated"))
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
        request: Any = others.get("request")
        if found and not _is_deletion(request):
            search = others.get("search")
            mode = cast("dict[str, Any]", search).get("mode") if isinstance(search, dict) else None
            self._take(found[0], mode, path)
        else:
            self._take_gone(request)
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
        if _is_deletion(request) and named is not None:
            self.gone.append(f"{named[0]}/{named[1]}")


def _is_deletion(request: Any) -> bool:
    """Some servers put the last version beside a deletion in a history: it is gone all the same."""
    return isinstance(request, dict) and cast("dict[str, Any]", request).get("method") == "DELETE"


def page_in(response: httpx.Response) -> tuple[Page, str | None]:
    """The page an answer holds, and its next link as the server wrote it. Raises BadReply."""
    return page_of(decoded(response.content, "Bundle"), response.headers)


def page_of(text: str, headers: Mapping[str, str]) -> tuple[Page, str | None]:
    """The page a Bundle's text is, of an answer with these headers, and its next link. Raises BadReply."""
    reading = _Reading(text)
    if skip(text, object_at(text, skip(text, 0), "Bundle", reading.member)) != len(text):
        raise BadReply("Bundle")
    if reading.kind != "Bundle":
        raise BadReply("resourceType")
    total = reading.total
    if total is not None and (not isinstance(total, int) or isinstance(total, bool) or total < 0):
        raise BadReply("Bundle.total")
    at, age = http_date(headers.get("date")), _age(headers.get("age"))
    moments = [one for one in (at and at - age, reading.made_at) if one is not None]
    page = Page(
        reading.documents,
        None,
        at,
        total,
        tuple(reading.gone),
        reading.matches,
        min(moments, default=None),
        _may_be_old(at, age, reading.made_at),
    )
    return page, _next_link(reading.links)


def _age(text: str | None) -> timedelta:
    """What a cache on the way says of itself."""
    is_number = text is not None and text.strip().isascii() and text.strip().isdigit() and len(text) < 10
    return timedelta(seconds=int(text)) if text is not None and is_number else timedelta()


def _may_be_old(at: datetime | None, age: timedelta, made_at: datetime | None) -> bool:
    kept = at - made_at if at is not None and made_at is not None else timedelta()
    return age > timedelta() or OLD < kept < LONGEST_KEPT


def _moment(value: object) -> datetime | None:
    text = instant_of(value)
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


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
