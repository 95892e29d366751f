"""`/session/<id>` (picture 21): one session by the clinic's clock: until when to eat and drink, when to arrive, what waits after.

It repeats what the clinic wrote. It never says that somebody may come, or may not: whoever ate is led to the clinic.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any

import flet as ft

from mobile.care.agenda import NOT_COMING, Session
from mobile.care.date_change.by_phone import asking_here
from mobile.care.room_card import RoomCard
from mobile.care.session_rules import RuleKind
from mobile.design import parts
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.around_sessions import calendar_way, page_way
from mobile.screens.panels.call_rows import clinic_numbers
from mobile.screens.panels.date_card import DateCards
from mobile.screens.panels.look_ins import look_ins_card
from mobile.screens.panels.ride_card import is_ride_due, ride_card, without_ride
from mobile.screens.panels.room_card import room_card_way
from mobile.screens.panels.self_check import is_to_answer, self_check_card
from mobile.screens.panels.session_day_way import day_again, day_way
from mobile.screens.panels.session_times import (
    clock_rows,
    medicines_card,
    overlap_notice,
    preparation_rows,
    time_text,
    zone_unknown,
)
from mobile.screens.reads import agenda as due
from mobile.screens.reads import clinic_clock as clocks
from mobile.screens.reads import dates as asking
from mobile.screens.reads import ride as rides
from mobile.screens.reads import room_card as cards
from mobile.screens.reads import team as teams
from mobile.screens.reads.agenda import Agenda, AgendaReading, tick
from mobile.screens.reads.answered_to_clinic import AnswerToClinic, answer_no, answer_to_clinic, answer_yes
from mobile.screens.reads.clinic_clock import is_zone_known
from mobile.screens.reads.look_ins import LookIn, look_ins
from mobile.screens.reads.ride import Ride, read_ride
from mobile.screens.reads.room_card import room_card
from mobile.screens.reads.team import Team, team
from mobile.screens.reads.visits import Visits, visits
from mobile.screens.session.answer_cards import ate_rows
from mobile.screens.status_text import begun, session_name, session_when


class OneSession(LiveScreen):
    """One session."""

    follows = tuple(
        dict.fromkeys((*due.KINDS, *teams.KINDS, *clocks.KINDS, *rides.KINDS, *cards.KINDS, *asking.KINDS))
    )
    visits: Visits | None = None
    session: Session | None = None
    _has_eaten = False
    answers_eaten_first = False

    def title(self) -> str:
        start = self.session.start_at if self.session is not None else None
        if start is None:
            return self._("Your session")
        near = {0: self._("Today"), 1: self._("Tomorrow")}
        return near.get(self.s.moments.days_between(self.s.now(), start), self._("Your session"))

    @cached_property
    def reading(self) -> AgendaReading:
        """One for as long as the place lives."""
        return AgendaReading()

    @cached_property
    def dates(self) -> DateCards:
        """What was asked about another date."""
        return DateCards(self.s, self.records, self.redraw)

    async def load(self) -> None:
        now = self.s.now()
        await self.dates.read()
        self.visits = await visits(self.records, now)
        self.team: Team = await team(self.records, now)
        self.agenda: Agenda = await self.reading.read(self.records, self.visits, self.s.zone)
        self.is_zone_known = await is_zone_known(self.records)
        name = f"Appointment/{self.params['id']}"
        self.session = next((one for one in self.visits.sessions if name in one.names), None)
        self.card: RoomCard | None = await room_card(self.records)
        self.ride: Ride = await read_ride(self.records, self.session, now)
        self.looked: tuple[LookIn, ...] = ()
        if self.session is not None:
            self.looked = await look_ins(self.records, self.agenda, self.session, self.s.zone)
        self.check, self.ate = await self._answer_of("self-check"), await self._answer_of("ate")

    async def _answer_of(self, kind: RuleKind) -> AnswerToClinic | None:
        if self.session is None:
            return None
        return await answer_to_clinic(self.records, self.agenda, self.session, kind, self.s.zone)

    def drawn(self) -> list[ft.Control]:
        session = self.session
        if session is None:
            return (
                [parts.notice(self._("This session is not on your plan any more."))] if self.has_all else []
            )
        if session.status == "noshow":  # only told, and without blame
            missed = self._("This session did not take place. What you wrote and ticked stays.")
            return [parts.notice(missed), *clinic_numbers(self.s, 1)]
        if session.status in NOT_COMING:
            return [parts.notice(self._("This session does not take place."))]
        if not session.is_coming or session.is_past(self.s.now()):
            looked = look_ins_card(self.s, session, self.looked)
            return [
                *day_again(self.s, session),
                self._times_card(),
                *looked,
                *self._words("symptoms", "hand-over"),
            ]
        eaten = self._eaten()
        is_checked_first = is_to_answer(self.s, self.check, session)
        return [
            *(eaten if self.answers_eaten_first else []),
            *overlap_notice(self.s, session, self.agenda),
            *self._clock(),
            *day_way(self.s, session, is_next=not is_checked_first),
            self._times_card(),
            *self_check_card(self.s, self.check, session),
            *look_ins_card(self.s, session, self.looked),
            *([] if self.answers_eaten_first else eaten),
            *self._ride(),
            *without_ride(self.s, self.agenda, self.ride),
            *medicines_card(self.s, self.agenda, self.team),
            *self._preparation(),
            *calendar_way(self.s, session),
            *page_way(self.s, session),
            room_card_way(self.s, self.card),
            *self._words("hand-over", "change", "same-day"),
            *self.dates.on_session(
                session, asking_here(session, self.agenda.asks.rules, self.s.now(), self.s.zone)
            ),
            *self._source(),
        ]

    def _clock(self) -> list[ft.Control]:
        if self.is_zone_known or not self.has_all:
            return []
        return [parts.notice(zone_unknown(self.s), tone="danger")]

    def _times_card(self) -> ft.Control:
        session, s = self.session, self.s
        assert session is not None
        assert self.visits is not None
        name = session_name(s, self.visits.place(session), otherwise=session.name)
        rows: list[ft.Control] = [parts.heading(name), parts.strong(begun(session_when(s, session)))]
        if session.start_at is not None:
            rows.append(parts.small(begun(s.moments.away(session.start_at, s.now()))))
            elsewhere = s.wording.by_the_clinics_clock(session.start_at, s.zone)
            rows += [parts.small(elsewhere)] if elsewhere else []
        if session.is_held_only:
            rows.append(parts.small(self._("Your clinic is holding this time. It is not booked yet.")))
        rows.append(parts.stack(*clock_rows(s, session, self.agenda, has_all=self.has_all), spacing=0))
        if session.instruction:
            rows += [parts.hairline(), parts.small(self._("From your clinic"), is_strong=True)]
            rows.append(parts.body(session.instruction))
        return parts.card(*rows)

    # --- having eaten ---

    def _eaten(self) -> list[ft.Control]:
        """Said at home, it is found there. What it means is the clinic's own rule."""
        _, limits = self._, self.agenda.of(self.session, "fasting")
        if not limits:
            return []
        if not (self._has_eaten or (self.ate is not None and self.ate.is_yes)):
            ask = _("I ate or drank after these times")
            return [parts.outline_button(ask, self.guard(self.on_eaten))]
        close = parts.text_button(_("Close this"), self.guard(self.on_close_eaten))
        has_answered_yes = self.ate is not None and self.ate.is_yes
        return [self._eaten_card(), *clinic_numbers(self.s), *([] if has_answered_yes else [close])]

    def _eaten_card(self) -> ft.Control:
        _, s, session = self._, self.s, self.session
        assert session is not None
        rules = self.agenda.asks.rules.of("ate")
        title = (
            rules[0].title.in_language(s.language) if rules else _("If you ate or drank after these times")
        )
        text = rules[0].text.in_language(s.language) if rules else ""
        rows: list[ft.Control] = [parts.heading(title)]
        for one in self.agenda.of(session, "fasting"):
            name, when = one.title.in_language(s.language), time_text(s, session, one)
            how = (
                _("ask your clinic")
                if one.at is None
                else _("this time has passed")
                if one.at <= s.now()
                else _("still to come")
            )
            rows.append(parts.small(f"{name} · {when} · {how}", is_strong=True))
        unwritten = _("Your clinic has not written here what happens then. Call them before you leave home.")
        rows.append(parts.spoken(parts.body(text or unwritten)))
        rows += ate_rows(self.s, self.ate, self.on_answer_yes, self.on_answer_no)
        return parts.card(*rows, tone="support")

    async def on_eaten(self, _: Any = None) -> None:
        self._has_eaten = True
        await self.redraw()

    async def on_answer_yes(self, _: Any = None) -> None:
        """That they ate, in the clinic's own form."""
        if self.ate is not None:
            await answer_yes(self.records, self.ate, self.person.fhir_user, self.s.language, self.s.now())
            await self.redraw()

    async def on_answer_no(self, _: Any = None) -> None:
        if self.ate is not None:
            await answer_no(self.records, self.ate, self.person.fhir_user, self.s.language, self.s.now())
            self._has_eaten = False
            await self.redraw()

    async def on_close_eaten(self, _: Any = None) -> None:
        """Tapped by mistake, it is as if it was not: until the clinic is told, nothing was kept or sent."""
        self._has_eaten = False
        await self.redraw()

    # --- what to prepare, and what else the clinic wrote ---

    def _ride(self) -> list[ft.Control]:
        """At home nobody has to be taken there, unless somebody was asked all the same."""
        if self.looked and not self.ride.name:
            return []
        return ride_card(self.s, self.ride, is_due=is_ride_due(self.agenda, self.ride))

    def _preparation(self) -> list[ft.Control]:
        """Who takes them home has a card of its own on this page."""
        items = [one for one in self.agenda.to_prepare(self.session) if one.kind != "ride"]
        rows = preparation_rows(self.s, items, lambda key: partial(self.on_tick, key))
        return [parts.card(parts.heading(self._("To prepare")), *rows)] if rows else []

    async def on_tick(self, key: str, _: Any = None) -> None:
        await tick(self.records, key)
        await self.redraw()

    def _words(self, *kinds: RuleKind) -> list[ft.Control]:
        rules = [one for one in self.agenda.asks.rules.of(*kinds) if one.text]
        language = self.s.language
        rows: list[ft.Control] = []
        for one in rules:
            rows += [parts.hairline()] if rows else []
            rows += [
                parts.subheading(one.title.in_language(language)),
                parts.body(one.text.in_language(language)),
            ]
        return [parts.card(*rows)] if rows else []

    def _source(self) -> list[ft.Control]:
        names = self.agenda.asks.rules.sources
        text = self._("These times come from your clinic’s plan: {name}")
        return [parts.small(text.format(name="; ".join(names)))] if names else []
