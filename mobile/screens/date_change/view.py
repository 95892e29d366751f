"""`/session/<id>/date` (picture 24): the patient asks for another date of one session; only the clinic books.

The times are the clinic's, by its clock, and what its protocol does not allow is said with its rule. What is chosen and typed
is kept at once; offline it is not booked yet, and is sent when it can be.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any

import flet as ft

from mobile.care.agenda import Session
from mobile.care.agenda.prepared import Prepared
from mobile.care.clinic import Clinic
from mobile.care.date_change import DateDraft, Fit
from mobile.care.date_change.by_phone import AskingHere, asking_here
from mobile.care.date_change.consequences import DueFrom
from mobile.care.date_change.draft import MOST_TIMES
from mobile.care.date_change.request import wanting
from mobile.care.forms.response import Response
from mobile.care.people import CareTeam, Patient
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import reconcile
from mobile.screens.date_change.days import DAYS_AT_ONCE, days_card, days_in
from mobile.screens.date_change.model import request_of
from mobile.screens.ledger_words import sent_read_by
from mobile.screens.panels.date_card import DateCards
from mobile.screens.panels.date_effects import effects_card
from mobile.screens.panels.session_times import zone_unknown
from mobile.screens.reads import agenda as due
from mobile.screens.reads import clinic_clock as clocks
from mobile.screens.reads import dates as asking
from mobile.screens.reads.agenda import Agenda, AgendaReading
from mobile.screens.reads.clinic_clock import is_zone_known
from mobile.screens.reads.ledger import rules_alone
from mobile.screens.reads.visits import Visits, visits
from mobile.screens.status_text import which_session
from mobile.screens.writing.date_writing import DateWritingScreen, Made


class AnotherDate(DateWritingScreen):
    """Of one session."""

    follows = tuple(
        dict.fromkeys((*due.KINDS, *asking.KINDS, *clocks.KINDS, DateDraft, Patient, CareTeam, Clinic))
    )
    session: Session | None = None
    _days = DAYS_AT_ONCE

    def title(self) -> str:
        if self.session is None or not self.is_read:
            return self._("Another date")
        return self._("Change {session}").format(
            session=which_session(self.s, self.visits.place(self.session))
        )

    @cached_property
    def reading(self) -> AgendaReading:
        """One for as long as the place lives."""
        return AgendaReading()

    def body(self) -> list[ft.Control]:
        self.make_field()
        self.cards = DateCards(self.s, self.records, self.redraw)
        self._foot = parts.stack()
        return super().body()

    def field_name(self) -> str:
        return self._("What you would like your clinic to know")

    def field_hint(self) -> str:
        return self._("If none of these suits you, write when you could come")

    def foot(self) -> ft.Control:
        return self._foot

    # --- reading ---

    async def load(self) -> None:
        now = self.s.now()
        self.visits: Visits = await visits(self.records, now)
        name = f"Appointment/{self.params['id']}"
        self.session = next((one for one in self.visits.sessions if name in one.names), None)
        self.agenda: Agenda = await self.reading.read(self.records, self.visits, self.s.zone)
        self.known = await self.cards.read()
        self.is_zone_known = await is_zone_known(self.records)
        self._who_reads = sent_read_by(self.s, await rules_alone(self.records, now), "dates")
        self._done = frozenset(one.item for one in await self.records.every(Prepared) if one.is_done)
        self._responses = await self.records.every(Response)
        self.fits: list[Fit] = []
        if self.session is not None:
            self.fits = self.known.to_ask_for(self.session, self.visits, self.agenda, self.s.zone)
            await self.model.turn_to(self.session.id)
        self.is_read = True

    # --- drawing ---

    def _asking(self) -> AskingHere | None:
        """None: there is nothing to ask about."""
        session, now = self.session, self.s.now()
        if session is None or not session.is_coming or session.is_past(now):
            return None
        return asking_here(session, self.agenda.asks.rules, now, self.s.zone)

    def drawn(self) -> list[ft.Control]:
        session, possible = self.session, self._asking()
        self._draw_foot(is_possible=possible is not None and possible.is_possible)
        if session is None or possible is None:
            none = self._("This session is not on your plan any more.")
            return [parts.notice(none)] if self.has_all else []
        rows = self._now_booked(session, possible)
        standing = self.known.standing(session)
        if not possible.is_possible:
            return [*rows, *self.cards.on_session(session, possible)]
        if standing is not None and standing.state in ("asked", "other_times", "declined"):
            rows.append(self.cards.card(session, standing))
        rows += self._times(session)
        return [*rows, *self._words()]

    def _now_booked(self, session: Session, possible: AskingHere) -> list[ft.Control]:
        """When it is booked for, by whose clock, and until when it can be asked about here."""
        _, s = self._, self.s
        lines: list[str] = []
        if session.start_at is not None:
            now = _("Now: {time}. It stays yours until the clinic says yes to another.")
            lines.append(now.format(time=s.moments.moment(session.start_at)))
            lines.append(s.wording.by_the_clinics_clock(session.start_at, s.zone))
        if possible.is_possible and possible.until is not None:
            until = _("You can ask here until {time}. After that, call your clinic.")
            lines.append(until.format(time=s.moments.near(possible.until, s.now())))
        rows: list[ft.Control] = [parts.stack(*(parts.small(one) for one in lines if one), spacing=t.S4)]
        if not self.is_zone_known and self.has_all:
            rows.append(parts.notice(zone_unknown(s), tone="danger"))
        return rows

    def _times(self, session: Session) -> list[ft.Control]:
        _, s, wanted = self._, self.s, self.model.noun.wanted
        rows = days_card(s, self.fits, wanted, lambda fit: partial(self.on_choose, fit), self._days)
        if not self.fits and self.has_all:
            rows.append(parts.notice(_("Your clinic offers no other time here now. Write to it below.")))
        if days_in(s, self.fits) > self._days:
            rows.append(parts.text_button(_("Show later days"), self.guard(self.on_later)))
        fit = next((one for one in self.fits if wanted and wanted[-1].slot in one.time.names), None)
        if fit is not None:
            known = DueFrom(
                self.agenda.asks, self.visits.course, self.visits.sessions, self._done, self._responses
            )
            rows.append(effects_card(s, session, fit, known, self.visits))
        here = {name for one in self.fits for name in one.time.names}
        for one in wanted:
            if one.slot not in here:  # it was chosen, and is not offered any more
                text = _("{time} is not free any more").format(time=s.moments.moment(one.start))
                drop = self.guard(partial(self.on_drop, one.slot))
                rows.append(parts.notice(text, action=parts.text_button(_("Leave it out"), drop)))
        return rows

    def _words(self) -> list[ft.Control]:
        self.show_words()
        return [
            parts.section(self._("In your own words")),
            self.field,
            self.line.control,
            parts.small(self._who_reads),
        ]

    def _draw_foot(self, *, is_possible: bool) -> None:
        _, wanted = self._, self.model.noun.wanted
        text = (
            _("Ask for this time")
            if len(wanted) == 1
            else _("Ask for these times")
            if wanted
            else _("Ask the clinic")
        )
        drawn: list[ft.Control] = [parts.primary_button(text, self.guard(self.on_ask))] if is_possible else []
        reconcile.put_rows(self._foot.controls, drawn)  # a tap on its way to it is not lost
        parts.redraw(self._foot)

    # --- acts ---

    async def on_choose(self, fit: Fit, _: Any = None) -> None:
        time = wanting(fit.time)
        if time is not None and not self.model.choose(time):
            self.s.say(self._("You can ask for {n} times at once.").format(n=MOST_TIMES))
        await self.redraw()

    async def on_drop(self, slot: str, _: Any = None) -> None:
        for one in self.model.noun.wanted:
            if one.slot == slot:
                self.model.choose(one)
        await self.redraw()

    async def on_later(self, _: Any = None) -> None:
        self._days += DAYS_AT_ONCE
        await self.redraw()

    async def on_ask(self, _: Any = None) -> None:
        if await self.send(self._make) == "sent":
            self.s.back()

    async def _make(self, draft: DateDraft, words: str) -> Made:
        rules, now = self.agenda.asks.rules, self.s.now()
        return await request_of(
            self.records, draft, words, me=self.me, rules=rules, now=now, zone=self.s.zone
        )

    def sent_text(self) -> str:
        return self._("Asked. It is not booked yet: your clinic answers here.")
