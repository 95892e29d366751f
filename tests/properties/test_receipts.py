"""Whatever a clinic bills and whoever pays it back: on every receipt, and on its paper, paid and what is left are the charge to the cent."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.care.cost import Bill, Payment
from mobile.care.receipts import EVERYTHING, DaySpan, Receipts, receipts
from mobile.i18n import Moments, Speech
from mobile.printing import Block
from mobile.screens.reads.receipts import Paid
from mobile.screens.receipts.page import receipt_page
from tests.properties.test_cost import lives
from tests.screens.clinic_of import NOW

ZONE = ZoneInfo("America/Chicago")
Life = tuple[list[Bill], list[Payment]]


def surroundings(language: str) -> Any:
    speech = Speech(language)  # type: ignore[arg-type]
    return SimpleNamespace(
        _=speech.gettext, ngettext=speech.ngettext, language=language, moments=Moments(language, ZONE), now=lambda: NOW,
        zone=ZONE, person=None, speech=speech, services=SimpleNamespace(clinic_name=""),
    )  # fmt: skip


def of(life: Life) -> Receipts:
    return receipts(*life, [], [])


@given(lives())
def test_of_each_and_of_all_what_is_paid_let_go_and_left_is_the_charge(life: Life) -> None:
    found = of(life)
    for totals in (*(one.totals for one in found.listed), *found.totals().values()):
        assert totals.paid + totals.let_go + totals.left == totals.charge
        assert not any(
            amount.is_negative for amount in (totals.paid, totals.let_go, totals.left, totals.ahead)
        )
    for currency, totals in found.totals().items():
        same = [one.totals.charge for one in found.listed if one.totals.charge.currency == currency]
        assert totals.charge == sum(same[1:], same[0])


@given(lives())
def test_each_is_in_one_year_or_in_all_days_alone_and_none_is_lost(life: Life) -> None:
    found = of(life)
    by_year = [one for year in found.years for one in found.within(DaySpan.year(year)).listed]
    assert len(by_year) + found.undated == len(found.listed) == len(found.within(EVERYTHING).listed)
    assert len({one.bill.id for one in by_year}) == len(by_year)


def figure(text: str) -> Decimal:
    """An amount on paper, read back."""
    digits = re.sub(r"[^0-9.−]", "", text).replace("−", "-")
    return Decimal(digits)


def table(page: Any, heading: str) -> Block:
    return next(block for row in page.rows for block in row if block.heading == heading)


@settings(deadline=None)
@given(lives(), st.sampled_from(("en", "es")))
def test_the_figures_on_paper_add_up_as_they_are_printed(life: Life, language: str) -> None:
    found = of(life)
    s = surroundings(language)
    page = receipt_page(s, Paid(found), EVERYTHING, NOW)
    printed = table(page, s._("Charges and payments")).table
    assert printed is not None
    assert len(printed.rows) == len(found.listed), "every bill stands on it"
    for row in printed.rows:
        charge, *parts = (figure(cell.words) for cell in row[2:])
        assert sum(parts) == charge
    sums = [block for row in page.rows for block in row if block.heading == s._("In all")]
    assert len(sums) == len(found.totals())
    for block in sums:
        charge, *parts = (figure(item.words) for item in block.items)
        assert sum(parts) == charge


def test_a_day_is_in_no_other_year() -> None:
    assert DaySpan.year(2026).holds(date(2026, 12, 31))
    assert not DaySpan.year(2026).holds(date(2027, 1, 1))
    assert not DaySpan.year(2026).holds(None)
