"""What of a form is scored, as the form itself says: its total, the questions that count, and where the scoring was published.

Versioned data of the clinic's, with its citation. Bands are not read: no answer is ever turned into a verdict here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from mobile.care.codes import CALCULATED_EXTENSION, EXTRACT_EXTENSION, ORDINAL_EXTENSION, extension
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.items import Placed, options
from mobile.care.resource import Json, at, each, extension_of, text_at
from mobile.care.safety.asking import is_never_summed
from mobile.care.translated import Wording

SCORE_EXTENSION = extension("score")
PRO_RATING = extension("pro-rating")
"""Set on a total by a clinic that uses a published rule for skipped questions; its text cites the rule."""

MoreIs = Literal["more-symptoms", "better"]


@dataclass(frozen=True)
class Instrument:
    """One measure with a total. `scored`: the linkIds that must all be answered for there to be one."""

    form: str  # canonical
    title: Wording
    total_link: str
    total_codes: tuple[Json, ...] = field(repr=False)
    is_whole: bool  # the total is a whole number
    scored: tuple[str, ...]
    conditional: frozenset[str] = frozenset()  # of those, the ones that are not always asked
    least: Decimal | None = None
    most: Decimal | None = None
    more_is: MoreIs | None = None
    citation: str | None = None
    pro_rating: str | None = None
    is_total_for_clinician: bool = False


def instrument_of(form: FormDefinition) -> Instrument | None:
    """The instrument a form is; None for one that has no total, or whose answers must never be summed."""
    if form.has_no_total or is_never_summed(form):
        return None
    places = list(form.placed())
    total = next((one for one in places if _is_total(one)), None)
    if total is None:
        return None
    score = extension_of(total.item, SCORE_EXTENSION)
    more = text_at(extension_of(score, "more-is"), "valueCode")
    scored = _scored(places, total)
    return Instrument(
        form=form.canonical,
        title=form.title,
        total_link=total.link_id,
        total_codes=tuple(each(total.item, "code")),
        is_whole=total.type == "integer",
        scored=tuple(one.link_id for one in scored),
        conditional=frozenset(one.link_id for one in scored if _is_conditional(one)),
        least=_number(at(extension_of(score, "min"), "valueDecimal")),
        most=_number(at(extension_of(score, "max"), "valueDecimal")),
        more_is="better" if more == "better" else "more-symptoms" if more == "more-symptoms" else None,
        citation=text_at(extension_of(score, "citation"), "valueString"),
        pro_rating=text_at(extension_of(total.item, PRO_RATING), "valueString"),
        is_total_for_clinician=form.is_total_for_clinician,
    )


def _is_total(place: Placed) -> bool:
    is_extracted = at(extension_of(place.item, EXTRACT_EXTENSION), "valueBoolean") is True
    is_worked_out = extension_of(place.item, CALCULATED_EXTENSION) is not None
    return (
        bool(place.link_id)
        and is_worked_out
        and (is_extracted or extension_of(place.item, SCORE_EXTENSION) is not None)
        and place.type in ("integer", "decimal", "quantity")
    )


def _scored(places: list[Placed], total: Placed) -> list[Placed]:
    """The questions its expression names; where it names none, all whose options carry a number."""
    asked = [one for one in places if one.is_question]
    stated = text_at(extension_of(total.item, CALCULATED_EXTENSION), "valueExpression", "expression") or ""
    named = [one for one in asked if f"'{one.link_id}'" in stated or f'"{one.link_id}"' in stated]
    return named or [
        one
        for one in asked
        if any(extension_of(option, ORDINAL_EXTENSION) is not None for _, _, option in options(one.item))
    ]


def _is_conditional(place: Placed) -> bool:
    chain = (*place.above, place.item)
    is_by_expression = any(
        (text_at(mark, "url") or "").endswith("enableWhenExpression")
        for one in chain
        for mark in each(one, "extension")
    )
    return is_by_expression or any(one.get("enableWhen") for one in chain)


def _number(value: object) -> Decimal | None:
    is_number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    return Decimal(str(value)) if is_number else None
