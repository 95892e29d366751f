"""The receipt on paper: who gives it and for whom, the services with their codes, each bill with what was paid and is left.

Labels of codes are the clinic's or none. Nothing says that a cost is eligible for anything: that, a plan's administrator says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mobile.care.portable.entries import born_of
from mobile.care.receipts import DaySpan, Receipt, Service, Totals, npi_of
from mobile.i18n.moments import zone_text
from mobile.printing import Block, Item, Summary, Table
from mobile.screens.cost_words import amount_text
from mobile.screens.frame import Surroundings
from mobile.screens.reads.receipts import Paid
from mobile.screens.receipts.words import (
    day_text,
    missing,
    name_text,
    not_counted,
    service_days,
    span_text,
    units_text,
)
from mobile.screens.stated_day import stated_day_text


def receipt_page(s: Surroundings, paid: Paid, days: DaySpan, made_at: datetime) -> Summary:
    """`made_at` is aware."""
    _, m = s._, s.moments
    listed = paid.receipts.within(days)
    made = _("Made {when}, {zone} time").format(
        when=f"{m.full_date(made_at)}, {m.time(made_at)}", zone=zone_text(s.zone)
    )
    bills = sorted(
        listed.listed, key=lambda one: (one.day is None, one.day or m.local(made_at).date(), one.bill.id)
    )
    rows: list[tuple[Block, ...]] = [(_issuer(s, paid), _patient(s, paid, days))]
    if any(one.services for one in bills):
        rows.append((_services(s, paid, bills),))
    rows.append((_bills(s, bills),))
    rows += [(block,) for block in _sums(s, listed.totals())]
    said = [*missing(s, paid, listed), *not_counted(s, paid.receipts)]
    if said:
        rows.append((Block(_("What is missing"), tuple(Item(one) for one in said), tone="leave"),))
    rows += [(block,) for block in _signature(s, paid)]
    foot = _(
        "Every figure and code is the clinic’s own. Receipts like this can often be used for an HSA, an FSA or an insurer: "
        "ask whoever runs yours."
    )
    return Summary(
        _("Receipt for care, {days}").format(days=span_text(s, days)),
        (),
        (paid.issuer.name or s.services.clinic_name or "", made),
        tuple(rows),
        foot,
        s.language,
        made_at,
        _("Page {page} of {pages}"),
        _("This goes on on the next page"),
        _("Some letters cannot be printed here and are shown as [?]. In Lantern they are whole."),
    )


def _issuer(s: Surroundings, paid: Paid) -> Block:
    _, one = s._, paid.issuer
    none = _("not given by the clinic")
    return Block(
        _("Given by"),
        (
            Item(one.name or none, label=_("Provider")),
            Item("\n".join(one.address) or none, label=_("Address")),
            Item(one.npi or none, label=_("NPI")),
            Item(one.tax_id or none, label=_("Tax ID")),
        ),
    )


def _patient(s: Surroundings, paid: Paid, days: DaySpan) -> Block:
    _, patient = s._, paid.patient
    own = s.person.name if s.person is not None else ""
    born = born_of(patient)
    items = [
        Item((patient.name if patient is not None else "") or own, label=_("Patient")),
        Item(stated_day_text(s, born) or _("not given by the clinic"), label=_("Date of birth")),
        Item(span_text(s, days), label=_("Days of care")),
    ]
    return Block(_("Given to"), tuple(items))


def _services(s: Surroundings, paid: Paid, bills: list[Receipt]) -> Block:
    _ = s._
    heads = (_("Date"), _("Service"), _("Code"), _("Units"), _("Diagnosis"), _("Charge"))
    rows = tuple(_service(s, paid, one) for receipt in bills for one in receipt.services)
    return Block(_("Services"), table=Table(heads, rows, (0.17, 0.31, 0.1, 0.09, 0.2, 0.13)))


def _service(s: Surroundings, paid: Paid, one: Service) -> tuple[Item, ...]:
    _ = s._
    provider = paid.providers.get(one.provider or "")
    name = (provider.name if provider is not None else "") or one.provider_name
    npi = npi_of(provider)
    by = [name, _("NPI {number}").format(number=npi) if npi and name else "", one.place]
    why = [
        " ".join(part for part in (each.code, each.name.in_language(s.language)) if part)
        for each in one.diagnoses
    ]
    return (
        Item(service_days(s, one)),
        Item(
            one.name.in_language(s.language) or _("no name given"),
            detail=", ".join(part for part in by if part),
        ),
        Item(", ".join(one.codes) or "–"),
        Item(units_text(one) or "–"),
        Item("; ".join(part for part in why if part) or "–"),
        Item(amount_text(s, one.amount) if one.amount is not None else "–"),
    )


def _bills(s: Surroundings, bills: list[Receipt]) -> Block:
    _ = s._
    has_let_go = any(one.totals.let_go for one in bills)
    heads = [_("Bill"), _("Paid on"), _("Charge"), _("Paid"), _("Balance")]
    if has_let_go:
        heads.insert(4, _("Let go"))
    rows: list[tuple[Item, ...]] = []
    for one in bills:
        cells = [
            Item(name_text(s, one), detail=day_text(s, one.day)),
            Item(", ".join(day_text(s, day) for day in one.paid_on) or _("no day given")),
            *_amounts(s, one.totals, has_let_go=has_let_go),
        ]
        rows.append(tuple(cells))
    shares = (0.34, 0.24, *(0.42 / (len(heads) - 2) for _ in heads[2:]))
    return Block(_("Charges and payments"), table=Table(tuple(heads), tuple(rows), shares))


def _amounts(s: Surroundings, totals: Totals, *, has_let_go: bool) -> list[Item]:
    cells = [totals.charge, totals.paid, *([totals.let_go] if has_let_go else []), totals.left]
    return [Item(amount_text(s, one)) for one in cells]


def _sums(s: Surroundings, totals: Mapping[str, Totals]) -> list[Block]:
    """One for each currency: they are never added."""
    _, found = s._, list[Block]()
    for one in totals.values():
        lines = [
            Item(amount_text(s, one.charge), label=_("Charge")),
            Item(amount_text(s, one.paid), label=_("Paid")),
        ]
        if one.let_go:
            lines.append(Item(amount_text(s, one.let_go), label=_("Let go by the clinic")))
        lines.append(Item(amount_text(s, one.left), label=_("Balance")))
        note = ""
        if one.ahead:
            note = _("{amount} more was paid than was charged. It is not counted in “Paid”.")
            note = note.format(amount=amount_text(s, one.ahead))
        found.append(Block(_("In all"), tuple(lines), note=note, is_wide=True))
    return found


def _signature(s: Surroundings, paid: Paid) -> list[Block]:
    one = paid.issuer
    if not one.signature and not one.signer:
        return []
    return [
        Block(
            s._("Signature of the provider"), (Item(one.signer),) if one.signer else (), picture=one.signature
        )
    ]
