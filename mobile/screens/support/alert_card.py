"""An alert's state as a card, with the numbers to call beside it: on Support and on Today until it is over or put away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import flet as ft

from mobile.care.safety import bundled_lines, clinic_phones, lines_of, region_for, shown_lines
from mobile.care.safety.alerts import Alert
from mobile.care.safety.lines import Kind
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
    """The crisis line, by voice and by text, and the clinic: each a button. Where no line is known, whom to call instead."""
    _, card = s._, s.support_card()
    region = region_for(card, s.country())
    lines = shown_lines(lines_of(bundled_lines(), s.language), region)
    ways = [
        _way(line.name, line_link(line), line.kind) for line in lines if line.spot in ("first", "emergency")
    ]
    ways += [
        _way(
            f"{phone_told(_, phone.label) or _('Your clinic')} · {phone.phone}",
            call_link(phone.phone),
            "call",
        )
        for phone in clinic_phones(card)[:2]
        if dialled(phone.phone)
    ]
    return ways if lines else [parts.body(nobody_watches(_, region)), *ways]


def _way(name: str, link: str, kind: Kind) -> ft.Control:
    icon = parts.icons.TEXT if kind == "text" else parts.icons.CALL
    return opens(parts.outline_button(name, _nothing, icon=icon, tone="danger"), link)


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
