"""JSON in and out without losing a digit, and without trusting whoever wrote it.

Reading refuses what JSON or FHIR does not allow or what is only sent to do harm: NaN, numbers without end, the same
name twice, nesting without end, more values than a page can honestly hold. It never raises anything but BadReply, and
never puts a part of the text into an error. Writing gives back every decimal as it was read: 1.50 stays 1.50.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
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


def value_at(text: str, start: int, path: str) -> tuple[Any, int]:
    """The JSON value that begins at `start`, and where it ends. Its numbers are not exact: keep the text. Raises BadReply."""
    try:
        return _GLANCE(text, start)
    except (ValueError, RecursionError, StopIteration):
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
