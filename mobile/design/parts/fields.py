"""Places to write. None of them teaches the keyboard what was written: no suggestions, no autocorrection, no learning.
Every field has a label, because a hint vanishes with the first letter."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t

from .handling import Handler


def writing_field(  # noqa: PLR0913 - every argument is one word of the drawing
    label: str,
    *,
    value: str = "",
    on_change: Handler | None = None,
    on_blur: Handler | None = None,
    hint: str = "",
    min_lines: int = 5,
    max_lines: int | None = None,
    autofocus: bool = False,
    is_own_words: bool = True,
    capitalize: bool = True,
) -> ft.TextField:
    """Several lines, in the serif when they are the patient's own. `on_change(event)` at every keystroke; no counter.

    `label` is announced and shown as the hint when `hint` is empty; the visible heading above is the screen's.
    """
    family, size = (t.SERIF, t.SIZE_WORDS) if is_own_words else (t.SANS, t.SIZE_BODY)
    field = _field(label, value, on_change, on_blur)
    field.multiline = True
    field.min_lines = min_lines
    field.max_lines = max_lines
    field.hint_text = hint or None
    field.hint_style = ft.TextStyle(font_family=family, size=size, height=1.4, color=t.MUTED)
    field.text_style = ft.TextStyle(font_family=family, size=size, height=1.4, color=t.INK)
    field.autofocus = autofocus
    field.capitalization = ft.TextCapitalization.SENTENCES if capitalize else None
    field.border_radius = t.RADIUS_CARD
    field.content_padding = ft.Padding(t.S16, t.S16, t.S16, t.S16)
    field.align_label_with_hint = True
    return field


def text_field(  # noqa: PLR0913 - every argument is one word of the drawing
    label: str,
    *,
    value: str = "",
    on_change: Handler | None = None,
    on_submit: Handler | None = None,
    on_blur: Handler | None = None,
    error: str | None = None,
    helper: str | None = None,
    is_secret: bool = False,
    keyboard: ft.KeyboardType = ft.KeyboardType.TEXT,
    autofocus: bool = False,
) -> ft.TextField:
    """One line: an address, a name, a code. `is_secret` hides it."""
    field = _field(label, value, on_change, on_blur)
    field.on_submit = on_submit
    field.error = error
    field.helper = helper
    field.helper_max_lines = 4
    field.error_max_lines = 4
    field.password = is_secret
    field.keyboard_type = keyboard
    field.autofocus = autofocus
    return field


def search_field(
    label: str, *, value: str = "", on_change: Handler | None = None, on_submit: Handler | None = None
) -> ft.Control:
    """Search in a pill with its glass. `label` is its name and what it shows while empty."""
    field = _field("", value, on_change, None)
    field.label = label
    field.on_submit = on_submit
    field.border_radius = 26
    field.prefix_icon = ft.Icon(ft.Icons.SEARCH_ROUNDED, size=24, color=t.INK)
    return field


def _field(label: str, value: str, on_change: Handler | None, on_blur: Handler | None) -> ft.TextField:
    return ft.TextField(
        label=label,
        value=value,
        on_change=on_change,
        on_blur=on_blur,
        text_style=ft.TextStyle(font_family=t.SANS, size=t.SIZE_BODY, height=1.4, color=t.INK),
        label_style=ft.TextStyle(font_family=t.SANS, color=t.MUTED),
        filled=True,
        fill_color=t.SURFACE,
        border_color=t.EDGE,
        border_width=1,
        focused_border_color=t.PRIMARY,
        focused_border_width=2,
        border_radius=t.S16,
        content_padding=ft.Padding(t.S16, 14, t.S16, 14),
        cursor_color=t.PRIMARY,
        autocorrect=False,
        enable_suggestions=False,
        enable_ime_personalized_learning=False,
        smart_dashes_type=False,
        smart_quotes_type=False,
    )
