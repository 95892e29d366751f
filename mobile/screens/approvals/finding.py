"""Finding by name at the coordinator's place, from so many on: in the list of approvals, and among those for whom one is begun."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.care.names import is_named
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings

FIND_FROM = 9
"""Fewer are seen at once."""
EDGE = ft.Padding(t.CARD_PADDING, t.S8, t.CARD_PADDING, t.S8)


class Finding:
    """One field, made once for a place: what is typed stays in it while what it finds is drawn anew."""

    def __init__(self, s: Surroundings, label: str, on_find: Callable[[], None]) -> None:
        self.typed, self._on_find = "", on_find
        field = parts.search_field(label, on_change=s.guard(self._found))
        self._field, self.control = field, ft.Container(field, padding=EDGE)

    def stands(self, count: int) -> bool:
        """Whether it is offered among so many; where it is not, it leaves nobody out."""
        if count < FIND_FROM and self.typed:
            self.typed = ""
            self._field.show("")
        return count >= FIND_FROM

    def fits(self, name: str) -> bool:
        return is_named(name, self.typed)

    def _found(self, e: Any) -> None:
        """Captured at once."""
        ft.context.disable_auto_update()
        self.typed = e.control.value or ""
        self._on_find()
