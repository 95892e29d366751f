"""Whom the patient invited from outside of the clinic, how far that is, and the way to invite somebody."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.sharing.invitation_words import state_text
from mobile.screens.sharing.model import SharingModel


def invited_card(s: Surroundings, model: SharingModel) -> ft.Control:
    """Whom the patient invited from outside, how far that is, and the way to invite somebody."""
    _, rows = s._, list[ft.Control]()
    for one, standing in model.invited:
        name = model.team.name_of(one.guest) or one.invited or _("Somebody from outside")
        go = s.guard(partial(s.go, f"/sharing/invitation/{one.id}"))
        rows.append(parts.list_row(name, state_text(s, one, standing), go, initial=name, has_arrow=True))
    invite = s.guard(partial(s.go, "/sharing/invitation/new"))
    rows.append(
        parts.list_row(
            _("Invite a therapist from outside"),
            _("Somebody you see elsewhere. They read what you share with them, and that alone."),
            invite,
            icon=ft.Icons.PERSON_ADD_ALT_ROUNDED,
            has_arrow=True,
        )
    )
    return parts.card(*rows, padding=ft.Padding(0, t.S4, 0, t.S4), spacing=0)
