"""`/reminders/<number>`: where a tapped reminder comes in. It goes on to what it is about; a closed door stands before it as before
any place. A number that nobody knows, or whose thing is done or called off, opens nothing."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.reminders.wall_clock import WallClock
from mobile.screens.frame import Screen
from mobile.screens.reads.reminders import RemindersReading

LIST = "/reminders"
MOST_DIGITS = 10


class TappedReminder(Screen):
    """Shows something only where there is nowhere to go on to."""

    def title(self) -> str:
        return self._("Reminders")

    def body(self) -> list[ft.Control]:
        self._place = parts.stack()
        return [self._place]

    async def shown(self) -> None:
        route = await self._route()
        if route is not None:
            self.s.go(route)
            return
        go = self.guard(partial(self.s.go, LIST if self._is_patient else "/settings"))
        self._place.controls[:] = [
            parts.empty_state(
                self._("This is done, or not planned any more"),
                self._("There is nothing to open for it."),
                icon=parts.icons.CHECK,
                action=parts.primary_button(self._("See what is due"), go) if self._is_patient else None,
            )
        ]
        parts.redraw(self._place)

    @property
    def _is_patient(self) -> bool:
        return self.s.person is not None and self.s.person.role == "patient"

    async def _route(self) -> str | None:
        number = self.params.get("number", "")
        if not (self._is_patient and number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS):
            return None
        clock = WallClock(None if self.s.services.is_own_device else self.s.zone)
        known = await RemindersReading().read(self.records, self.s.now(), self.s.zone, clock)
        if number == "0":  # tried by hand
            return LIST
        found = known.of(int(number))
        if found is None:
            return None
        return known.route(found.reminders[0].item) if len(found.reminders) == 1 else LIST
