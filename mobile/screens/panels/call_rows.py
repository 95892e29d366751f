"""Numbers as buttons that call: the same row in every place, and the same order (`calls`)."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.links import opens
from mobile.screens.frame import Surroundings
from mobile.screens.panels.calls import Call, calls_for, clinic_calls
from mobile.screens.panels.numbers import unbroken


def help_numbers(s: Surroundings) -> tuple[list[ft.Control], str | None]:
    """The crisis line, its text and the emergency number, before any prose; and the region they are for."""
    calls, region = calls_for(s.speech, s.support_card(), s.country(), s.now(), s.zone)
    return _lines([one for one in calls if one.spot != "clinic"]), region


def clinic_numbers(s: Surroundings, most: int | None = None) -> list[ft.Control]:
    """The clinic's own: who answers now first, each with its hours. What cannot be dialled is only said."""
    calls = clinic_calls(s.speech, s.support_card(), s.now(), s.zone)
    return [_clinic(one) for one in (calls if most is None else [one for one in calls if one.link][:most])]


def call_row(name: str, details: Sequence[ft.Control], link: str) -> ft.Control:
    """A card that calls as a whole, with the handset where the thumb is."""
    head = ft.Row(
        [
            ft.Container(parts.strong(name), expand=True),
            parts.icons.icon(parts.icons.CALL, size=28, color=t.SESSION),
        ],
        spacing=t.S16,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    inside = parts.stack(head, *details, spacing=2)  # below the handset a number has the whole width
    row = parts.pressable(
        inside, nothing, ground=t.SURFACE, padding=t.CARD_PADDING, has_line=True, radius=t.RADIUS_CARD
    )
    return opens(row, link)


async def nothing(_: object = None) -> None:
    """The client itself calls or texts, within the tap; there is nothing for us to know."""
    ft.context.disable_auto_update()


def _lines(calls: Sequence[Call]) -> list[ft.Control]:
    big = [one for one in calls if one.spot == "first" and one.kind == "call"]
    side = [_side(one) for one in calls if one not in big]
    notes = [one.detail for one in calls if one.spot == "first" and one.kind == "text" and one.detail]
    return [
        *(opens(parts.call_button(one.name, one.detail, nothing), one.link) for one in big),
        *([parts.Buttons(side)] if side else []),
        *(parts.small(note) for note in notes),
    ]


def _side(one: Call) -> ft.Button:
    is_emergency = one.spot == "emergency"
    icon = (
        parts.icons.TEXT
        if one.kind == "text"
        else ft.Icons.EMERGENCY_ROUNDED
        if is_emergency
        else parts.icons.CALL
    )
    button = parts.outline_button(one.name, nothing, icon=icon, tone="danger")
    opens(button, one.link)
    return button


def _clinic(one: Call) -> ft.Control:
    details: list[ft.Control] = [parts.small(unbroken(one.number))]
    if one.detail:
        color = t.PRIMARY if one.answers_now else t.MUTED
        details.append(parts.small(one.detail, color=color, is_strong=bool(one.answers_now)))
    if not one.link:
        return parts.card(ft.MergeSemantics(parts.stack(parts.strong(one.name), *details, spacing=2)))
    return call_row(one.name, details, one.link)
