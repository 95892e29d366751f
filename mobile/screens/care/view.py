"""Care: who looks after the person, how to call them, what is shared with them, and the way to settings."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.agenda import Session
from mobile.care.ledger.kept import Ledger
from mobile.care.people import Member
from mobile.care.talk.message import Message
from mobile.care.talk.thread import with_team
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.clinic_words import role_text
from mobile.screens.cost_words import due_text
from mobile.screens.ledger_words import parts_text
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.approval_words import care_line
from mobile.screens.panels.call_rows import clinic_numbers
from mobile.screens.person_way import person_route
from mobile.screens.reads import agreements as agreed
from mobile.screens.reads import approvals as insured
from mobile.screens.reads import cost
from mobile.screens.reads import ledger as who_reads
from mobile.screens.reads import open_addresses as addresses
from mobile.screens.reads import summary as notes
from mobile.screens.reads import team as teams
from mobile.screens.reads.agreements import agreements_asked_for
from mobile.screens.reads.approvals import read_approvals
from mobile.screens.reads.cost import costs
from mobile.screens.reads.ledger import patient_ledger
from mobile.screens.reads.open_addresses import open_addresses
from mobile.screens.reads.own_clinic import read_own_clinic
from mobile.screens.reads.summary import team_summary
from mobile.screens.reads.team import Team, team
from mobile.screens.reads.who import portraits

EDGE = ft.Padding(0, t.S4, 0, t.S4)
"""A card of rows that bring their own margins."""


class Care(LiveScreen):
    """The fourth tab."""

    follows = tuple(
        dict.fromkeys(
            (
                *teams.KINDS,
                *who_reads.KINDS,
                *notes.KINDS,
                *agreed.KINDS,
                *cost.KINDS,
                *insured.KINDS,
                *addresses.KINDS,
            )
        )
    )

    def title(self) -> str:
        return self._("Care")

    async def load(self) -> None:
        self.team: Team = await team(self.records, self.s.now())
        self.portraits = portraits(self.team.practitioners)
        self.ledger: Ledger = await patient_ledger(self.records, self.s.now())
        me = self.me
        self.unread = len(with_team(await self.records.every(Message), me, me).unread)
        self.notes = await team_summary(self.records, me, me, self.s.now())
        self.approvals = await read_approvals(self.records, me, self.s.now(), self.s.zone)
        self.agreements = await agreements_asked_for(self.records, self.s.now())
        sessions = await self.records.every(Session)
        self.addresses = await open_addresses(self.records, sessions, self.s.now(), self.s.zone)
        self.costs = await costs(self.records, self.s.now(), self.s.zone)
        self.clinic = await read_own_clinic(self.records)

    def drawn(self) -> list[ft.Control]:
        return [*self._team(), *self._clinic(), *self._ways()]

    def _team(self) -> list[ft.Control]:
        _ = self._
        members = self.team.members
        if not members and not self.has_all:
            return []
        if not members:
            nobody = _("Your clinic has not listed anybody yet. It appears here when it does.")
            return [parts.card(parts.heading(_("Your care team")), parts.body(nobody, color=t.MUTED))]
        head = ft.Container(
            parts.heading(_("Your care team")), padding=ft.Padding(t.CARD_PADDING, t.S12, t.CARD_PADDING, 0)
        )
        rows = [head, *(self._member(one) for one in members), parts.hairline(), self._who()]
        return [parts.card(*rows, spacing=0, padding=EDGE)]

    def _who(self) -> ft.Control:
        return parts.list_row(
            self._("Who is who"),
            self._("Everybody, what each can see, and who joined or left"),
            self.guard(partial(self.s.go, "/team")),
            icon=parts.icons.PERSON,
            has_arrow=True,
        )

    def _member(self, member: Member) -> ft.Control:
        _ = self._
        name = self.team.name_of(member.reference) or member.name or _("Somebody of your clinic")
        detail = [part for part in (role_text(_, member.role),) if part]
        reader = self.ledger.reader(member.reference)
        if reader is not None:
            detail.append(parts_text(self.s, reader))
        elif self.has_all:
            detail.append(_("Reads nothing of yours"))
        way = self.guard(partial(self.s.go, person_route(member.reference)))
        picture = self.portraits.get(member.reference)
        return parts.list_row(name, " · ".join(detail), way, initial=name, picture=picture, has_arrow=True)

    def _clinic(self) -> list[ft.Control]:
        """The clinic's name, and its numbers as on Support: each is called by its own row."""
        _ = self._
        numbers = clinic_numbers(self.s)
        clinic = self.clinic  # never just any organization of its server
        name = (clinic.name if clinic else "") or self.s.services.clinic_name
        if not name and not numbers:
            return []
        about = parts.list_row(
            _("About your clinic"),
            _("Where, when, how it plans care, who answers when it is closed"),
            self.guard(partial(self.s.go, "/practice")),
            icon=parts.icons.INFO,
            has_arrow=True,
        )
        return [parts.heading(name or _("Your clinic")), *numbers, parts.card(about, padding=EDGE)]

    def _ways(self) -> list[ft.Control]:
        """By what one looks for: what goes between both sides, what is the person's own, money, and the settings."""
        _ = self._
        return [
            parts.heading(_("With your clinic")),
            self._card(
                self._way(_("What I share"), self._shared(), "/sharing", parts.icons.THERAPIST),
                self._way(_("Messages"), self._news(), "/messages", parts.icons.MESSAGES),
                self._way(_("Notes from your care team"), self._noted(), "/care-notes", parts.icons.NOTES),
                self._way(_("Agreements"), self._agreed(), "/agreements", ft.Icons.HANDSHAKE_OUTLINED),
            ),
            parts.heading(_("Your own")),
            self._card(
                self._way(
                    _("My safety plan"),
                    _("Six steps, in your own words"),
                    "/safety-plan",
                    ft.Icons.ANCHOR_ROUNDED,
                    icon_tone="support",
                ),
                self._way(
                    _("Summary to hand over"),
                    _("For another clinic, chosen by you"),
                    "/portable-summary",
                    ft.Icons.DESCRIPTION_OUTLINED,
                ),
            ),
            parts.heading(_("Cost")),
            self._card(
                self._way(
                    _("Help with cost"),
                    _("What your clinic lists, free and cheaper first"),
                    "/help-with-cost",
                    ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED,
                ),
                self._way(_("Cost and cover"), self._cost(), "/cost", parts.icons.WALLET),
                self._way(
                    _("Insurance approval"),
                    care_line(self.s, self.approvals),
                    "/approval",
                    parts.icons.APPROVAL,
                ),
            ),
            parts.heading(_("This app")),
            self._card(
                self._way(
                    _("Settings"), _("Lock, language, look, your data"), "/settings", parts.icons.SETTINGS
                )
            ),
        ]

    def _card(self, *rows: ft.Control) -> ft.Control:
        lined = [part for row in rows for part in (parts.hairline(), row)][1:]
        return parts.card(*lined, spacing=0, padding=EDGE)

    def _way(
        self, name: str, detail: str, route: str, icon: ft.IconData, *, icon_tone: t.Tone = "primary"
    ) -> ft.Control:
        way = self.guard(partial(self.s.go, route))
        return parts.list_row(name, detail, way, icon=icon, icon_tone=icon_tone, has_arrow=True)

    def _shared(self) -> str:
        """How many can see something, and what is open besides; that nobody can only where that is known."""
        said = list[str]()
        if count := len(self.ledger.readers):
            text = self.ngettext("{n} person can see something", "{n} people can see something", count)
            said.append(text.format(n=count))
        if count := len(self.addresses):
            text = self.ngettext("{n} open to whoever has it", "{n} open to whoever has it", count)
            said.append(text.format(n=count))
        if not said and self.has_all:
            said.append(self._("Nobody can see anything"))
        return " · ".join(said)

    def _cost(self) -> str:
        """What is due next; else what is left; else what the place is."""
        due = self.costs.next_due()
        if due is not None:
            return due_text(self.s, due, self.costs.today)
        return self._("What care costs, and what is paid")

    def _agreed(self) -> str:
        """How many are to read; else what the place is."""
        count = sum(one.state == "to_read" for one in self.agreements)
        if not count:
            return self._("What you agree to, and since when")
        return self.ngettext("{n} to read", "{n} to read", count).format(n=count)

    def _news(self) -> str:
        """How many of the team's messages are new; else what the place is."""
        if not self.unread:
            return self._("To your clinic’s team")
        return self.ngettext("{n} not read yet", "{n} not read yet", self.unread).format(n=self.unread)

    def _noted(self) -> str:
        """How many are new; else when the last line for them was written; else what the place is."""
        newest, new = self.notes.lines, len(self.notes.new)
        if new:
            return self.ngettext("{n} not read yet", "{n} not read yet", new).format(n=new)
        if not newest or newest[0].written_at is None:
            return self._("What they write for you to read")
        return self._("Last {when}").format(when=self.s.moments.near(newest[0].written_at, self.s.now()))
