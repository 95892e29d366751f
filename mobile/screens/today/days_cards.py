"""The days after a session on Today (picture 17): the band, today's practice, the one thing with a person, the question.

Everything is an offer: what is not wanted is let go with one tap and nothing is asked. Nothing counts and nothing is red.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import flet as ft

from mobile.care.commitment import Commitment, declined, kept
from mobile.care.shared_commitment import State
from mobile.care.words import excerpt
from mobile.design import parts
from mobile.records.errors import ChangedMeanwhile, Locked, NotSaved
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings
from mobile.screens.reconcile import only_opens
from mobile.screens.today import days_pieces as pieces
from mobile.screens.today import keeping
from mobile.screens.today.days import Days, Offered


@dataclass
class DaysCards:
    """Made once for a place: its buttons are known again by it. `again` draws the place anew."""

    s: Surroundings
    records: Keeping
    again: Callable[[], Awaitable[None]]

    def drawn(self, days: Days, beside: list[ft.Control]) -> list[ft.Control]:
        """All of it, in the order of the picture. `beside`: what else is for these days, where they have a band."""
        rows: list[ft.Control] = []
        if days.band is not None:
            rows.append(pieces.band(self.s, days))
        today, together = days.of_today, days.with_somebody
        if today is not None:
            rows += self._practice(days, today)
        if together is not None:
            rows += self._practice(days, together)
        rows += [self._kept(days, one, "") for one in days.others]
        if days.band is not None:
            rows += [*beside, pieces.guidance(self.s)]
        return rows

    def asked(self, days: Days) -> list[ft.Control]:
        """What is asked about today, before anything is offered."""
        return [self._question(days, one) for one in days.asked]

    async def note_asked(self, days: Days) -> None:
        """The question was in view today. A full disk only means that it may stand another day."""
        for one in days.asked:
            if days.today not in one.asked:
                with suppress(NotSaved, Locked, ChangedMeanwhile):
                    await self._change(one.id, partial(_asked, days=days))

    # --- one thing ---

    def _practice(self, days: Days, one: Offered) -> list[ft.Control]:
        label = pieces.label(self.s, days, one)
        if one.commitment is None:
            return [self._offer(one, label)]
        if one.commitment.state == "open":
            day = one.commitment.day
            is_moved = day != days.today and not one.practice.is_with_somebody
            return [self._kept(days, one.commitment, "" if is_moved else label)] if day >= days.today else []
        if one.commitment.state == "done":
            return [pieces.done(self.s, one.commitment, label)]
        return []

    def _offer(self, one: Offered, label: str) -> ft.Control:
        """Of the one with a person everything is the person's to choose: who, what and when."""
        _, guard = self.s._, self.s.guard
        change, decline = (
            guard(partial(self.on_change, one)),
            guard(partial(self.on_decline, one)),
        )
        rows = pieces.practice(self.s, one.practice, label)
        if one.practice.is_with_somebody:
            ways = (
                parts.text_button(_("Choose yours"), change),
                parts.text_button(_("Not this week"), decline),
            )
            return pieces.beside_icon(one.practice.kind, *rows, pieces.ways(*ways))
        keep = guard(partial(self.on_keep, one))
        rows.append(parts.soft_button(_("I will do this"), keep))
        ways = parts.text_button(_("Change it"), change), parts.text_button(_("Not today"), decline)
        return parts.card(*rows, pieces.ways(*ways, is_apart=True), padding=pieces.EDGE)

    def _kept(self, days: Days, one: Commitment, label: str) -> ft.Control:
        _, guard, words = self.s._, self.s.guard, excerpt(one.words)
        return pieces.own(
            self.s,
            days,
            one,
            label or _("You set out to do this"),
            parts.text_button(
                _("Done"),
                guard(partial(self.on_became, one.id, "done")),
                label=_("Done: {words}").format(words=words),
            ),
            parts.text_button(
                _("Change"),
                guard(partial(self.on_open, one.id)),
                label=_("Change: {words}").format(words=words),
            ),
            parts.text_button(
                _("Let it go"),
                guard(partial(self.on_let_go, one.id)),
                label=_("Let it go: {words}").format(words=words),
            ),
        )

    def _question(self, days: Days, one: Commitment) -> ft.Control:
        _, guard = self.s._, self.s.guard
        answers: list[ft.Control] = [
            parts.soft_button(_("Yes, it did"), guard(partial(self.on_became, one.id, "done"))),
            parts.outline_button(_("Not this time"), guard(partial(self.on_became, one.id, "not_this_time"))),
        ]
        if one.may_be_put_off:
            answers.append(
                parts.text_button(_("Ask me later"), guard(partial(self.on_later, days.today, one.id)))
            )
        return pieces.question(self.s, days, one, *answers)

    # --- acts ---

    async def on_keep(self, one: Offered, _: Any = None) -> None:
        await self._keep(one)
        await self.again()

    async def on_change(self, one: Offered, _: Any = None) -> None:
        """Kept first: what is changed is the person's own from then on."""
        self.s.go(f"/commitment/{await self._keep(one)}")

    async def on_decline(self, one: Offered, _: Any = None) -> None:
        no = declined(one.practice, one.session, self.s.now(), day=one.kept_for, today=one.today)
        await keeping.keep(self.records, no)
        self._say_undo(self.s._("Left for another time."), partial(self._undo_decline, no))
        await self.again()

    async def on_became(self, id: str, state: State, _: Any = None) -> None:
        await self._change(id, partial(_became, state=state))
        await self.again()

    async def on_later(self, today: date, id: str, _: Any = None) -> None:
        await self._change(id, partial(_put_off, today=today))
        await self.again()

    async def on_let_go(self, id: str, _: Any = None) -> None:
        await self._change(id, partial(_became, state="let_go"))
        self._say_undo(self.s._("Let go."), partial(self._undo_let_go, id))
        await self.again()

    @only_opens
    def on_open(self, id: str, _: Any = None) -> None:
        self.s.go(f"/commitment/{id}")

    async def _keep(self, one: Offered) -> str:
        words = one.practice.title.in_language(self.s.language)
        mine = kept(one.practice, one.session, words, self.s.now(), day=one.kept_for, today=one.today)
        await keeping.keep(self.records, mine)
        return mine.id

    async def _undo_decline(self, no: Commitment, _: Any = None) -> None:
        await keeping.take_away(self.records, no)

    async def _undo_let_go(self, id: str, _: Any = None) -> None:
        await self._change(id, _taken_up)

    async def _change(self, id: str, how: keeping.Change) -> None:
        await keeping.change(self.records, id, how, self.s.now(), self.s.zone)

    def _say_undo(self, text: str, undo: Any) -> None:
        parts.snack(self.s.page, text, action=self.s._("Undo"), on_action=self.s.guard(undo))


def _became(one: Commitment, *, state: State) -> Commitment:
    return one.became(state)


def _taken_up(one: Commitment) -> Commitment:
    """Undo: only what is still let go."""
    return one.became("open") if one.state == "let_go" else one


def _asked(one: Commitment, *, days: Days) -> Commitment:
    return one.asked_on(days.today)


def _put_off(one: Commitment, *, today: date) -> Commitment:
    return one.put_off(today)
