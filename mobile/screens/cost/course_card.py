"""What a course costs, what was paid and what is left, and its bills as the plan they are."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.cost.course_cost import CourseCost
from mobile.care.cost.sums import BillStanding, Sums
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.cost.uncounted import uncounted_texts
from mobile.screens.cost_words import TONES, amount_text, bill_name, day_text, state_text
from mobile.screens.frame import Surroundings
from mobile.screens.reads.cost import Costs


def course_cards(s: Surroundings, costs: Costs, cost: CourseCost) -> list[ft.Control]:
    """The sum, then the plan. What one bill comes to by itself, its row says."""
    sums = [_sum_card(s, costs, cost)] if cost.account is not None or len(cost.bills) > 1 else []
    return [*sums, *_plan_card(s, costs, cost)]


def _sum_card(s: Surroundings, costs: Costs, cost: CourseCost) -> ft.Control:
    _ = s._
    name = cost.account.name.in_language(s.language) if cost.account is not None else ""
    if not name:
        name = _("Your care") if cost.account is not None else _("Other bills")
    rows: list[ft.Control] = [parts.small(name)]
    for sums in cost.by_currency.values():
        rows += _sums(s, sums)
    if len(cost.by_currency) > 1:
        rows.append(parts.small(_("These are different currencies, so they are not added.")))
    if not cost.is_whole:
        rows.append(parts.small(_("This is not the whole: the amount of a bill is not known here.")))
    rows += [parts.small(text) for text in uncounted_texts(s, cost)]
    if cost.is_past_its_end(costs.today):
        rows.append(parts.small(_past_text(s, costs, cost)))
    return parts.card(*rows)


def _past_text(s: Surroundings, costs: Costs, cost: CourseCost) -> str:
    end = cost.account.ends if cost.account is not None else None
    if end is None:
        return s._("Your clinic has closed this, and something is still open in it. Ask what that means.")
    day = day_text(s, end, costs.today)
    return s._(
        "This ended on {day}, and something is still open in it. Ask your clinic what that means."
    ).format(day=day)


def _sums(s: Surroundings, sums: Sums) -> list[ft.Control]:
    _ = s._
    price, paid, left = (amount_text(s, one) for one in (sums.price, sums.paid, sums.left))
    label = _("Paid {paid} of {price}").format(paid=paid, price=price)
    rows: list[ft.Control] = [parts.title(price, level=2)]
    if sums.price:
        rows.append(
            parts.progress_bar(float(min(sums.paid.value, sums.price.value)), float(sums.price.value), label)
        )
    ends = [_("Paid {amount}").format(amount=paid), _("Left {amount}").format(amount=left)]
    rows.append(
        ft.Row([parts.small(one) for one in ends], wrap=True, alignment=ft.MainAxisAlignment.SPACE_BETWEEN)
    )
    if sums.closed:
        closed = _("Your clinic has closed {amount} of it without a payment here.")
        rows.append(parts.small(closed.format(amount=amount_text(s, sums.closed))))
    if sums.ahead:
        ahead = _(
            "You are ahead by {amount}: more was paid than the bills ask. Your clinic says where it goes."
        )
        rows.append(parts.small(ahead.format(amount=amount_text(s, sums.ahead))))
    return rows


def _plan_card(s: Surroundings, costs: Costs, cost: CourseCost) -> list[ft.Control]:
    if not cost.bills:
        return []
    title = s._("Payment plan") if len(cost.standing) > 1 else s._("Bill")
    if cost.account is None and len(cost.bills) == 1:
        title = s._("Another bill")
    elif cost.account is None:
        title = s._("Bills")
    head = ft.Container(parts.heading(title), padding=ft.Padding(t.CARD_PADDING, t.S12, t.CARD_PADDING, 0))
    rows = [_row(s, costs, cost, one) for one in (*cost.standing, *cost.cancelled)]
    return [parts.card(head, *rows, spacing=0, padding=ft.Padding(0, t.S4, 0, t.S8))]


def _row(s: Surroundings, costs: Costs, cost: CourseCost, one: BillStanding) -> ft.Control:
    """One bill: what it is, how it stands, how much. It opens as a whole."""
    state = cost.state(one, costs.today)
    said = state_text(s, state, one, costs.today)
    if costs.waits_for_word(one) is not None:
        said = s._("You went to pay")
    end: list[ft.Control] = [parts.chip(said, tone=TONES.get(state, "quiet"))] if said else []
    if one.bill.amount is not None:
        end.append(parts.strong(amount_text(s, one.bill.amount)))
    row = ft.Row(
        [
            parts.body(bill_name(s, one.bill, costs.today)),
            ft.Row(end, spacing=t.S12, wrap=True, vertical_alignment=ft.CrossAxisAlignment.CENTER),
        ],
        wrap=True,
        width=float("inf"),
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    way = f"/cost/bill/{one.bill.server_id or ''}"
    padding = ft.Padding(t.CARD_PADDING, 11, t.CARD_PADDING, 11)
    return parts.pressable(row, s.guard(partial(s.go, way)), padding=padding, radius=0)
