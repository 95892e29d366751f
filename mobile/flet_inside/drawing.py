"""How Flet makes what was drawn ready to be sent, without asking a control for the sixty things it was not given.

Flet goes through every field of every control, of its styles and their paddings, although it holds apart what each was given
(`_values`). That is a third of the work of drawing a place. This goes through what was given, and through what stands there
without being given (lists, values that are a default), and does the same with it in the same order.
"""

from __future__ import annotations

import dataclasses
import weakref
from collections.abc import Iterator
from functools import cache
from typing import Any

from flet.controls import object_patch
from flet.controls.object_patch import DiffBuilder, ObjectPatchException

_PLAIN = frozenset({str, int, float, bool, type(None)})


def quicken() -> None:
    """From now on, in this process. Said twice it is said once."""
    DiffBuilder._configure_dataclass = _configured  # type: ignore[method-assign]


def _configured(
    self: DiffBuilder, item: Any, parent: Any, frozen: bool, configure_setattr_only: bool = False
) -> Iterator[Any]:
    """The controls in `item`, itself among them, each made ready."""
    found: list[Any] = []
    _configure(item, parent, frozen, self.control_cls, found, is_shallow=configure_setattr_only)
    return iter(found)


def _configure(
    item: Any, parent: Any, frozen: bool, controls: Any, found: list[Any], *, is_shallow: bool = False
) -> None:
    kind = type(item)
    if kind in _PLAIN:
        return
    if _is_dataclass(kind):
        _configure_one(item, parent, frozen, controls, found, is_shallow=is_shallow)
    elif isinstance(item, dict):
        for each in item.values():
            _configure(each, parent, frozen, controls, found)
    elif isinstance(item, list):
        for each in item:
            _configure(each, parent, frozen, controls, found)


def _configure_one(
    item: Any, parent: Any, frozen: bool, controls: Any, found: list[Any], *, is_shallow: bool
) -> None:
    kind = type(item)
    if parent is None:
        known = getattr(item, "_parent", None)
        parent = known() if known else None
    if parent:
        if parent is item:
            raise ObjectPatchException(f"Parent is the same as item: {kind.__name__}")
        item._parent = weakref.ref(parent)
    if hasattr(item, "_frozen"):
        frozen = item._frozen
    elif frozen:
        item._frozen = frozen
    if getattr(kind, "__flet_control_cls__", None) is None:
        kind.__flet_control_cls__ = controls
    is_control = bool(controls) and isinstance(item, controls)
    if is_control:
        if not is_shallow:
            item.build()
            item._before_update_safe()
            object.__setattr__(item, "_initialized", True)
        found.append(item)
    if not is_shallow:
        below = item if is_control else parent
        for name in _names(item):
            _configure(getattr(item, name), below, frozen, controls, found)
    if not frozen:
        _begin_anew(item, kind)


def _begin_anew(item: Any, kind: Any) -> None:
    """What is changed from here on is a change."""
    changed = getattr(item, "_dirty", None)
    if changed is not None:
        changed.clear()
        return
    if kind.__setattr__ is not object_patch._control_setattr:
        kind.__setattr__ = object_patch._control_setattr
    object.__setattr__(item, "__changes", {})


def _names(item: Any) -> list[str]:
    """The fields to go into, in the order of the class."""
    always, place = _fields(type(item))
    given = getattr(item, "_values", None)
    if given is None:
        return list(place)
    return sorted({*always, *(name for name in given if name in place)}, key=place.__getitem__)


@cache
def _fields(kind: type[Any]) -> tuple[tuple[str, ...], dict[str, int]]:
    """What is gone into though nothing was given, and the place of every field."""
    names = [field.name for field in dataclasses.fields(kind) if not field.metadata.get("skip", False)]
    defaults = getattr(kind, "_prop_defaults", {})
    always = [name for name in names if name not in defaults or _may_hold(defaults[name])]
    return tuple(always), {name: at for at, name in enumerate(names)}


def _may_hold(value: Any) -> bool:
    return isinstance(value, (list, dict)) or _is_dataclass(type(value))


@cache
def _is_dataclass(kind: type[Any]) -> bool:
    return dataclasses.is_dataclass(kind)
