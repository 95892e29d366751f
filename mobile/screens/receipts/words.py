"""What is said of receipts, on the screen and on the paper alike: amounts, days, and what the clinic has not given."""

from __future__ import annotations

from datetime import date

from mobile.care.receipts import DaySpan, Receipt, Receipts, Service
from mobile.i18n.amounts import plain_number
from mobile.screens.cost_words import amount_text
from mobile.screens.frame import Surroundings
from mobile.screens.reads.receipts import Paid


def span_text(s: Surroundings, days: DaySpan) -> str:
    """`2026`, `All days`, `June 1, 2026 to June 30, 2026`."""
    if days.first is not None and days.last is not None and days == DaySpan.year(days.first.year):
        return str(days.first.year)
    if days.first is not None and days.last is not None:
        text = s._("{first} to {last}")
        return text.format(first=s.moments.full_date(days.first), last=s.moments.full_date(days.last))
    return s._("All days")


def name_text(s: Surroundings, one: Receipt) -> str:
    """What the bill is for, in the clinic's words."""
    names = [
        one.bill.name.in_language(s.language),
        *(service.name.in_language(s.language) for service in one.services),
    ]
    return next((name for name in names if name), "") or s._("A bill of your clinic")


def day_text(s: Surroundings, day: date | None) -> str:
    return s.moments.full_date(day) if day is not None else s._("no day given")


def service_days(s: Surroundings, one: Service) -> str:
    if one.day is not None and one.last_day is not None and one.last_day != one.day:
        return s._("{first} to {last}").format(first=day_text(s, one.day), last=day_text(s, one.last_day))
    if not one.is_service and one.day is not None:
        return s._("billed {day}").format(day=day_text(s, one.day))
    return day_text(s, one.day)


def units_text(one: Service) -> str:
    """The figure as the clinic gives it; "" where it gives none."""
    return plain_number(one.units)


def missing(s: Surroundings, paid: Paid, listed: Receipts) -> list[str]:
    """What a payer asks for and the clinic has not given: a sentence for each."""
    _, issuer, found = s._, paid.issuer, list[str]()
    if not issuer.name:
        found.append(_("The clinic has not given its name."))
    if not issuer.address:
        found.append(_("The clinic has not given its address."))
    if not issuer.npi:
        found.append(_("The clinic has not given its NPI."))
    if not issuer.tax_id:
        found.append(_("The clinic has not given its tax ID."))
    if not issuer.signature and not issuer.signer:
        found.append(_("The clinic has not given a signature."))
    services = [one for receipt in listed.listed for one in receipt.services]
    uncoded = sum(not one.codes for one in services)
    if uncoded:
        text = s.ngettext(
            "The clinic has not given a code for {n} line.",
            "The clinic has not given a code for {n} lines.",
            uncoded,
        )
        found.append(text.format(n=uncoded))
    why = sum(not one.diagnoses for one in services if one.is_service)
    if why:
        text = s.ngettext(
            "The clinic has not given a diagnosis for {n} service.",
            "The clinic has not given a diagnosis for {n} services.",
            why,
        )
        found.append(text.format(n=why))
    bare = sum(not one.services for one in listed.listed)
    if bare:
        text = s.ngettext("{n} bill has no lines.", "{n} bills have no lines.", bare)
        found.append(text.format(n=bare))
    if any(not one.bill.adds_up for one in listed.listed):
        found.append(
            _(
                "The lines of a bill come to something else than the bill. The amount of the bill is what counts here."
            )
        )
    return found


def not_counted(s: Surroundings, every: Receipts) -> list[str]:
    """What is known and stands in no sum: a sentence for each, whatever days are chosen."""
    _, found = s._, list[str]()
    if every.unreadable:
        text = s.ngettext(
            "{n} bill has no amount that can be read, and is not in it.",
            "{n} bills have no amount that can be read, and are not in it.",
            every.unreadable,
        )
        found.append(text.format(n=every.unreadable))
    if every.unclear:
        text = s.ngettext(
            "{n} payment cannot be read, and is not counted.",
            "{n} payments cannot be read, and are not counted.",
            every.unclear,
        )
        found.append(text.format(n=every.unclear))
    if every.whole:
        listed = ", ".join(amount_text(s, one) for one in every.whole)
        found.append(
            _("Paid for no bill that is here, and counted in none: {amounts}.").format(amounts=listed)
        )
    if every.foreign:
        listed = ", ".join(amount_text(s, one) for one in every.foreign)
        found.append(_("Paid in another currency, and not counted in: {amounts}.").format(amounts=listed))
    if every.called_off:
        text = s.ngettext(
            "{n} bill was called off after money came for it. It is not in it.",
            "{n} bills were called off after money came for them. They are not in it.",
            every.called_off,
        )
        found.append(text.format(n=every.called_off))
    return found
