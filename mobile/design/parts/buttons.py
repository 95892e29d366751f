"""Everything that does something when pressed. Buttons grow with their text: the height comes from padding, never from a
number that would clip at 200 %. Side by side in a row, give each `expand`."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters

from . import icons
from .handling import Handler

_PAD = ft.Padding(t.S12, 14, t.S12, 14)  # 24 of text and 28 of air: 52


def primary_button(
    text: str,
    on_click: Handler | None,
    *,
    icon: ft.IconData | None = None,
    is_off: bool = False,
    expand: int | bool | None = None,
    autofocus: bool = False,
) -> ft.Button:
    """The one thing to do on this screen. `is_off` greys it."""
    return _button(
        text,
        on_click,
        icon,
        ground=t.PRIMARY,
        word=t.ON_PRIMARY,
        is_off=is_off,
        expand=expand,
        autofocus=autofocus,
    )


def soft_button(
    text: str,
    on_click: Handler | None,
    *,
    icon: ft.IconData | None = None,
    is_off: bool = False,
    expand: int | bool | None = None,
) -> ft.Button:
    """A quieter action inside a card."""
    return _button(text, on_click, icon, ground=t.PRIMARY_SOFT, word=t.PRIMARY, is_off=is_off, expand=expand)


def outline_button(
    text: str,
    on_click: Handler | None,
    *,
    icon: ft.IconData | None = None,
    is_off: bool = False,
    expand: int | bool | None = None,
    tone: t.Tone = "primary",
) -> ft.Button:
    """The other way: back, another choice."""
    word = t.TONES[tone][0]
    return _button(text, on_click, icon, ground=t.CLEAR, word=word, line=word, is_off=is_off, expand=expand)


def danger_button(
    text: str,
    on_click: Handler | None,
    *,
    icon: ft.IconData | None = None,
    is_off: bool = False,
    expand: int | bool | None = None,
) -> ft.Button:
    """Destroys something, or calls for help (pictures 10): say which in the words."""
    return _button(text, on_click, icon, ground=t.DANGER, word=t.ON_DANGER, is_off=is_off, expand=expand)


def text_button(
    text: str,
    on_click: Handler | None,
    *,
    tone: t.Tone = "primary",
    icon: ft.IconData | None = None,
    label: str | None = None,
    is_off: bool = False,
) -> ft.TextButton:
    """A word that is pressed ("Edit", "Take back"). `label` says more to a screen reader ("Take back 5 entries")."""
    word = t.TONES[tone][0]
    button = ft.TextButton(
        content=ft.Text(
            text,
            font_family=t.SANS_SEMIBOLD,
            style=draw_text(t.SIZE_BODY),
            color=None if is_off else word,
            semantics_label=label,
        ),
        icon=icons.icon(icon, size=20, color=None if is_off else word) if icon else None,
        on_click=on_click,
        disabled=is_off,
        style=draw_bare(ft.Padding(t.S8, 13, t.S8, 13), radius=t.S12),
    )
    return button


def icon_button(
    icon: ft.IconData,
    label: str,
    on_click: Handler | None,
    *,
    color: ft.ColorValue = t.INK,
    ground: ft.ColorValue | None = None,
    size: int = 24,
    is_off: bool = False,
) -> ft.IconButton:
    """A round 48 target with one icon. The label is its name and its tooltip."""
    return ft.IconButton(
        icon=icons.icon(icon, size=size, color=None if is_off else color, label=label),
        tooltip=ft.Tooltip(message=label, exclude_from_semantics=True),
        on_click=on_click,
        disabled=is_off,
        bgcolor=ground,
        padding=t.S12,
        style=ft.ButtonStyle(visual_density=ft.VisualDensity.STANDARD),
        size_constraints=ft.BoxConstraints(min_width=t.TARGET, min_height=t.TARGET),
    )


def _button(  # noqa: PLR0913 - one drawing for every kind of button
    text: str,
    on_click: Handler | None,
    icon: ft.IconData | None,
    *,
    ground: ft.ColorValue,
    word: ft.ColorValue,
    line: ft.ColorValue | None = None,
    is_off: bool = False,
    expand: int | bool | None = None,
    autofocus: bool = False,
) -> ft.Button:
    style = draw_shape(t.SUNKEN if is_off else ground, _PAD)
    if line is not None:
        style.side = ft.BorderSide(1, t.LINE if is_off else line)
    return ft.Button(
        content=draw_label(text, icon, color=t.MUTED if is_off else word, size=t.SIZE_BUTTON, icon_size=22),
        on_click=on_click,
        disabled=is_off,
        width=float("inf"),
        expand=expand,
        autofocus=autofocus,
        style=style,
    )


def button_row(*buttons: ft.Control, at_least: int = 136, is_spread: bool = False) -> ft.Control:
    """Two or three buttons side by side that go below one another when their words need the room.

    Made for `soft_button`, `outline_button` and their like; each is at least `at_least` wide. `is_spread`: over the whole line.
    """
    return ft.Row(
        [_at_least(button, at_least) for button in buttons],
        wrap=True,
        spacing=t.S8,
        run_spacing=t.S8,
        width=float("inf") if is_spread else None,
        alignment=ft.MainAxisAlignment.SPACE_AROUND if is_spread else ft.MainAxisAlignment.START,
    )


def centered(control: ft.Control) -> ft.Control:
    """One thing in the middle of the line (Support on the lock), which may still wrap its words."""
    return ft.Row([control], alignment=ft.MainAxisAlignment.CENTER, wrap=True)


def _at_least(button: ft.Control, width: int) -> ft.Control:
    if isinstance(button, ft.LayoutControl):
        button.width = None
    button.expand = None
    return ft.Column(
        [ft.Container(width=width, height=0), button],
        spacing=0,
        tight=True,
        intrinsic_width=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def draw_label(
    text: str, icon: ft.IconData | None, *, color: ft.ColorValue, size: int, icon_size: int
) -> ft.Control:
    """Icon and words as one row that measures itself rightly (Flet's own `icon=` leaves the gap out of the measure)."""
    words = ft.Text(
        text, font_family=t.SANS_SEMIBOLD, style=draw_text(size), color=color, text_align=ft.TextAlign.CENTER
    )
    if icon is None:
        return words
    words.expand = True
    words.expand_loose = True
    return ft.Row(
        [icons.icon(icon, size=icon_size, color=color), words],
        spacing=t.S8,
        tight=True,
        alignment=ft.MainAxisAlignment.CENTER,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )


def draw_bare(padding: ft.Padding, *, radius: int = 24) -> ft.ButtonStyle:
    """A button without ground: only its target, its focus and its padding."""
    return ft.ButtonStyle(
        padding=padding,
        shape=ft.RoundedRectangleBorder(radius=radius),
        visual_density=ft.VisualDensity.STANDARD,
    )


def draw_shape(
    ground: ft.ColorValue, padding: ft.PaddingValue, *, radius: int = t.RADIUS_BUTTON
) -> ft.ButtonStyle:
    """A filled button's ground and corners."""
    return ft.ButtonStyle(
        bgcolor=ground,
        padding=padding,
        shape=ft.RoundedRectangleBorder(radius=radius),
        elevation=0,
        shadow_color=t.CLEAR,
        visual_density=ft.VisualDensity.STANDARD,
    )


def draw_text(size: int) -> ft.TextStyle:
    """A button's letters: a line height that makes 52 with the padding."""
    return letters(size, 24 / t.SIZE_BUTTON)
