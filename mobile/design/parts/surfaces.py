"""What content stands on: a card, a tappable card, Lantern's mark. No part here has a fixed height."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t

from .handling import Handler


def card(
    *content: ft.Control,
    tone: t.Tone | None = None,
    spacing: int = t.S8,
    padding: ft.PaddingValue = t.CARD_PADDING,
    on_click: Handler | None = None,
    label: str | None = None,
) -> ft.Control:
    """A rounded surface with one hairline. With `on_click` the whole card is one button, named by its texts or `label`."""
    ground = t.TONES[tone][1] if tone else t.SURFACE
    inside = stack(*content, spacing=spacing)
    if on_click is None:
        return ft.Container(
            content=inside,
            bgcolor=ground,
            padding=padding,
            border_radius=t.RADIUS_CARD,
            border=None if tone else ft.Border.all(1, t.LINE),
        )
    return pressable(
        inside,
        on_click,
        label=label,
        ground=ground,
        padding=padding,
        has_line=tone is None,
        radius=t.RADIUS_CARD,
    )


def outlined_card(*content: ft.Control, spacing: int = t.S8) -> ft.Control:
    """A card that stands out by its line: exactly this is meant."""
    return ft.Container(
        content=stack(*content, spacing=spacing),
        bgcolor=t.SURFACE,
        padding=t.CARD_PADDING,
        border_radius=t.RADIUS_CARD,
        border=ft.Border.all(2, t.PRIMARY),
    )


def pressable(
    content: ft.Control,
    on_click: Handler | None,
    *,
    label: str | None = None,
    ground: ft.ColorValue = t.CLEAR,
    padding: ft.PaddingValue = 0,
    has_line: bool = False,
    radius: int = t.S12,
) -> ft.Control:
    """Anything laid out that is tapped as a whole: one button, reached by keyboard, named once."""
    button = ft.TextButton(
        content=ft.Semantics(exclude_semantics=True, content=content) if label else content,
        on_click=on_click,
        width=float("inf"),
        style=ft.ButtonStyle(
            bgcolor=ground,
            padding=padding,
            shape=ft.RoundedRectangleBorder(radius=radius),
            side=ft.BorderSide(1, t.LINE) if has_line else None,
            alignment=ft.Alignment.CENTER_LEFT,
            visual_density=ft.VisualDensity.STANDARD,
        ),
    )
    # Merged always: a label inside would otherwise make a second, nameless button around the first.
    return ft.MergeSemantics(ft.Semantics(label=label, content=button) if label else button)


def stack(*controls: ft.Control, spacing: int = t.S8) -> ft.Column:
    """Controls below one another, each as wide as there is room."""
    return ft.Column(
        list(controls), spacing=spacing, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


def gap(height: int = t.S8) -> ft.Control:
    """Empty space."""
    return ft.Container(height=height)


def hairline() -> ft.Control:
    """A line between rows of one card."""
    return ft.Divider(height=1, thickness=1, color=t.LINE)


def mark(size: int = 76) -> ft.Control:
    """Lantern's sunrise on its tile. Silent: the name or the greeting stands below it."""
    return ft.Container(
        ft.Icon(ft.Icons.WB_TWILIGHT_OUTLINED, size=size * 0.52, color=t.PRIMARY),
        width=size,
        height=size,
        border_radius=size * 0.29,
        bgcolor=t.PRIMARY_SOFT,
        alignment=ft.Alignment.CENTER,
    )


def draw_tick(mark: ft.Container, is_on: bool) -> None:
    """Draws a round tick, or an empty ring, into a square container."""
    mark.bgcolor = t.PRIMARY if is_on else t.CLEAR
    mark.border = None if is_on else ft.Border.all(2, t.EDGE)
    mark.content = ft.Icon(ft.Icons.CHECK_ROUNDED, size=18, color=t.ON_PRIMARY) if is_on else None
