"""What the clinic asks for before the next session, on Today: ticked off here, kept here, and its first clock time in words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import flet as ft

from mobile.care.agenda import Session
from mobile.care.agenda.item import AgendaItem
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings
from mobile.screens.panels.session_day_way import day_way
from mobile.screens.panels.session_times import first_fast, medicines_card, overlap_notice, preparation_rows
from mobile.screens.reads.agenda import KINDS as KINDS
from mobile.screens.reads.agenda import Agenda, ate_route, tick
from mobile.screens.reads.ride import ride_route
from mobile.screens.reads.team import Team
from mobile.screens.today.model import Today


@dataclass(frozen=True)
class PreparedRows:
    """One row for each thing, and how many of them are done."""

    rows: list[ft.Control]
    done: int


@dataclass
class Preparing:
    """Made once for a place: its buttons are known again by it. `again` draws the place anew."""

    s: Surroundings
    records: Keeping
    again: Callable[[], Awaitable[None]]

    def on_the_card(self, session: Session, known: Agenda, *, is_day_next: bool) -> list[ft.Control]:
        """Lines of the session's card: its first time that is still to come, that it overlaps another, the way into its day, and
        the way on for who ate after a time that has passed. `is_day_next`: the day is the next thing."""
        text = first_fast(self.s, session, known)
        rows: list[ft.Control] = [parts.small(text, color=t.INK, is_strong=True)] if text else []
        rows += [*overlap_notice(self.s, session, known), *day_way(self.s, session, is_next=is_day_next)]
        passed = [one for one in known.of(session, "fasting") if one.at is not None and one.at <= known.now]
        if passed:
            go = self.s.guard(partial(self.s.go, ate_route(session)))
            rows.append(parts.text_button(self.s._("I ate or drank after these times"), go))
        return rows

    def prepared(self, session: Session | None, known: Agenda) -> PreparedRows:
        """What the clinic asks to be prepared for it by now."""
        items = known.to_prepare(session)
        rows = preparation_rows(self.s, items, lambda key: partial(self.on_tick, key))
        return PreparedRows(rows, sum(1 for one in items if one.is_done))

    def next_item(self, now: Today, known: Agenda) -> AgendaItem | None:
        """The one thing to do next, where it is of these: the ride, from the clinic's time on, because without one nobody gets
        home; once the intention is settled, whatever is open. None where it is not."""
        is_settled = bool(now.to_do) and now.done == len(now.to_do)
        open_ones = [one for one in known.to_prepare(now.session) if not one.is_done]
        rides = [one for one in open_ones if one.kind == "ride" and one.at is not None]
        return next(iter(rides or (open_ones if is_settled else [])), None)

    def next_step(self, now: Today, known: Agenda, *, stands_out: bool) -> list[ft.Control]:
        """The same as a card."""
        first = self.next_item(now, known)
        if first is None:
            return []
        language, _ = self.s.language, self.s._
        button = parts.primary_button if stands_out else parts.outline_button
        rows: list[ft.Control] = [
            parts.subheading(_("Your next step"), level=2, color=t.PREPARE),
            parts.heading(first.title.in_language(language), level=3),
        ]
        if first.text:
            rows.append(parts.small(first.text.in_language(language), color=t.INK))
        if first.kind == "ride" and first.session is not None:
            go = self.s.guard(partial(self.s.go, ride_route(first.session)))
            rows.append(button(_("Begin"), go))
        else:
            rows.append(button(_("It is done"), self.s.guard(partial(self.on_tick, first.key))))
        return [parts.card(*rows, tone="prepare")]

    def medicines(self, session: Session | None, known: Agenda, team: Team) -> list[ft.Control]:
        """The clinic's words for the day: on the day before it, and until the session begins."""
        if session is None or session.start_at is None or known.now >= session.start_at:
            return []
        is_near = self.s.moments.days_between(known.now, session.start_at) <= 1
        return medicines_card(self.s, known, team) if is_near else []

    async def on_tick(self, key: str, _: Any = None) -> None:
        await tick(self.records, key)
        await self.again()
