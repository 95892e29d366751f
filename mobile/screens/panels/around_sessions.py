"""The ways from the course and from one session to the patient's own calendar and to reminders."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.agenda import Session
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.panels.given_times import CALENDAR_ROUTE
from mobile.screens.panels.row_cards import card_of
from mobile.screens.reads.agenda import session_route
from mobile.screens.reads.day_page import day_page_route


def ways_of_course(s: Surroundings) -> list[ft.Control]:
    """Below the course."""
    _ = s._
    rows = (
        ("/reminders", _("Reminders"), _("What is due and what is coming"), parts.icons.REMINDERS),
        (CALENDAR_ROUTE, _("Your calendar"), _("A file with your session times"), parts.icons.SOON),
    )
    return [
        card_of(
            [
                parts.list_row(name, detail, s.guard(partial(s.go, route)), icon=icon, has_arrow=True)
                for route, name, detail, icon in rows
            ]
        )
    ]


def calendar_way(s: Surroundings, session: Session) -> list[ft.Control]:
    """Of one session with a time that the clinic has booked."""
    if session.start_at is None or session.is_held_only:
        return []
    go = s.guard(partial(s.go, f"{session_route(session)}/calendar"))
    return [parts.outline_button(s._("Add to my calendar"), go)]


def page_way(s: Surroundings, session: Session) -> list[ft.Control]:
    """Of one session: its day as a page that any phone opens."""
    go = s.guard(partial(s.go, day_page_route(session)))
    return [parts.text_button(s._("A page for any phone"), go)]
