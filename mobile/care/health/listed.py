"""What somebody listed of themselves in a clinic's form, line by line: the clinic's form says which answers make such a line.

An answer that was withheld makes none, and a photo is in none. Nothing is put together that the person did not put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mobile.care.codes import CARE
from mobile.care.forms.items import placed, values
from mobile.care.resource import Json, each, text_at

MEDICINE, ALLERGY = "listed-medicine", "listed-allergy"
"""The codes of the questions whose answers make a line of such a list."""


def listed(form: Json, response: Json, code: str) -> list[tuple[tuple[str, Any], ...]]:
    """The answers of each line, in the order of the questions: `("valueString", "Walnuts")`."""
    asked = {one.link_id for one in placed(form) if _is_marked(one.item, code)}
    return list(_lines(list(each(response, "item")), asked)) if asked else []


def _lines(items: Sequence[Json], asked: set[str]) -> Iterator[tuple[tuple[str, Any], ...]]:
    """What stands together in one place of the form is one line."""
    line = [
        (name, value)
        for item in items
        if text_at(item, "linkId") in asked
        for name, value in values(item)
        if name != "valueAttachment"
    ]
    if line:
        yield tuple(line)
    for item in items:
        inside = [
            *each(item, "item"),
            *(one for answer in each(item, "answer") for one in each(answer, "item")),
        ]
        if inside:
            yield from _lines(inside, asked)


def codes_in(form: Json) -> Mapping[str, bool]:
    """Which of these lists a form asks for."""
    every = list(placed(form))
    return {code: any(_is_marked(one.item, code) for one in every) for code in (MEDICINE, ALLERGY)}


def _is_marked(item: Json, code: str) -> bool:
    """A question's codes are codings themselves."""
    return any(one.get("system") == CARE and one.get("code") == code for one in each(item, "code"))
