"""`/journal/other-days`: one earlier entry at a time, met only when somebody asks for it. Days on which an entry was left out
are passed over whole."""

from __future__ import annotations

from datetime import datetime

import flet as ft

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.looking_back import Earlier, to_meet
from mobile.design import parts
from mobile.records.ports import Head
from mobile.screens.journal.entries import Line, line_of
from mobile.screens.journal.entry_card import entry_card
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads.trash import MOST
from mobile.screens.writing.listing import AROUND, beside


class OtherDays(LiveScreen):
    """One entry, and the way to another."""

    follows = (JournalEntry, *AROUND)
    _turn = 0

    def title(self) -> str:
        return self._("On other days")

    async def load(self) -> None:
        heads = await self.records.heads(JournalEntry, MOST, None, {"is_deleted": False})
        around = await beside(self.records, self.s.now(), self.me)
        earlier = [_earlier(head) for head in heads]
        found = to_meet(earlier, self.s.now(), self.s.zone)
        self.count = len(found)
        self.line: Line | None = None
        if found:
            chosen = found[self._turn % len(found)].id
            head = next(head for head in heads if head.id == chosen)
            self.line = line_of(around, head.id, head.values)

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if self.line is None:
            return [
                parts.empty_state(
                    _("No earlier entry yet"),
                    _("Entries from before this week appear here, one at a time. Days you left out do not."),
                    icon=ft.Icons.HISTORY_ROUNDED,
                )
            ]
        rows: list[ft.Control] = [entry_card(self, self.line)]
        if self.count > 1:
            rows.append(parts.soft_button(_("Another day"), self.guard(self.on_another)))
        rows.append(
            parts.small(
                _("To leave a day out, open its entry and turn on “Leave this out when I look back”.")
            )
        )
        return rows

    async def on_another(self) -> None:
        self._turn += 1
        await self.redraw()


def _earlier(head: Head) -> Earlier:
    return Earlier(
        head.id, datetime.fromisoformat(str(head.values.get("made_at"))), bool(head.values.get("is_left_out"))
    )
