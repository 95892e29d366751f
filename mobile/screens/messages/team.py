"""`/team-messages` and `/team-messages/<patient>`: what patients wrote to their team, for whoever the clinic lets read it."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.live_screen import LiveScreen
from mobile.screens.messages.model import KINDS, conversations
from mobile.screens.messages.one_thread import OneThread
from mobile.screens.panels.bookings import bookings_row
from mobile.screens.reads import team as teams
from mobile.screens.reads.bookings import KINDS as BOOKED
from mobile.screens.reads.bookings import how_many_wait
from mobile.screens.reads.course_plans import CoursePlans
from mobile.screens.reads.team import Team, team
from mobile.screens.talking.pieces import Known
from mobile.screens.talking.sentences import live_text


class TeamMessages(LiveScreen):
    """The list: who wrote, unread first. It opens nothing and marks nothing read."""

    follows = tuple(dict.fromkeys((*KINDS, *BOOKED)))

    def title(self) -> str:
        return self._("Messages")

    def body(self) -> list[ft.Control]:
        self._planned = CoursePlans()
        return super().body()

    async def load(self) -> None:
        self.listed = await conversations(self.records, self.person.fhir_user)
        self.waiting = await how_many_wait(self.records, self.me, self.s.now(), self.s.zone, self._planned)

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if not self.listed:
            if not self.has_all:
                return []
            return [
                *bookings_row(self.s, self.waiting),
                parts.empty_state(
                    _("No messages to the team"),
                    _(
                        "What patients write to their team appears here for those whom the clinic’s rules let read it."
                    ),
                    icon=parts.icons.SHARED,
                ),
            ]
        rows: list[ft.Control] = []
        for one in self.listed:
            rows += [parts.hairline()] if rows else []
            name = one.name or _("A patient")
            badge = None
            if one.unread:
                new = self.ngettext("{n} new", "{n} new", one.unread).format(n=one.unread)
                unread = self.ngettext("{n} not read yet", "{n} not read yet", one.unread).format(
                    n=one.unread
                )
                badge = parts.badge(new, unread)
            when = self.s.moments.near(one.last_at, self.s.now()) if one.last_at is not None else ""
            go = self.guard(partial(self.s.go, f"/team-messages/{one.id}"))
            rows.append(
                parts.list_row(
                    name, when[:1].upper() + when[1:], go, initial=name, badge=badge, has_arrow=True
                )
            )
        return [
            *bookings_row(self.s, self.waiting),
            parts.card(*rows, padding=ft.Padding(0, t.S4, 0, t.S4), spacing=0),
            parts.small(live_text(self.s)),
        ]


class TeamThread(OneThread):
    """One patient's. Opening it is reading it."""

    follows = tuple(dict.fromkeys((*KINDS, *teams.KINDS)))
    _name = ""

    def title(self) -> str:
        return self._name or self._("A patient")

    def whose(self) -> str:
        return f"Patient/{self.params['patient']}"

    async def load(self) -> None:
        await super().load()
        if await self.talk.read():
            await super().load()
        self.team: Team = await team(self.records, self.s.now())
        listed = await conversations(self.records, self.person.fhir_user)
        self._name = next((one.name for one in listed if one.patient == self.whose()), "")

    def known(self, who: str | None) -> Known:
        return Known(self._name if who == self.whose() else self.team.name_of(who))

    def to_whom(self) -> str:
        return self._name or self._("A patient")

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if not self.talk.thread.written:
            return [parts.notice(_("There is nothing of this person to read now."))] if self.has_all else []
        rows = self.written()
        if self.talk.has_team:
            self.box.about("", _("Write to {name}").format(name=self.to_whom()))
            rows.append(self.box.control)
        return [
            *rows,
            parts.small(_("Messages are part of the record. Everybody who reads them sees your answer.")),
        ]
