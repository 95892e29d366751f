"""One value as a page sent it: taken as what it should be, or not at all. Nothing here knows a control."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, cast

MOST_LETTERS = 4_000_000
"""Four times what fits into one string of a clinic's record: more than was ever typed or pasted by a person."""
MOST_ROUTE = 2048
FARTHEST = 100_000.0
"""Logical pixels: no screen is wider."""

Check = Callable[[object], Any]


class NotTaken(Exception):
    """Another type, out of bounds, or nothing anybody asked for. Carries nothing of the value."""


def text(most: int) -> Check:
    """A text of at most `most` characters that can be written down: half a surrogate pair cannot."""

    def check(value: object) -> str:
        if not isinstance(value, str) or len(value) > most or not _is_whole(value):
            raise NotTaken
        return value

    return check


def maybe(check: Check) -> Check:
    """The same, or None."""
    return lambda value: None if value is None else check(value)


def yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise NotTaken
    return value


def closed(value: object) -> bool:
    """A dialog can be closed by the page, and never opened."""
    if value is not False:
        raise NotTaken
    return False


def nothing(_: object) -> None:
    """Whatever came with the event is dropped: its handler looks at the control."""


def length(value: object) -> float:
    """Logical pixels."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise NotTaken
    if not math.isfinite(value) or not 0 <= value <= FARTHEST:
        raise NotTaken
    return float(value)


def coordinate(value: object) -> float:
    """Logical pixels from the beginning of something: a hand may leave it, so it may be below zero."""
    return -length(-value) if isinstance(value, (int, float)) and value < 0 else length(value)


def one_of(names: Collection[str]) -> Check:
    """One of these texts."""

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in names:
            raise NotTaken
        return value

    return check


def index(count: int) -> Check:
    """A place in a row of `count`; Flet sends it as a number or as its digits."""

    def check(value: object) -> int:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,4}", value, re.ASCII):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < count:
            raise NotTaken
        return value

    return check


def day(value: object) -> datetime:
    """A moment with its zone, some years from either end of the calendar, so that days may be added to it."""
    if not isinstance(value, datetime) or value.tzinfo is None or not 1000 <= value.year <= 9000:
        raise NotTaken
    return value


def code(value: object) -> str:
    """A subtag of a language or a country, such as "es", "US" or "und"; "" where there is none."""
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9]{0,8}", value, re.ASCII):
        raise NotTaken
    return value


def content(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise NotTaken
    return value


def at_most(most: int) -> Check:
    """Bytes, and not more of them than this."""

    def check(value: object) -> bytes:
        if len(found := content(value)) > most:
            raise NotTaken
        return found

    return check


def count(value: object) -> int:
    """A whole number that nobody counts beyond."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1 << 53:
        raise NotTaken
    return value


def route(value: object) -> str:
    """An address within the app: printable, without what a path could climb with."""
    stated = text(MOST_ROUTE)(value)
    if not stated.startswith("/") or "\\" in stated or not stated.isprintable():
        raise NotTaken
    return stated


def record(fields: Mapping[str, Check]) -> Check:
    """A mapping of exactly these names; others are dropped, and a missing one is read as None."""

    def check(value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise NotTaken
        stated = cast("dict[object, object]", value)
        return {name: taken(stated.get(name)) for name, taken in fields.items()}

    return check


def several(check: Check, most: int) -> Check:
    """The first `most` of a list."""

    def checked(value: object) -> list[Any]:
        if not isinstance(value, list):
            raise NotTaken
        return [check(one) for one in cast("list[object]", value)[:most]]

    return checked


def plain(value: object, depth: int = 3) -> Any:
    """What a client may answer when it is asked: short texts, numbers, yes or no, and small mappings and lists of them."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        if not math.isfinite(value) or abs(value) > 1 << 53:
            raise NotTaken
        return value
    if isinstance(value, str):
        return text(4096)(value)
    if depth and isinstance(value, dict) and len(cast("dict[object, object]", value)) <= 64:
        return {text(64)(k): plain(v, depth - 1) for k, v in cast("dict[object, object]", value).items()}
    if depth and isinstance(value, list) and len(cast("list[object]", value)) <= 64:
        return [plain(one, depth - 1) for one in cast("list[object]", value)]
    raise NotTaken


def _is_whole(value: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in value) if not value.isascii() else True
