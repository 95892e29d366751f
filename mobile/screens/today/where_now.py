"""Where in the course the person is, and the next session: the ribbon on top of Today and the card of the visit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.care.agenda import Phase, Session
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.reads.agenda import session_route
from mobile.screens.reads.visits import Visits
from mobile.screens.status_text import (
    begun,
    phase_name,
    session_detail,
    session_name,
    session_when,
    which_session,
)
from mobile.screens.today.days import Days
from mobile.screens.today.model import Today


def ribbon(s: Surroundings, now: Today, visits: Visits, days: Days) -> ft.Control:
    """Before, at or after a session, and how far."""
    where = now.phase or "prepare"
    return parts.phase_ribbon(where, phase_name(s, where), _where(s, now, visits, days))


def _where(s: Surroundings, now: Today, visits: Visits, days: Days) -> str:
    after = days.band.now.number if days.band is not None else 0
    if now.phase == "integrate" and after:
        which = which_session(s, visits.place(now.last))
        return s._("Day {n} after {session}").format(n=after, session=which)
    if now.session is None:
        if now.last is None or now.last.start_at is None:
            return ""
        return s._("Last session {when}").format(when=s.moments.away(now.last.start_at, s.now()))
    text = [session_name(s, now.place, with_total=True, otherwise=now.session.name)]
    if now.session.start_at is not None:
        text.append(s.moments.away(now.session.start_at, s.now()))
    return " · ".join(text)


def session_card(
    s: Surroundings, session: Session, phase: Phase | None, also: Sequence[ft.Control] = ()
) -> ft.Control:
    """When and where it is, by whose clock, what is `also` to be known of it, and the way to its details."""
    rows: list[ft.Control] = [parts.heading(begun(session_when(s, session)))]
    if phase == "integrate" and session.start_at is not None:  # the ribbon counts from the last one
        rows.append(parts.small(begun(s.moments.away(session.start_at, s.now()))))
    detail = session_detail(s, session)
    if detail:
        rows.append(parts.small(detail))
    elsewhere = _elsewhere(s, session)
    if elsewhere:
        rows.append(parts.small(elsewhere))
    if session.is_held_only:
        rows.append(parts.small(s._("Your clinic is holding this time. It is not booked yet.")))
    rows += also
    to_details = s.guard(partial(s.go, session_route(session)))
    rows.append(parts.soft_button(s._("Details"), to_details, icon=parts.icons.SESSIONS))
    return parts.card(*rows)


def _elsewhere(s: Surroundings, session: Session) -> str:
    """Said where the phone's clock shows another time than the clinic's."""
    if session.start_at is None:
        return ""
    return s.wording.by_the_clinics_clock(session.start_at, s.zone)
