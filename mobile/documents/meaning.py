"""What a resource says, whatever a server made of its writing: the form in which two versions of one are compared.

Servers write `id`, `meta` and the narrative anew, drop elements that FHIR does not name, reorder lists that have no order,
trim and normalise text, and name a reference in full. None of that is a change that anybody made. Everything else is.
The words themselves are compared as written, spaces aside. The ground that the store and sync share.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, cast

from mobile.documents.carriable import carried
from mobile.documents.element_names import is_named
from mobile.documents.pointers import points_at

ABOUT_STORAGE = frozenset({"id", "meta", "text"})
"""Of a whole resource: its identity, version and times of storage, and the narrative a server may write itself."""
UNORDERED = frozenset(
    {"extension", "modifierExtension", "identifier", "coding", "category", "securityLabel", "instantiatesUri"}
)
_SPACES = re.compile(r"\s+")
_REFERENCE = re.compile(r"(?:(.*)/)?([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/[^/]+)?", re.DOTALL)
_URN = "urn:uuid:"

Resolve = Callable[[str], str | None]
"""From a name the server gave, now or before, `Type/server-id`, to the local id of the record; None for what is not known."""


class Unordered(list[Any]):
    """A list whose order says nothing. Equal to another with equal items, each as often."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, list) or len(self) != len(cast("list[Any]", other)):
            return False
        return paired(self, cast("list[Any]", other), lambda one, two: one == two)

    def __ne__(self, other: object) -> bool:
        return not self == other


class Named:
    """A reference. One in full and one without an address are the same; two of different servers are not."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, base: str | None, tail: str) -> None:
        self.base, self.tail = base, tail

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Named) or self.tail != other.tail:
            return False
        return self.base is None or other.base is None or self.base == other.base


def paired(part: list[Any], whole: list[Any], is_match: Callable[[Any, Any], bool]) -> bool:
    """Whether each item of `part` has one of `whole` to itself."""
    left = list(whole)
    for item in part:
        place = next((n for n, other in enumerate(left) if is_match(item, other)), None)
        if place is None:
            return False
        del left[place]
    return True


def meaning(document: Mapping[str, Any], resolve: Resolve | None = None) -> dict[str, Any]:
    """What a parsed resource says. Numbers stay whatever the caller read them as; to be compared by `==` only."""
    top = {name: value for name, value in document.items() if name not in ABOUT_STORAGE}
    return _members(top, document.get("resourceType"), resolve)


def _members(members: Mapping[str, Any], resource_type: object, resolve: Resolve | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in members.items():
        if value is None or value == [] or value == {} or not is_named(resource_type, name):
            continue
        if name == "reference" and isinstance(value, str):
            found[name] = _reference(value, members.get("identifier"), resolve)
        elif name == "url" and isinstance(value, str) and points_at(value.strip()):
            found[name] = _reference(value.strip(), None, resolve)
        else:
            meaning = _meaning(value, resource_type, resolve)
            if meaning == "":  # what holds nothing but spaces is no value in FHIR
                continue
            found[name] = Unordered(meaning) if name in UNORDERED and isinstance(meaning, list) else meaning
    return found


def _meaning(value: Any, resource_type: object, resolve: Resolve | None) -> Any:
    if isinstance(value, bool):
        return ("boolean", value)  # Python says True == 1
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, Mapping):
        members = cast("Mapping[str, Any]", value)
        return _members(members, members.get("resourceType", resource_type), resolve)
    if isinstance(value, list):
        return [_meaning(inner, resource_type, resolve) for inner in cast("list[Any]", value)]
    return value


def plain_text(text: str) -> str:
    """A text as it is compared: by Unicode's own rule of what is the same text, its spaces and line ends alike, a missing
    character however it is marked."""
    composed = unicodedata.normalize("NFC", carried(text)).replace("\ufffd", "?")
    return _SPACES.sub(" ", composed).strip()


def _reference(text: str, identifier: object, resolve: Resolve | None) -> Any:
    """A record of ours is the same one under each name the server has given it.

    Where a name is not known here, the identifier beside it tells which record is meant.
    """
    if text.startswith(_URN):
        return Named(None, text)
    found = _REFERENCE.fullmatch(text.strip())
    if found is None:
        return text
    if resolve is None:
        return Named(found[1], found[2])
    local_id = resolve(found[2])
    if local_id is not None:
        return Named(found[1], f"{_URN}{local_id}")
    own = cast("dict[str, Any]", identifier).get("value") if isinstance(identifier, dict) else None
    return Named(found[1], own if isinstance(own, str) and own.startswith(_URN) else found[2])
