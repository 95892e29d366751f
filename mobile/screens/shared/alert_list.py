"""An alert in the list of the workspace: what is not settled stands above everything else, what is settled below it all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.links import call_link, dialled, opens
from mobile.screens.frame import Surroundings
from mobile.screens.panels.numbers import behind, parted
from mobile.screens.shared.alerts import AlertRow
from mobile.screens.shared.person_row import RowTexts, person_row


def unsettled(s: Surroundings, row: AlertRow, text: RowTexts, *, has_call: bool) -> ft.LayoutControl:
    """The card of one that is open. `has_call`: with the button that calls, where the list is all there is."""
    card: list[ft.Control] = [person_row(s, text, _note(s, row))]
    if has_call and dialled(row.phone):
        card.append(ft.Container(call(s, row), padding=ft.Padding(t.S12, 0, t.S12, t.S12)))
    return ft.Container(
        parts.card(*card, tone="danger", spacing=0, padding=0), padding=ft.Padding(t.S12, 0, t.S12, t.S12)
    )


def alert_looks(s: Surroundings, row: AlertRow) -> object:
    """All that the list shows of an alert itself."""
    return row.id, row.name, row.phone, row.stage, _made_text(s, row)


def _note(s: Surroundings, row: AlertRow) -> ft.Control:
    """Which row of the clinic's table, since when, and how far it is."""
    return parts.stack(parts.small(_made_text(s, row), color=t.INK), stage_chip(s, row), spacing=t.S4)


def settled(s: Surroundings, rows: Sequence[AlertRow], chosen: str | None) -> ft.LayoutControl:
    """What is over, to be found again."""
    drawn: list[ft.Control] = [_headed(s._("Settled alerts"), parts.icons.CHECK)]
    for row in rows:
        drawn += [_row(s, row, is_chosen=row.id == chosen), parts.hairline()]
    return parts.stack(*drawn, spacing=0)


def stage_chip(s: Surroundings, row: AlertRow) -> ft.Control:
    """How far it is, in words and with a drawing."""
    _ = s._
    if row.is_settled:
        return parts.chip(_("Settled"), icon=parts.icons.CHECK)
    if row.stage == "seen":
        return parts.chip(_("Seen, not settled"), tone="danger", icon=parts.icons.THERAPIST, is_on_tone=True)
    return parts.chip(_("Not seen yet"), tone="danger", icon=parts.icons.ATTENTION, is_on_tone=True)


def call(s: Surroundings, row: AlertRow) -> ft.Control:
    """The button that calls the person themselves."""
    name = row.name or s._("A patient")
    button = parts.soft_button(behind(name, parted(row.phone)), _nothing, icon=parts.icons.CALL)
    if isinstance(button.content, ft.Row) and isinstance(button.content.controls[-1], ft.Text):
        button.content.controls[-1].semantics_label = f"{name} · {row.phone}"  # without what parts it
    return opens(button, call_link(row.phone))


def _row(s: Surroundings, row: AlertRow, *, is_chosen: bool) -> ft.Control:
    name = row.name or s._("A patient")
    return parts.list_row(
        name,
        _made_text(s, row),
        s.guard(partial(s.go, row.route)),
        initial=name,
        note=stage_chip(s, row),
        is_chosen=is_chosen,
    )


def _made_text(s: Surroundings, row: AlertRow) -> str:
    made = s.moments.near(row.alert.made_at, s.now()) if row.alert.made_at is not None else ""
    return " · ".join(part for part in (made, row.reason(s.language)) if part)


def headed(mark: ft.Control, text: str) -> ft.Control:
    """A group's drawing and its name, which is laid in lines where it is long."""
    words = parts.section(text)
    words.expand = words.expand_loose = True
    return ft.Row([mark, words], spacing=t.S8, tight=True)


def _headed(text: str, icon: ft.IconData) -> ft.Control:
    return ft.Container(
        headed(parts.icons.icon(icon, size=18, color=t.MUTED), text),
        padding=ft.Padding(t.CARD_PADDING, t.S8, t.CARD_PADDING, t.S8),
    )


async def _nothing(_: object = None) -> None:
    """The client itself calls, within the tap."""
    ft.context.disable_auto_update()
