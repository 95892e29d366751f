"""Today (picture 01): where the person is, the next session, their intention, and one next thing to do.

A day with nothing to do says so. Nothing here counts, praises or warns.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import flet as ft

from mobile.care.sharing import new_id
from mobile.design import parts
from mobile.screens.panels.alert_card import alert_card
from mobile.screens.panels.given_times import old_times_card
from mobile.screens.panels.groups import next_group
from mobile.screens.panels.put_off import again_cards
from mobile.screens.panels.ride_card import ride_line
from mobile.screens.panels.self_check import self_check_card
from mobile.screens.panels.session_day_way import is_open_today
from mobile.screens.reads.layers import let_go
from mobile.screens.reconcile import only_opens
from mobile.screens.today.after_session import after_session
from mobile.screens.today.approval_line import approval_line
from mobile.screens.today.before_session import before_card
from mobile.screens.today.bill_line import bill_line
from mobile.screens.today.errand import Errand
from mobile.screens.today.invitations import invitation_card
from mobile.screens.today.layer import LayerOffer, layer_card
from mobile.screens.today.model import greeting
from mobile.screens.today.news import news_card
from mobile.screens.today.own_intention import intention_card, seen_chip
from mobile.screens.today.pieces import (
    clock_is_wrong,
    copy_offer,
    errand_card,
    errand_row,
    no_session,
    slip_line,
    trouble,
    unsent_card,
)
from mobile.screens.today.reading import TodayRead
from mobile.screens.today.reminders_line import due_line
from mobile.screens.today.slept_on import AskedAgain, asked_again_card
from mobile.screens.today.to_sign import to_sign_line
from mobile.screens.today.where_now import ribbon, session_card


class Today(TodayRead):
    """The first tab."""

    def title(self) -> str:
        _ = self._
        return {
            "morning": _("Good morning"),
            "afternoon": _("Good afternoon"),
            "evening": _("Good evening"),
        }[greeting(self.s.now(), self.s.zone)]

    def watch(self) -> None:
        super().watch()
        copy = self.s.services.clinic_copy
        if copy is not None and self.s.services.offers_copy:  # one may be found at the clinic
            self.keep(copy.watch(self.on_this_page(self.look_soon)))

    def urgent(self) -> list[ft.Control]:
        return [alert_card(self.s, one, has_numbers=True, again=self.redraw) for one in self.alerts]

    def _on_top(self) -> list[ft.Control]:
        """What is wrong or to be answered, and where in the course the person is."""
        rows = [*clock_is_wrong(self.s), *trouble(self.s)]
        if self.s.services.offers_copy:
            rows.append(copy_offer(self.s, self.on_no_copy))
        if self.now.phase is not None:
            rows.append(ribbon(self.s, self.now, self.visits, self.days))
        rows += after_session(self.s, self.now.last, self.agenda)
        rows += self.days_cards.asked(self.days)
        if self.layer is not None and self.layer.is_near:
            rows.append(self._layer(self.layer))
        return rows

    def drawn(self) -> list[ft.Control]:
        now, rows = self.now, self._on_top()
        # Then that is what stands out: the self-check, or else session day.
        is_day = self.check is not None or is_open_today(self.s, now.session)
        layer = [self._layer(self.layer)] if self.layer is not None and not self.layer.is_near else []
        group = next_group(self.s, self.groups, leads_to="/plan")
        after = self.days_cards.drawn(self.days, [*layer, *group])
        after += layer if self.days.band is None else []
        if self.now.phase == "integrate":
            rows += after
        if self.now.session:
            is_day_next = self.check is None
            also = self.preparing.on_the_card(self.now.session, self.agenda, is_day_next=is_day_next)
            also += ride_line(self.s, self.agenda, self.ride, is_next=self._is_ride_next())
            rows += self_check_card(self.s, self.check, self.now.session)
            rows.append(session_card(self.s, self.now.session, self.now.phase, also))
            rows += self.preparing.medicines(self.now.session, self.agenda, self.team)
        elif self.has_all:
            rows.append(no_session(self.s, has_errand=bool(self.errand)))
        rows += due_line(self.s, self.due)
        rows += to_sign_line(self.s, self.to_sign)
        rows += approval_line(self.s, self.approvals)
        rows += bill_line(self.s, self.bill)
        rows += self.dates.on_today(self.date_news, self.visits)
        rows += [invitation_card(self.s, one) for one in self.invited]
        rows += [old_times_card(self.s, one, self.visits.sessions) for one in self.old_times]
        if self.waiting.slip is not None:
            rows.append(slip_line(self.s, self.waiting.slip))
        if self.news is not None:
            rows.append(news_card(self.s, self.news, self.team))
        rows += self.suggestions.drawn(self.suggested, self.team)
        first = self._first()
        if first is not None:
            rows.append(errand_card(self.s, first, stands_out=not is_day))
        step = self.preparing.next_step(self.now, self.agenda, stands_out=not is_day) if first is None else []
        rows += step
        rows += [asked_again_card(self.s, one, partial(self.on_let_go, one)) for one in self.asked]
        rows += again_cards(self.s, self.records, self.put_off, self.redraw)
        if self.waiting.unsent:
            rows.append(unsent_card(self.s, self.waiting.unsent))
        is_offered = now.phase == "integrate" and self.days.of_today is not None
        is_offered = is_offered or (self.layer is not None and self.layer.is_near)
        rows.append(self._intention(is_next=first is None and not step and not is_offered and not is_day))
        other = self.errand if first is None else None
        if self.now.to_do:
            rows.append(self._before(other if other is not None and other.is_before else None))
        if other is not None and not other.is_before:
            rows.append(parts.card(parts.heading(self._("Also for you")), errand_row(self.s, other)))
        if self.now.phase != "integrate":  # the next session is nearer: what is to do before it goes first
            rows += after
        return rows

    def _first(self) -> Errand | None:
        """What stands as the one next thing. None: it is the intention, and an errand is a line below: among what is to do
        before the session, or by itself where it is not asked for because of that."""
        return self.errand if self.errand is not None and (self.errand.leads or not self.now.to_do) else None

    def _is_ride_next(self) -> bool:
        item = self.preparing.next_item(self.now, self.agenda) if self._first() is None else None
        return item is not None and item.kind == "ride"

    def _intention(self, *, is_next: bool) -> ft.Control:
        seen = seen_chip(
            self.s, self.now, self.shares, self.team, is_unsent=self.is_unsent, has_all=self.has_all
        )
        return intention_card(
            self.s, self.now, self.visits, seen, self.on_write, is_next=is_next, has_all=self.has_all
        )

    def _before(self, errand: Errand | None) -> ft.Control:
        is_all = self.errand is None and self.has_all
        prepared = self.preparing.prepared(self.now.session, self.agenda)
        return before_card(self.s, self.now, errand, prepared, self.on_open, self.on_carry, is_all=is_all)

    def _layer(self, offer: LayerOffer) -> ft.Control:
        return layer_card(self.s, offer, partial(self.on_let_layer_go, offer))

    # --- acts ---

    async def on_let_layer_go(self, offer: LayerOffer, _: Any = None) -> None:
        await let_go(self.records, offer.asked.id, offer.today)
        undo = self.guard(partial(self._undo_let_go, offer))
        parts.snack(self.page, self._("Let go."), action=self._("Undo"), on_action=undo)
        await self.redraw()

    async def _undo_let_go(self, offer: LayerOffer, _: Any = None) -> None:
        await let_go(self.records, offer.asked.id, offer.today, is_let_go=False)

    async def on_no_copy(self) -> None:
        await self.s.services.decline_copy()
        await self.redraw()

    async def on_let_go(self, one: AskedAgain, _: Any = None) -> None:
        await self.records.remove(one.slept_on)
        await self.redraw()

    @only_opens
    def on_write(self) -> None:
        self.s.go(f"/intention/{new_id()}")

    @only_opens
    def on_open(self) -> None:
        session = self.now.session
        own = self.writings.for_session(session) if session is not None else self.now.intention
        self.s.go(f"/intention/{own.id if own is not None else new_id()}")

    async def on_carry(self) -> None:
        old, session = self.now.carry_from, self.now.session
        if old is not None and session is not None:
            carried = old.carry_forward(new_id(), session.reference, self.s.now())
            await self.records.save(carried)
            self.s.go(f"/intention/{carried.id}")
