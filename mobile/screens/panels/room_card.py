"""The way to the room card, and to showing it: on the session's page and on Plan."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

import flet as ft

from mobile.care.room_card import OWN_ID, RoomCard
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings


def card_route(id: str = OWN_ID) -> str:
    """Where it is written."""
    return f"/room-card/{quote(id, safe='')}"


def show_route(id: str) -> str:
    """Where it is shown large."""
    return f"{card_route(id)}/show"


def room_card_way(s: Surroundings, card: RoomCard | None) -> ft.Control:
    """`card` None: there is none yet."""
    _ = s._
    go = s.guard(partial(s.go, card_route(card.id if card is not None else OWN_ID)))
    text = (
        _("What helps you in the room, in your words")
        if card is None
        else _("Written {when}").format(when=s.moments.near(card.changed_at, s.now()))
    )
    rows: list[ft.Control] = [
        parts.list_row(_("Room card"), text, go, icon=parts.icons.ROOM_CARD, has_arrow=True)
    ]
    if card is not None:
        show = parts.soft_button(_("Show it large"), s.guard(partial(s.go, show_route(card.id))))
        rows.append(ft.Container(show, padding=ft.Padding(t.S16, 0, t.S16, t.S12)))
    return parts.card(*rows, padding=ft.Padding(0, t.S4, 0, t.S4), spacing=0)
