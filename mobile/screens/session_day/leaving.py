"""`/session-day/<id>/leaving` (picture 23): what to have in the hand, who is there, when not to drive, and the card for the escort.

Nothing is counted, and nothing has to be ticked. What is not known is asked of the clinic. Finishing is held, not tapped.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any

import flet as ft

from mobile.care.agenda.item import AgendaItem
from mobile.care.session_day import THINGS, Thing
from mobile.care.words import excerpt
from mobile.design import parts
from mobile.screens.chrome import hide_button
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.session_times import bare_time
from mobile.screens.reads import agenda as due
from mobile.screens.reads import ride as rides
from mobile.screens.reads import session_day as days
from mobile.screens.reads.agenda import Agenda, AgendaReading
from mobile.screens.reads.layers import taps_offered
from mobile.screens.reads.ride import Ride, read_ride
from mobile.screens.reads.session_day import TheDay, day_route, the_day
from mobile.screens.reads.visits import Visits, visits
from mobile.screens.session_day import words

LONGEST_NAME = 40


class Leaving(LiveScreen):
    """Of one session."""

    follows = tuple(dict.fromkeys((*due.KINDS, *rides.KINDS)))
    chrome = "bare"
    is_night = True
    one: TheDay | None = None

    def title(self) -> str:
        return self._("Leaving")

    def body(self) -> list[ft.Control]:
        return [words.head(self.s, self.title(), *hide_button(self)), *super().body()]

    def foot(self) -> ft.Control:
        finish = self.guard(self.on_finish)
        return parts.held_button(self._("Hold to finish"), finish, self.guard(self.on_ask), is_first=True)

    @cached_property
    def reading(self) -> AgendaReading:
        """One for as long as the place lives."""
        return AgendaReading()

    async def load(self) -> None:
        self.visits: Visits = await visits(self.records, self.s.now())
        self.agenda: Agenda = await self.reading.read(self.records, self.visits, self.s.zone)
        self.one = await the_day(self.records, self.visits, self.params["id"], self.s.zone)
        session = self.one.session if self.one is not None else None
        self.ride: Ride = await read_ride(self.records, session, self.s.now())

    def drawn(self) -> list[ft.Control]:
        one, _ = self.one, self._
        if one is None:
            gone = _("This session is not on your plan any more.")
            return [parts.large_heading(gone)] if self.has_all else []
        tiles = [self._tile(one, thing) for thing in THINGS[:3]]
        rows: list[ft.Control] = [parts.tile_grid(*tiles), *(self._bar(one, thing) for thing in THINGS[3:])]
        card = parts.big_button(_("Card for your ride"), self.guard(self.on_card))
        return [*rows, *self._driving(one), card, parts.quiet_way(_("Not yet"), self.guard(self.on_back))]

    def _tile(self, one: TheDay, thing: Thing) -> ft.Control:
        name, icon, is_on = self._name(one, thing), _ICONS[thing], thing in one.day.things
        press = self.guard(partial(self.on_tick, thing))
        return parts.have_tile(name, icon, press, is_on=is_on, label=self._label(name, is_on=is_on))

    def _bar(self, one: TheDay, thing: Thing) -> ft.Control:
        name, icon, is_on = self._name(one, thing), _ICONS[thing], thing in one.day.things
        press = self.guard(partial(self.on_tick, thing))
        return parts.have_bar(name, icon, press, is_on=is_on, label=self._label(name, is_on=is_on))

    def _label(self, name: str, *, is_on: bool) -> str:
        state = self._("have it") if is_on else self._("not yet")
        return f"{name}, {state}"

    def _name(self, one: TheDay, thing: Thing) -> str:
        _, m = self._, self.s.moments
        if thing == "next":
            at = one.following.start_at if one.following is not None else None
            if at is None:
                return _("Next date: ask your clinic")
            return _("Next: {when}").format(when=f"{m.weekday(at)}, {m.day(at)}, {m.time(at)}")
        return {
            "phone": _("Phone"),
            "wallet": _("Wallet"),
            "bag": _("Bag"),
            "escort": self._escort(),
        }[thing]

    def _escort(self) -> str:
        """By name, unless they said that they can not come."""
        if not self.ride.name or self.ride.stand == "no":
            return self._("Your ride is here")
        return self._("{name} is here").format(name=excerpt(self.ride.name, LONGEST_NAME))

    def _driving(self, one: TheDay) -> list[ft.Control]:
        """Until when, by the clinic's clock: the longest of its rules; where one is not known, the clinic is asked."""
        found = self.agenda.of(one.session, "driving")
        if not found and not self.agenda.unstated(one.session):
            return []  # the time is behind, or the clinic writes nothing of it for this visit
        return [words.no_driving(self.s, self._until(one, found), self._rule(found))]

    def _until(self, one: TheDay, found: list[AgendaItem]) -> str:
        return (bare_time(self.s, one.session, found[0]) if found else "") or self._("Ask your clinic")

    def _rule(self, found: list[AgendaItem]) -> str:
        return found[0].text.in_language(self.s.language) if found else ""

    # --- acts ---

    async def on_tick(self, thing: Thing, _: Any = None) -> None:
        if self.one is not None:
            await days.tick_thing(self.records, self.one.session, thing)
            await self.redraw()

    async def on_back(self, _: Any = None) -> None:
        if self.one is not None:
            self.s.go(day_route(self.one.session))

    async def on_card(self, _: Any = None) -> None:
        if self.one is not None:
            self.s.go(day_route(self.one.session, "hand-over"))

    async def on_ask(self, _: Any = None) -> None:
        if await words.asked_to_finish(self.s):
            await self.on_finish()

    async def on_finish(self, _: Any = None) -> None:
        """Then what the clinic asks for the first minutes, where it does."""
        if self.one is None:
            return
        await days.end_day(self.records, self.one.session, self.s.now())
        taps = await taps_offered(self.records, self.visits, self.s.zone)
        self.s.go(f"/first-minutes/{taps.id}" if taps is not None else "/")


_ICONS = {
    "phone": parts.icons.PHONE,
    "wallet": parts.icons.WALLET,
    "bag": parts.icons.BAG,
    "escort": parts.icons.ESCORT,
    "next": parts.icons.NEXT_DATE,
}
