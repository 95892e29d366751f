"""An alert's state as a card, with the numbers to call beside it: on Support and on Today until it is over or put away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import flet as ft

from mobile.care.safety import bundled_lines, clinic_phones, lines_of, region_for, shown_lines
from mobile.care.safety.alerts import Alert
from mobile.care.safety.put_away import PutAway
from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.links import call_link, opens
from mobile.records.ports import Keeping
from mobile.screens.clinic_words import phone_told
from mobile.screens.frame import Surroundings
from mobile.screens.support.alerts import ToldAlert, alert_text, alert_title


def alert_card(
    s: Surroundings, told: ToldAlert, *, has_numbers: bool, again: Callable[[], Awaitable[None]]
) -> ft.Control:
    """`has_numbers` False: they stand on the same page already. `again` draws the place anew once it was put away."""
    _ = s._
    rows: list[ft.Control] = [
        parts.spoken(
            ft.MergeSemantics(
                parts.stack(
                    parts.strong(alert_title(s, told)),
                    parts.body(alert_text(s, told)),
                    spacing=2,
                )
            )
        )
    ]
    if has_numbers and not told.is_over:
        rows += numbers(s)
    rows.append(
        ft.Row(
            [
                parts.text_button(
                    _("Put this away"),
                    s.guard(partial(_put_away, s, told.alert, again)),
                    tone="support",
                    label=_("Put this message away. Nothing changes at your clinic."),
                )
            ],
            wrap=True,
        )
    )
    return parts.card(*rows, tone="support", spacing=t.S12)


def numbers(s: Surroundings) -> list[ft.Control]:
    """The crisis line and the clinic, each a button that calls."""
    _, card = s._, s.support_card()
    region = region_for(card, s.country())
    lines = [
        line
        for line in shown_lines(lines_of(bundled_lines(), s.language), region)
        if line.spot in ("first", "emergency") and line.kind == "call"
    ]
    calls = [(line.name, line.number) for line in lines]
    calls += [
        (f"{phone_told(_, phone.label) or _('Your clinic')} · {phone.phone}", phone.phone)
        for phone in clinic_phones(card)[:2]
    ]
    return [
        opens(parts.outline_button(name, _nothing, icon=parts.icons.CALL, tone="danger"), call_link(number))
        for name, number in calls
    ]


async def _put_away(s: Surroundings, alert: Alert, again: Callable[[], Awaitable[None]]) -> None:
    records: Keeping | None = s.records
    if records is not None:
        await records.save(PutAway.of(alert.id, s.now()))
        await again()


async def _nothing(_: object = None) -> None:
    """The client itself calls, within the tap."""
    ft.context.disable_auto_update()
