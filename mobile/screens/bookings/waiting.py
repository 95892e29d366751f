"""What waits on whoever books, as a list: requests with who, which session and since when; missed sessions, which are only flagged."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.panels.bookings import WAITING_ROUTE
from mobile.screens.reads.bookings import Asked, Bookings
from mobile.screens.status_text import begun, session_when


def waiting_list(s: Surroundings, known: Bookings, chosen: str, *, has_all: bool) -> list[ft.Control]:
    """`chosen`: the request that is open, as in a route; "" none."""
    _ = s._
    rows: list[ft.Control] = []
    if known.waiting:
        text = _("Asked for another date")
        rows.append(parts.section(f"{text} · {len(known.waiting)}"))
        rows += [_row(s, one, is_chosen=one.request.id == chosen) for one in known.waiting]
    elif has_all:
        rows.append(
            parts.empty_state(
                _("Nothing waits for you"),
                _("When a patient asks for another date, it appears here."),
                icon=parts.icons.SESSIONS,
            )
        )
    if known.missed:
        text = _("Missed, only flagged")
        rows.append(parts.section(f"{text} · {len(known.missed)}"))
        for one in known.missed:
            when = begun(session_when(s, one.session))
            rows.append(parts.list_row(one.name or _("A patient"), when, None, initial=one.name or "?"))
    rows.append(
        parts.small(_("You see dates, rooms and what patients wrote about a date. No entries, no answers."))
    )
    return rows


def request_route(one: Asked) -> str:
    return f"{WAITING_ROUTE}/{quote(one.request.id, safe='')}"


def which_session(s: Surroundings, one: Asked) -> str:
    """`Session 4, Friday, 10:30 AM`."""
    name = s._("Session {number}").format(number=one.number) if one.number else one.session.name
    return s._("{session}, {time}").format(session=name or s._("Session"), time=session_when(s, one.session))


def _row(s: Surroundings, one: Asked, *, is_chosen: bool) -> ft.Control:
    _ = s._
    lines = [which_session(s, one)]
    if one.request.asked_at is not None:
        lines.append(_("asked {when}").format(when=s.moments.near(one.request.asked_at, s.now())))
    note: ft.Control | None = None
    if one.is_refused:
        note = parts.chip(_("Your answer was not carried out"), tone="danger")
    elif one.sending is not None:
        note = parts.chip(_("Your answer is on its way"))
    elif one.standing.taken:
        note = parts.chip(_("A time they asked for is taken"), tone="prepare")
    return parts.list_row(
        one.name or _("A patient"),
        "\n".join(lines),
        s.guard(partial(s.go, request_route(one))),
        initial=one.name or "?",
        note=note,
        is_chosen=is_chosen,
        has_arrow=not is_chosen,
    )
