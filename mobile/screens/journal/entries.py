"""The list of entries as values: which are asked for, page by page, from their heads alone; and under which time each stands.

The first page reads what it shows. A filter reads every head and no body. What lies in the trash is in no list but its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from mobile.care.journal.entry import PHASES, JournalEntry
from mobile.care.journal.shared_entry import SharedEntry
from mobile.records.ports import IS_HIDDEN, Head, Keeping
from mobile.screens.reads.voice import notes_of
from mobile.screens.reads.writings import own_of
from mobile.screens.writing.listing import PAGE, Beside, Listed

Group = tuple[Literal["week", "last_week", "month"], date]
"""This week, the one before, or a month, by its first day."""
NOT_DELETED: Mapping[str, object] = {"is_deleted": False}


@dataclass(frozen=True)
class Line:
    """One entry in the list. `shown` is what all own words have in a list."""

    shown: Listed
    begun_at: datetime
    called: str = field(repr=False)
    first: str = field(repr=False)
    is_starred: bool = False
    spoken_s: float | None = None  # how long its voice notes are together; None: it has none
    pictures: int = 0  # how many it has
    is_hidden: bool = False  # a second PIN keeps it apart

    @property
    def values(self) -> Mapping[str, Any]:
        return self.shown.about.values

    @property
    def phase(self) -> Any:
        return PHASES.get(str(self.values.get("phase")))


class EntryList:
    """Pages of 50. `where` narrows by values of heads, `search` by words."""

    def __init__(self, records: Keeping) -> None:
        self._records = records
        self.pages = 1
        self.search = ""
        self.where: Mapping[str, object] = {}
        self.lines: list[Line] = []
        self.has_more = False
        self.unplaced: frozenset[str] = frozenset()
        """Shared copies of which it is not known yet whether their entry is kept here."""
        self._kept_copies = set[str]()
        self._other_copies: frozenset[str] = frozenset()

    async def load(self, around: Beside) -> None:
        """Reads the pages asked for, and what was shared from other devices."""
        limit, search = PAGE * self.pages, self.search.strip()
        where = {**NOT_DELETED, **self.where}
        if search:
            heads = await self._records.search(JournalEntry, search, limit + 1, where)
        elif self.where:
            heads = await self._records.heads(JournalEntry, limit + 1, None, where)
        else:
            heads = await self._newest(limit + 1)
        self.has_more = len(heads) > limit
        lines = await self._spoken([line_of(around, head.id, head.values) for head in heads[:limit]])
        if not search:
            lines += self._elsewhere(around, heads)
            lines.sort(key=lambda line: line.begun_at, reverse=True)
        self.lines = lines

    async def _spoken(self, lines: list[Line]) -> list[Line]:
        """How long their notes are stands in these, which are read together: no sound is."""
        ids = {line.shown.id: [str(id) for id in line.values.get("voice") or ()] for line in lines}
        every = [id for some in ids.values() for id in some]
        seconds = {note.id: note.seconds for note in await notes_of(self._records, every)} if every else {}
        lengths = {name: [seconds[id] for id in some if id in seconds] for name, some in ids.items()}
        return [
            replace(line, spoken_s=sum(here)) if (here := lengths[line.shown.id]) else line for line in lines
        ]

    async def make_ready(self) -> None:
        """For a search that is about to come: what it looks through is read now, beside the typing."""
        await self._records.search(JournalEntry, "", 1)

    async def _newest(self, limit: int) -> list[Head]:
        """Without a word of any but those that are shown: what was thrown away lies among them and is passed over."""
        found: list[Head] = []
        before: int | None = None
        while len(found) < limit:
            page = await self._records.heads(JournalEntry, limit, before)
            found += [head for head in page if not head.values.get("is_deleted")]
            if len(page) < limit:
                break
            before = page[-1].seq
        return found[:limit]

    async def look_elsewhere(self) -> None:
        """Which of the shared copies are of entries that are kept here: once for each copy, after the first page."""
        self._kept_copies.update(await self._records.values(JournalEntry, "copies"))
        self._other_copies = frozenset(self.unplaced - self._kept_copies) | self._other_copies
        self.unplaced = frozenset()

    def _elsewhere(self, around: Beside, heads: Sequence[Head]) -> list[Line]:
        """Shared from another device and not kept here, as far as that is known."""
        readable = {
            share.copy.id: share for share in around.shares.readable if isinstance(share.copy, SharedEntry)
        }
        self._kept_copies.update(str(copy) for head in heads for copy in head.values.get("copies") or ())
        self._other_copies = frozenset(self._other_copies - self._kept_copies)
        self.unplaced = frozenset(readable.keys() - self._kept_copies - self._other_copies)
        own = [
            own_of(JournalEntry, readable[copy], around.shares.zone)
            for copy in self._other_copies & readable.keys()
        ]
        found = [one for one in own if self._fits(one.head())]
        last = heads[-1] if self.has_more else None
        lines = [line_of(around, one.id, one.head()) for one in found]
        return [line for line in lines if last is None or line.begun_at >= _begun(last.values)]

    def _fits(self, values: Mapping[str, Any]) -> bool:
        held = ((values.get(name), wanted) for name, wanted in self.where.items())
        return all(value == wanted or (isinstance(value, list) and wanted in value) for value, wanted in held)


def line_of(around: Beside, id: str, values: Mapping[str, Any]) -> Line:
    """From a head."""
    shown = around.line(id, {**values, "words": values.get("first") or ""})
    called = str(values.get("called") or "")
    return Line(
        shown,
        _begun(values),
        called,
        str(values.get("first") or ""),
        bool(values.get("is_starred")),
        pictures=int(values.get("pictures") or 0),
        is_hidden=bool(values.get(IS_HIDDEN)),
    )


def _begun(values: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(str(values.get("made_at")))


def group_of(at: datetime, now: datetime, zone: ZoneInfo) -> Group:
    """Under which time an entry stands. Weeks begin on Monday, by the clinic's calendar."""
    day, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    weeks = today.toordinal() - today.weekday() - (day.toordinal() - day.weekday())
    if weeks <= 0:
        return "week", today
    return ("last_week", today) if weeks == 7 else ("month", day.replace(day=1))


def grouped(lines: Iterable[Line], now: datetime, zone: ZoneInfo) -> list[tuple[Group, list[Line]]]:
    """In the order they come, each time once."""
    found: dict[Group, list[Line]] = {}
    for line in lines:
        found.setdefault(group_of(line.begun_at, now, zone), []).append(line)
    return list(found.items())
