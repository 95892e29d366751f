"""`/session-day/<id>/hand-over`: the card for who takes the person home, to be read by somebody who knows nothing of all this.

The clinic's own text, the time before which there is no driving, and whom to call. No word of the patient's, no name, and not what
the visit was for. It is given as text or on paper, by the person, and nothing is sent from here.
"""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import Any

import flet as ft

from mobile.care.agenda.item import AgendaItem
from mobile.design import parts
from mobile.printing import FONTS, Line, Paper, Part, pdf_of
from mobile.screens.file_export import CannotSave, Made, PickerSaver, Saver
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.call_rows import clinic_numbers
from mobile.screens.panels.calls import clinic_calls
from mobile.screens.panels.session_times import until_text
from mobile.screens.reads import agenda as due
from mobile.screens.reads.agenda import Agenda, AgendaReading
from mobile.screens.reads.session_day import TheDay, the_day
from mobile.screens.reads.visits import visits


class HandOver(LiveScreen):
    """Of one session."""

    follows = due.KINDS
    one: TheDay | None = None
    _outcome = ""

    def title(self) -> str:
        return self._("For your ride")

    def body(self) -> list[ft.Control]:
        self.saver: Saver = PickerSaver(self.page)
        return super().body()

    @cached_property
    def reading(self) -> AgendaReading:
        """One for as long as the place lives."""
        return AgendaReading()

    async def load(self) -> None:
        seen = await visits(self.records, self.s.now())
        self.agenda: Agenda = await self.reading.read(self.records, seen, self.s.zone)
        self.one = await the_day(self.records, seen, self.params["id"], self.s.zone)

    # --- what stands on it ---

    @property
    def blocks(self) -> list[tuple[str, str]]:
        """Heading and text: the clinic's words, then until when there is no driving and nothing to sign."""
        one, language = self.one, self.s.language
        if one is None:
            return []
        words = [
            (rule.title.in_language(language), rule.text.in_language(language))
            for rule in self.agenda.asks.rules.of("hand-over")
            if rule.text
        ]
        if not words:
            unwritten = self._("The clinic has not written here what is usual tonight. Ask it before you go.")
            words = [(self._("For the person who takes you home"), unwritten)]
        items = self.agenda.of(one.session, "driving", "decisions")
        times = [(item.title.in_language(language), self._until(one, item)) for item in items]
        if not any(item.kind == "driving" for item in items) and "driving" in self.agenda.unstated(
            one.session
        ):
            times.insert(0, (self._("Driving"), self._("Ask the clinic")))
        return [*words, *times]

    def _until(self, one: TheDay, item: AgendaItem) -> str:
        """The time with the rest of the clinic's rule below it: the hour that has come may be half of it."""
        rule = item.text.in_language(self.s.language)
        return "\n".join(part for part in (until_text(self.s, one.session, item), rule) if part)

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if self.one is None:
            gone = _("This session is not on your plan any more.")
            return [parts.notice(gone)] if self.has_all else []
        rows: list[ft.Control] = []
        for title, text in self.blocks:
            rows.append(parts.card(parts.title(title, level=2), parts.own_words(text)))
        rows += [parts.section(_("Whom to call")), *self._numbers()]
        if self._outcome:
            rows.append(parts.notice(self._outcome, is_live=True))
        rows.append(
            parts.button_row(
                parts.soft_button(_("Copy as text"), self.guard(self.on_copy), icon=parts.icons.COPY),
                parts.soft_button(_("Save to print"), self.guard(self.on_paper), icon=parts.icons.PRINT),
            )
        )
        return rows

    def _numbers(self) -> list[ft.Control]:
        found = clinic_numbers(self.s)
        return found or [parts.card(parts.body(self._("No number of your clinic is here yet.")))]

    def _lines(self) -> list[str]:
        calls = clinic_calls(self.s.speech, self.s.support_card(), self.s.now(), self.s.zone)
        return [" · ".join(part for part in (one.name, one.number, one.detail) if part) for one in calls]

    # --- giving it ---

    async def on_copy(self, _: Any = None) -> None:
        calls = self._lines()
        texts = [f"{title}\n{text}" for title, text in self.blocks]
        texts += ["\n".join([self._("Whom to call"), *calls])] if calls else []
        if await self.s.copy("\n\n".join(texts)):
            self._outcome = self._("Copied. Paste it where you like. Nothing was sent.")
        else:
            self._outcome = self._("It could not be copied here.")
        await self.redraw()

    async def on_paper(self, _: Any = None) -> None:
        """Made when it is asked for; its name says nothing of care."""
        try:
            content = await asyncio.to_thread(pdf_of, self._paper(), FONTS)
            is_saved = await self.saver.save(Made(f"{self._('tonight')}.pdf", content), self.title())
            self._outcome = (
                self._("Saved. It is a copy that anybody with this device can open.") if is_saved else ""
            )
        except (CannotSave, OSError):
            self._outcome = self._("The file could not be saved there.")
        await self.redraw()

    def _paper(self) -> Paper:
        lines = [Line(title, (text,)) for title, text in self.blocks]
        lines.append(Line(self._("Whom to call"), tuple(self._lines())))
        return Paper(
            title=self.title(),
            about=(),
            parts=(Part("", tuple(lines)),),
            language=self.s.language,
            made_at=self.s.now(),
            unanswered=self._("Ask the clinic"),
            page_words=self._("Page {page} of {pages}"),
            undrawn=self._(
                "Some letters cannot be printed here and are shown as [?]. On the screen they are whole."
            ),
        )
