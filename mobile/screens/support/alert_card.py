"""An alert's state as a card, with the numbers to call beside it: on Support and on Today until it is over or put away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import flet as ft

from mobile.care.safety import Line, bundled_lines, clinic_phones, lines_of, region_for, shown_lines
from mobile.care.safety.alerts import Alert
from mobile.care.safety.put_away import PutAway
from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.links import call_link, dialled, opens
from mobile.screens.clinic_words import phone_told
from mobile.screens.frame import Surroundings
from mobile.screens.support.alerts import ToldAlert, alert_text, alert_title
from mobile.screens.support.words import line_link, nobody_watches


def alert_card(
    s: Surroundings, told: ToldAlert, *, has_numbers: bool, again: Callable[[], Awaitable[None]]
) -> ft.Control:
    """`has_numbers` False: they stand on the same page already. `again` draws the place anew once something was done."""
    said = parts.stack(parts.strong(alert_title(s, told)), parts.body(alert_text(s, told)), spacing=2)
    rows: list[ft.Control] = [parts.spoken(ft.MergeSemantics(said))]
    if has_numbers and not told.is_over:
        rows += numbers(s)
    return parts.card(*rows, ft.Row([_act(s, told, again)], wrap=True), tone="support", spacing=t.S12)


def _act(s: Surroundings, told: ToldAlert, again: Callable[[], Awaitable[None]]) -> ft.Control:
    """Put away; one that could not be sent is sent again instead, because nobody else will hear of it."""
    _ = s._
    if told.is_stuck:
        act = s.guard(partial(_send_again, s, told.alert, again))
        return parts.text_button(
            _("Try again"), act, tone="support", label=_("Try to send this message again")
        )
    return parts.text_button(
        _("Put this away"),
        s.guard(partial(_put_away, s, told.alert, again)),
        tone="support",
        label=_("Put this message away. Nothing changes at your clinic."),
    )


def numbers(s: Surroundings) -> list[ft.Control]:
    """The crisis line first, its text and the emergency number below it, then the clinic. Where no line is known, whom
    to call instead."""
    _, card = s._, s.support_card()
    region = region_for(card, s.country())
    known = shown_lines(lines_of(bundled_lines(), s.language), region)
    lines = [line for line in known if line.spot in ("first", "emergency")]
    clinic = [
        opens(parts.outline_button(name, _nothing, icon=parts.icons.CALL, tone="danger"), call_link(number))
        for name, number in _of_clinic(s)
    ]
    if not lines:
        return [parts.body(nobody_watches(_, region)), *clinic]
    side = [
        ft.Container(
            _way(line, parts.outline_button(line.name, _nothing, icon=_icon(line), tone="danger")),
            col={"xs": 6},
        )
        for line in lines[1:]
    ]
    first = _way(lines[0], parts.danger_button(lines[0].name, _nothing, icon=_icon(lines[0])))
    return [first, ft.ResponsiveRow([*side], spacing=10, run_spacing=10), *clinic]


def _of_clinic(s: Surroundings) -> list[tuple[str, str]]:
    """At most two of its numbers that can be dialled, each with whose it is."""
    phones = [one for one in clinic_phones(s.support_card()) if dialled(one.phone)]
    return [
        (f"{phone_told(s._, one.label) or s._('Your clinic')} · {one.phone}", one.phone) for one in phones[:2]
    ]


def _way(line: Line, button: ft.Control) -> ft.Control:
    return opens(button, line_link(line))


def _icon(line: Line) -> ft.IconData:
    return parts.icons.TEXT if line.kind == "text" else parts.icons.CALL


async def _put_away(s: Surroundings, alert: Alert, again: Callable[[], Awaitable[None]]) -> None:
    if s.records is not None:
        await s.records.save(PutAway.of(alert.id, s.now()))
        await again()


async def _send_again(s: Surroundings, alert: Alert, again: Callable[[], Awaitable[None]]) -> None:
    if s.records is not None:
        await s.records.try_again(Alert, alert.id)
        await again()


async def _nothing(_: object = None) -> None:
    """The client itself calls, within the tap."""
    ft.context.disable_auto_update()
