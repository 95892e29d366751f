"""What Today shows, read from what is kept here: it says what to watch, and compares what it read with the last time."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from mobile.care.intention import Intention
from mobile.screens.clinic_copy import standing_of
from mobile.screens.panels.alerts import KINDS as ALERTS
from mobile.screens.panels.alerts import read_alerts
from mobile.screens.panels.date_card import DateCards
from mobile.screens.panels.self_check import is_to_answer
from mobile.screens.reads import bill_due as bills
from mobile.screens.reads import dates as asking
from mobile.screens.reads import given_times as handed
from mobile.screens.reads import groups as grouping
from mobile.screens.reads import ride as rides
from mobile.screens.reads import team as teams
from mobile.screens.reads import visits as visiting
from mobile.screens.reads import writings as written
from mobile.screens.reads.agenda import Agenda, AgendaReading
from mobile.screens.reads.answered_to_clinic import AnswerToClinic, answer_to_clinic
from mobile.screens.reads.bill_due import BillDue, bill_due
from mobile.screens.reads.given_times import holders
from mobile.screens.reads.groups import groups
from mobile.screens.reads.guarded import offered_again
from mobile.screens.reads.measures import FormsRead
from mobile.screens.reads.ride import Ride, read_ride
from mobile.screens.reads.shares import Shares, SharesRead, patient_shares, underway
from mobile.screens.reads.team import Team, team
from mobile.screens.reads.to_sign import KINDS as TO_SIGN
from mobile.screens.reads.to_sign import to_sign_now
from mobile.screens.reads.visits import Visits, visits
from mobile.screens.reads.writings import writings
from mobile.screens.today.approval_line import KINDS as APPROVALS
from mobile.screens.today.approval_line import pressing_now
from mobile.screens.today.comes_back import ComesBack
from mobile.screens.today.days import KINDS as DAYS
from mobile.screens.today.days import Days, days
from mobile.screens.today.days_cards import DaysCards
from mobile.screens.today.errand import KINDS as ERRANDS
from mobile.screens.today.errand import waiting
from mobile.screens.today.invitations import KINDS as INVITED
from mobile.screens.today.invitations import new_invitations
from mobile.screens.today.layer import KINDS as LAYERS
from mobile.screens.today.layer import LayerOffer, layer_offer, note_seen
from mobile.screens.today.model import Today as Now
from mobile.screens.today.model import today
from mobile.screens.today.news import KINDS as NEWS
from mobile.screens.today.news import News, news
from mobile.screens.today.preparing import KINDS as PREPARED
from mobile.screens.today.preparing import Preparing
from mobile.screens.today.reminders_line import KINDS as REMINDED
from mobile.screens.today.reminders_line import how_many_due
from mobile.screens.today.slept_on import KINDS as SLEPT_ON
from mobile.screens.today.slept_on import asked_again
from mobile.screens.today.suggestions import KINDS as SUGGESTED
from mobile.screens.today.suggestions import SuggestionCards, waiting_suggestions


class TodayRead(ComesBack):
    """A subclass draws it."""

    follows = tuple(
        dict.fromkeys(
            (
                *visiting.KINDS,
                *written.KINDS,
                *teams.KINDS,
                *ERRANDS,
                *ALERTS,
                *SLEPT_ON,
                *NEWS,
                *DAYS,
                *PREPARED,
                *rides.KINDS,
                *SUGGESTED,
                *LAYERS,
                *grouping.KINDS,
                *handed.KINDS,
                *INVITED,
                *asking.KINDS,
                *REMINDED,
                *TO_SIGN,
                *APPROVALS,
                *bills.KINDS,
            )
        )
    )

    @cached_property
    def suggestions(self) -> SuggestionCards:
        """Made when something is first read, as `days_cards` is."""
        return SuggestionCards(self.s, self.records, self.redraw)

    @cached_property
    def days_cards(self) -> DaysCards:
        """Made when something is first read: a place under Support needs no open store to stand there."""
        return DaysCards(self.s, self.records, self.redraw)

    @cached_property
    def reading(self) -> AgendaReading:
        """One for as long as the place lives."""
        return AgendaReading()

    @cached_property
    def forms_read(self) -> FormsRead:
        """One for as long as the place lives."""
        return FormsRead()

    @cached_property
    def shares_read(self) -> SharesRead:
        """One for as long as the place lives."""
        return SharesRead()

    @cached_property
    def preparing(self) -> Preparing:
        """Made when something is first read, as `days_cards` is."""
        return Preparing(self.s, self.records, self.redraw)

    @cached_property
    def dates(self) -> DateCards:
        """Made when something is first read, as `days_cards` is."""
        return DateCards(self.s, self.records, self.redraw)

    async def load(self) -> None:
        self.visits: Visits = await visits(self.records, self.s.now())
        self.team: Team = await team(self.records, self.s.now())
        self.agenda: Agenda = await self.reading.read(self.records, self.visits, self.s.zone)
        self.ride: Ride = await read_ride(self.records, self.visits.next, self.s.now())
        self.shares: Shares = await patient_shares(self.records, self.shares_read)
        self.writings = await writings(Intention, self.records, self.shares)
        self.now: Now = today(self.visits, self.shares, self.writings, self.s.zone)
        share = self.shares.of(self.now.intention) if self.now.intention is not None else None
        self.is_unsent = share is not None and (await underway(self.records)).of(share) is not None
        self.check = await self._self_check()
        apart = self.check.form if self.check is not None else None
        self.waiting = await waiting(self.s, self.records, self.s.now(), self.s.zone, apart, self.forms_read)
        self.errand = self.waiting.errand
        self.due = await how_many_due(self.records, self.s, self.agenda)
        self.days: Days = await days(
            self.records, self.visits, self.agenda.asks.practices, self.s.now(), self.s.zone
        )
        await self.days_cards.note_asked(self.days)
        is_quiet = self.days.is_session_day  # nothing new is offered on the day itself
        self.suggested = () if is_quiet else await waiting_suggestions(self.records, self.me, self.team)
        await self.suggestions.note_shown(self.suggested)
        self.layer: LayerOffer | None = await layer_offer(
            self.records, self.visits, self.agenda.asks.layers, self.s.now(), self.s.zone
        )
        await note_seen(self.records, self.layer)
        self.groups = await groups(self.records, self.s.now(), self.s.zone)
        every = await holders(self.records, self.visits.sessions, self.s.now())
        self.old_times = [one for one in every if one.changed]
        self.date_news = await self.dates.news(self.visits)
        self.invited = await new_invitations(self.records, self.s.now())
        self.asked = await asked_again(self.records, self.visits.sessions, self.s.now(), self.s.zone)
        self.put_off = await offered_again(self.records, self.s.now(), self.s.zone)
        self.to_sign = await to_sign_now(self.records, self.me, self.s.now(), self.s.zone)
        self.approvals = await pressing_now(self.records, self.s, self.me)
        self.bill: BillDue | None = await bill_due(self.records, self.s.now(), self.s.zone)
        self.news: News | None = await news(self.records, self.me, self.s.now())
        self.alerts = [one for one in await read_alerts(self.records, self.s.language) if not one.is_over]

    async def _self_check(self) -> AnswerToClinic | None:
        """Of the session that is next, while it is to be answered."""
        session = self.visits.next
        if session is None:
            return None
        found = await answer_to_clinic(self.records, self.agenda, session, "self-check", self.s.zone)
        return found if is_to_answer(self.s, found, session) else None

    def looks(self) -> object:
        moment = self.s.now().replace(second=0, microsecond=0)
        status = self.s.status.now if self.s.status is not None else None
        waits = status and (status.phase, status.waiting > 0, status.parked, status.conflicts)
        seen = replace(self.visits, now=moment), replace(self.team, now=moment), self.shares, self.writings
        drawn = (
            self.now,
            self.days,
            replace(self.agenda, now=moment),
            replace(self.ride, now=moment),
            [one.id for one in self.suggested],
            self.layer,
            self.groups,
            self.is_unsent,
            self.waiting,
            self.alerts,
            (self.asked, self.put_off, self.to_sign, self.approvals, self.bill),
            self.news,
            self.old_times,
            self.invited,
            self.date_news,
            self.dates.looks(),
            self.due,
            self.check,
        )
        standing = standing_of(self.s)
        offer = self.s.services.offers_copy, standing.offered_at if standing is not None else None
        return seen, drawn, waits, offer, self.s.services.clinic_ahead
