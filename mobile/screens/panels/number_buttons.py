"""Numbers of somebody who is no line of the clinic's own, as buttons that call or text. One that is not theirs now is left out; one
that cannot be dialled is said."""

from __future__ import annotations

from collections.abc import Iterable

import flet as ft

from mobile.care.clinic import Phone
from mobile.design import parts
from mobile.device.links import call_link, dialled, opens, text_link
from mobile.screens.clinic_words import phone_text
from mobile.screens.frame import Surroundings
from mobile.screens.panels.call_rows import nothing
from mobile.screens.panels.numbers import unbroken


def number_buttons(s: Surroundings, phones: Iterable[Phone], name: str) -> list[ft.Control]:
    """`name`: whose they are, for a screen reader."""
    now = s.now()
    return [
        row
        for one in phones
        if (one.since is None or one.since <= now) and (one.until is None or now <= one.until)
        for row in _rows(s, one, name)
    ]


def _rows(s: Surroundings, one: Phone, name: str) -> list[ft.Control]:
    _ = s._
    called = phone_text(_, one.name)
    if not dialled(one.number):
        return [parts.body(": ".join(part for part in (called, one.number) if part))]
    text = _("Text {number}") if one.is_for_texts else _("Call {number}")
    icon = parts.icons.TEXT if one.is_for_texts else parts.icons.CALL
    label = " · ".join(part for part in (text.format(number=one.number), called, name) if part)
    button = parts.text_button(text.format(number=unbroken(one.number)), nothing, icon=icon, label=label)
    opens(button, text_link(one.number) if one.is_for_texts else call_link(one.number))
    return [*([parts.small(called)] if called else []), ft.Row([button], wrap=True)]
