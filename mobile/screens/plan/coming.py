"""What the days after a session hold by the clinic's protocol: a few lines of the agenda, day by day, by the clinic's clock."""

from __future__ import annotations

from datetime import date, timedelta

import flet as ft

from mobile.care.agenda import Session
from mobile.care.agenda.item import AgendaItem, ItemKind
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.reads.agenda import Agenda
from mobile.screens.status_text import begun

AHEAD = timedelta(days=7)
_LISTED: tuple[ItemKind, ...] = ("layer", "practice", "measure")


def coming(known: Agenda, coming_session: Session | None) -> list[AgendaItem]:
    """What begins in the next seven days: of the sessions behind, of the next one, and of no session. What a later session
    brings is shown once that is the next; what is on now stands on Today."""
    last = known.now + AHEAD
    return [
        one
        for one in known.items
        if one.kind in _LISTED
        and not one.is_done
        and (one.at is not None and known.now < one.at <= last)
        and (one.session is None or one.session == coming_session or one.session.is_past(known.now))
    ]


def coming_card(s: Surroundings, known: Agenda, coming_session: Session | None) -> list[ft.Control]:
    """Nothing where nothing is coming."""
    days: dict[date, list[AgendaItem]] = {}
    for one in coming(known, coming_session):
        if one.at is not None:
            days.setdefault(s.moments.local(one.at).date(), []).append(one)
    if not days:
        return []
    rows = [
        ft.MergeSemantics(
            parts.stack(
                parts.small(begun(s.moments.weekday_of(day)), is_strong=True),
                *(parts.body(_line(s, one)) for one in items),
                spacing=0,
            )
        )
        for day, items in days.items()
    ]
    return [parts.section(s._("Coming up")), parts.card(*rows)]


def _line(s: Surroundings, one: AgendaItem) -> str:
    """`6:00 PM · This evening`; of a whole day only what it is."""
    what = one.title.in_language(s.language)
    return what if one.is_to_the_day or one.at is None else f"{s.moments.time(one.at)} · {what}"
