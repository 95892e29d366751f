"""What an address or a phone opens to whoever has it, listed with the rest of what is shared; nothing where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.care.day_page import DayPage
from mobile.care.ride import RideRequest
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.reads.open_addresses import OpenAddress
from mobile.screens.status_text import begun, session_when


def addresses_card(s: Surroundings, found: Sequence[OpenAddress]) -> list[ft.Control]:
    """A row each, with the way to where it is ended."""
    if not found:
        return []
    rows: list[ft.Control] = []
    for one in found:
        name, detail = _words(s, one)
        go = s.guard(partial(s.go, one.route))
        rows.append(parts.list_row(name, detail, go, icon=ft.Icons.LINK_ROUNDED, has_arrow=True))
    return [parts.card(parts.subheading(s._("Open to whoever has it")), *rows)]


def _words(s: Surroundings, one: OpenAddress) -> tuple[str, str]:
    _ = s._
    when = begun(session_when(s, one.session)) if one.session is not None else ""
    if isinstance(one.what, DayPage):
        return _("The page of a day"), _("{when} · whoever has its address").format(when=when)
    if isinstance(one.what, RideRequest):
        return _("Ride home: {name}").format(name=one.who), _("{when} · whoever has its link").format(
            when=when
        )
    number = _("the number that ends in {digits}").format(digits=one.who)
    return _("Text messages"), _("Whoever holds the phone of {number}").format(number=number)
