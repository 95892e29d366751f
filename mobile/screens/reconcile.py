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

from mobile.flet_inside.numbers import given, go_on_as, number_of, put_into, take_number

_Opening = TypeVar("_Opening", bound=Callable[..., None])


def only_opens(go: _Opening) -> _Opening:
    """Marks a function that opens a place and does nothing else: a tap meant for it means the same a moment later."""
    go.only_opens = True  # type: ignore[attr-defined]
    return go


def settle(before: Sequence[ft.Control], after: Sequence[ft.Control]) -> bool:
    """Whether both look the same and do the same, to the last handler. If not, `after`, which was not sent yet, takes
    over the numbers of all that is the same in it."""
    return _match(list(before), list(after), frozenset(_numbers(before) & _numbers(after)))


def _match(before: list[ft.Control], after: list[ft.Control], kept: frozenset[int]) -> bool:
    """`kept`: the numbers of what the place itself keeps and shows again. That may have changed in place, so that it is
    never the same as before, nor is what it stands in; its number it has."""
    old = [(one, _likeness(one, kept)) for one in before]
    new = [(one, _likeness(one, kept)) for one in after]
    if [like for _, like in old] == [like for _, like in new]:
        for was, now in zip(before, after, strict=True):
            _renumber(was, now)
        return True
    left: list[ft.Control] = []
    for control, like in new:
        found = [one for one, other in old if other == like]
        if len(found) == 1 and sum(1 for _, other in new if other == like) == 1:
            _renumber(found[0], control)
            old = [pair for pair in old if pair[0] is not found[0]]
        else:
            left.append(control)
    for was, now in _pairs([one for one, _ in old], left):  # changed: what is in it may not have
        if was is now:
            continue
        if _opened(was) is not None and _opened(was) == _opened(now):
            take_number(now, was)
        _match(_children(was), _children(now), kept)
    return False


def _pairs(before: list[ft.Control], after: list[ft.Control]) -> list[tuple[ft.Control, ft.Control]]:
    """Of what changed, what stands for what: first by the places it opens, and the rest by its order."""
    opened, pairs, left = [(one, _places(one)) for one in before], [], []
    for now in after:
        places = _places(now)
        found = [was for was, other in opened if places and other == places and type(was) is type(now)]
        if len(found) == 1 and sum(1 for one in after if _places(one) == places) == 1:
            pairs.append((found[0], now))
        else:
            left.append(now)
    taken = {id(was) for was, _ in pairs}
    rest = [was for was in before if id(was) not in taken]
    return pairs + [(was, now) for was, now in zip(rest, left, strict=False) if type(was) is type(now)]


def _places(control: Any) -> list[Any]:
    """What it and everything in it open."""
    own = _opened(control)
    return ([own] if own is not None else []) + [one for each in _children(control) for one in _places(each)]


def _opened(control: Any) -> Any:
    """What a tap on it opens, to be compared. None: it is not tapped, or does more than that."""
    handlers = [(name, value) for name, value in _given_fields(control) if callable(value)]
    if not handlers or not all(_only_opens(one) for _, one in handlers):
        return None
    return type(control), [(name, _meaning(one)) for name, one in handlers]


def _only_opens(handler: Any) -> bool:
    does = getattr(handler, "does", handler)
    return _only_opens(does.func) if isinstance(does, partial) else getattr(does, "only_opens", False)


def _renumber(was: ft.Control, now: ft.Control) -> None:
    """Flet works out what a control needs as it first comes, and not again for a number it knows: it is handed on."""
    go_on_as(now, was)
    for one, other in zip(_children(was), _children(now), strict=True):
        put_into(other, now)
        _renumber(one, other)


def _numbers(controls: Sequence[ft.Control]) -> set[int]:
    found: set[int] = set()
    for control in controls:
        found |= {number_of(control)} | _numbers(_children(control))
    return found


def _children(control: Any) -> list[Any]:
    """Controls below this one, in the order of its fields, also inside of values."""
    found: list[Any] = []
    for _, value in _given_fields(control):
        found += _controls_in(value)
    return found


def _controls_in(value: Any) -> list[Any]:
    kind = type(value)
    if kind in _PLAIN:
        return []
    if _is_control(kind):
        return [value]
    if isinstance(value, (list, tuple)):
        return [one for each in value for one in _controls_in(each)]
    if isinstance(value, dict):
        return [one for each in value.values() for one in _controls_in(each)]
    return _children(value) if _is_value(kind) else []


def _likeness(value: Any, kept: frozenset[int] = frozenset()) -> Any:
    """To be compared: what it is, what it shows, what it does."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if _is_control(kind) and number_of(value) in kept:
        return object()
    if _is_control(kind) or _is_value(kind):
        return kind, [(name, _likeness(each, kept)) for name, each in _given_fields(value)]
    if isinstance(value, (list, tuple)):
        return [_likeness(each, kept) for each in value]
    if isinstance(value, dict):
        return {name: _likeness(each, kept) for name, each in value.items()}
    return _meaning(value) if callable(value) else value


def _meaning(handler: Any) -> Any:
    """What a handler does. A closure made anew is like no other: what it holds cannot be compared."""
    does = getattr(handler, "does", handler)
    if isinstance(does, partial):
        return _meaning(does.func), [_likeness(each) for each in does.args], does.keywords
    return does


def _given_fields(value: Any) -> list[tuple[str, Any]]:
    """The fields that were given something."""
    found = given(value)
    return [(name, getattr(value, name)) for name in _fields(type(value))] if found is None else list(found)


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
