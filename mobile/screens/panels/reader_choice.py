"""Whom something is shared with, chosen from everybody it can be: the clinic's people, and guests, who are marked as such."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import flet as ft

from mobile.design import parts
from mobile.screens.clinic_words import role_text
from mobile.screens.frame import Surroundings
from mobile.screens.reads.team import Team


def reader_choice(
    s: Surroundings, team: Team, reader: str, on_reader: Callable[[str], Awaitable[None]]
) -> ft.Control:
    """`reader`: who is chosen now, as a reference."""
    choices = [
        parts.Choice(
            one.reference,
            team.name_of(one.reference) or s._("Somebody of your clinic"),
            detail=role_text(s._, one.role),
        )
        for one in team.people
    ]
    return parts.choice_list(choices, reader, s.guard(on_reader), label=s._("Who reads it"))
