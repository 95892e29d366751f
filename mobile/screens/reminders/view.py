"""`/reminders`: everything that is due now, also what a phone did not show, and what is coming. Here no phone is needed.

Whether anything appears by itself is said as it is: only where a phone shows it, is allowed to, and was asked.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property, partial

import flet as ft

from mobile.care.agenda.item import ItemKind
from mobile.design import parts
from mobile.reminders.reminder import Reminder
from mobile.reminders.wall_clock import WallClock
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.row_cards import card_of
from mobile.screens.reads.reminders import KINDS, Reminders, RemindersReading
from mobile.screens.reminder_words import ReminderText
from mobile.screens.status_text import begun

AHEAD = timedelta(days=7)
_ICONS: dict[ItemKind, ft.IconData] = {
    "session": parts.icons.SOON,
    "fasting": parts.icons.NO_FOOD,
    "ride": parts.icons.NO_DRIVING,
    "prepare": parts.icons.PREPARE,
    "medicines": parts.icons.PREPARE,
    "driving": parts.icons.NO_DRIVING,
    "decisions": parts.icons.NO_SIGNING,
    "layer": parts.icons.WRITE,
    "practice": parts.icons.PRACTICE,
    "measure": parts.icons.SCORES,
}


class ReminderList(LiveScreen):
    """Reached from Plan and from the settings."""

    follows = KINDS

    def title(self) -> str:
        return self._("Reminders")

    @cached_property
    def reading(self) -> RemindersReading:
        """One for as long as the place lives."""
        return RemindersReading()

    async def load(self) -> None:
        clock = WallClock(None if self.s.services.is_own_device else self.s.zone)
        self.known: Reminders = await self.reading.read(self.records, self.s.now(), self.s.zone, clock)
        zone = self.s.zone if self.known.is_zone_known else None
        self.reminder_text = ReminderText(self.s.speech, zone, clock)

    def drawn(self) -> list[ft.Control]:
        return [*self._now(), *self._coming(), *self._whether_they_appear()]

    def _now(self) -> list[ft.Control]:
        _, due = self._, self.known.now_due
        if due:
            return [parts.section(_("Now")), card_of([self._row(one) for one in due])]
        return [parts.body(_("Nothing is due now."))] if self.has_all else []

    def _coming(self) -> list[ft.Control]:
        days: dict[date, list[Reminder]] = {}
        for one in self.known.coming:
            if one.at <= self.known.now + AHEAD:
                days.setdefault(self.s.moments.local(one.at).date(), []).append(one)
        rows: list[ft.Control] = []
        for day, each in days.items():
            name = begun(self.s.moments.weekday_of(day))
            rows += [parts.section(f"{name}, {self.s.moments.day(day)}"), card_of([*map(self._row, each)])]
        return rows

    def _row(self, one: Reminder) -> ft.Control:
        go = self.guard(partial(self.s.go, self.known.route(one.item)))
        what, when = self.reminder_text.what(one), self.reminder_text.when(one)
        return parts.list_row(what, when, go, icon=_ICONS[one.item.kind], has_arrow=True)

    def _whether_they_appear(self) -> list[ft.Control]:
        _, services = self._, self.s.services
        if services.notifier is None:
            text = _("Nothing appears by itself here. Lantern shows what is due when you open it.")
        elif self.known.choices.is_on:
            text = _("This phone reminds you of these.")
        else:
            text = _("Reminders are off on this phone.")
        go = self.guard(partial(self.s.go, "/settings/reminders"))
        texts = self.guard(partial(self.s.go, "/reminders/texts"))
        settings = parts.outline_button(_("Reminder settings"), go)
        return [parts.small(text), settings, parts.text_button(_("Text messages"), texts)]
