"""`/cost/bill/<id>`: one bill, what for, how it stands, and the way to the clinic's own page for paying.

Lantern takes no payment and no card. That something was paid, only the clinic says: until it does, the place says that it has not.
"""

from __future__ import annotations

from functools import cached_property, partial

import flet as ft

from mobile.care.cost.bill import Bill
from mobile.care.cost.course_cost import CourseCost
from mobile.care.cost.paying import WentToPay
from mobile.care.cost.sums import BillStanding
from mobile.design import parts
from mobile.screens.cost.leading_out import LeadingOut
from mobile.screens.cost_words import (
    TONES,
    amount_text,
    bill_name,
    day_text,
    state_text,
    trouble_text,
)
from mobile.screens.live_screen import LiveScreen
from mobile.screens.reads import guarded
from mobile.screens.reads.cost import KINDS, Costs, costs, left_text


class OneBill(LiveScreen):
    """The patient's own."""

    follows = (*KINDS, *guarded.KINDS)
    cost: CourseCost | None = None
    one: BillStanding | None = None

    def title(self) -> str:
        if self.one is None:
            return self._("Bill")
        return bill_name(self.s, self.one.bill, self.costs.today)

    @cached_property
    def leading(self) -> LeadingOut:
        return LeadingOut(self.s, self.records, self.path, self.redraw)

    async def load(self) -> None:
        self.costs: Costs = await costs(self.records, self.s.now(), self.s.zone)
        self.cost, self.one = self.costs.bill(self.params["id"]) or (None, None)
        await self.leading.look()
        if self.one is None:
            return
        went = self.costs.went.get(self.one.bill.id)
        if went is not None and self.costs.waits_for_word(self.one) is None:
            await self.records.remove(went)  # the clinic has said something since

    def drawn(self) -> list[ft.Control]:
        if self.one is None or self.cost is None:
            return [parts.notice(self._("This bill is not here."))] if self.has_all else []
        return [
            self._head(self.one, self.cost),
            *self._lines(self.one.bill),
            *self._odd(self.one),
            *self._paying(self.one),
            self._ask(),
        ]

    # --- what it is ---

    def _head(self, one: BillStanding, cost: CourseCost) -> ft.Control:
        _, bill, today = self._, one.bill, self.costs.today
        state = cost.state(one, today)
        said = state_text(self.s, state, one, today)
        rows: list[ft.Control] = []
        if bill.amount is not None:
            rows.append(parts.title(amount_text(self.s, bill.amount), level=2))
        if said:
            rows.append(parts.chip(said, tone=TONES.get(state, "quiet")))
        if bill.due is not None:
            rows.append(parts.fact_row(_("Due"), day_text(self.s, bill.due, today)))
        if bill.dated is not None:
            rows.append(parts.fact_row(_("Written"), day_text(self.s, bill.dated, today)))
        if one.sums is not None and not bill.is_cancelled:
            rows.append(parts.fact_row(_("Paid"), amount_text(self.s, one.sums.paid)))
            rows.append(parts.fact_row(_("Left"), amount_text(self.s, one.sums.left)))
        return parts.card(*rows)

    def _lines(self, bill: Bill) -> list[ft.Control]:
        """What it is for, and the clinic's own words about paying."""
        _, language = self._, self.s.language
        rows: list[ft.Control] = [parts.heading(_("What it is for"))]
        if not bill.lines:
            rows.append(parts.body(_("Your clinic has not said what this bill is for. You can ask.")))
        for line in bill.lines:
            name = line.name.in_language(language) or _("Something without a name")
            amount = amount_text(self.s, line.amount) if line.amount is not None else _("no amount said")
            rows.append(parts.fact_row(name, amount))
        if not bill.adds_up:
            rows.append(
                parts.small(_("Its lines come to another sum. The amount above is as your clinic wrote it."))
            )
        if terms := bill.terms.in_language(language):
            rows += [parts.small(_("What your clinic says:"), is_strong=True), parts.body(terms)]
        return [parts.card(*rows)]

    def _odd(self, one: BillStanding) -> list[ft.Control]:
        """What does not fit together, in plain words."""
        _, bill, sums = self._, one.bill, one.sums
        said = [trouble_text(self.s, bill)]
        if bill.is_cancelled:
            said.append(_("Your clinic cancelled this bill: nothing of it is to pay."))
        if bill.is_cancelled and bill.why_cancelled:
            said.append(bill.why_cancelled)
        if sums is not None and sums.ahead:
            ahead = _(
                "You are ahead by {amount}: more was paid than this asks. Your clinic says where it goes."
            )
            said.append(ahead.format(amount=amount_text(self.s, sums.ahead)))
        if sums is not None and sums.closed:
            closed = _("Your clinic has closed {amount} of it without a payment here.")
            said.append(closed.format(amount=amount_text(self.s, sums.closed)))
        if one.foreign:
            listed = ", ".join(amount_text(self.s, part) for part in one.foreign)
            said.append(_("Paid in another currency, and not counted in: {amounts}.").format(amounts=listed))
        if one.is_unclear:
            said.append(_("More was paid back for it than is known here to have been paid. Ask your clinic."))
        return [parts.notice(text) for text in said if text]

    # --- paying ---

    def _paying(self, one: BillStanding) -> list[ft.Control]:
        _, bill = self._, one.bill
        if bill.is_cancelled or one.sums is None or not one.sums.left:
            return []
        went = self.costs.waits_for_word(one)
        rows: list[ft.Control] = []
        if went is not None:
            rows.append(self._no_word_yet(went))
        if not bill.pay_page:
            said = (
                _("The page your clinic names for paying cannot be opened safely. Ask how to pay.")
                if bill.has_bad_page
                else _("Your clinic has not named a page for paying this. Ask how to pay.")
            )
            return [*rows, parts.small(said)]
        says = _(
            "You pay {amount} on your clinic’s own page. Lantern takes no card. Then come back here."
        ).format(amount=amount_text(self.s, one.sums.left))
        first = _("Pay at your clinic") if went is None else _("Go to your clinic’s page again")
        return [
            *rows,
            *self.leading.drawn(bill.pay_page, first=first, says=says, on_open=partial(self._went, one)),
        ]

    def _no_word_yet(self, went: WentToPay) -> ft.Control:
        when = self.s.moments.near(went.at, self.s.now())
        text = self._("You went to pay {when}. Your clinic has not said yet that it arrived.").format(
            when=when
        )
        return parts.card(
            parts.body(text),
            parts.button_row(
                parts.soft_button(self._("Look again"), self.guard(self.on_look_again)),
                parts.outline_button(self._("I did not pay"), self.guard(partial(self.on_not_paid, went))),
            ),
            tone="prepare",
        )

    async def _went(self, one: BillStanding) -> None:
        """The page is opening; what was left then is kept, to know when the clinic says something else."""
        await self.records.save(WentToPay(one.bill.id, self.s.now(), left_text(one)))

    async def on_look_again(self) -> None:
        await self.s.services.sync_now()
        await self.redraw()

    async def on_not_paid(self, went: WentToPay, _: object = None) -> None:
        await self.records.remove(went)
        await self.redraw()

    def _ask(self) -> ft.Control:
        way = self.guard(partial(self.s.go, f"{self.path}/ask"))
        return ft.Row(
            [parts.text_button(self._("Ask about this"), way, icon=parts.icons.MESSAGES)], wrap=True
        )
