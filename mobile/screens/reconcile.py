"""What is drawn anew and is the same as before stays what it was: a tap on its way to it still finds it.

A control is known to the person's page by its number. Drawn anew it would have a new one, and a tap sent to the old one
a moment before would be lost. So a part that looks the same *and does the same* takes over the number of the one before.
Nothing else does, but for what only opens the same place with other words on it: a tap must never reach something it
was not meant for, however alike the two look.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, TypeVar

import flet as ft

from mobile.design import parts
from mobile.flet_inside.numbers import given, go_on_as, number_of, put_into, take_number

_Opening = TypeVar("_Opening", bound=Callable[..., None])


def only_opens(go: _Opening) -> _Opening:
    """Marks a function that opens a place and does nothing else: a tap meant for it means the same a moment later."""
    go.only_opens = True  # type: ignore[attr-defined]
    return go


def settle(before: Sequence[ft.Control], after: Sequence[ft.Control]) -> bool:
    """Whether both look the same and do the same, to the last handler. If not, `after`, which was not sent yet, takes
    over the numbers of all that is the same in it."""
    return _match(list(before), list(after), _Seen.of(before, after))


def put_rows(there: list[ft.Control], after: Sequence[ft.Control]) -> None:
    """`after` in place of what stands there. From the first row on and from the last one back, rows that are the same stay the very
    controls they were and are not sent again; what the place keeps stands where it stood. Between them numbers are taken over."""
    seen = _Seen.of(there, after)
    most, first, last = min(len(there), len(after)), 0, 0
    while first < most and _is_same(there[first], after[first], seen):
        first += 1
    while last < most - first and _is_same(there[-1 - last], after[-1 - last], seen):
        last += 1
    changed = slice(first, len(there) - last)
    drawn = list(after[first : len(after) - last])
    if drawn or there[changed]:
        _match(there[changed], drawn, seen)
        there[changed] = drawn


def _is_same(was: ft.Control, now: ft.Control, seen: _Seen) -> bool:
    if was is now:
        return True
    if seen.likeness(was) != seen.likeness(now):
        return False
    _renumber(was, now, seen)
    return True


def show_buttons(area: parts.Buttons, buttons: Sequence[ft.Button]) -> None:
    """These in place of those that are there, unless they look the same and do the same. What a button of one page does is to name
    that page: else a tap meant for it would be taken for the next one's."""
    there = list(area.shown)
    shares = [one.expand for one in buttons]
    if len(there) == len(buttons) and all(
        int(share or 1) == was for share, (_, was) in zip(shares, there, strict=True)
    ):
        for one, (before, _) in zip(buttons, there, strict=True):
            one.expand = before.expand  # as they were laid
        if settle([one for one, _ in there], buttons):
            return
        for one, share in zip(buttons, shares, strict=True):
            one.expand = share
    area.show(buttons)
    area.visible = bool(buttons)
    parts.redraw(area)


class _Seen:
    """What was given to each control and value that is compared, looked up once however often it is met. `kept`: the numbers of
    what the place itself keeps and shows again. That may have changed in place, so that it is never the same as before, nor is
    what it stands in; its number it has."""

    def __init__(self) -> None:
        self.kept: frozenset[int] = frozenset()
        self._fields: dict[int, list[tuple[str, Any]]] = {}
        self._children: dict[int, list[Any]] = {}
        self._likeness: dict[int, Any] = {}
        self._places: dict[int, list[Any]] = {}

    @classmethod
    def of(cls, before: Sequence[ft.Control], after: Sequence[ft.Control]) -> _Seen:
        seen = cls()
        seen.kept = frozenset(_numbers(before, seen) & _numbers(after, seen))
        return seen

    def fields(self, value: Any) -> list[tuple[str, Any]]:
        """Those that were given something."""
        found = self._fields.get(id(value))
        if found is None:
            found = self._fields[id(value)] = _given_fields(value)
        return found

    def children(self, control: Any) -> list[Any]:
        """Controls below this one, in the order of its fields, also inside of values."""
        found = self._children.get(id(control))
        if found is None:
            found = [one for _, value in self.fields(control) for one in _controls_in(value, self)]
            self._children[id(control)] = found
        return found

    def likeness(self, value: Any) -> Any:
        """To be compared: what it is, what it shows, what it does."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if _is_control(kind):
            if number_of(value) in self.kept:
                return object()
            found = self._likeness.get(id(value))
            if found is None:
                found = self._likeness[id(value)] = self._of_fields(value)
            return found
        if _is_value(kind):
            return self._of_fields(value)
        if isinstance(value, (list, tuple)):
            return [self.likeness(each) for each in value]
        if isinstance(value, dict):
            return {name: self.likeness(each) for name, each in value.items()}
        return _meaning(value) if callable(value) else value

    def _of_fields(self, value: Any) -> Any:
        return type(value), [(name, self.likeness(each)) for name, each in self.fields(value)]

    def places(self, control: Any) -> list[Any]:
        """What it and everything in it open."""
        found = self._places.get(id(control))
        if found is None:
            own = _opened(control, self)
            found = [own] if own is not None else []
            found += [one for each in self.children(control) for one in self.places(each)]
            self._places[id(control)] = found
        return found


def _match(before: list[ft.Control], after: list[ft.Control], seen: _Seen) -> bool:
    old = [(one, seen.likeness(one)) for one in before]
    new = [(one, seen.likeness(one)) for one in after]
    if [like for _, like in old] == [like for _, like in new]:
        for was, now in zip(before, after, strict=True):
            _renumber(was, now, seen)
        return True
    left: list[ft.Control] = []
    for control, like in new:
        found = [one for one, other in old if other == like]
        if len(found) == 1 and sum(1 for _, other in new if other == like) == 1:
            _renumber(found[0], control, seen)
            old = [pair for pair in old if pair[0] is not found[0]]
        else:
            left.append(control)
    for was, now in _pairs([one for one, _ in old], left, seen):  # changed: what is in it may not have
        if was is now:
            continue
        opened = _opened(was, seen)
        if opened is not None and opened == _opened(now, seen):
            take_number(now, was)
        _match(seen.children(was), seen.children(now), seen)
    return False


def _pairs(
    before: list[ft.Control], after: list[ft.Control], seen: _Seen
) -> list[tuple[ft.Control, ft.Control]]:
    """Of what changed, what stands for what: first by the places it opens, and the rest by its order."""
    opened, pairs, left = [(one, seen.places(one)) for one in before], [], []
    for now in after:
        places = seen.places(now)
        found = [was for was, other in opened if places and other == places and type(was) is type(now)]
        if len(found) == 1 and sum(1 for one in after if seen.places(one) == places) == 1:
            pairs.append((found[0], now))
        else:
            left.append(now)
    taken = {id(was) for was, _ in pairs}
    rest = [was for was in before if id(was) not in taken]
    return pairs + [(was, now) for was, now in zip(rest, left, strict=False) if type(was) is type(now)]


def _opened(control: Any, seen: _Seen) -> Any:
    """What a tap on it opens, to be compared. None: it is not tapped, or does more than that."""
    handlers = [(name, value) for name, value in seen.fields(control) if callable(value)]
    if not handlers or not all(_only_opens(one) for _, one in handlers):
        return None
    return type(control), [(name, _meaning(one)) for name, one in handlers]


def _only_opens(handler: Any) -> bool:
    does = getattr(handler, "does", handler)
    return _only_opens(does.func) if isinstance(does, partial) else getattr(does, "only_opens", False)


def _renumber(was: ft.Control, now: ft.Control, seen: _Seen) -> None:
    """Flet works out what a control needs as it first comes, and not again for a number it knows: it is handed on."""
    go_on_as(now, was)
    for one, other in zip(seen.children(was), seen.children(now), strict=True):
        put_into(other, now)
        _renumber(one, other, seen)


def _numbers(controls: Sequence[ft.Control], seen: _Seen) -> set[int]:
    found: set[int] = set()
    for control in controls:
        found |= {number_of(control)} | _numbers(seen.children(control), seen)
    return found


def _controls_in(value: Any, seen: _Seen) -> list[Any]:
    kind = type(value)
    if kind in _PLAIN:
        return []
    if _is_control(kind):
        return [value]
    if isinstance(value, (list, tuple)):
        return [one for each in value for one in _controls_in(each, seen)]
    if isinstance(value, dict):
        return [one for each in value.values() for one in _controls_in(each, seen)]
    return seen.children(value) if _is_value(kind) else []


def _meaning(handler: Any) -> Any:
    """What a handler does. A closure made anew is like no other: what it holds cannot be compared."""
    does = getattr(handler, "does", handler)
    if isinstance(does, partial):
        return _meaning(does.func), [_Seen().likeness(each) for each in does.args], does.keywords
    return does


def _given_fields(value: Any) -> list[tuple[str, Any]]:
    """The fields that were given something."""
    found = given(value)
    return [(name, getattr(value, name)) for name in _fields(type(value))] if found is None else found


_PLAIN = frozenset({str, int, float, bool, type(None)})
"""Most of what a control says. What is asked of a class below is worked out once: a long list asks it thousands of times."""


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@cache
def _is_control(kind: type) -> bool:
    """Something drawn. What the page does for all of its controls (opens a link, copies) is one for the page, and never drawn."""
    return issubclass(kind, ft.BaseControl) and not issubclass(kind, ft.Service)


@cache
def _is_value(kind: type) -> bool:
    return dataclasses.is_dataclass(kind) and kind.__module__.startswith("flet")
