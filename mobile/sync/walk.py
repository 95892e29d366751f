"""How far one pull has come: which versions it saw, how far the mark may move, where the next page begins.

Pure: no client, no store. The rule it holds: the mark never passes a version that is not stored, and comes from
server values only. The server's links are followed, which also reads a server to its end that keeps no order. But a list that
shifts while it is read by links hides rows: unless the server's own count says that all were met, the list is then
looked at again, each page asked from the last time seen.

Where the next pull begins: rows may appear a little behind the newest one that was read, since servers stamp a row
before they show it. So it begins the overlap before the server's own time of the last whole pull, or at the newest row
where that is earlier. Without a time of the server's it is the overlap before the newest row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from api_client import Document, Page
from mobile.records.ports import Mark
from mobile.sync.instants import before, instant, written

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
    as_of: datetime | None = None  # the moment the page describes
    is_cut: bool = False  # there is more, and no link to it that may be followed

    @staticmethod
    def of(page: Page) -> PageFacts:
        return PageFacts(page.matches, page.total, page.next, page.server_date, page.as_of, page.is_cut)


@dataclass
class Walk:
    mark: Mark | None
    resource_type: str
    count: int
    since: datetime | None = None  # lower bound of the page asked last
    is_past: bool = False  # what bears the time of `since` itself is not asked for
    as_of: datetime | None = None  # the moment this walk's first page describes
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
    is_unsure: bool = False  # links were followed in an earlier part, which nobody counted
    met: set[str | None] = field(
        default_factory=set["str | None"]
    )  # ids since a page was last asked from a time
    totals: list[int | None] = field(default_factory=list["int | None"])
    ids: dict[str | None, None] = field(default_factory=dict["str | None", None])  # in the server's order

    def __post_init__(self) -> None:
        if self.mark is not None:
            self.top = instant(self.mark.server_time)
            self.top_text = self.mark.server_time if self.top is not None else ""
            self.since = before(self.top, OVERLAP) if self.top is not None else None
            if (at := instant(self.mark.ask_from)) is not None:
                self.since, self.is_past = at, self.mark.is_past
            self.link = self.mark.resume
            self.has_followed = self.link is not None

    @property
    def is_midway(self) -> bool:
        """Whether a page of this walk was read already."""
        return bool(self.seen)

    @property
    def needs_second_look(self) -> bool:
        """Whether the list may have shifted under our feet while its links were followed.

        Not if the server counted, on the first page and on the last, as many as were met; some count on no other.
        """
        ends = {*self.totals[:1], *self.totals[-1:]}
        is_counted = ends == {len(self.met)} == {*self.totals} - {None}
        return self.is_ordered and (self.is_unsure or (self.has_followed and not is_counted))

    def is_mark_ahead(self, server_date: datetime | None) -> bool:
        """A mark beyond the server's own present came from a clock that was wrong: it would hide new rows."""
        return self.top is not None and server_date is not None and self.top > server_date + AHEAD

    def is_counted_beyond(self, facts: PageFacts) -> bool:
        """Whether the server's own count tells of more than was met so far."""
        return facts.total is not None and facts.total > len(self.met)

    def take(self, documents: Sequence[Document], facts: PageFacts) -> list[Document]:
        """Notes a page; returns the documents of it that this walk has not met, in the page's order."""
        if not self.seen and not self.totals and (self.mark is None or self.mark.resume is None):
            self.as_of = facts.as_of  # a walk taken up began earlier than this, nobody knows when
        self.totals.append(facts.total)
        fresh: list[Document] = []
        for document in documents:
            key = version_key(document)
            if document.type == self.resource_type:
                self.met.add(document.id)
            at = instant(document.last_updated)
            if document.type == self.resource_type:
                self._note_time(at, document.last_updated, facts.server_date)
            if key not in self.seen:
                self.seen[key] = at
                fresh.append(document)
                if document.type == self.resource_type:
                    self.ids[document.id] = None
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
        if facts.is_cut:
            has_more = True
        elif facts.link is not None or self.link is not None:
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
            self.since, self.is_past = self.top, False
            self._begin_part()
        elif self.count < LARGEST_COUNT:
            self.count = self.count * 2
            self._begin_part()
        else:
            self.stopped = "endless_pages"
            return False
        return True

    def _begin_part(self) -> None:
        """The next page is asked from a time: what the server counts from there is counted anew."""
        self.link, self.last_at = None, None
        self.is_unsure = self.is_unsure or self.has_followed
        self.met.clear()
        self.totals.clear()

    def next_mark(self, is_finished: bool) -> Mark | None:
        """What may be stored with the page just taken."""
        if self.ceiling is not None and (self.top is None or self.top >= self.ceiling):
            return None
        if is_finished:
            return self._whole()
        if self.is_ordered and self.link is None and not self.is_second_look:
            return Mark(self.top_text, (), None) if self.top_text else None
        if self.mark is None or self.mark.resume is not None:
            return Mark("", (), self.link)
        return None

    def _whole(self) -> Mark | None:
        """All is read. Where the next pull begins: see above."""
        if self.top is None:
            return None
        edge = before(self.top, OVERLAP)
        if self.as_of is None:
            return Mark(self.top_text, self._since(edge), None)
        settled = before(self.as_of, OVERLAP)
        if settled < self.top:
            return Mark(self.top_text, self._since(settled), None, written(settled))
        # A time that was wrong once must not hide a row of the newest one's own instant: it is left out from the
        # second time on that the server's clock says so.
        is_past = self.mark is not None and self.mark.ask_from == self.top_text
        return Mark(self.top_text, () if is_past else self._since(self.top), None, self.top_text, is_past)

    def _since(self, edge: datetime) -> tuple[str, ...]:
        keys = [key for key, at in self.seen.items() if at is not None and at >= edge]
        return tuple(keys[-MOST_SEEN:])
