"""Which text a clinic's record can carry, and how the rest is mended before it is kept, so that what is shown is what is sent.

FHIR takes any Unicode text without control characters but tab and line ends, and JSON on the wire is UTF-8. So a half
character becomes the sign for one that is missing (two halves that belong together become the whole), every kind of
line end becomes the one that all servers keep, and other control characters go, which nobody sees. Everything else
stays as it was written: joined emoji, marks of direction, spaces at the ends (a field that trimmed would eat the space
between two words) and the composed or decomposed form of a letter (both are the same text; some names look different
when they are recomposed). The ground that fields, nouns and sync share.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, cast

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_NOT_CARRIED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SIGN = re.compile("[\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(
    r"\\(?:[rbf]|u(?:00[0189]|007[fF]|[fF]{3}[eEfF]|[dD][89abAB]..(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\u)[dD][c-fC-F]))"
)
"""Begins with its backslash, which is found at once: most texts have none, and each record that comes is looked through."""


def carried(text: str) -> str:
    """The text as a clinic's record can carry it. The same object where nothing had to be mended."""
    if _NOT_CARRIED.search(text) is None:
        return text
    return _CONTROL.sub("", _LINE_END.sub("\n", whole(text)))


def is_blank(text: str) -> bool:
    """Whether nobody can see anything in it: spaces, and signs that only steer how others are shown."""
    return all(sign.isspace() or unicodedata.category(sign) in ("Cf", "Cc") for sign in text)


def whole(text: str) -> str:
    """The text without half characters. The same object where there is none."""
    if _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def may_need_mending(json_text: str) -> bool:
    """Whether a text in this JSON may have to be mended. False is certain."""
    is_plain = json_text.isascii() and "\x7f" not in json_text
    return (not is_plain and _SIGN.search(json_text) is not None) or _ESCAPED.search(json_text) is not None


def carried_in(value: Any) -> Any:
    """Parsed JSON with every text in it as it can be carried. Names of members stay."""
    if isinstance(value, str):
        return carried(value)
    if isinstance(value, Mapping):
        return {name: carried_in(inner) for name, inner in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [carried_in(inner) for inner in cast("list[Any]", value)]
    return value
