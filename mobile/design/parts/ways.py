"""The ways between places: the four tabs at the bottom of a phone, the rail at the side of a wide screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters

from .handling import Handler, tell
from .icons import IDLE


@dataclass(frozen=True)
class TabItem:
    """Somewhere a tab leads. `value` is what the handler gets (a route)."""

    value: str
    label: str
    icon: ft.IconData


def bottom_bar(places: Sequence[TabItem], chosen: str, on_change: Handler) -> ft.NavigationBar:
    """For `View.navigation_bar`: Today, Journal, Plan, Care. `on_change(value)`."""

    async def moved(event: Any) -> None:
        await tell(on_change, places[int(event.control.selected_index)].value)

    return ft.NavigationBar(
        destinations=[
            ft.NavigationBarDestination(
                icon=ft.Icon(IDLE.get(place.icon, place.icon), color=t.MUTED),
                selected_icon=ft.Icon(place.icon, color=t.PRIMARY),
                label=place.label,
            )
            for place in places
        ],
        selected_index=_index(places, chosen),
        on_change=moved,
        bgcolor=t.SURFACE,
        indicator_color=t.PRIMARY_SOFT,
        elevation=0,
        animation_duration=t.MOTION_MS,
        label_behavior=ft.NavigationBarLabelBehavior.ALWAYS_SHOW,
    )


def side_rail(
    places: Sequence[TabItem], chosen: str, on_change: Handler, *, foot: ft.Control | None = None
) -> ft.Control:
    """The therapist's places beside a wide screen. `on_change(value)`. `foot` stays at the bottom (Support)."""

    async def moved(event: Any) -> None:
        await tell(on_change, places[int(event.control.selected_index)].value)

    rail = ft.NavigationRail(
        destinations=[
            ft.NavigationRailDestination(
                icon=ft.Icon(IDLE.get(place.icon, place.icon), color=t.MUTED),
                selected_icon=ft.Icon(place.icon, color=t.PRIMARY),
                label=place.label,
            )
            for place in places
        ],
        selected_index=_index(places, chosen),
        on_change=moved,
        bgcolor=t.SURFACE,
        indicator_color=t.PRIMARY_SOFT,
        label_type=ft.NavigationRailLabelType.ALL,
        leading=ft.Container(
            ft.Icon(ft.Icons.WB_TWILIGHT_OUTLINED, size=30, color=t.PRIMARY),
            padding=ft.Padding(0, t.S12, 0, t.S16),
        ),
        trailing=foot,
        pin_trailing_to_bottom=True,
        selected_label_text_style=_label(t.SANS_SEMIBOLD, t.PRIMARY),
        unselected_label_text_style=_label(t.SANS, t.MUTED),
        min_width=84,
        group_alignment=-1,
    )
    return ft.Container(rail, bgcolor=t.SURFACE, border=ft.Border(right=ft.BorderSide(1, t.LINE)))


def _index(places: Sequence[TabItem], chosen: str) -> int:
    return next((i for i, place in enumerate(places) if place.value == chosen), 0)


def _label(family: str, color: ft.ColorValue) -> ft.TextStyle:
    return letters(13, 1.4, family=family, color=color)
