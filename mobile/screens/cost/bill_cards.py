"""What one bill says: how much, by when, what for, what came for it, and what of it does not fit together, in plain words."""

from __future__ import annotations

from datetime import date

import flet as ft

from mobile.care.cost.bill import Bill
from mobile.care.cost.course_cost import CourseCost
from mobile.care.cost.sums import BillStanding
from mobile.design import parts
from mobile.screens.cost.uncounted import for_all_text, uncounted_texts
from mobile.screens.cost_words import TONES, amount_text, day_text, state_text, trouble_text
from mobile.screens.frame import Surroundings


def bill_cards(s: Surroundings, one: BillStanding, cost: CourseCost, today: date) -> list[ft.Control]:
    """All of it but the way to pay."""
    return [_head(s, one, cost, today), *_lines(s, one.bill), *_payments(s, one, today), *_odd(s, one, cost)]


def _head(s: Surroundings, one: BillStanding, cost: CourseCost, today: date) -> ft.Control:
    _, bill = s._, one.bill
    state = cost.state(one, today)
    said = state_text(s, state, one, today)
    rows: list[ft.Control] = []
    if bill.amount is not None:
        rows.append(parts.title(amount_text(s, bill.amount), level=2))
    if said:
        rows.append(parts.chip(said, tone=TONES.get(state, "quiet")))
    if bill.due is not None:
        rows.append(parts.fact_row(_("Due"), day_text(s, bill.due, today)))
    if bill.dated is not None:
        rows.append(parts.fact_row(_("Written"), day_text(s, bill.dated, today)))
    if one.sums is not None and not bill.is_cancelled:
        rows.append(parts.fact_row(_("Paid"), amount_text(s, one.sums.paid)))
        rows.append(parts.fact_row(_("Left"), amount_text(s, one.sums.left)))
    return parts.card(*rows)


def _lines(s: Surroundings, bill: Bill) -> list[ft.Control]:
    """What it is for, and the clinic's own words about paying."""
    _, language = s._, s.language
    rows: list[ft.Control] = [parts.heading(_("What it is for"))]
    if not bill.lines:
        rows.append(parts.body(_("Your clinic has not said what this bill is for. You can ask.")))
    for line in bill.lines:
        name = line.name.in_language(language) or _("Something without a name")
        amount = amount_text(s, line.amount) if line.amount is not None else _("no amount said")
        rows.append(parts.fact_row(name, amount))
    if not bill.adds_up:
        rows.append(
            parts.small(_("Its lines come to another sum. The amount above is as your clinic wrote it."))
        )
    if terms := bill.terms.in_language(language):
        rows += [parts.small(_("What your clinic says:"), is_strong=True), parts.body(terms)]
    return [parts.card(*rows)]


def _payments(s: Surroundings, one: BillStanding, today: date) -> list[ft.Control]:
    """What came and what was given back, by day."""
    if not one.parts:
        return []
    rows: list[ft.Control] = [parts.heading(s._("What was paid"))]
    for part in one.parts:
        day = s._("No day said")
        if part.paid_on is not None:
            day = day_text(s, part.paid_on, today)
        if part.amount.is_negative:
            day = s._("Paid back, {day}").format(day=day)
        amount = -part.amount if part.amount.is_negative else part.amount
        rows.append(parts.fact_row(day, amount_text(s, amount)))
    return [parts.card(*rows)]


def _odd(s: Surroundings, one: BillStanding, cost: CourseCost) -> list[ft.Control]:
    """What does not fit together, in plain words."""
    _, bill, sums = s._, one.bill, one.sums
    said = [trouble_text(s, bill)]
    if bill.is_cancelled:
        said.append(_("Your clinic cancelled this bill: nothing of it is to pay."))
    if bill.is_cancelled and bill.why_cancelled:
        said.append(bill.why_cancelled)
    if sums is not None and sums.ahead:
        ahead = _("You are ahead by {amount}: more was paid than this asks. Your clinic says where it goes.")
        said.append(ahead.format(amount=amount_text(s, sums.ahead)))
    if sums is not None and sums.closed:
        closed = _("Your clinic has closed {amount} of it without a payment here.")
        said.append(closed.format(amount=amount_text(s, sums.closed)))
    if one.foreign:
        listed = ", ".join(amount_text(s, part) for part in one.foreign)
        said.append(_("Paid in another currency, and not counted in: {amounts}.").format(amounts=listed))
    if one.is_unclear:
        said.append(_("More was paid back for it than is known here to have been paid. Ask your clinic."))
    said.append(for_all_text(s, one, cost))
    if not bill.is_cancelled:
        said += uncounted_texts(s, cost)
    return [parts.notice(text) for text in said if text]
