"""`/session-day/<id>` (picture 05): dark, a few large targets, twelve words at most besides the person's own intention.

Nothing here leaves this device, and nothing needs a connection. The app comes back to it until it is left, and leaving is held, not
tapped. It says no one may come or go: that is the team's.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import cached_property, partial
from typing import Any

import flet as ft

from mobile.care.agenda.item import AgendaItem
from mobile.care.intention import Intention
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.offered import Offered
from mobile.care.sharing import new_id
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import reconcile
from mobile.screens.chrome import hide_button
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads import agenda as due
from mobile.screens.reads import session_day as days
from mobile.screens.reads.agenda import Agenda, AgendaReading
from mobile.screens.reads.layers import taps_offered
from mobile.screens.reads.look_ins import LookIn, look_ins
from mobile.screens.reads.session_day import TheDay, day_route, stay_of, the_day
from mobile.screens.reads.shares import KINDS as SHARED
from mobile.screens.reads.shares import patient_shares
from mobile.screens.reads.visits import Visits, visits
from mobile.screens.reads.writings import writings
from mobile.screens.session_day import words

_STAYS: tuple[str, ...] = (
    "/support",
    "/speak/",
    "/entry/",
    "/first-minutes/",
    "/session-day/",
    "/form/",
    "/answers/",
)
"""Where one gets from here without ending it."""
_LONGEST_SLEEP = timedelta(minutes=1)


class OpenSessionDay(LiveScreen):
    """One session's."""

    follows = tuple(dict.fromkeys((*due.KINDS, Intention, JournalEntry, Offered, *SHARED)))
    chrome = "bare"
    is_night = True
    visits: Visits | None = None
    one: TheDay | None = None
    _is_left = False

    def title(self) -> str:
        return self._("Session day")

    def body(self) -> list[ft.Control]:
        self.may_leave = self._may_leave
        support = parts.support_pill(self._("Support"), self.guard(partial(self.s.go, words.SUPPORT)))
        head = ft.Row(
            [*hide_button(self), support],
            alignment=ft.MainAxisAlignment.END,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
        return [ft.Container(head, padding=ft.Padding(0, t.S12, 0, 0)), *super().body()]

    def foot(self) -> ft.Control:
        self._foot = parts.stack(spacing=t.S12)
        return self._foot

    @cached_property
    def reading(self) -> AgendaReading:
        """One for as long as the place lives."""
        return AgendaReading()

    async def load(self) -> None:
        now = self.s.now()
        self.visits = await visits(self.records, now)
        self.agenda: Agenda = await self.reading.read(self.records, self.visits, self.s.zone)
        counts = any(rule.side == "after-start" for rule in self.agenda.asks.rules.of("stay"))
        self.one = await the_day(self.records, self.visits, self.params["id"], self.s.zone, counts=counts)
        self.looked: tuple[LookIn, ...] = ()
        if self.one is not None:
            self.looked = await look_ins(self.records, self.agenda, self.one.session, self.s.zone)
        self.intention = await self._own_words()
        self.taps = await taps_offered(self.records, self.visits, self.s.zone)

    async def _own_words(self) -> str:
        """The intention for it, where the person wanted to see it on the day."""
        own = await writings(Intention, self.records, await patient_shares(self.records))
        found = own.for_session(self.one.session) if self.one is not None else None
        return found.words if found is not None and found.show_on_session_day else ""

    async def shown(self) -> None:
        await super().shown()
        clock = asyncio.ensure_future(self._follow_the_clock())
        self.keep(partial(_end, clock))

    async def _follow_the_clock(self) -> None:
        """By the calendar's clock, not by counting: drawn anew when a time it shows has come, and when the day is over."""
        while True:
            await asyncio.sleep(_LONGEST_SLEEP.total_seconds())
            self.look_soon()

    # --- drawing ---

    def drawn(self) -> list[ft.Control]:
        one = self.one
        if one is None or not one.is_open:
            self._put_foot(self._closed())
            return self._why_closed()
        self._put_foot(words.foot(self._targets(one), self._quiet(one)))
        if one.day.is_dim:
            return [parts.unseen_heading(self.title())]
        rows: list[ft.Control] = [parts.unseen_heading(self.title()), parts.gap(40)]
        if self.intention:
            rows.append(parts.own_words(self.intention, size=t.SIZE_SESSION_DAY))
        return [*rows, *self._times(one)]

    def _times(self, one: TheDay) -> list[ft.Control]:
        """How long to stay, once they are there and where the clinic says a time."""
        if one.step != "on":
            return []
        now = self.s.now()
        following = next((one for one in self.looked if one.is_due(now)), None) or next(
            (one for one in self.looked if one.at is not None and one.at > now), None
        )
        rows = [words.stay_line(self.s, item) for item in self.stay]
        return [*rows, *([words.look_in_line(self.s, following)] if following is not None else [])]

    @property
    def stay(self) -> list[AgendaItem]:
        """What the clinic says of staying, also once its time has come: then the team says."""
        return stay_of(self.one, self.agenda.asks.rules, self.s.zone) if self.one is not None else []

    def _targets(self, one: TheDay) -> list[ft.Control]:
        _, big = self._, parts.big_button
        someone = big(
            _("I need someone"), self.guard(partial(self.s.go, words.SUPPORT)), icon=parts.icons.HAND
        )
        if one.day.is_dim:
            return [someone]
        if one.step == "coming":
            here_text = _("We are ready") if self.looked else _("I am here")
            here = big(here_text, self.guard(self.on_arrive), icon=parts.icons.ARRIVE, is_first=True)
            return [here, someone]
        if one.step == "here":
            begun = parts.held_button(
                _("It begins now"), self.guard(self.on_begin), self.guard(self.on_ask_begin), is_first=True
            )
            return [begun, someone]
        speak = big(
            _("Speak a note"),
            self.guard(self.on_speak),
            icon=parts.icons.MICROPHONE,
            is_first=self.taps is None and not self.looked,
        )
        if self.looked:
            look_in = partial(self.s.go, day_route(one.session, "look-ins"))
            return [
                big(_("Look in"), self.guard(look_in), icon=parts.icons.STAY, is_first=True),
                speak,
                someone,
            ]
        if self.taps is None:
            return [speak, someone]
        title = self.taps.layer.title.in_language(self.s.language)
        route = f"/first-minutes/{self.taps.id}"
        return [big(title, self.guard(partial(self.s.go, route)), is_first=True), speak, someone]

    def _quiet(self, one: TheDay) -> list[ft.Control]:
        _ = self._
        dim = parts.quiet_way(_("Brighter") if one.day.is_dim else _("Dim"), self.guard(self.on_dim))
        if one.day.is_dim:
            return [dim]
        if one.step == "on" and not self.looked:  # at home nobody leaves
            leave = partial(self.s.go, day_route(one.session, "leaving"))
            return [dim, parts.held_way(_("Leaving"), self.guard(leave), self.guard(self.on_ask_leave))]
        return [dim, parts.held_way(_("Close"), self.guard(self.on_close), self.guard(self.on_ask_close))]

    def _why_closed(self) -> list[ft.Control]:
        if self.one is None:
            gone = self._("This session is not on your plan any more.")
            return [parts.large_heading(gone)] if self.has_all else []
        text = (
            self._("Your session is today") if self.one.is_today else self._("This opens on the day itself")
        )
        return [parts.gap(t.S24), parts.large_heading(text)]

    def _closed(self) -> list[ft.Control]:
        rows: list[ft.Control] = []
        if self.one is not None and self.one.is_today:
            rows.append(parts.big_button(self._("Open it"), self.guard(self.on_open), is_first=True))
        return [*rows, parts.big_button(self._("Back"), self.guard(self.s.back))]

    def _put_foot(self, rows: list[ft.Control]) -> None:
        reconcile.put_rows(self._foot.controls, rows)
        parts.redraw(self._foot)

    # --- acts ---

    async def on_open(self, _: Any = None) -> None:
        if self.one is not None:
            await days.open_day(self.records, self.one.session, self.s.now())
            await self.redraw()

    async def on_arrive(self, _: Any = None) -> None:
        if self.one is not None:
            await days.arrive(self.records, self.one.session, self.s.now())
            await self.redraw()

    async def on_begin(self, _: Any = None) -> None:
        if self.one is not None:
            await days.begin(self.records, self.one.session, self.s.now())
            await self.redraw()

    async def on_ask_begin(self, _: Any = None) -> None:
        if await words.asked_to_begin(self.s):
            await self.on_begin()

    async def on_dim(self, _: Any = None) -> None:
        if self.one is not None:
            await days.dim(self.records, self.one.session)
            await self.redraw()

    async def on_speak(self, _: Any = None) -> None:
        self.s.go(f"/speak/{new_id()}")

    async def on_close(self, _: Any = None) -> None:
        if self.one is not None:
            await days.end_day(self.records, self.one.session, self.s.now())
            self._is_left = True
            self.s.go("/")

    async def on_ask_close(self, _: Any = None) -> None:
        if await words.asked_to_close(self.s):
            await self.on_close()

    async def on_ask_leave(self, _: Any = None) -> None:
        if self.one is not None and await words.asked_to_leave(self.s):
            self.s.go(day_route(self.one.session, "leaving"))

    async def _may_leave(self, route: str) -> bool:
        """A swipe or a key does not end it."""
        is_open = self.one is not None and self.one.is_open and not self._is_left
        return not is_open or route.startswith(_STAYS)


def _end(task: asyncio.Future[None]) -> None:
    task.cancel()
