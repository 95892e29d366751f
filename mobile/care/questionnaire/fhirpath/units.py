"""Enough of UCUM to compare what a form asks: prefixes, products, quotients, powers; masses, lengths, volumes, times.

A unit this page does not know is only equal to itself. Temperatures are not proportional to each other, so Cel and [degF]
are among those.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

Dimension = tuple[tuple[str, int], ...]

CALENDAR = {
    word: word.removesuffix("s")
    for one in ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
    for word in (one, one + "s")
}
CALENDAR_CODES = {
    "year": "a", "month": "mo", "week": "wk", "day": "d", "hour": "h", "minute": "min", "second": "s", "millisecond": "ms",
}  # fmt: skip
_PREFIXES = {
    "Y": 24, "Z": 21, "E": 18, "P": 15, "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "da": 1,
    "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15, "a": -18,
}  # fmt: skip
_METRIC: dict[str, tuple[Dimension, str]] = {
    "g": ((("g", 1),), "1"), "m": ((("m", 1),), "1"), "s": ((("s", 1),), "1"), "mol": ((("mol", 1),), "1"),
    "l": ((("m", 3),), "0.001"), "L": ((("m", 3),), "0.001"), "cal": ((("g", 1), ("m", 2), ("s", -2)), "4184"),
    "J": ((("g", 1), ("m", 2), ("s", -2)), "1000"), "W": ((("g", 1), ("m", 2), ("s", -3)), "1000"),
    "Pa": ((("g", 1), ("m", -1), ("s", -2)), "1000"), "Hz": ((("s", -1),), "1"), "eq": ((("eq", 1),), "1"),
    "[iU]": ((("[iU]", 1),), "1"), "[IU]": ((("[iU]", 1),), "1"), "U": ((("U", 1),), "1"), "osm": ((("osm", 1),), "1"),
    "bar": ((("g", 1), ("m", -1), ("s", -2)), "100000000"), "m[Hg]": ((("g", 1), ("m", -1), ("s", -2)), "133322000"),
}  # fmt: skip
_OTHER: dict[str, tuple[Dimension, str]] = {
    "min": ((("s", 1),), "60"), "h": ((("s", 1),), "3600"), "d": ((("s", 1),), "86400"), "wk": ((("s", 1),), "604800"),
    "mo": ((("s", 1),), "2629800"), "a": ((("s", 1),), "31557600"), "%": ((), "0.01"), "10*3": ((), "1000"),
    "10*6": ((), "1000000"), "10*9": ((), "1000000000"), "t": ((("g", 1),), "1000000"), "1": ((), "1"),
    "[lb_av]": ((("g", 1),), "453.59237"), "[oz_av]": ((("g", 1),), "28.349523125"), "[in_i]": ((("m", 1),), "0.0254"),
    "[ft_i]": ((("m", 1),), "0.3048"), "[mi_i]": ((("m", 1),), "1609.344"), "[yd_i]": ((("m", 1),), "0.9144"),
    "[stone_av]": ((("g", 1),), "6350.29318"),
}  # fmt: skip
_TERM = re.compile(r"(10\*\d+|1|(?:[A-Za-z%]*\[[A-Za-z_]+\])|[A-Za-z%]+)([+-]?\d+)?")
_NOTE = re.compile(r"\{[^{}]*\}")


@lru_cache(maxsize=256)
def measure(unit: str) -> tuple[Dimension, Fraction] | None:
    """What a UCUM unit measures, and how many of the base unit one of it is; None when it is not known here.

    Cached, with a bound, because a form asks for the same few units again and again; nothing of a patient's is in it.
    """
    text = _NOTE.sub("", unit) or "1"
    if text[0] == "/":
        text = "1" + text
    dimensions: dict[str, int] = {}
    factor = Fraction(1)
    sign = 1
    for piece in re.split(r"([./])", text):
        if piece in (".", "/"):
            sign = 1 if piece == "." else -1
            continue
        one = _term(piece)
        if one is None:
            return None
        for base, power in one[0]:
            dimensions[base] = dimensions.get(base, 0) + sign * power
        factor = factor * one[1] if sign > 0 else factor / one[1]
    return tuple(sorted((base, power) for base, power in dimensions.items() if power)), factor


def _term(piece: str) -> tuple[Dimension, Fraction] | None:
    found = _TERM.fullmatch(piece) if piece else None
    if not piece:
        return (), Fraction(1)  # what an annotation alone leaves
    if found is None:
        return None
    atom = _atom(found.group(1))
    power = int(found.group(2) or "1")
    if atom is None or abs(power) > 6:
        return None
    return tuple((base, one * power) for base, one in atom[0]), atom[1] ** power


def _atom(text: str) -> tuple[Dimension, Fraction] | None:
    known = _OTHER.get(text) or _METRIC.get(text)
    if known is not None:
        return known[0], Fraction(known[1])
    for length in (1, 2):
        known = _METRIC.get(text[length:])
        if known is not None and text[:length] in _PREFIXES:
            return known[0], Fraction(known[1]) * Fraction(10) ** _PREFIXES[text[:length]]
    return None


def calendar_measure(word: str) -> tuple[Dimension, Fraction]:
    """As `measure`, of a calendar word in the singular. Years and months are no fixed number of seconds."""
    if word in ("year", "month"):
        return (("month", 1),), Fraction(12 if word == "year" else 1)
    found = measure(CALENDAR_CODES[word])
    assert found is not None
    return found
