"""The lines of a summary that stand in view: a page of them at a time, those that are new marked as such while they are looked at, and
the word that they were read.

What is not in view yet is not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from mobile.care.summary import Entry
from mobile.design import parts
from mobile.records.errors import ChangedMeanwhile, Locked, NotSaved
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings
from mobile.screens.pages import Pages
from mobile.screens.reads.summary import TeamSummary, mark_lines_read

LINES = "lines"


class ShownLines:
    """One a place. `again` draws it anew."""

    def __init__(self, s: Surroundings, records: Keeping, again: parts.Handler) -> None:
        self._s, self._records = s, records
        self.pages = Pages(s, again)
        self._new: set[str] = set()

    def of(self, summary: TeamSummary) -> Sequence[Entry]:
        """Those in view, the newest first."""
        return self.pages.shown(LINES, summary.entries)

    def is_new(self, entry: Entry) -> bool:
        """Whether it came since its reader was here last: so for as long as the place stands."""
        return entry.line.id in self._new

    async def note_shown(self, summary: TeamSummary) -> None:
        """What is new among those in view is read. A full disk only means that it is said another time."""
        shown = {one.line.id for one in self.of(summary)}
        new = [one for one in summary.new if one.id in shown]
        self._new |= {one.id for one in new}
        with suppress(NotSaved, Locked, ChangedMeanwhile):
            await mark_lines_read(self._records, new, summary.me, self._s.now())
