"""The number by which a person's page knows each control, and what belongs to it in Flet's session."""

from __future__ import annotations

import weakref
from functools import cache, lru_cache
from typing import Any

import flet as ft


def number_of(control: Any) -> int:
    """The page's own name of the control. Drawn anew it has another."""
    return control._i


def take_number(now: Any, was: Any) -> None:
    """What is sent next goes on as what the page has already."""
    now._i = was._i


def go_on_as(now: Any, was: Any) -> None:
    """The same, with what Flet worked out as it first came: it does not do so again for a number it knows."""
    take_number(now, was)
    now._internals = dict(was._internals)


def put_into(control: Any, parent: Any) -> None:
    """What Flet finds a control's page by."""
    control._parent = weakref.ref(parent)


def indexed(session: Any, number: object) -> Any:
    """The control of that number, if the page was given one. Costs nothing where it was not."""
    return session.index.get(number) if type(number) is int else None


def resolved(session: Any, number: object) -> Any:
    """The control of that number as Flet finds it for an event, which heals its own index on the way; it may go through the
    whole page."""
    return session._Session__resolve_event_control(number) if type(number) is int else None


def answer_for(stand_in: ft.Control, control: ft.Control, page: ft.Page) -> None:
    """What is still on its way to `control`, which is gone, goes to `stand_in`. Flet's index holds that weakly."""
    take_number(stand_in, control)
    put_into(stand_in, page)
    page.session.index[number_of(control)] = stand_in  # type: ignore[assignment]


def given(value: Any) -> list[tuple[str, Any]] | None:
    """The fields of a control or value of Flet's that were given something, its lists among them, in the same order for all of
    one class. None: Flet does not hold what it was given apart."""
    values = getattr(value, "_values", None)
    if values is None:
        return None
    names = tuple(values)
    found = [(name, values[name]) for name in _in_order(names)]
    return found + [(name, getattr(value, name)) for name in _lists(type(value))]


@lru_cache(maxsize=4096)
def _in_order(names: tuple[str, ...]) -> tuple[str, ...]:
    """A page asks thousands of times, of a few hundred sets of names."""
    return tuple(sorted(names))


@cache
def _lists(kind: type[Any]) -> tuple[str, ...]:
    return tuple(name for name in sorted(kind._structural_fields) if name[0] != "_")


def dialogs(page: ft.Page) -> list[Any]:
    """Everything that was shown over the page, open or not."""
    return list(page._dialogs.controls)
