"""A number as a person types it. What can be read in two ways is not read: "2.000" is two to one reader, two thousand to another.

Groups of three are taken where they can be nothing else ("1.234.567", "1,234.50"), and a space between them only where
the language groups so. A unit may stand behind the number when it is the question's own.
"""

from __future__ import annotations

import re
from decimal import Decimal

from mobile.care.questionnaire.item import Item

GROUPS_BY_SPACE = frozenset({"es"})
_SIGN = r"(?P<sign>[+-]?)\s*"
_PLAIN = re.compile(_SIGN + r"(?=[.,]?\d)(?P<whole>\d{0,30})(?:[.,](?P<rest>\d{1,30}))?")
_GROUPED = re.compile(
    _SIGN
    + r"(?P<whole>[1-9]\d{0,2}(?:(?P<mark>[., ])\d{3})(?:(?P=mark)\d{3})*)(?:(?!(?P=mark))[.,](?P<rest>\d{1,30}))?"
)


def read_number(words: str, item: Item, language: str) -> Decimal | str:
    """The number, or a code: not_a_number, ambiguous_number."""
    text = re.sub(r"[\u00a0\u202f\u2009]", " ", words).replace("\N{MINUS SIGN}", "-").strip()
    text = _without_unit(text, item)
    grouped = _GROUPED.fullmatch(text)
    if grouped is not None:
        return _of_groups(grouped, language)
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        return "ambiguous_number" if re.fullmatch(_SIGN + r"\d[\d., ]*", text) else "not_a_number"
    return _number(plain["sign"], plain["whole"], plain["rest"])


def _without_unit(text: str, item: Item) -> str:
    units = [one for one in (item.unit, *item.unit_options) if one is not None]
    if len({unit.code or unit.display for unit in units}) != 1:
        return text  # which of several is chosen beside the field, not guessed from the words
    for name in (units[0].display, units[0].code):
        if name and text.casefold().endswith(name.casefold()):
            return text[: -len(name)].rstrip()
    return text


def _of_groups(found: re.Match[str], language: str) -> Decimal | str:
    whole, mark, rest = found["whole"], found["mark"], found["rest"]
    if mark == " ":
        if language.split("-")[0] not in GROUPS_BY_SPACE:
            return "ambiguous_number"  # a thousand, or two numbers
    elif whole.count(mark) == 1 and rest is None:
        return "ambiguous_number"  # a thousand to one reader, one to another
    return _number(found["sign"], whole.replace(mark, ""), rest)


def _number(sign: str, whole: str, rest: str | None) -> Decimal:
    number = Decimal(f"{whole or 0}.{rest}" if rest else whole)
    return -number if sign == "-" else number
