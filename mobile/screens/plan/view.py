"""Plan (picture 12): the whole course as one line, in the clinic's wall time. What the clinic did not plan is not shown."""

from __future__ import annotations

from functools import cached_property, partial

import flet as ft

from mobile.care.agenda import Session
from mobile.care.intention import Intention
from mobile.care.room_card import RoomCard
from mobile.care.session_rules import CoursePhase, phase_of_session, whole_course
from mobile.design import parts
from mobile.i18n.moments import zone_text
from mobile.screens.live_screen import LiveScreen
from mobile.screens.panels.around_sessions import ways_of_course
from mobile.screens.panels.groups import all_groups
from mobile.screens.panels.room_card import room_card_way
from mobile.screens.panels.session_times import first_fast, zone_unknown
from mobile.screens.plan.coming import coming_card
from mobile.screens.plan.left_behind import KINDS as LEFT
from mobile.screens.plan.left_behind import LeftBehind, left_behind
from mobile.screens.plan.model import Line, Stop, line
from mobile.screens.plan.ways_in import ways_in
from mobile.screens.reads import agenda as due
from mobile.screens.reads import clinic_clock as clocks
from mobile.screens.reads import groups as grouping
from mobile.screens.reads import room_card as cards
from mobile.screens.reads import visits as visiting
from mobile.screens.reads import writings as written
from mobile.screens.reads.agenda import Agenda, AgendaReading, session_route
from mobile.screens.reads.clinic_clock import is_zone_known
from mobile.screens.reads.groups import groups
from mobile.screens.reads.measures import KINDS as MEASURED
from mobile.screens.reads.measures import measures
from mobile.screens.reads.readiness import KINDS as STEPS
from mobile.screens.reads.readiness import board
from mobile.screens.reads.room_card import room_card
from mobile.screens.reads.shares import patient_shares
from mobile.screens.reads.visits import visits
from mobile.screens.reads.writings import writings
from mobile.screens.status_text import begun, session_detail, session_when, span_text


class Plan(LiveScreen):
    """The third tab."""

    follows = tuple(
        dict.fromkeys(
            (
                *visiting.KINDS,
                *written.KINDS,
                *STEPS,
                *MEASURED,
                *grouping.KINDS,
                *due.KINDS,
                *LEFT,
                *clocks.KINDS,
                *cards.KINDS,
            )
        )
    )

    def title(self) -> str:
        return self._("Plan")

    @cached_property
    def reading(self) -> AgendaReading:
        """One for as long as the place lives."""
        return AgendaReading()

    async def load(self) -> None:
        seen = await visits(self.records, self.s.now())
        own = await writings(Intention, self.records, await patient_shares(self.records))
        self.line: Line = line(seen, own)
        self.coming = seen.next
        self.is_zone_known = await is_zone_known(self.records)
        self.board = await board(self.records, self.s.now(), self.s.zone)
        self.groups = await groups(self.records, self.s.now(), self.s.zone)
        self.measures = await measures(self.records, self.s.now(), self.s.zone)
        self.agenda: Agenda = await self.reading.read(self.records, seen, self.s.zone)
        self.card: RoomCard | None = await room_card(self.records)
        self.left: LeftBehind = await left_behind(self.records, self.me, seen.sessions, self.measures)

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if not self.line.stops:
            return [
                *ways_in(self.s, self.board, self.measures, has_all=self.has_all),
                *([self._no_course()] if self.has_all else []),
                *all_groups(self.s, self.groups),
            ]
        rows: list[ft.Control] = ways_in(self.s, self.board, self.measures, has_all=self.has_all)
        text = _("Your sessions")
        if self.line.total is not None:
            total = self.line.total
            text = self.ngettext("Your course: {n} session", "Your course: {n} sessions", total)
            text = text.format(n=total)
            within = whole_course(self.agenda.phases, total)
            if within is not None:
                text = _("{course} in {time}").format(course=text, time=span_text(self.s, within))
        # A clinic that calls the course what the line below calls it, in English, says nothing more in Spanish.
        if self.line.name and self.line.name not in (text, f"Your course: {self.line.total} sessions"):
            rows.append(parts.heading(self.line.name))
        rows.append(parts.section(text))
        rows += self._line()
        times = _("Times are your clinic's ({zone}). To change one, open its details.")
        if self.is_zone_known or not self.has_all:
            rows.append(parts.small(times.format(zone=zone_text(self.s.zone))))
        else:
            rows.append(parts.notice(zone_unknown(self.s), tone="danger"))
        rows += coming_card(self.s, self.agenda, self.coming)
        rows += ways_of_course(self.s)
        if self.coming is not None:
            rows.append(room_card_way(self.s, self.card))
        return [*rows, *all_groups(self.s, self.groups)]

    def _line(self) -> list[ft.Control]:
        """The stops on one line; where the clinic's protocol has several phases, a line for each under its name."""
        phases = self.agenda.phases
        parted: dict[str, list[Stop]] = {}
        for stop in self.line.stops:
            phase = phase_of_session(stop.number, phases) if self.line.total is not None else None
            parted.setdefault(phase.key if phase is not None else "", []).append(stop)
        names = {one.key: self._phase(one) for one in phases}
        rows: list[ft.Control] = []
        for key, stops in parted.items():
            if key:
                rows.append(parts.small(names[key]))
            last = len(stops) - 1
            rows.append(
                parts.stack(*(self._row(stop, place == last) for place, stop in enumerate(stops)), spacing=0)
            )
        return rows

    def _phase(self, phase: CoursePhase) -> str:
        """`Series · Two a week for three weeks.`, and how far apart: what the clinic says of it."""
        language = self.s.language
        texts = [phase.title.in_language(language), phase.text.in_language(language)]
        text = " · ".join(part for part in texts if part)
        if phase.gap is None:
            return text
        apart = self._("At least {time} between two sessions").format(time=span_text(self.s, phase.gap))
        return f"{text}\n{apart}"

    def _no_course(self) -> ft.Control:
        _ = self._
        return parts.empty_state(
            _("No course is planned yet"),
            _("Your clinic plans your sessions with you. Each appears here with its day and time."),
            icon=parts.icons.PLAN,
            action=parts.outline_button(_("Who to call"), self.guard(partial(self.s.go, "/care"))),
        )

    def _row(self, stop: Stop, is_last: bool) -> ft.Control:
        _ = self._
        name = self._called(stop)
        label = {"done": _("took place"), "next": _("next")}.get(stop.state, _("planned"))
        if stop.state == "next" and stop.session is not None:
            name = f"{name} · {session_when(self.s, stop.session)}"
        return parts.timeline_row(
            name,
            self._detail(stop),
            number=stop.number,
            state="done" if stop.state == "done" else "next" if stop.state == "next" else "later",
            state_label=label,
            is_last=is_last,
            action=self._details(stop),
        )

    def _called(self, stop: Stop) -> str:
        """By its number; where nobody numbered them, by the clinic's word for the visit."""
        if self.line.total is not None:
            return self._("Session {number}").format(number=stop.number)
        return (stop.session.name if stop.session else "") or self._("Your session")

    def _details(self, stop: Stop) -> ft.Control | None:
        """The way to its clock times, to another date for it, and to what it left to be known."""
        if stop.session is None:
            return None
        label = self._("Details of your next session")
        if stop.state != "next":
            label = self._("Details: {session}").format(session=self._called(stop))
        go = self.guard(partial(self.s.go, session_route(stop.session)))
        return parts.text_button(self._("Details"), go, label=label)

    def _detail(self, stop: Stop) -> str:
        """What there is to say of one stop, and no more: the clinic's words for the next one, a date for the others."""
        _, s, session = self._, self.s, stop.session
        if session is None:
            return _("Time not set yet")
        if stop.state == "next":
            named = self.line.total is not None
            text = [session_detail(s, session, with_name=named)]
        elif stop.state == "done":
            text = [s.moments.day(session.start_at) if session.start_at else ""]
        else:
            text = [begun(session_when(s, session))]
        if session.is_held_only and stop.state in ("next", "held"):
            text.append(_("time held, not booked yet"))
        text += self._left(stop, session)
        lines = [begun(" · ".join(part for part in text if part))]
        if stop.state == "next":
            lines += [first_fast(s, session, self.agenda), session.instruction]
        return "\n".join(part for part in lines if part)

    def _left(self, stop: Stop, session: Session) -> list[str]:
        """What it left behind, counted: nothing is said of what is not there."""
        entries, replies, answered = (
            self.left.entries_of(session),
            self.left.replies_of(session),
            self.left.measures_of(session) if stop.state == "done" else 0,
        )
        counted = [
            (stop.intentions, self.ngettext("{n} intention", "{n} intentions", stop.intentions)),
            (entries, self.ngettext("{n} entry", "{n} entries", entries)),
            (replies, self.ngettext("{n} reply", "{n} replies", replies)),
            (answered, self.ngettext("{n} measure", "{n} measures", answered)),
        ]
        return [text.format(n=n) for n, text in counted if n]
