"""Amounts, days and states of bills in words."""

from __future__ import annotations

from datetime import date

from mobile.care.cost.bill import Bill
from mobile.care.cost.course_cost import State
from mobile.care.cost.money import Money
from mobile.care.cost.price import Price
from mobile.care.cost.sums import BillStanding
from mobile.design import tokens as t
from mobile.i18n.money import money_text
from mobile.screens.frame import Surroundings


def amount_text(s: Surroundings, amount: Money) -> str:
    """`$3,300`."""
    return money_text(amount.value, amount.currency, amount.decimals, s.language)


def day_text(s: Surroundings, day: date, today: date) -> str:
    """`Jun 1`; of another year `Jun 1, 2025`."""
    short = s.moments.short_day(day)
    if day.year == today.year:
        return short
    return s._("{day}, {year}").format(day=short, year=day.year)


def bill_name(s: Surroundings, bill: Bill, today: date) -> str:
    """As the clinic calls it, or by its day."""
    called = bill.name.in_language(s.language)
    if called:
        return called
    return day_text(s, bill.day, today) if bill.day is not None else s._("Bill")


def bill_title(s: Surroundings, bill: Bill, today: date) -> str:
    """The name of its place: a day alone would not say what stands there."""
    if called := bill.name.in_language(s.language):
        return called
    if bill.due is not None:
        return s._("Bill, due {day}").format(day=day_text(s, bill.due, today))
    if bill.day is not None:
        return s._("Bill of {day}").format(day=day_text(s, bill.day, today))
    return s._("Bill")


def price_text(s: Surroundings, price: Price) -> str:
    """`$400`, `$400 to $800`; "" where it cannot be read."""
    if price.lowest is None or price.highest is None:
        return ""
    if price.is_fixed:
        return amount_text(s, price.lowest)
    return s._("{low} to {high}").format(low=amount_text(s, price.lowest), high=amount_text(s, price.highest))


def state_text(s: Surroundings, state: State, one: BillStanding, today: date) -> str:
    """What its chip says; "" where its day says all."""
    _ = s._
    due = one.bill.due
    if state in ("due", "overdue") and due is not None:
        days = (due - today).days
        if days < 0:
            return _("Was due {day}").format(day=day_text(s, due, today))
        if days == 0:
            return _("Due today")
        return s.ngettext("Due in {n} day", "Due in {n} days", days).format(n=days)
    return {
        "paid": _("Paid"),
        "closed": _("Settled"),
        "covered": _("Ask before you pay"),
        "cancelled": _("Cancelled"),
        "unknown": _("Ask your clinic"),
        "no_day": _("No day yet"),
        "planned": _("Planned"),
    }.get(state, "")


TONES: dict[State, t.Tone] = {"paid": "primary", "due": "prepare", "overdue": "prepare", "unknown": "prepare"}


def trouble_text(s: Surroundings, bill: Bill) -> str:
    """Why its amount is not known."""
    _ = s._
    return {
        "": "",
        "no_amount": _("Your clinic has not said in a way that can be read here how much this is."),
        "negative": _("The amount of this bill is below zero. What that means, your clinic can say."),
        "currencies": _("This bill is in more than one currency, so its parts are not added here."),
    }[bill.trouble]


def due_text(s: Surroundings, one: BillStanding, today: date) -> str:
    """What is left of a bill, and by when: `$900, due in 9 days`."""
    if one.sums is None or one.bill.due is None:
        return ""
    amount, days = amount_text(s, one.sums.left), (one.bill.due - today).days
    if days < 0:
        text = s._("{amount}, was due {day}")
    elif days == 0:
        text = s._("{amount}, due today")
    else:
        text = s.ngettext("{amount}, due in {n} day", "{amount}, due in {n} days", days)
    return text.format(amount=amount, n=days, day=day_text(s, one.bill.due, today))
