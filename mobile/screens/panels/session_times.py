"""The clock times of a session by the clinic's rules, its day-of medicines in the clinic's words, and what to prepare.

Times are the clinic's wall time. What the clinic has not said so that it can be counted with is asked of the clinic, in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import flet as ft

from mobile.care.agenda import Session
from mobile.care.agenda.item import AgendaItem, ItemKind
from mobile.care.session_rules import DayMedicine, RuleKind
from mobile.design import parts
from mobile.screens.frame import Surroundings
from mobile.screens.guard import Handler
from mobile.screens.reads.agenda import Agenda
from mobile.screens.reads.ride import ride_route
from mobile.screens.reads.team import Team
from mobile.screens.status_text import begun, session_detail

SHOWN: tuple[ItemKind, ...] = ("fasting", "arrive", "session", "stay", "driving", "decisions")
_ICONS: dict[ItemKind, ft.IconData] = {
    "fasting": parts.icons.NO_FOOD,
    "arrive": parts.icons.ARRIVE,
    "session": parts.icons.SESSION,
    "stay": parts.icons.STAY,
    "driving": parts.icons.NO_DRIVING,
    "decisions": parts.icons.NO_SIGNING,
}
_UNTIL: tuple[ItemKind, ...] = ("stay", "driving", "decisions")


@dataclass(frozen=True)
class _Row:
    """One line with its time. `is_open`: nobody has said the time."""

    time: str
    name: str
    detail: str
    icon: ft.IconData
    is_open: bool = False


def clock_rows(s: Surroundings, session: Session, known: Agenda, *, has_all: bool) -> list[ft.Control]:
    """All times of one session, in time; what has none, and what the clinic says nothing of, last. `has_all`: only then is it
    known that the clinic says nothing."""
    unsaid = known.unsaid(session) if has_all else ()
    rows = [_row(s, session, one) for one in known.of(session, *SHOWN)]
    return _drawn([*rows, *(_unsaid(s, kind) for kind in unsaid)])


def still_waiting(s: Surroundings, session: Session | None, known: Agenda) -> list[ft.Control]:
    """What waits after a session that is over, until when: to drive, to sign. Nothing once it is all behind."""
    items = known.of(session, *_UNTIL)
    if session is None or not items or not session.is_past(known.now):
        return []
    rows = _drawn([_row(s, session, one) for one in items])
    return [parts.card(parts.heading(s._("After your session")), parts.stack(*rows, spacing=0))]


def _row(s: Surroundings, session: Session, one: AgendaItem) -> _Row:
    language = s.language
    detail = (
        begun(session_detail(s, session, with_name=False))
        if one.kind == "session"
        else one.text.in_language(language)
    )
    icon = parts.icons.DRINK if one.about == "clear" else _ICONS[one.kind]
    name = one.title.in_language(language) or s._("Your session")
    return _Row(time_text(s, session, one), name, detail, icon, one.is_asked_of_the_clinic)


def _unsaid(s: Surroundings, kind: RuleKind) -> _Row:
    is_food = kind == "fasting"
    name = s._("Eating and drinking before it") if is_food else s._("Driving after it")
    icon = _ICONS["fasting" if is_food else "driving"]
    return _Row(_ask(s), name, s._("Your clinic has not written this here."), icon, True)


def _drawn(rows: Sequence[_Row]) -> list[ft.Control]:
    return [
        parts.clock_row(
            one.time, one.name, one.detail, icon=one.icon, is_open=one.is_open, is_last=one is rows[-1]
        )
        for one in rows
    ]


def time_text(s: Surroundings, session: Session, one: AgendaItem) -> str:
    """`2:30 AM`, `Until Wednesday, 12:30 PM`, `Until Wednesday`; `Ask your clinic` where nobody has said."""
    when = bare_time(s, session, one)
    if not when:
        return _ask(s)
    return s._("Until {time}").format(time=when) if one.kind in _UNTIL else begun(when)


def until_text(s: Surroundings, session: Session, one: AgendaItem) -> str:
    """`Not until Wednesday, 12:30 PM`, for who does not know what it is about; `Ask the clinic` where nobody has said."""
    when = bare_time(s, session, one, is_elsewhere=True)
    return s._("Not until {time}").format(time=when) if when else s._("Ask the clinic")


def bare_time(s: Surroundings, session: Session, one: AgendaItem, *, is_elsewhere: bool = False) -> str:
    """`2:30 AM`, `Wednesday, 12:30 PM`, `Wednesday`; "" where nobody has said. `is_elsewhere`: with its weekday in any case."""
    if one.at is None:
        return ""
    is_same_day = session.start_at is not None and s.moments.days_between(session.start_at, one.at) == 0
    if one.is_to_the_day:
        return s.moments.weekday(one.at)
    is_bare = is_same_day and not is_elsewhere
    return _twelve(s, one.at, s.moments.time(one.at) if is_bare else s.moments.weekday_and_time(one.at))


def _twelve(s: Surroundings, at: datetime, clock: str) -> str:
    """`12:00 PM (noon)`: of the two twelves nobody should have to remember which is which before a fast. Other times as they are."""
    there = at.astimezone(s.zone)
    if there.minute or there.hour % 12:
        return clock
    if there.hour:
        return s._("{time} (noon)").format(time=clock)
    return s._("{time} (midnight, as that day begins)").format(time=clock)


def first_fast(s: Surroundings, session: Session, known: Agenda) -> str:
    """`Nothing solid after this: 2:30 AM`: the first time of the session that is still to come; "" where there is none."""
    for one in known.of(session, "fasting", "arrive"):
        if one.at is not None and one.at > known.now:
            name = one.title.in_language(s.language)
            return s._("{what}: {time}").format(what=name, time=time_text(s, session, one))
    return ""


def medicines_card(s: Surroundings, known: Agenda, team: Team) -> list[ft.Control]:
    """What the clinic wrote for the day, word for word; nothing where it wrote nothing."""
    if not known.medicines:
        return []
    _, language = s._, s.language
    rows: list[ft.Control] = [parts.heading(_("Your medicines that day"))]
    written = _written(s, known.medicines, team)
    if written:
        rows.append(parts.small(written))
    for place, one in enumerate(known.medicines):
        rows += [parts.hairline()] if place else []
        rows.append(
            ft.MergeSemantics(
                parts.stack(
                    parts.strong(one.name.in_language(language)),
                    parts.own_words(_("“{words}”").format(words=one.words.in_language(language))),
                    spacing=0,
                )
            )
        )
    rows += [
        parts.small(rule.text.in_language(language)) for rule in known.asks.rules.of("medicines") if rule.text
    ]
    return [parts.card(*rows)]


def preparation_rows(
    s: Surroundings, items: Sequence[AgendaItem], on_tick: Callable[[str], Handler]
) -> list[ft.Control]:
    """What can be ticked off, each a button that says how it stands; the ride home leads to where it is arranged."""
    _, language = s._, s.language
    return [
        parts.todo_row(
            one.title.in_language(language),
            detail="" if one.is_done else one.text.in_language(language),
            is_done=one.is_done,
            state_label=_("done") if one.is_done else _("to do"),
            on_click=s.guard(_to_ride(s, one) or on_tick(one.key)),
        )
        for one in items
    ]


def _to_ride(s: Surroundings, one: AgendaItem) -> Handler | None:
    if one.kind != "ride" or one.session is None:
        return None
    return partial(s.go, ride_route(one.session))


def overlap_notice(s: Surroundings, session: Session, known: Agenda) -> list[ft.Control]:
    """Two of the sessions are at one time: only the clinic can say which is meant."""
    if session.id not in known.overlapping:
        return []
    text = s._("Two of your sessions are at the same time. Call your clinic: they say which one is meant.")
    call = parts.text_button(s._("Who to call"), s.guard(partial(s.go, "/care")))
    return [parts.notice(text, tone="danger", action=call)]


def zone_unknown(s: Surroundings) -> str:
    """Said beside times that are shown by another clock than the clinic's."""
    return s._("Your clinic does not say here which time zone it is in. Ask it about these times.")


def _ask(s: Surroundings) -> str:
    return s._("Ask your clinic")


def _written(s: Surroundings, medicines: Sequence[DayMedicine], team: Team) -> str:
    """Who wrote it and when, where the clinic says either."""
    name = team.name_of(medicines[0].author)
    dates = [one.written_at for one in medicines if one.written_at is not None]
    when = s.moments.day(max(dates)) if dates else ""
    if name and when:
        return s._("{name} wrote this for you on {day}").format(name=name, day=when)
    return s._("{name} wrote this for you").format(name=name) if name else ""
