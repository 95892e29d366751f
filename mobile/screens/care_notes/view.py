"""`/care-notes`: the lines of the care team's shared summary that are for the patient, who wrote each and when.

What the team keeps for itself is not on this device. That there may be such lines is said where the clinic's team names
somebody who could write one.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.shown_lines import LINES, ShownLines
from mobile.screens.panels.summary import line_card
from mobile.screens.reads.summary import KINDS, TeamSummary, team_summary


class CareNotes(LiveScreen):
    """The patient's own. Nothing is written here."""

    follows = KINDS

    def title(self) -> str:
        return self._("Notes from your care team")

    def body(self) -> list[ft.Control]:
        self.lines = ShownLines(self.s, self.records, self.redraw)
        return super().body()

    async def load(self) -> None:
        self.summary: TeamSummary = await team_summary(self.records, self.me, self.me, self.s.now())
        await self.lines.note_shown(self.summary)

    def drawn(self) -> list[ft.Control]:
        rows: list[ft.Control] = [
            line_card(self.s, self.summary, one, is_new=self.lines.is_new(one))
            for one in self.lines.of(self.summary)
        ]
        rows += self.lines.pages.more(LINES, self.summary.entries)
        if not rows and self.has_all:
            rows.append(
                parts.empty_state(
                    self._("Nothing is written for you yet"),
                    self._(
                        "What your prescriber and therapist write for you to read appears here by itself."
                    ),
                    icon=parts.icons.NOTES,
                )
            )
        return [*self._who(), *rows, *self._read(), *self._answer()]

    def _read(self) -> list[ft.Control]:
        """That opening them is told."""
        if not self.summary.entries:
            return []
        return [parts.small(self._("Whoever wrote a note sees that you read it."))]

    def _who(self) -> list[ft.Control]:
        """Who can write here now, by the clinic's team; nothing where it names nobody."""
        names = [one.name or self._("somebody of your clinic") for one in self.summary.keepers]
        if not names:
            return []
        text = self._(
            "Who can write here for you: {names}. There can also be notes that only they read: those are not shown here."
        )
        return [parts.notice(text.format(names=", ".join(names)), icon=parts.icons.THERAPIST)]

    def _answer(self) -> list[ft.Control]:
        """The way to say something about it."""
        if not self.summary.entries:
            return []
        way = self.guard(partial(self.s.go, "/messages"))
        return [
            ft.Row(
                [parts.text_button(self._("Write to your team"), way, icon=parts.icons.MESSAGES)], wrap=True
            )
        ]
