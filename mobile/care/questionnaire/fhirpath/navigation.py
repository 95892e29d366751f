"""Steps from an element to what is in it, in FHIR's JSON: choices under their short name, primitives with their siblings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, cast

from mobile.care.questionnaire.fhirpath.fhir_names import CHOICE_TYPES, CHOICES, DATES, ELEMENT_TYPES
from mobile.care.questionnaire.fhirpath.values import (
    Collection,
    Quantity,
    Typed,
    Value,
    data,
    quantity_json,
    taken,
)


@lru_cache(maxsize=512)
def key_type(key: str) -> str | None:
    """The FHIR type an element's JSON key tells. Cached, with a bound: the keys are FHIR's, a few hundred."""
    known = ELEMENT_TYPES.get(key)
    if known is not None:
        return known
    for length in range(len(key) - 1, 0, -1):
        if key[length].isupper() and key[length:] in CHOICE_TYPES and key[:length] in CHOICES:
            return CHOICE_TYPES[key[length:]]
    return None


def member(name: str) -> Callable[[Collection], Collection]:
    """The step to the elements called `name`, prepared once for many readings."""
    declared = key_type(name)
    sibling_key = "_" + name
    is_choice, is_answer = name in CHOICES, name == "answer"

    def step(items: Collection) -> Collection:
        found: Collection = []
        for item in items:
            held, link_id = item, None
            if type(item) is Typed:
                held, link_id = item.value, item.link_id
            if type(held) is Quantity:  # one that was worked out: FHIRPath's own type has elements too
                held = quantity_json(held)
            if not isinstance(held, dict):
                continue
            parent = cast("dict[str, Any]", held)
            value = parent.get(name)
            sibling = parent.get(sibling_key)
            if is_answer:
                link_id = parent.get("linkId", link_id)
            if value is None and sibling is None:
                if is_choice:
                    found.extend(_chosen(parent, name, link_id))
            else:
                _put(found, value, sibling, declared, link_id)
        return found

    return step


def _chosen(parent: dict[str, Any], name: str, link_id: str | None) -> Iterator[Value]:
    size = len(name)
    for key, value in parent.items():
        if key.startswith(name) and key[size:] in CHOICE_TYPES:
            kind, sibling = CHOICE_TYPES[key[size:]], parent.get("_" + key)
        elif (
            key[:1] == "_"
            and key.startswith(name, 1)
            and key[size + 1 :] in CHOICE_TYPES
            and key[1:] not in parent
        ):
            kind, value, sibling = CHOICE_TYPES[key[size + 1 :]], None, value
        else:
            continue
        found: Collection = []
        _put(found, value, sibling, kind, link_id)
        yield from found


def _put(found: Collection, value: Any, sibling: Any, declared: str | None, link_id: str | None) -> None:
    """A JSON value, or each of a JSON list, wrapped only when there is something to remember about it."""
    if isinstance(value, list):
        values = cast("list[Any]", value)
        beside = cast("list[Any]", sibling) if isinstance(sibling, list) else []
        for place, one in enumerate(values):
            _put(found, one, beside[place] if place < len(beside) else None, declared, link_id)
        return
    if value is None and not isinstance(sibling, dict):
        return
    if sibling is None and link_id is None and declared in (None, "BackboneElement"):
        found.append(taken(value))
        return
    found.append(
        Typed(taken(value), _declared(declared, value), cast("dict[str, Any] | None", sibling), link_id)
    )


def _declared(declared: str | None, value: Any) -> str | None:
    """A name shared by elements of several types tells nothing of a value that cannot be of it."""
    if declared in DATES and not isinstance(value, str | None):
        return None
    return declared


def children(items: Collection) -> Collection:
    """Everything directly in the items."""
    found: Collection = []
    for item in items:
        held = data(item)
        if type(held) is Quantity:
            held = quantity_json(held)
        link_id = item.link_id if type(item) is Typed else None
        if not isinstance(held, dict):
            continue
        parent = cast("dict[str, Any]", held)
        for key, value in parent.items():
            if key == "resourceType" or (key[:1] == "_" and key[1:] in parent):
                continue
            link = parent.get("linkId", link_id) if key == "answer" else link_id
            if key[:1] == "_":
                _put(found, None, value, key_type(key[1:]), link)
            else:
                _put(found, value, parent.get("_" + key), key_type(key), link)
    return found
