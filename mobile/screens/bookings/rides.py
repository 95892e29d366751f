"""The rides home of coming sessions, for whoever books: whether somebody said that they will be there, and nothing else of a patient.

A session stands here from the time on at which the clinic's protocol asks for its ride, and before it once somebody was asked. What happens without one is said in the
clinic's own words.
"""

from __future__ import annotations

import flet as ft

from mobile.care.ride_home import HomeState
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.reads.bookings import HomeRide
from mobile.screens.status_text import begun, session_when


def rides_home(s: Surroundings, rides: tuple[HomeRide, ...]) -> list[ft.Control]:
    """In time."""
    rows: list[ft.Control] = [parts.section(s._("Rides home"))] if rides else []
    for one in rides:
        lines = [begun(session_when(s, one.session)), _state_text(s, one.state)]
        if one.state != "yes":
            lines += [text for words in one.words if (text := words.in_language(s.language))]
        name = one.name or s._("A patient")
        rows.append(parts.list_row(name, "\n".join(lines), None, initial=one.name or "?"))
    return rows


def _state_text(s: Surroundings, state: HomeState) -> str:
    _ = s._
    return {
        "nobody": _("Ride not confirmed: nobody was asked by a link"),
        "asked": _("Ride not confirmed: no answer yet"),
        "yes": _("Ride confirmed"),
        "no": _("Ride not confirmed: they can not come"),
        "moved": _("Ride not confirmed: the answer was for another time"),
    }[state]
