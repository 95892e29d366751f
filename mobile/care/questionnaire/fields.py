"""Single elements of an item's JSON: a count, a code, a mark, a slider's steps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from mobile.care.questionnaire import addresses as at_url
from mobile.care.questionnaire.elements import extension_of
from mobile.care.questionnaire.item import Item, Slider
from mobile.care.questionnaire.richtext import Rich
from mobile.care.questionnaire.values import Given, decimal_of
from mobile.care.questionnaire.wording import text_of
from mobile.care.resource import Json, each, text_at

_LABELS = ("lower", "upper", "unit")
_FOLDED = ("help", "flyover", "legal")


def of_part(part: object, language: str) -> str:
    return text_of(part, "valueString", language) or text_of(part, "valueMarkdown", language)


def key_of(part: object) -> str:
    return text_at(part, "valueId") or text_at(part, "valueString") or ""


def folds(item: Item) -> str | None:
    """Which word beside its parent a display item is, if it is one and always shows."""
    if item.type != "display" or item.conditions or item.expressions.enable or item.hidden:
        return None
    for slot in (item.control, item.category):
        if slot in _FOLDED or slot in _LABELS:
            return slot
    return None


def words_of(item: Item | None) -> Rich | None:
    return item.text if item is not None and item.text else None


def code_of(extension: Json | None) -> str | None:
    concept = extension.get("valueCodeableConcept") if extension else None
    return next((code for coding in each(concept, "coding") if (code := text_at(coding, "code"))), None)


def control_of(given: Json) -> str | None:
    return code_of(extension_of(given, at_url.ITEM_CONTROL))


def is_marked(given: Json, url: str) -> bool:
    found = extension_of(given, url)
    return found is not None and found.get("valueBoolean") is True


def count_of(value: object) -> int | None:
    number = decimal_of(value)
    if number is None or number != number.to_integral_value() or not 0 <= number <= 2**53:
        return None
    return int(number)


def whole_at(given: Json, url: str) -> int | None:
    found = extension_of(given, url) or {}
    values = (count_of(found[name]) for name in found if name.startswith("value"))
    return next((value for value in values if value is not None), None)


def megabytes_at(given: Json, url: str) -> int | None:
    """A limit that the form gives in megabytes, in bytes."""
    found = extension_of(given, url) or {}
    values = (decimal_of(found[name]) for name in found if name.startswith("value"))
    limit = next((value for value in values if value is not None and value > 0), None)
    return int(limit * 1024 * 1024) if limit is not None and limit < 1_000_000 else None


def slider_of(item: Item, given: Json, folded: Mapping[str, Item]) -> Slider | None:
    if item.control != "slider" or item.type not in ("integer", "decimal", "quantity"):
        return None
    step = whole_at(given, at_url.SLIDER_STEP)
    low, high = _number(item.min_value), _number(item.max_value)
    low = Decimal(0) if low is None else low
    high = (Decimal(100) if low < 100 else low + 100) if high is None else high
    if high <= low:
        return None
    lower, upper = folded.get("lower"), folded.get("upper")
    return Slider(
        Decimal(step or 1),
        low,
        high,
        lower.text.plain if lower else "",
        upper.text.plain if upper else "",
    )


def _number(given: Given | None) -> Decimal | None:
    return decimal_of(getattr(given.value, "value", given.value)) if given else None


def initial_of(given: Json) -> list[Json]:
    """First answers as older forms have them, in `initialX`, as R4 has them: one `valueX` each."""
    named = (holder for holder in (given, *each(given, "initial")))
    return [
        {f"value{found[1]}": value}
        for holder in named
        for name, value in holder.items()
        if (found := re.fullmatch(r"initial([A-Z]\w*)", name))
    ]
