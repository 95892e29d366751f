"""`/session-day/<id>/look-ins`: at home, for whoever stays with the person: when to look in, and where what they read is written.

Dark and large, as the day itself. What is written goes to the clinic; what it means is not said here. What is not usual, and whom
to call, stands in the clinic's words.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any

import flet as ft

from mobile.design import parts
from mobile.screens.chrome import hide_button
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.look_ins import look_in_rows, ways_to_write, what_becomes_of_it
from mobile.screens.reads import agenda as due
from mobile.screens.reads import look_ins as looking
from mobile.screens.reads.agenda import Agenda, AgendaReading
from mobile.screens.reads.look_ins import LookIn, look_ins
from mobile.screens.reads.session_day import TheDay, day_route, the_day
from mobile.screens.reads.visits import visits
from mobile.screens.session_day import words


class LookIns(LiveScreen):
    """Of one session."""

    follows = tuple(dict.fromkeys((*due.KINDS, *looking.KINDS)))
    chrome = "bare"
    is_night = True
    one: TheDay | None = None

    def title(self) -> str:
        return self._("Looking in")

    def body(self) -> list[ft.Control]:
        return [words.head(self.s, self.title(), *hide_button(self)), *super().body()]

    @cached_property
    def reading(self) -> AgendaReading:
        """One for as long as the place lives."""
        return AgendaReading()

    async def load(self) -> None:
        seen = await visits(self.records, self.s.now())
        self.agenda: Agenda = await self.reading.read(self.records, seen, self.s.zone)
        self.one = await the_day(self.records, seen, self.params["id"], self.s.zone)
        self.looked: tuple[LookIn, ...] = ()
        if self.one is not None:
            self.looked = await look_ins(self.records, self.agenda, self.one.session, self.s.zone)

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if self.one is None or not self.looked:
            gone = (
                _("This session is not on your plan any more.")
                if self.one is None
                else _("Your clinic asks for no looking in here.")
            )
            back = parts.big_button(_("Back"), self.guard(self.on_back))
            return [parts.large_heading(gone), back] if self.has_all else []
        big = parts.big_button
        writing = [
            big(text, go, is_first=place == 0)
            for place, (text, go) in enumerate(ways_to_write(self.s, self.looked))
        ]
        return [
            parts.stack(*look_in_rows(self.s, self.looked), spacing=0),
            *writing,
            parts.small(what_becomes_of_it(self.s)),
            *self._not_usual(),
            big(_("I need someone"), self.guard(partial(self.s.go, words.SUPPORT)), icon=parts.icons.HAND),
            parts.quiet_way(_("Back"), self.guard(self.on_back)),
        ]

    def _not_usual(self) -> list[ft.Control]:
        """The clinic's words for who is with them; where it wrote none, it is to be asked."""
        language = self.s.language
        rules = [rule for rule in self.agenda.asks.rules.of("hand-over", "symptoms") if rule.text]
        if not rules:
            text = self._("The clinic has not written here what is usual. Ask it before you begin.")
            return [parts.card(parts.body(text))]
        return [
            parts.card(
                parts.subheading(rule.title.in_language(language)),
                parts.body(rule.text.in_language(language)),
            )
            for rule in rules
        ]

    async def on_back(self, _: Any = None) -> None:
        if self.one is not None:
            self.s.go(day_route(self.one.session))
        else:
            self.s.back()
