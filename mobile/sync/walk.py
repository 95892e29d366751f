"""How far one pull has come: which versions it saw, how far the mark may move, where the next page begins.

Pure: no client, no store. The rule it holds: the mark never passes a version that is not stored, and comes from
server values only. The server's links are followed, which also reads a server to its end that keeps no order. But a list that
shifts while it is read by links hides rows: unless the server's own count says that all were met, the list is then
looked at again, each page asked from the last time seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from api_client import Document
from mobile.records.ports import Mark
from mobile.sync.instants import before, instant

OVERLAP = timedelta(minutes=2)
AHEAD = timedelta(minutes=5)
LARGEST_COUNT = 3200
BARREN_PAGES = 2
MOST_SEEN = 400


def version_key(document: Document) -> str:
    return f"{document.type}/{document.id}/{document.version_id or document.last_updated}"


@dataclass(frozen=True)
class PageFacts:
    """What a page said about itself."""

    size: int
    total: int | None
    link: str | None
    server_date: datetime | None


@dataclass
class Walk:
    mark: Mark | None
    resource_type: str
    count: int
    since: datetime | None = None  # lower bound of the page asked last
    link: str | None = None  # to follow, instead of asking from `since`
    is_ordered: bool = True
    barren: int = 0
    top: datetime | None = None
    top_text: str = ""
    ceiling: datetime | None = None  # the mark may not reach this: something there could not be stored
    last_at: datetime | None = None
    seen: dict[str, datetime | None] = field(default_factory=dict[str, "datetime | None"])
    stopped: str | None = None
    refused: int = 0  # pages in a row of which nothing was ours
    is_second_look: bool = False
    has_followed: bool = False
    totals: set[int | None] = field(default_factory=set["int | None"])
    ids: set[str | None] = field(default_factory=set["str | None"])

    def __post_init__(self) -> None:
        if self.mark is not None:
            self.top = instant(self.mark.server_time)
            self.top_text = self.mark.server_time if self.top is not None else ""
            self.since = before(self.top, OVERLAP) if self.top is not None else None
            self.link = self.mark.resume
            self.has_followed = self.link is not None

    @property
    def is_midway(self) -> bool:
        """Whether a page of this walk was read already."""
        return bool(self.seen)

    @property
    def needs_second_look(self) -> bool:
        """Whether the list may have shifted under our feet while its links were followed."""
        return self.has_followed and self.is_ordered and self.totals != {len(self.ids)}

    def is_mark_ahead(self, server_date: datetime | None) -> bool:
        """A mark beyond the server's own present came from a clock that was wrong: it would hide new rows."""
        return self.top is not None and server_date is not None and self.top > server_date + AHEAD

    def take(self, documents: Sequence[Document], facts: PageFacts) -> list[Document]:
        """Notes a page; returns the documents of it that this walk has not met, in the page's order."""
        self.totals.add(facts.total)
        fresh: list[Document] = []
        for document in documents:
            key = version_key(document)
            at = instant(document.last_updated)
            if document.type == self.resource_type:
                self._note_time(at, document.last_updated, facts.server_date)
            if key not in self.seen:
                self.seen[key] = at
                fresh.append(document)
                if document.type == self.resource_type:
                    self.ids.add(document.id)
        self.barren = 0 if fresh else self.barren + 1
        return fresh

    def _note_time(self, at: datetime | None, text: str | None, server_date: datetime | None) -> None:
        if at is None or (self.last_at is not None and at < self.last_at):
            self.is_ordered = False
        if at is None:
            return
        if self.since is not None and at < self.since.replace(microsecond=0):
            self.is_ordered = False  # the server did not honour the bound
        self.last_at = at
        is_future = server_date is not None and at > server_date + AHEAD
        if not is_future and (self.top is None or at > self.top):
            self.top, self.top_text = at, text or ""

    def hold_before(self, document: Document) -> None:
        """This document could not be stored: the mark stays before it."""
        at = instant(document.last_updated)
        if at is not None and (self.ceiling is None or at < self.ceiling):
            self.ceiling = at

    def advance(self, facts: PageFacts) -> bool:
        """Chooses the next page; False when there is none."""
        if facts.link is not None or self.link is not None:
            has_more = facts.link is not None  # where links are followed, none means the end
        elif facts.total is not None:
            has_more = facts.total > facts.size
        else:
            has_more = facts.size >= self.count
        if not has_more or facts.size == 0:
            return False
        if self.barren >= BARREN_PAGES:
            self.stopped = "endless_pages"
            return False
        is_onward = self.is_ordered and self.top is not None and (self.since is None or self.top > self.since)
        can_ask_onward = is_onward and not self.barren
        if facts.link is not None and not (self.is_second_look and can_ask_onward):
            self.link, self.has_followed = facts.link, not self.is_second_look
        elif can_ask_onward:
            self.since, self.link, self.last_at = self.top, None, None
        elif self.count < LARGEST_COUNT:
            self.count, self.link, self.last_at = self.count * 2, None, None
        else:
            self.stopped = "endless_pages"
            return False
        return True

    def next_mark(self, is_finished: bool) -> Mark | None:
        """What may be stored with the page just taken."""
        if self.ceiling is not None and (self.top is None or self.top >= self.ceiling):
            return None
        if is_finished:
            return Mark(self.top_text, self._lately(), None) if self.top_text else None
        if self.is_ordered and self.link is None and not self.is_second_look:
            return Mark(self.top_text, (), None) if self.top_text else None
        if self.mark is None or self.mark.resume is not None:
            return Mark("", (), self.link)
        return None

    def _lately(self) -> tuple[str, ...]:
        if self.top is None:
            return ()
        edge = before(self.top, OVERLAP)
        keys = [key for key, at in self.seen.items() if at is not None and at >= edge]
        return tuple(keys[-MOST_SEEN:])
