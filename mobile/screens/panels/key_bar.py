"""The bar that says which keys mean something on a wide page of a device that has keys, and what they do now."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import reconcile
from mobile.screens.frame import Surroundings

NEXT, BEFORE, ALL, ENTER_KEY = "J", "K", "?", "Enter"
STEPS = {NEXT: 1, BEFORE: -1}
WITH_KEYS = frozenset({ft.PagePlatform.LINUX, ft.PagePlatform.MACOS, ft.PagePlatform.WINDOWS})
"""A phone or a tablet may have a keyboard and does not say so: there the bar would mostly name keys nobody has."""


class KeyBar:
    """Stands below what is read; `say` draws what changed of it."""

    def __init__(self, s: Surroundings) -> None:
        self._s = s
        self._lines = parts.stack(spacing=t.S8)
        self.control = ft.Container(
            self._lines,
            padding=ft.Padding(28, t.S12, 28, t.S12),
            border=ft.Border(top=ft.BorderSide(1, t.LINE)),
        )

    def hide(self) -> bool:
        """While there is no list to go through. Returns whether it changed."""
        was_shown, self.control.visible = self.control.visible, False
        return was_shown

    def say(self, keys: Sequence[tuple[str, ...]], *, has_all: bool) -> bool:
        """`keys`: each key, what it does now in small, and in a sentence. `has_all`: the sentences too. Returns whether it changed."""
        was_shown, self.control.visible = self.control.visible, True
        if has_all:
            drawn: list[ft.Control] = [_key(key, " · ".join(text)) for key, *text in keys]
        else:
            drawn = [ft.Row([_key(key, short) for key, short, *_ in keys], wrap=True, spacing=t.S20)]
        if reconcile.settle(self._lines.controls, drawn):
            return not was_shown
        self._lines.controls[:] = drawn
        return True


def all_key(s: Surroundings, *, has_all: bool) -> tuple[str, str]:
    """The key that says all of them, or no more."""
    return ALL, s._("hide the keys") if has_all else s._("all keys")


def _key(key: str, text: str) -> ft.Control:
    """A key as it is drawn on a keyboard, and what it does; read out as one."""
    cap = ft.Container(
        ft.Container(
            parts.small(key, color=t.INK, is_strong=True),
            padding=ft.Padding(7, 0, 7, 0),
            border=ft.Border.all(1, t.EDGE),
            border_radius=5,
            bgcolor=t.SURFACE,
        )
    )
    words = parts.small(text)
    words.expand = words.expand_loose = True
    return ft.MergeSemantics(ft.Row([cap, words], spacing=t.S8, tight=True))
