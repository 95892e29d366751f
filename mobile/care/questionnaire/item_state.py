"""The answers as they stand: one `ItemState` for each item in each repetition, with the response's JSON kept beside it.

This is the mutable heart of a filling and private to it. `Place.json` is what expressions read: it holds enabled items
only, is changed in place, and never leaves the engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mobile.care.questionnaire.item import Item, Option
from mobile.care.questionnaire.richtext import Rich
from mobile.care.questionnaire.values import Given
from mobile.care.resource import Json

MOST_PLACES = 60_000
MOST_ANSWERS = 1_000
"""Of one question, and rows of one group: what compares them with one another stays quick."""


@dataclass(slots=True, eq=False)
class Slot:
    """One answer of a question, or the room for one: `given`, or `raw` text that could not be read, or neither yet."""

    key: int
    given: Given | None = None
    raw: str | None = None
    below: Branch | None = None
    extras: list[Json] = field(default_factory=list[Json])
    beside: tuple[Given, Json] | None = None
    """Another app's extensions of a value, `{"_valueX": ...}`, and the value they are of: they go when it changes."""


def _no_rows() -> dict[str, list[ItemState]]:
    return {}


@dataclass(slots=True, eq=False)
class Branch:
    """The items under the form, a group or an answer, with their repetitions in order."""

    owner: ItemState | None
    slot: Slot | None
    id: str
    rows: dict[str, list[ItemState]] = field(default_factory=_no_rows)

    def places(self) -> Iterator[ItemState]:
        for listed in self.rows.values():
            yield from listed


@dataclass(slots=True, eq=False)
class ItemState:
    """An item where it stands. `key`: which repetition, None for what does not repeat. `failed`: broken constraints.

    `options`: what an expression offers, None without one. `off`: the toggles that do not hold now.
    """

    item: Item
    holder: Branch
    key: int | None
    id: str
    json: Json
    slots: list[Slot] = field(default_factory=list[Slot])
    next_key: int = 0
    below: Branch | None = None
    is_own_enabled: bool = True
    is_enabled: bool = True
    is_overridden: bool = False
    withheld: str | None = None
    signature: Json | None = None
    options: tuple[Option, ...] | None = None
    off: frozenset[int] = frozenset()
    low: Given | None = None
    high: Given | None = None
    wording: Rich | None = None
    failed: frozenset[int] = frozenset()
    extras: list[Json] = field(default_factory=list[Json])

    @property
    def given(self) -> list[Given]:
        return [slot.given for slot in self.slots if slot.given is not None]

    @property
    def offered(self) -> tuple[Option, ...]:
        """What may be chosen now. An option under several toggles may be while one of them holds."""
        listed = self.item.options if self.options is None else self.options
        if not self.off:
            return listed
        toggles = self.item.toggles
        off = [given for n in self.off for given in toggles[n].options]
        on = [given for n, one in enumerate(toggles) if n not in self.off for given in one.options]
        return tuple(option for option in listed if _among(option.given, on) or not _among(option.given, off))

    @property
    def above(self) -> ItemState | None:
        return self.holder.owner

    def branches(self) -> Iterator[Branch]:
        if self.below is not None:
            yield self.below
        for slot in self.slots:
            if slot.below is not None:
                yield slot.below

    def children(self) -> Iterator[ItemState]:
        for branch in self.branches():
            yield from branch.places()

    def subtree(self) -> Iterator[ItemState]:
        """Itself and all under it, in order."""
        waiting: list[ItemState] = [self]
        while waiting:
            place = waiting.pop()
            yield place
            waiting.extend(list(place.children())[::-1])


def _among(given: Given, others: list[Given]) -> bool:
    return any(given.is_same(other) for other in others)


def segment(link_id: str) -> str:
    """A linkId as part of a node id: the signs that a node id is made of are written as %xx."""
    return re.sub(r"[%/\[\]]", lambda found: f"%{ord(found[0]):02x}", link_id)


def place_id(branch: Branch, item: Item, key: int | None) -> str:
    name = segment(item.link_id) if key is None else f"{segment(item.link_id)}[{key}]"
    return f"{branch.id}/{name}" if branch.id else name


def refresh(place: ItemState) -> None:
    """Brings `place.json` in line with what is under it. What lies deeper must be in line already."""
    if place.item.is_group:
        assert place.below is not None
        items = enabled_json(place.below)
        _put(place.json, "item", items)
        return
    answers: list[Any] = []
    for slot in place.slots:
        items = enabled_json(slot.below) if slot.below is not None else []
        if slot.given is None:
            items = [item for item in items if has_answer(item)]
        answer = _valued(place.item, slot.given) if slot.given is not None else {}
        if items:
            answer["item"] = items
        if answer:
            answers.append(answer)
    _put(place.json, "answer", answers)


def has_answer(json: Json) -> bool:
    """Whether anything is answered in this item."""
    return bool(json.get("answer")) or any(has_answer(item) for item in json.get("item", ()))


def enabled_json(branch: Branch) -> list[Json]:
    return [p.json for p in branch.places() if p.is_enabled and p.item.type != "display"]


def _put(json: Json, name: str, value: list[Any]) -> None:
    if value:
        json[name] = value
    else:
        json.pop(name, None)


def _valued(item: Item, given: Given) -> Json:
    """The answer's JSON for expressions: a coding also carries what its option does, such as its score."""
    made = given.to_json()
    if given.type == "Coding":
        coding = made["valueCoding"]
        for option in item.options:
            if option.given.is_same(given) and option.ordinal is not None:
                coding["extension"] = [
                    {
                        "url": "http://hl7.org/fhir/StructureDefinition/ordinalValue",
                        "valueDecimal": option.ordinal,
                    }
                ]
                break
    return made
