"""Rows: something to do, something to switch, somebody to open, a step of a course. A row that is tapped is one target
with one name; texts wrap and push the row taller."""

from __future__ import annotations

from typing import Any, Literal

import flet as ft

from mobile.design import tokens as t

from .handling import Handler, redraw, tell
from .surfaces import pressable
from .words import body, small, strong

StepState = Literal["done", "next", "later", "waiting"]


def todo_row(
    text: str,
    *,
    detail: str = "",
    is_done: bool = False,
    state_label: str = "",
    is_waiting: bool = False,
    on_click: Handler | None = None,
) -> ft.Control:
    """One thing before a session. `state_label` says the mark to a screen reader ("done", "to do", "with the clinic").

    `is_waiting`: it is somebody else's turn (an hourglass). Without `on_click` it is only read.
    """
    if is_waiting:
        mark: ft.Control = ft.Container(
            ft.Icon(
                ft.Icons.HOURGLASS_BOTTOM_ROUNDED,
                size=24,
                color=t.PREPARE,
                semantics_label=state_label or None,
            ),
            width=26,
            alignment=ft.Alignment.CENTER,
        )
    else:
        mark = _tick(is_done)
        if state_label:
            mark = ft.Semantics(label=state_label, content=mark)
    words: list[ft.Control] = [strong(text, color=t.MUTED if is_done else t.INK)]
    if detail:
        words.append(small(detail))
    row = ft.Row(
        [mark, ft.Column(words, spacing=0, tight=True, expand=True)],
        spacing=t.S12,
        vertical_alignment=ft.CrossAxisAlignment.START if detail else ft.CrossAxisAlignment.CENTER,
    )
    if on_click is None:
        return ft.MergeSemantics(ft.Container(row, padding=ft.Padding(0, 5, 0, 5)))
    return pressable(
        row, on_click, padding=ft.Padding(0, 11 if not detail else 5, 0, 11 if not detail else 5)
    )


class CheckRow(ft.MergeSemantics):
    """See `check_row`. `.is_on` is the state; `set` changes it without telling the handler."""

    def __init__(self, text: str, detail: str, is_on: bool, on_change: Handler) -> None:
        self._on_change = on_change
        self._box = ft.Checkbox(
            value=is_on,
            shape=ft.CircleBorder(),
            scale=1.4,
            active_color=t.PRIMARY,
            check_color=t.ON_PRIMARY,
            border_side=ft.BorderSide(1.4, t.EDGE),
            on_change=self._heard,
            visual_density=ft.VisualDensity.STANDARD,
        )
        words: list[ft.Control] = [strong(text)]
        if detail:
            words.append(small(detail))
        super().__init__(
            content=ft.Container(
                ft.Row(
                    [self._box, ft.Column(words, spacing=0, tight=True, expand=True)],
                    spacing=t.S4,
                    vertical_alignment=ft.CrossAxisAlignment.CENTER,
                ),
                on_click=self._tapped,
                margin=ft.Margin(-t.S8, 0, 0, 0),
            )
        )

    @property
    def is_on(self) -> bool:
        return bool(self._box.value)

    def set(self, is_on: bool) -> None:
        self._box.value = is_on
        redraw(self)

    async def _heard(self, _: Any) -> None:
        await tell(self._on_change, self.is_on)

    async def _tapped(self, _: Any) -> None:
        self.set(not self.is_on)
        await tell(self._on_change, self.is_on)


def check_row(text: str, *, detail: str = "", is_on: bool = False, on_change: Handler) -> CheckRow:
    """Something the person agrees to or ticks off: a checkbox with its words. `on_change(bool)`."""
    return CheckRow(text, detail, is_on, on_change)


class ToggleRow(ft.MergeSemantics):
    """See `toggle_row`. `.is_on` is the state; `set` changes it without telling the handler."""

    def __init__(self, text: str, detail: str, is_on: bool, on_change: Handler, is_off_limits: bool) -> None:
        self._on_change = on_change
        self._switch = ft.Switch(
            value=is_on,
            on_change=self._heard,
            disabled=is_off_limits,
            thumb_color={ft.ControlState.SELECTED: t.ON_PRIMARY, ft.ControlState.DEFAULT: t.EDGE},
            track_color={ft.ControlState.SELECTED: t.PRIMARY, ft.ControlState.DEFAULT: t.SUNKEN},
            track_outline_color={ft.ControlState.SELECTED: t.PRIMARY, ft.ControlState.DEFAULT: t.EDGE},
        )
        words: list[ft.Control] = [strong(text)]
        if detail:
            words.append(small(detail))
        super().__init__(
            content=ft.Container(
                ft.Row(
                    [ft.Column(words, spacing=0, tight=True, expand=True), self._switch],
                    spacing=t.S12,
                    vertical_alignment=ft.CrossAxisAlignment.CENTER,
                ),
                on_click=None if is_off_limits else self._tapped,
            )
        )

    @property
    def is_on(self) -> bool:
        return bool(self._switch.value)

    def set(self, is_on: bool) -> None:
        self._switch.value = is_on
        redraw(self)

    async def _heard(self, _: Any) -> None:
        await tell(self._on_change, self.is_on)

    async def _tapped(self, _: Any) -> None:
        self.set(not self.is_on)
        await tell(self._on_change, self.is_on)


def toggle_row(
    text: str, *, detail: str = "", is_on: bool = False, on_change: Handler, is_off_limits: bool = False
) -> ToggleRow:
    """A switch with its words; the whole row switches it. `on_change(bool)`."""
    return ToggleRow(text, detail, is_on, on_change, is_off_limits)


def list_row(  # noqa: PLR0913 - every argument is one word of the drawing
    name: str,
    detail: str,
    on_click: Handler | None,
    *,
    initial: str | None = None,
    icon: ft.IconData | None = None,
    icon_tone: t.Tone = "primary",
    unread: int = 0,
    unread_label: str = "",
    trailing: ft.Control | None = None,
    note: ft.Control | None = None,
    is_chosen: bool = False,
    has_arrow: bool = False,
) -> ft.Control:
    """Opens somebody or something: a letter or an icon, a name, a line about it, how much is unread.

    `unread_label` is said in place of the bare number ("2 unread"). `note` stands under the detail (a `chip`).
    """
    start: list[ft.Control] = []
    if initial:
        start.append(avatar(initial))
    elif icon is not None:
        start.append(ft.Icon(icon, size=26, color=t.TONES[icon_tone][0]))
    words: list[ft.Control] = [strong(name)]
    if detail:
        words.append(small(detail))
    if note is not None:
        words.append(note)
    end: list[ft.Control] = []
    if unread:
        end.append(badge(unread, unread_label))
    if trailing is not None:
        end.append(trailing)
    if has_arrow:
        end.append(ft.Icon(ft.Icons.CHEVRON_RIGHT_ROUNDED, size=24, color=t.INK))
    row = ft.Row(
        [*start, ft.Column(words, spacing=0, tight=True, expand=True), *end],
        spacing=t.S12,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    padding = ft.Padding(t.CARD_PADDING, t.S12, t.CARD_PADDING, t.S12)
    if on_click is None:
        return ft.Container(row, padding=padding)
    pressed = pressable(
        row, on_click, padding=padding, radius=0, ground=t.PRIMARY_SOFT if is_chosen else t.CLEAR
    )
    return ft.MergeSemantics(ft.Semantics(selected=True, content=pressed)) if is_chosen else pressed


def avatar(initial: str) -> ft.Control:
    """A person's letter. Silent: the name stands beside it."""
    return ft.Semantics(
        exclude_semantics=True,
        content=ft.Container(
            strong(initial, color=t.SESSION),
            width=40,
            height=40,
            border_radius=20,
            bgcolor=t.SESSION_SOFT,
            alignment=ft.Alignment.CENTER,
        ),
    )


def badge(count: int, label: str) -> ft.Control:
    """How many are unread, said as `label`."""
    return ft.Container(
        ft.Text(
            str(count),
            font_family=t.SANS_SEMIBOLD,
            style=ft.TextStyle(size=13, height=1.2, weight=ft.FontWeight.W_400),
            color=t.ON_PRIMARY,
            semantics_label=label or None,
        ),
        bgcolor=t.PRIMARY,
        border_radius=12,
        padding=ft.Padding(9, 3, 9, 3),
    )


def timeline_row(  # noqa: PLR0913 - every argument is one word of the drawing
    text: str,
    detail: str,
    *,
    state: StepState,
    number: int | None = None,
    state_label: str = "",
    is_first: bool = False,
    is_last: bool = False,
    action: ft.Control | None = None,
) -> ft.Control:
    """One step of a course. Steps put below one another with no gap share one line."""
    dot = _step_dot(state, number, state_label)
    words = ft.MergeSemantics(
        ft.Column([strong(text), small(detail)] if detail else [strong(text)], spacing=0, tight=True),
        expand=True,
    )
    rail = ft.Column(
        [dot, ft.Container(width=2, expand=True, bgcolor=t.CLEAR if is_last else t.LINE)],
        spacing=0,
        width=28,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
    end: list[ft.Control] = [action] if action is not None else []
    return ft.Row(
        [rail, ft.Container(words, padding=ft.Padding(0, 2, 0, t.S12), expand=True), *end],
        spacing=14,
        intrinsic_height=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH if not end else ft.CrossAxisAlignment.START,
    )


def fact_row(name: str, value: str, *, note: ft.Control | None = None) -> ft.Control:
    """A name and what it is ("Deposit · $500")."""
    end: list[ft.Control] = [note] if note is not None else []
    return ft.MergeSemantics(
        ft.Row(
            [body(name), ft.Row([*end, strong(value)], spacing=t.S12, tight=True)],
            wrap=True,
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        )
    )


def _tick(is_done: bool) -> ft.Control:
    return ft.Container(
        ft.Icon(ft.Icons.CHECK_ROUNDED, size=18, color=t.ON_PRIMARY) if is_done else None,
        width=26,
        height=26,
        border_radius=13,
        bgcolor=t.PRIMARY if is_done else t.CLEAR,
        border=None if is_done else ft.Border.all(2, t.EDGE),
        alignment=ft.Alignment.CENTER,
    )


def _step_dot(state: StepState, number: int | None, label: str) -> ft.Control:
    looks: dict[StepState, tuple[ft.ColorValue, ft.ColorValue]] = {
        "done": (t.PRIMARY, t.ON_PRIMARY),
        "next": (t.SESSION_SOFT, t.SESSION),
        "later": (t.SUNKEN, t.MUTED),
        "waiting": (t.PREPARE_SOFT, t.PREPARE),
    }
    ground, word = looks[state]
    inside: ft.Control
    if state == "done":
        inside = ft.Icon(ft.Icons.CHECK_ROUNDED, size=16, color=word)
    elif state == "waiting":
        inside = ft.Icon(ft.Icons.HOURGLASS_BOTTOM_ROUNDED, size=16, color=word)
    else:
        inside = ft.Text(
            "" if number is None else str(number),
            font_family=t.SANS_SEMIBOLD,
            style=ft.TextStyle(size=13, height=1.1, weight=ft.FontWeight.W_400),
            color=word,
        )
    dot = ft.Container(
        inside, width=28, height=28, border_radius=14, bgcolor=ground, alignment=ft.Alignment.CENTER
    )
    return ft.Semantics(label=label or None, exclude_semantics=True, content=dot)
