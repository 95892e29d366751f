"""JSON in and out without losing a digit, and without trusting whoever wrote it. Pure: whoever keeps or makes resources may use it.

Reading refuses what JSON or FHIR does not allow or what is only sent to do harm: NaN, numbers without end, the same
name twice, nesting without end, more values than a page can honestly hold. It never raises anything but BadReply, and
never puts a part of the text into an error. What was let in once is read again without those checks (`again`). Writing
gives back every decimal as it was read: 1.50 stays 1.50.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn, cast

from api_client.errors import BadReply

Json = dict[str, Any]

DEEPEST = 128
"""Levels of nesting. The deepest public form known nests less than 40."""
MOST_VALUES = 500_000
"""Members and items of one answer: some thousand full resources."""
LONGEST_NUMBER = 64
"""Characters of one number. FHIR asks for 18 digits."""

_BRACKETS_AND_QUOTES = bytes(code for code in range(256) if code not in b'{[]}"')
_COMMAS_AND_QUOTES = bytes(set(range(256)) - set(b',"'))
_TEXT = re.compile(rb'"[^"]*"?')


def _refuse(_: str) -> NoReturn:
    raise ValueError("number")


def _whole(literal: str) -> int:
    if len(literal) > LONGEST_NUMBER:
        raise ValueError("number")
    return int(literal)


def _checked(literal: str) -> float:
    if len(literal) > LONGEST_NUMBER:
        raise ValueError("number")
    value = float(literal)
    if math.isinf(value):
        raise ValueError("number")
    return value


def _decimal(literal: str) -> Decimal:
    _checked(literal)
    return Decimal(literal)


def _unique(pairs: list[tuple[str, Any]]) -> Json:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("twice")
    return members


Scan = Callable[[str, int], tuple[Any, int]]


def _decoder(parse_float: Callable[[str], Any]) -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=_unique, parse_float=parse_float, parse_int=_whole, parse_constant=_refuse
    )


_EXACT = _decoder(_decimal)
_GLANCE = cast(Scan, vars(_decoder(_checked))["scan_once"])
"""For values that are looked at and thrown away: the text is what is kept."""
_FAST = cast(Scan, vars(json.JSONDecoder())["scan_once"])


def decoded(body: bytes, path: str = "") -> str:
    """The body as text, after its size, nesting and number of values were checked. Raises BadReply(path)."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadReply(path) from None
    guard(body, path)
    return text


def guard(body: bytes, path: str = "") -> None:
    """Refuses nesting and numbers of values that are only sent to do harm. Raises BadReply(path)."""
    if body.count(b",") > MOST_VALUES and _commas_outside_texts(body) > MOST_VALUES:
        raise BadReply(path)
    nesting = _nesting(body)
    if len(nesting) > 2 * MOST_VALUES:
        raise BadReply(path)
    for _ in range(DEEPEST):  # each turn takes the innermost level away
        if not nesting:
            return
        nesting = nesting.replace(b"{}", b"").replace(b"[]", b"")
    if nesting:
        raise BadReply(path)


def _plain(body: bytes) -> bytes:
    """The body with every quote in it the begin or end of a text. A backslash stands in texts only."""
    return body.replace(b"\\\\", b"").replace(b'\\"', b"") if b'\\"' in body else body


def _nesting(body: bytes) -> bytes:
    """The brackets of a body, in their order, without those inside texts."""
    marks = _plain(body).translate(None, _BRACKETS_AND_QUOTES).replace(b'""', b"")
    return _TEXT.sub(b"", marks) if b'"' in marks else marks


def _commas_outside_texts(body: bytes) -> int:
    """How many commas separate values. Counts as it goes: a list of a million texts would be the harm itself."""
    marks = _plain(body).translate(None, _COMMAS_AND_QUOTES).replace(b'""', b"")
    inside = sum(found.end() - found.start() - 2 for found in _TEXT.finditer(marks)) if b'"' in marks else 0
    return marks.count(b",") - inside


def loads(text: str, path: str = "") -> Any:
    """Any JSON value, decimals as `Decimal`. Raises BadReply(path)."""
    guard(text.encode("utf-8", "surrogatepass"), path)
    try:
        return _EXACT.decode(text)
    except (ValueError, RecursionError, InvalidOperation):
        raise BadReply(path) from None


def load_object(text: str, path: str = "") -> Json:
    """A JSON object, decimals as `Decimal`. Raises BadReply(path)."""
    value = loads(text, path)
    if not isinstance(value, dict):
        raise BadReply(path)
    return cast(Json, value)


def again(text: str) -> Any:
    """Any JSON value of a text that was let in before, decimals as `Decimal`. Raises ValueError, without a part of the text."""
    try:
        return _AGAIN.decode(text)
    except (ValueError, RecursionError, InvalidOperation):
        raise ValueError("not JSON") from None


_AGAIN = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse)
"""Made once: making one costs as much as reading a short resource."""


def value_at(text: str, start: int, path: str) -> tuple[Any, int]:
    """The JSON value that begins at `start`, and where it ends. Its numbers are not exact: keep the text. Raises BadReply."""
    try:
        return _GLANCE(text, start)
    except (ValueError, RecursionError, StopIteration):
        raise BadReply(path) from None


def unchecked_at(text: str, start: int, path: str) -> tuple[Any, int]:
    """The same, several times as fast and without the checks: for what is read once more by `value_at`. Raises BadReply."""
    try:
        return _FAST(text, start)
    except (ValueError, RecursionError, StopIteration):
        raise BadReply(path) from None


def dumps(value: object, *, is_ascii: bool = False) -> str:
    """JSON text of parsed JSON. `Decimal` is written digit by digit; lone surrogates are written as escapes.

    `is_ascii`: so is everything else that is not ASCII, so that no code point can break what keeps it.
    Raises: ValueError for what JSON cannot hold (NaN, another type).
    """
    try:
        written = _written(value, _ASCII if is_ascii else _PLAIN)
    except TypeError:
        raise ValueError("not a JSON value") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return written if is_ascii or written.isascii() else _SURROGATE.sub(_escaped, written)


_ASCII = json.JSONEncoder(separators=(",", ":"), allow_nan=False)
_PLAIN = json.JSONEncoder(separators=(",", ":"), allow_nan=False, ensure_ascii=False)
"""Made once; most resources have no decimal in them, which these do not know."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _written(value: object, encoder: json.JSONEncoder) -> str:
    try:
        return encoder.encode(value)
    except TypeError:  # something in it is no plain JSON: a decimal, as a rule
        return _written_with_decimals(value, encoder)


def _written_with_decimals(value: object, encoder: json.JSONEncoder) -> str:
    numbers: list[str] = []

    def other(found: object) -> object:
        if isinstance(found, Decimal):
            numbers.append(_number(found))
            return _MARK
        if isinstance(found, Mapping):
            return dict(cast("Mapping[str, object]", found))
        raise TypeError(type(found).__name__)

    knowing = json.JSONEncoder(
        separators=(",", ":"), allow_nan=False, ensure_ascii=encoder.ensure_ascii, default=other
    )
    parts = knowing.encode(value).split(_MARK_WRITTEN)
    if len(parts) != len(numbers) + 1:  # a text in it is the mark itself
        return _written_slowly(value, encoder)
    between = (*numbers, "")
    return "".join(piece for pair in zip(parts, between, strict=True) for piece in pair)


_MARK = "\x00decimal"
_MARK_WRITTEN = json.dumps(_MARK)
"""Where a decimal goes in what the fast writer of JSON makes, which knows none. A quote inside a text is never written
bare, so only a text or a name that is the mark and nothing else could be taken for it."""


def _written_slowly(value: object, encoder: json.JSONEncoder) -> str:
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value).items()
        written = (f"{encoder.encode(name)}:{_written_slowly(item, encoder)}" for name, item in members)
        return "{" + ",".join(written) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_written_slowly(item, encoder) for item in cast("list[object]", value)) + "]"
    return encoder.encode(value)


def _number(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError("not a JSON value")
    exponent = value.as_tuple().exponent
    is_plain = isinstance(exponent, int) and -LONGEST_NUMBER < exponent <= 0
    return format(value, "f") if is_plain else str(value)
