"""Functions of text."""

from __future__ import annotations

import base64
import binascii
import html
import json
import operator
from collections.abc import Callable
from typing import cast

from mobile.care.questionnaire.fhirpath import pattern
from mobile.care.questionnaire.fhirpath.moments import Moment
from mobile.care.questionnaire.fhirpath.problems import Failure
from mobile.care.questionnaire.fhirpath.reading import LONGEST_TEXT, Env, Function, Part
from mobile.care.questionnaire.fhirpath.values import Collection, data, is_number, single

Parts = tuple[Part, ...]


def text_of(items: Collection, about: str) -> str | None:
    """The text of a collection's only value, None of an empty one. A date element is its text."""
    if not items:
        return None
    if len(items) > 1:
        raise Failure("not_one_value", about)
    value = data(items[0])
    if isinstance(value, Moment):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise Failure("wrong_type", about)
    return value


def _function(name: str, work: Callable[..., object], *, is_pattern: bool = False) -> Function:
    """A function of one text and as many texts as it has arguments; empty when any of them is.

    `is_pattern`: `work` says itself what it costs, to a further argument.
    """

    def function(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
        texts = [text_of(items, name), *(text_of(part(env, focus), name) for part in given)]
        known = [text for text in texts if text is not None]
        if len(known) != len(texts):
            return []
        env.reading.toil(sum(len(text) for text in known) // 16)
        found = work(*known, env.reading.spend) if is_pattern else work(*known)
        return [] if found is None else _limited(found)

    return function


def _letters(text: str) -> tuple[str, ...]:
    return tuple(text)


def _split(text: str, between: str) -> tuple[str, ...]:
    return tuple(text.split(between)) if between else tuple(text)


def _limited(found: object) -> Collection:
    if isinstance(found, tuple):
        return [*cast("tuple[str, ...]", found)]
    if isinstance(found, str) and len(found) > LONGEST_TEXT:
        raise Failure("too_much")
    return [found]


def _replaced(text: str, old: str, new: str) -> str:
    if len(new) * (text.count(old) if old else len(text) + 1) > LONGEST_TEXT:
        raise Failure("too_much", "replace")
    return text.replace(old, new)


def _matches(is_whole: bool) -> Callable[[str, str, pattern.Spend], bool]:
    def matches(text: str, wanted: str, spend: pattern.Spend) -> bool:
        found = pattern.found(wanted, text, is_whole=is_whole, spend=spend)
        if found is None:
            raise Failure("bad_pattern", "matches")
        return found

    return matches


def _replaced_matches(text: str, wanted: str, new: str, spend: pattern.Spend) -> str:
    found = pattern.replaced(wanted, text, new, spend)
    if found is None:
        raise Failure("bad_pattern", "replaceMatches")
    return found


def _encoded(text: str, form: str) -> str | None:
    raw = text.encode()
    if form == "hex":
        return raw.hex()
    if form == "base64":
        return base64.b64encode(raw).decode()
    return base64.urlsafe_b64encode(raw).decode() if form in ("urlbase64", "base64url") else None


def _decoded(text: str, form: str) -> str | None:
    try:
        if form == "hex":
            return bytes.fromhex(text).decode()
        if form == "base64":
            return base64.b64decode(text, validate=True).decode()
        return base64.urlsafe_b64decode(text).decode() if form in ("urlbase64", "base64url") else None
    except (ValueError, binascii.Error):
        raise Failure("wrong_arguments", "decode") from None


def _escaped(text: str, target: str) -> str | None:
    if target == "html":
        return html.escape(text, quote=True)
    return json.dumps(text, ensure_ascii=False)[1:-1] if target == "json" else None


def _unescaped(text: str, target: str) -> str | None:
    if target == "html":
        return html.unescape(text)
    if target != "json":
        return None
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        raise Failure("wrong_arguments", "unescape") from None


def substring(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    text = text_of(items, "substring")
    numbers = [single(part(env, focus)) for part in given]
    if text is None or numbers[0] is None:
        return []
    if not all(number is None or is_number(number) for number in numbers):
        raise Failure("wrong_type", "substring")
    start = int(numbers[0])
    if not 0 <= start < len(text):
        return []
    length = numbers[1] if len(numbers) > 1 else None
    return [text[start:] if length is None else text[start : start + max(0, int(length))]]


def join(env: Env, items: Collection, focus: Collection, given: Parts) -> Collection:
    between = text_of(given[0](env, focus), "join") if given else ""
    texts = [text_of([item], "join") or "" for item in items]
    if sum(len(text) + len(between or "") for text in texts) > LONGEST_TEXT:
        raise Failure("too_much", "join")
    return env.reading.produced([(between or "").join(texts)]) if items else []


_WORKS: tuple[tuple[str, int, Callable[..., object]], ...] = (
    ("startsWith", 1, str.startswith),
    ("endsWith", 1, str.endswith),
    ("contains", 1, operator.contains),
    ("indexOf", 1, str.find),
    ("lastIndexOf", 1, str.rfind),
    ("upper", 0, str.upper),
    ("lower", 0, str.lower),
    ("trim", 0, str.strip),
    ("length", 0, len),
    ("toChars", 0, _letters),
    ("split", 1, _split),
    ("replace", 2, _replaced),
    ("encode", 1, _encoded),
    ("decode", 1, _decoded),
    ("escape", 1, _escaped),
    ("unescape", 1, _unescaped),
)
_PATTERNS: tuple[tuple[str, int, Callable[..., object]], ...] = (
    ("matches", 1, _matches(False)),
    ("matchesFull", 1, _matches(True)),
    ("replaceMatches", 2, _replaced_matches),
)
TEXTS: dict[str, tuple[int, int, Function]] = {
    **{name: (count, count, _function(name, work)) for name, count, work in _WORKS},
    **{name: (count, count, _function(name, work, is_pattern=True)) for name, count, work in _PATTERNS},
    "substring": (1, 2, substring),
    "join": (0, 1, join),
}
