"""Walks the outermost levels of a JSON text and hands out the exact text of what lies within.

A page of a hundred resources is read once, by the standard C scanner, and each resource is kept as the slice of text it
came as: nothing is written anew, so nothing can be lost. It must never raise anything but BadReply.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from api_client.errors import BadReply
from api_client.exact import value_at

_SPACE = re.compile(r"[ \t\n\r]*")
_KEY = re.compile(r'"([A-Za-z_]{1,64})"[ \t\n\r]*:[ \t\n\r]*')
"""A plain name with its colon: the way nearly all are written. Others take the slower, complete way."""

Take = Callable[[str, int], int]
"""Given a member's name and where its value begins; answers where the value ends."""


def skip(text: str, at: int) -> int:
    """Past white space."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def object_at(text: str, at: int, path: str, take: Take) -> int:
    """Reads the object at `at`, giving each member to `take` once. Returns where it ends. Raises BadReply(path)."""
    if text[at : at + 1] != "{":
        raise BadReply(path)
    at = skip(text, at + 1)
    if text[at : at + 1] == "}":
        return at + 1
    seen: set[str] = set()
    while True:
        name, at = _name(text, at, path)
        if name in seen:
            raise BadReply(path)
        seen.add(name)
        at = skip(text, take(name, at))
        mark = text[at : at + 1]
        if mark == "}":
            return at + 1
        if mark != ",":
            raise BadReply(path)
        at = skip(text, at + 1)


def array_at(text: str, at: int, path: str, take: Callable[[int, int], int]) -> int:
    """Reads the array at `at`, giving each item's position and start to `take`. Returns where it ends. Raises BadReply."""
    if text[at : at + 1] != "[":
        raise BadReply(path)
    at = skip(text, at + 1)
    if text[at : at + 1] == "]":
        return at + 1
    position = 0
    while True:
        at = skip(text, take(position, at))
        position += 1
        mark = text[at : at + 1]
        if mark == "]":
            return at + 1
        if mark != ",":
            raise BadReply(path)
        at = skip(text, at + 1)


def _name(text: str, at: int, path: str) -> tuple[str, int]:
    plain = _KEY.match(text, at)
    if plain is not None:
        return plain.group(1), plain.end()
    if text[at : at + 1] != '"':
        raise BadReply(path)
    name, at = value_at(text, at, path)
    at = skip(text, at)
    if text[at : at + 1] != ":":
        raise BadReply(path)
    return str(name), skip(text, at + 1)
