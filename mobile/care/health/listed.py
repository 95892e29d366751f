"""What somebody said of themselves in a clinic's form: lists of medicines and allergies, and how it was after a session. The clinic's
form says which of its questions those are.

An answer that was withheld makes none, and a photo is in none. Nothing is put together that the person did not put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mobile.care.codes import CARE
from mobile.care.forms.items import answered_items, options, placed, same_value, values
from mobile.care.resource import Json, each, text_at
from mobile.care.translated import Wording, wording

MEDICINE, ALLERGY = "listed-medicine", "listed-allergy"
"""The codes of the questions whose answers make a line of such a list."""
AFTERWARDS = "reported-after"
"""The code of the questions that ask how it was after a session."""
NOT_AT_ALL = "not-at-all"
"""The code of the answer that it was not so."""


@dataclass(frozen=True)
class Reported:
    """What somebody answered of the time after a session. `answers`: what was so, as (the question, the answer as
    ("valueCoding", {...})); `asked`: of how many questions, all of them answered."""

    at: datetime
    answers: tuple[tuple[Wording, tuple[str, Any]], ...] = field(repr=False)
    asked: int
    is_own: bool = True


def reported(form: Json, response: Json, at: datetime, *, is_own: bool) -> Reported | None:
    """None where the form does not ask, or nothing of it was answered."""
    asked = {one.link_id: one.item for one in placed(form) if _is_marked(one.item, AFTERWARDS)}
    given = [
        (wording(asked[link], "text"), _as_offered(asked[link], pair))
        for item in answered_items(response)
        if (link := text_at(item, "linkId") or "") in asked
        for pair in values(item)
        if pair[0] != "valueAttachment"
    ]
    so = tuple((question, pair) for question, pair in given if not _is_no(pair[1]))
    return Reported(at, so, len(given), is_own) if given else None


def _as_offered(item: Json, pair: tuple[str, Any]) -> tuple[str, Any]:
    """The answer as the form offers it, with all its words; one that it does not offer as it was given."""
    name, value = pair
    offered = (one for kind, one, _ in options(item) if kind == name and same_value(one, value))
    return name, next(offered, value)


def _is_no(value: object) -> bool:
    return value is False or (text_at(value, "system") == CARE and text_at(value, "code") == NOT_AT_ALL)


def listed(form: Json, response: Json, code: str) -> list[tuple[tuple[str, Any], ...]]:
    """The answers of each line, in the order of the questions: `("valueString", "Walnuts")`."""
    asked = {one.link_id: one.item for one in placed(form) if _is_marked(one.item, code)}
    return list(_lines(list(each(response, "item")), asked)) if asked else []


def _lines(items: Sequence[Json], asked: Mapping[str, Json]) -> Iterator[tuple[tuple[str, Any], ...]]:
    """What stands together in one place of the form is one line."""
    line = [
        _as_offered(asked[link], pair)
        for item in items
        if (link := text_at(item, "linkId") or "") in asked
        for pair in values(item)
        if pair[0] != "valueAttachment"
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
