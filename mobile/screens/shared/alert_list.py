"""The alerts in the list of the workspace: what is not settled above everything else, what is settled below it all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.links import call_link, dialled, opens
from mobile.screens.frame import Surroundings
from mobile.screens.shared.alerts import AlertRow


def unsettled(
    s: Surroundings, rows: Sequence[AlertRow], chosen: str | None, *, has_call: bool
) -> list[ft.Control]:
    """Nothing where nothing is open. `has_call`: each with the button that calls, where the list is all there is."""
    listed = [row for row in rows if not row.is_settled]
    if not listed:
        return []
    said = s.ngettext("{n} alert not settled", "{n} alerts not settled", len(listed)).format(n=len(listed))
    drawn: list[ft.Control] = [_headed(said)]
    for row in listed:
        card: list[ft.Control] = [_row(s, row, is_chosen=row.id == chosen)]
        if has_call and dialled(row.phone):
            card.append(ft.Container(call(s, row), padding=ft.Padding(t.S12, 0, t.S12, t.S12)))
        drawn.append(
            ft.Container(
                parts.card(*card, tone="danger", spacing=0, padding=0),
                padding=ft.Padding(t.S12, 0, t.S12, t.S12),
            )
        )
    return drawn


def settled(s: Surroundings, rows: Sequence[AlertRow], chosen: str | None) -> list[ft.Control]:
    """What is over, to be found again."""
    listed = [row for row in rows if row.is_settled]
    if not listed:
        return []
    drawn: list[ft.Control] = [_headed(s._("Settled alerts"))]
    for row in listed:
        drawn += [_row(s, row, is_chosen=row.id == chosen), parts.hairline()]
    return drawn


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
    button = parts.soft_button(f"{name} · {row.phone}", _nothing, icon=parts.icons.CALL)
    return opens(button, call_link(row.phone))


def _row(s: Surroundings, row: AlertRow, *, is_chosen: bool) -> ft.Control:
    name = row.name or s._("A patient")
    made = s.moments.near(row.alert.made_at, s.now()) if row.alert.made_at is not None else ""
    said = " · ".join(part for part in (made, row.reason(s.language)) if part)
    return parts.list_row(
        name,
        said,
        s.guard(partial(s.go, row.route)),
        initial=name[:1],
        note=stage_chip(s, row),
        is_chosen=is_chosen,
    )


def _headed(said: str) -> ft.Control:
    return ft.Container(parts.section(said), padding=ft.Padding(t.CARD_PADDING, t.S8, t.CARD_PADDING, t.S8))


async def _nothing(_: object = None) -> None:
    """The client itself calls, within the tap."""
    ft.context.disable_auto_update()
