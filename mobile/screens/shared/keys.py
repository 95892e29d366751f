"""The keys of the workspace, and the bar that says them: which key opens whom, on a wide page of a device that has keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import reconcile
from mobile.screens.frame import Surroundings
from mobile.screens.shared.listing import Entry
from mobile.screens.shared.then import name_text

NEXT, BEFORE, FIND, REPLY, BRIEF, SUMMARY, ALL = "J", "K", "/", "R", "B", "L", "?"
ESCAPE_KEY = "Esc"
SEND_KEY = "Ctrl+Enter"
"""Heard while somebody writes, too."""
STEPS = {NEXT: 1, BEFORE: -1}
WITH_KEYS = frozenset({ft.PagePlatform.LINUX, ft.PagePlatform.MACOS, ft.PagePlatform.WINDOWS})
"""A phone or a tablet may have a keyboard and does not say so: there the bar would mostly name keys nobody has."""


class KeyBar:
    """Stands below what is read; `show` draws what changed of it."""

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

    def show(
        self,
        coming: Entry | None,
        before: Entry | None,
        *,
        has_find: bool,
        has_reply: bool,
        has_brief: bool,
        has_summary: bool,
        has_all: bool,
    ) -> bool:
        """`coming`, `before`: whom the keys open; None: the list has nobody more that way. Returns whether it changed."""
        has = {FIND: has_find, REPLY: has_reply, BRIEF: has_brief, SUMMARY: has_summary}
        return self.say(self._keys(coming, before, has, has_all), has_all=has_all)

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

    def _keys(
        self, coming: Entry | None, before: Entry | None, has: Mapping[str, bool], has_all: bool
    ) -> Sequence[tuple[str, ...]]:
        """Each key, what it does now in small, and in a sentence. `has`: the keys that do something only at times."""
        s = self._s
        _ = s._
        to = _("next: {name}").format(name=name_text(s, coming)) if coming is not None else _("no next")
        back = _("before") if before is not None else _("nobody before")
        find = (FIND, _("find"), _("Puts the cursor into Find by name"))
        reply = (REPLY, _("reply"), _("Puts the cursor into your reply"))
        brief = (BRIEF, _("brief"), _("Opens the brief of who is open, before you meet"))
        lines = (SUMMARY, _("summary"), _("Opens the summary you keep with the care team, of who is open"))
        send = (SEND_KEY, _("send"), _("Sends the reply that is being written"))
        leave = (
            ESCAPE_KEY,
            _("out of a field"),
            _("Takes the cursor out of the field, and what is written stays"),
        )
        return [
            (NEXT, to, _("Opens the next person, in the order and filter the list shows")),
            (BEFORE, back, _("Opens the one before")),
            *([reply] if has[REPLY] else []),
            *([send] if has[REPLY] and has_all else []),
            *([brief] if has[BRIEF] else []),
            *([lines] if has[SUMMARY] else []),
            *([find] if has[FIND] else []),
            *([leave] if has_all and (has[FIND] or has[REPLY]) else []),
            all_key(s, has_all=has_all),
        ]


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
