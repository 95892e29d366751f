"""A form's questions as its JSON lists them, and what a response says to each: plain walks, no rules of enablement.

The engine knows what is asked just now; this only knows what stands in the documents. Nothing here raises on any JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from mobile.care.codes import (
    CALCULATED_EXTENSION,
    HIDDEN_EXTENSION,
    ORDINAL_EXTENSION,
    WEIGHT_EXTENSION,
    extension,
)
from mobile.care.resource import Json, at, each, extension_of, text_at

WITHHELD_EXTENSION = extension("answer-withheld")
MOST_ITEMS = 20_000
"""So many items are looked at, whatever a document holds."""


@dataclass(frozen=True)
class Placed:
    """An item and the items it stands under, outermost first."""

    item: Json
    above: tuple[Json, ...] = ()

    @property
    def link_id(self) -> str:
        return text_at(self.item, "linkId") or ""

    @property
    def type(self) -> str:
        return text_at(self.item, "type") or ""

    @property
    def is_hidden(self) -> bool:
        """Hidden itself or under something hidden."""
        return any(
            at(extension_of(one, HIDDEN_EXTENSION), "valueBoolean") is True
            for one in (*self.above, self.item)
        )

    @property
    def is_question(self) -> bool:
        """Whether a person is asked it: no group, no display, nothing hidden or worked out."""
        return (
            bool(self.link_id)
            and self.type not in ("group", "display")
            and not self.is_hidden
            and self.item.get("readOnly") is not True
            and extension_of(self.item, CALCULATED_EXTENSION) is None
        )


def placed(form: Json) -> Iterator[Placed]:
    """Every item of a Questionnaire, in the order they are asked."""
    waiting = [Placed(one) for one in reversed(list(each(form, "item")))]
    seen = 0
    while waiting and seen < MOST_ITEMS:
        found = waiting.pop()
        seen += 1
        yield found
        above = (*found.above, found.item)
        waiting += [Placed(one, above) for one in reversed(list(each(found.item, "item")))]


def answered_items(response: Json) -> Iterator[Json]:
    """Every item of a QuestionnaireResponse, those under answers too, in order."""
    waiting = list(reversed(list(each(response, "item"))))
    seen = 0
    while waiting and seen < MOST_ITEMS:
        found = waiting.pop()
        seen += 1
        yield found
        under = [
            *each(found, "item"),
            *(one for answer in each(found, "answer") for one in each(answer, "item")),
        ]
        waiting += reversed(under)


def values(item: Json) -> list[tuple[str, Any]]:
    """What one item of a response answers: ("valueCoding", {...}) for each answer."""
    found: list[tuple[str, Any]] = []
    for answer in each(item, "answer"):
        found += [(name, value) for name, value in answer.items() if name.startswith("value")]
    return found


def withheld(item: Json) -> str | None:
    """Why an answer was left out ("not-sure", "in-person"), if the person said so."""
    return text_at(extension_of(item, WITHHELD_EXTENSION), "valueCode")


def options(item: Json) -> list[tuple[str, Any, Json]]:
    """A question's own options: ("valueCoding", {...}, the whole option)."""
    return [
        (name, value, option)
        for option in each(item, "answerOption")
        for name, value in option.items()
        if name.startswith("value")
    ]


def same_value(one: object, other: object) -> bool:
    """Whether two answers are the same: codings by system and code, whatever they are displayed as."""
    if isinstance(one, dict) and isinstance(other, dict):
        left, right = cast("Json", one), cast("Json", other)
        if "code" in left and "code" in right:
            return (left.get("system"), left.get("code")) == (right.get("system"), right.get("code"))
    if isinstance(one, bool) is not isinstance(other, bool):
        return False
    return one == other


def weight(holder: Json, value: object) -> Any:
    """The number an option or a coding carries (ordinalValue, itemWeight), or None."""
    for place in (holder, value):
        for url in (ORDINAL_EXTENSION, WEIGHT_EXTENSION):
            found = at(extension_of(place, url), "valueDecimal")
            if found is not None and not isinstance(found, bool):
                return found
    return None
