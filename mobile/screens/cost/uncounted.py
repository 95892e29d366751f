"""Money in the clinic's records that is in no sum here, or in that of a course and of no one bill: said, so that nobody pays twice."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.care.cost.course_cost import CourseCost
from mobile.care.cost.money import Money
from mobile.care.cost.sums import BillStanding
from mobile.screens.cost_words import amount_text
from mobile.screens.frame import Surroundings


def uncounted_texts(s: Surroundings, cost: CourseCost) -> list[str]:
    """Nothing where all that came is counted."""
    _, said = s._, list[str]()
    if cost.unclear:
        said.append(_("A payment in your clinic’s records cannot be read here, so it is not counted in."))
    if cost.nowhere:
        text = _(
            "Your clinic’s records hold money that is put to nothing here, so it is not counted in: {amounts}. Ask your clinic where it goes."
        )
        said.append(text.format(amounts=_listed(s, cost.nowhere)))
    return said


def for_all_text(s: Surroundings, one: BillStanding, cost: CourseCost) -> str:
    """Of a bill with something left: that money came for its course as a whole, which may be meant for it."""
    amounts = [each for each in cost.for_all if each]
    if one.bill.is_cancelled or one.sums is None or not one.sums.left or not amounts:
        return ""
    text = s._(
        "For your course as a whole your clinic has, put to no one bill: {amounts}. Ask before you pay this."
    )
    return text.format(amounts=_listed(s, amounts))


def _listed(s: Surroundings, amounts: Iterable[Money]) -> str:
    return ", ".join(amount_text(s, one) for one in amounts)
