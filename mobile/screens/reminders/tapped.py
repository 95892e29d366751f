"""`/reminders/<number>`: where a tapped reminder comes in. It goes on to what it is about; a closed door stands before it as before
any place. A number that nobody knows, or whose thing is done or called off, opens nothing."""

from __future__ import annotations

from functools import cached_property, partial

import flet as ft

from mobile.design import parts
from mobile.device.notifier_port import TRIED
from mobile.reminders.wall_clock import WallClock
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads.reminders import KINDS, RemindersReading

LIST = "/reminders"
MOST_DIGITS = 10


class TappedReminder(LiveScreen):
    """Shows something only where there is nowhere to go on to. What the clinic has is waited for before that is said."""

    follows = KINDS
    _has_gone_on = False

    def title(self) -> str:
        return self._("Reminders")

    @cached_property
    def reading(self) -> RemindersReading:
        """One for as long as the place lives."""
        return RemindersReading()

    async def load(self) -> None:
        route = await self._route() if not self._has_gone_on else None
        if route is not None:
            self._has_gone_on = True
            self.s.go(route)

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if self._has_gone_on or not self.has_all:
            return []
        see = partial(self.s.go, LIST)
        return [
            parts.empty_state(
                _("This is done, or not planned any more"),
                _("There is nothing to open for it."),
                icon=parts.icons.CHECK,
                action=parts.primary_button(_("See what is due"), self.guard(see))
                if self._is_patient
                else None,
            )
        ]

    @property
    def _is_patient(self) -> bool:
        return self.s.person is not None and self.s.person.role == "patient"

    async def _route(self) -> str | None:
        number = self.params.get("number", "")
        is_one = number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS
        if not (self._is_patient and is_one):
            return None
        if int(number) == TRIED:
            return LIST
        clock = WallClock(None if self.s.services.is_own_device else self.s.zone)
        known = await self.reading.read(self.records, self.s.now(), self.s.zone, clock)
        found = known.of(int(number))
        if found is None:
            return None
        return known.route(found.reminders[0].item) if len(found.reminders) == 1 else LIST
