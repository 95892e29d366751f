"""An alert's state as a card, with the numbers to call beside it: on Support and on Today until it is over or put away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import flet as ft

from mobile.care.safety.alerts import Alert
from mobile.care.safety.put_away import PutAway
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.panels.alerts import ShownAlert, alert_text, alert_title
from mobile.screens.panels.call_rows import clinic_numbers, help_numbers
from mobile.screens.panels.numbers import nobody_watches

CLINIC_MOST = 2


def alert_card(
    s: Surroundings, shown: ShownAlert, *, has_numbers: bool, again: Callable[[], Awaitable[None]]
) -> ft.Control:
    """`has_numbers` False: they stand on the same page already. `again` draws the place anew once something was done."""
    text = parts.stack(parts.strong(alert_title(s, shown)), parts.body(alert_text(s, shown)), spacing=2)
    rows = (
        numbers(s) if has_numbers and not shown.is_over else []
    )  # before any prose: in view at any size of text
    rows.append(parts.spoken(ft.MergeSemantics(text)))
    return parts.card(*rows, ft.Row([_act(s, shown, again)], wrap=True), tone="support", spacing=t.S12)


def _act(s: Surroundings, shown: ShownAlert, again: Callable[[], Awaitable[None]]) -> ft.Control:
    """Put away; one that could not be sent is sent again instead, because nobody else will hear of it."""
    _ = s._
    if shown.is_stuck:
        act = s.guard(partial(_send_again, s, shown.alert, again))
        return parts.text_button(
            _("Try again"), act, tone="support", label=_("Try to send this message again")
        )
    return parts.text_button(
        _("Put this away"),
        s.guard(partial(_put_away, s, shown.alert, again)),
        tone="support",
        label=_("Put this message away. Nothing changes at your clinic."),
    )


def numbers(s: Surroundings) -> list[ft.Control]:
    """The crisis line first, its text and the emergency number below it, then the clinic. Where no line is known, whom
    to call instead."""
    lines, region = help_numbers(s)
    clinic = clinic_numbers(s, CLINIC_MOST)
    return [*lines, *clinic] if lines else [parts.body(nobody_watches(s._, region)), *clinic]


async def _put_away(s: Surroundings, alert: Alert, again: Callable[[], Awaitable[None]]) -> None:
    if s.records is not None:
        await s.records.save(PutAway.of(alert.id, s.now()))
        await again()


async def _send_again(s: Surroundings, alert: Alert, again: Callable[[], Awaitable[None]]) -> None:
    if s.records is not None:
        await s.records.try_again(Alert, alert.id)
        await again()
