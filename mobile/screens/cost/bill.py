"""`/cost/bill/<id>`: one bill, what for, how it stands, and the way to the clinic's own page for paying.

Lantern takes no payment and no card. That something was paid, only the clinic says: until it does, the place says that it has not.
"""

from __future__ import annotations

from functools import cached_property, partial

import flet as ft

from mobile.care.cost.course_cost import CourseCost
from mobile.care.cost.paying import WentToPay
from mobile.care.cost.sums import BillStanding
from mobile.design import parts
from mobile.screens.cost.ask_way import ask_way
from mobile.screens.cost.bill_cards import bill_cards
from mobile.screens.cost.leading_out import LeadingOut
from mobile.screens.cost.no_word_yet import no_word_yet, unreached_text
from mobile.screens.cost.who_sees import who_sees_text
from mobile.screens.cost_words import (
    amount_text,
    bill_title,
)
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads import guarded
from mobile.screens.reads.cost import KINDS, Costs, costs, left_text
from mobile.screens.reads.ledger import RULES, rules_alone


class OneBill(LiveScreen):
    """The patient's own."""

    follows = tuple(dict.fromkeys((*KINDS, *guarded.KINDS, *RULES)))
    cost: CourseCost | None = None
    one: BillStanding | None = None

    def title(self) -> str:
        if self.one is None:
            return self._("Bill")
        return bill_title(self.s, self.one.bill, self.costs.today)

    @cached_property
    def leading(self) -> LeadingOut:
        return LeadingOut(self.s, self.records, self.path, self.redraw)

    async def load(self) -> None:
        self.costs: Costs = await costs(self.records, self.s.now(), self.s.zone)
        self.cost, self.one = self.costs.bill(self.params["id"]) or (None, None)
        await self.leading.look()
        self.seen_by = who_sees_text(self.s, await rules_alone(self.records, self.s.now()))
        if self.one is None:
            return
        went = self.costs.went.get(self.one.bill.id)
        if went is not None and self.costs.waits_for_word(self.one) is None:
            await self.records.remove(went)  # the clinic has said something since

    def drawn(self) -> list[ft.Control]:
        if self.one is None or self.cost is None:
            return [parts.notice(self._("This bill is not here."))] if self.has_all else []
        return [
            *self._went_to_pay(self.one),
            *bill_cards(self.s, self.one, self.cost, self.costs.today),
            *self._paying(self.one),
            *([parts.small(self.seen_by)] if self.seen_by else []),
            self._ask(),
        ]

    # --- paying ---

    def _paying(self, one: BillStanding) -> list[ft.Control]:
        _, bill = self._, one.bill
        if bill.is_cancelled or one.sums is None or not one.sums.left:
            return []
        if bill.is_planned:
            return [
                parts.small(
                    _("Your clinic has planned this and not billed it yet. Nothing of it is to pay now.")
                )
            ]
        went = self.costs.waits_for_word(one)
        if not bill.pay_page:
            said = (
                _("The page your clinic names for paying cannot be opened safely. Ask how to pay.")
                if bill.has_bad_page
                else _("Your clinic has not named a page for paying this. Ask how to pay.")
            )
            return [parts.small(said)]
        says = _(
            "You pay {amount} on your clinic’s own page. Lantern takes no card. Then come back here."
        ).format(amount=amount_text(self.s, one.sums.left))
        first = _("Pay at your clinic") if went is None else _("Go to your clinic’s page again")
        return self.leading.drawn(bill.pay_page, first=first, says=says, on_open=partial(self._went, one))

    def _went_to_pay(self, one: BillStanding) -> list[ft.Control]:
        """Above everything else: who comes back sees it first, and a second tap on the way out meets no button."""
        went = self.costs.waits_for_word(one)
        if went is None or one.bill.is_cancelled or one.sums is None or not one.sums.left:
            return []
        not_paid = self.guard(partial(self.on_not_paid, went))
        return [no_word_yet(self.s, went, self.guard(self.on_look_again), not_paid)]

    async def _went(self, one: BillStanding) -> None:
        """The page is opening; what was left then is kept, to know when the clinic says something else."""
        await self.records.save(WentToPay(one.bill.id, self.s.now(), left_text(one, self.cost)))

    async def on_look_again(self) -> None:
        await self.s.services.sync_now()
        asked = self._("Your clinic is asked. What it says appears here by itself.")
        self.s.say(unreached_text(self.s) or asked)
        await self.redraw()

    async def on_not_paid(self, went: WentToPay, _: object = None) -> None:
        """Can be taken back: else somebody who did pay is led to paying again."""
        await self.records.remove(went)
        undo = self.guard(partial(self._undo, went))
        text = self._("Noted that you did not pay.")
        parts.snack(self.page, text, action=self._("Undo"), on_action=undo)
        await self.redraw()

    async def _undo(self, went: WentToPay, _: object = None) -> None:
        await self.records.save(went)
        await self.redraw()

    def _ask(self) -> ft.Control:
        return ask_way(self.s, f"{self.path}/ask")
