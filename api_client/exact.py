"""JSON in and out without losing a digit, and without trusting whoever wrote it.

Reading refuses what JSON or FHIR does not allow or what is only sent to do harm: NaN, numbers without end, the same
name twice, nesting without end, more values than a page can honestly hold. It never raises anything but BadReply, and
never puts a part of the text into an error. Writing gives back every decimal as it was read: 1.50 stays 1.50.
"""

from __future__ import annotations

import json
import math
from array import array
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from itertools import accumulate
from json.encoder import encode_basestring
from typing import Any, NoReturn, cast

from api_client.errors import BadReply

Json = dict[str, Any]

DEEPEST = 128
"""Levels of nesting. The deepest public form known nests less than 40."""
MOST_VALUES = 500_000
"""Members and items of one answer: some thousand full resources."""
LONGEST_NUMBER = 64
"""Characters of one number. FHIR asks for 18 digits."""

_AT_ONCE = 100_000  # even: so many quotes open and close again
_OPEN_CLOSE = bytes.maketrans(b"{[}]", b"\x01\x01\xff\xff")
_NO_BRACKET = bytes(code for code in range(256) if code not in b"{[}]")


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


def _decoder(parse_float: Callable[[str], Any]) -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=_unique, parse_float=parse_float, parse_int=_whole, parse_constant=_refuse
    )


_EXACT = _decoder(_decimal)
_GLANCE = _decoder(_checked)
"""For values that are looked at and thrown away: the text is what is kept."""


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
    outside = _outside_texts(body)
    brackets = outside.translate(_OPEN_CLOSE, _NO_BRACKET)
    if outside.count(b",") + len(brackets) > MOST_VALUES:
        raise BadReply(path)
    if brackets and max(accumulate(array("b", brackets))) > DEEPEST:
        raise BadReply(path)


def _outside_texts(body: bytes) -> bytes:
    """The body without what its texts hold; a piece at a time, so that a body of nothing but quotes stays small."""
    if b"\\" in body:  # a backslash stands in texts only: pairs first, then escaped quotes
        body = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    parts: list[bytes] = []
    rest = body
    while True:
        pieces = rest.split(b'"', _AT_ONCE)
        parts.append(b"".join(pieces[::2] if len(pieces) <= _AT_ONCE else pieces[:-1:2]))
        if len(pieces) <= _AT_ONCE:
            return b"".join(parts)
        rest = pieces[-1]


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


def value_at(text: str, start: int, path: str) -> tuple[Any, int]:
    """The JSON value that begins at `start`, and where it ends. Its numbers are not exact: keep the text. Raises BadReply."""
    try:
        return _GLANCE.raw_decode(text, start)
    except (ValueError, RecursionError):
        raise BadReply(path) from None


def dumps(value: object) -> str:
    """JSON text of parsed JSON. `Decimal` is written digit by digit; lone surrogates are written as escapes.

    Raises: ValueError for what JSON cannot hold (NaN, another type).
    """
    parts: list[str] = []
    try:
        _write(value, parts.append)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return "".join(parts)


def _string(text: str) -> str:
    written = encode_basestring(text)
    return written if written.isascii() or _is_encodable(written) else json.dumps(text)


def _is_encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _write(value: object, out: Callable[[str], None]) -> None:
    if isinstance(value, str):
        out(_string(value))
    elif isinstance(value, bool) or value is None:
        out("null" if value is None else "true" if value else "false")
    elif isinstance(value, Mapping):
        _write_object(cast("Mapping[object, object]", value), out)
    elif isinstance(value, (list, tuple)):
        separator = "["
        for item in cast("list[object]", value):
            out(separator)
            separator = ","
            _write(item, out)
        out("]" if separator == "," else "[]")
    else:
        out(_number(value))


def _write_object(members: Mapping[object, object], out: Callable[[str], None]) -> None:
    separator = "{"
    for name, item in members.items():
        if not isinstance(name, str):
            raise ValueError("a name that is no text")
        out(separator)
        separator = ","
        out(_string(name))
        out(":")
        _write(item, out)
    out("}" if separator == "," else "{}")


def _number(value: object) -> str:
    if isinstance(value, Decimal) and value.is_finite():
        exponent = value.as_tuple().exponent
        is_plain = isinstance(exponent, int) and -LONGEST_NUMBER < exponent <= 0
        return format(value, "f") if is_plain else str(value)
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float) and math.isfinite(value):
        return repr(value)
    raise ValueError("not a JSON value")
