"""When reminders come and when they do not, chosen by chips: by the phone's own clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TypeVar

import flet as ft

from mobile.design import parts
from mobile.i18n.moments import time_text
from mobile.reminders.choices import LEADS, ReminderChoices
from mobile.reminders.wall_clock import QuietHours
from mobile.screens.frame import Surroundings

BEGINS = (time(20), time(21), time(22), time(23))
ENDS = (time(6), time(7), time(8), time(9), time(10))
EVENINGS = (time(16), time(17), time(18), time(19), time(20))
NONE = QuietHours(time(0), time(0))
T = TypeVar("T")
Change = Callable[[Callable[[ReminderChoices], ReminderChoices]], Awaitable[None]]


@dataclass(frozen=True)
class TimesCards:
    """Quiet hours, the evening before, and how long before a time. `change` keeps what is chosen."""

    s: Surroundings
    choices: ReminderChoices
    change: Change

    def drawn(self) -> list[ft.Control]:
        return [parts.card(*self._quiet()), parts.card(*self._early())]

    def _quiet(self) -> list[ft.Control]:
        _, quiet = self.s._, self.choices.quiet
        is_quiet = quiet.begins != quiet.ends
        rows: list[ft.Control] = [
            parts.heading(_("Quiet hours")),
            parts.toggle_row(
                _("No reminder at night"),
                detail=_("What has to be known before comes in the evening. The rest waits until they end."),
                is_on=is_quiet,
                on_change=self.s.guard(self._on_quiet),
            ),
        ]
        if is_quiet:
            rows += self._chips(_("From"), BEGINS, quiet.begins, self._clock, _begins)
            rows += self._chips(_("Until"), ENDS, quiet.ends, self._clock, _ends)
            rows.append(parts.small(_("By this phone’s own clock.")))
        return rows

    def _early(self) -> list[ft.Control]:
        _, choices = self.s._, self.choices
        leads = [timedelta(minutes=one) for one in LEADS]
        return [
            parts.heading(_("How early")),
            *self._chips(
                _("On the day before a session, at"), EVENINGS, choices.evening, self._clock, _evening
            ),
            *self._chips(
                _("Before a time that your clinic named"), leads, choices.lead, self.s.moments.span, _lead
            ),
            parts.small(_("During a session nothing is shown.")),
        ]

    def _chips(
        self,
        name: str,
        values: Sequence[T],
        chosen: T,
        text: Callable[[T], str],
        change: Callable[[T, ReminderChoices], ReminderChoices],
    ) -> list[ft.Control]:
        chips = [
            parts.choice_chip(
                text(one), self.s.guard(partial(self._on_chip, partial(change, one))), is_on=one == chosen
            )
            for one in values
        ]
        return [parts.small(name, is_strong=True), parts.chip_row(*chips)]

    def _clock(self, at: time) -> str:
        return time_text(datetime.combine(date(2000, 1, 1), at), self.s.language)

    async def _on_chip(self, change: Callable[[ReminderChoices], ReminderChoices], _: object = None) -> None:
        await self.change(change)

    async def _on_quiet(self, is_on: bool) -> None:
        await self.change(lambda one: replace(one, quiet=QuietHours() if is_on else NONE))


def _begins(at: time, one: ReminderChoices) -> ReminderChoices:
    return replace(one, quiet=replace(one.quiet, begins=at))


def _ends(at: time, one: ReminderChoices) -> ReminderChoices:
    return replace(one, quiet=replace(one.quiet, ends=at))


def _evening(at: time, one: ReminderChoices) -> ReminderChoices:
    return replace(one, evening=at)


def _lead(before: timedelta, one: ReminderChoices) -> ReminderChoices:
    return replace(one, lead=before)
