"""What one session brings with it by the clinic's rules: before it, on its day, and in the days after, until the next one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from mobile.care.agenda.item import AgendaItem, ItemKind
from mobile.care.agenda.session import Session
from mobile.care.journal.layers import Layer
from mobile.care.practices import Practice
from mobile.care.session_rules import SessionRule, SessionRules
from mobile.care.translated import Wording

_BEFORE: dict[str, ItemKind] = {
    "fasting": "fasting",
    "arrive": "arrive",
    "ride": "ride",
    "prepare": "prepare",
    "medicines": "medicines",
}
_LONGEST: tuple[Literal["driving", "decisions"], ...] = ("driving", "decisions")


def before_and_during(session: Session, rules: SessionRules, zone: ZoneInfo) -> Iterator[AgendaItem]:
    """Of a session that is to come or is on."""
    start, end = session.start_at, session.ends_at
    if start is None:
        yield from (_without_a_time(session, rule, kind) for rule, kind in _kinds(rules))
        return
    for rule, kind in _kinds(rules):
        yield AgendaItem(
            f"{session.id} {kind} {rule.key}",
            kind,
            rule.title,
            rule.text,
            rule.about,
            session,
            rule.moment(start, end, zone),
            start,
            rule.is_to_the_day,
            rule.is_asked_of_the_clinic,
        )
    yield AgendaItem(
        f"{session.id} session",
        "session",
        Wording(session.name),
        session=session,
        at=start,
        until=end or start,
    )


def after(
    session: Session, rules: SessionRules, zone: ZoneInfo, late: timedelta = timedelta()
) -> Iterator[AgendaItem]:
    """How long to stay, and what waits afterwards. Of two rules about the same the later one holds; where one of them is not
    known, none does, and the clinic is asked. `late`: how much later it began than planned; staying and driving count from then."""
    start = session.start_at
    if start is None:
        return
    end = session.ends_at + late if session.ends_at is not None else None
    for rule in rules.of("stay"):
        at = rule.moment(start + late, end, zone)
        yield _waits(session, rule, "stay", f"{session.id} stay {rule.key}", at, zone)
    for kind in _LONGEST:
        ends = end if kind == "driving" else session.ends_at
        known = [(rule.moment(start, ends, zone), rule) for rule in rules.of(kind)]
        if not known:
            continue
        moments = [at for at, _ in known if at is not None]
        at = max(moments) if len(moments) == len(known) else None
        rule = next((one for moment, one in known if moment == at), known[0][1])
        yield _waits(session, rule, kind, f"{session.id} {kind}", at, zone)


def prompts(
    session: Session,
    layers: Sequence[Layer],
    practices: Iterable[Practice],
    following: date | None,
    zone: ZoneInfo,
) -> Iterator[AgendaItem]:
    """What is offered to be written and done in the days after. `following`: the day of the next session, from which on the
    days are counted from that one."""
    end = session.ends_at or session.start_at
    if end is None:
        return
    limit = _first_of(following, zone) if following is not None else None
    known = [(max(at, end), layer) for layer in layers if (at := layer.begins(session, zone)) is not None]
    for at, layer in known:
        later = [other for other, _ in known if other > at]
        over = layer.ends(session, zone) or min(later, default=None)
        if limit is None or at < limit:
            until = min((one for one in (over, limit) if one is not None), default=None)
            yield AgendaItem(
                f"{session.id} layer {layer.key}", "layer", layer.title, layer.text, "", session, at, until
            )
    for practice in practices:
        day = practice.day(session, zone)
        if day is not None and (following is None or day < following):
            yield AgendaItem(
                f"{session.id} practice {practice.key}",
                "practice",
                practice.title,
                practice.text,
                practice.kind,
                session,
                _first_of(day, zone),
                _first_of(day + timedelta(days=1), zone),
                is_to_the_day=True,
            )


def _kinds(rules: SessionRules) -> Iterator[tuple[SessionRule, ItemKind]]:
    return ((rule, _BEFORE[rule.kind]) for rule in rules.rules if rule.kind in _BEFORE)


def _without_a_time(session: Session, rule: SessionRule, kind: ItemKind) -> AgendaItem:
    """Of a session that has no time yet."""
    return AgendaItem(
        f"{session.id} {kind} {rule.key}",
        kind,
        rule.title,
        rule.text,
        rule.about,
        session,
        is_asked_of_the_clinic=rule.is_asked_of_the_clinic,
    )


def _waits(
    session: Session, rule: SessionRule, kind: ItemKind, key: str, at: datetime | None, zone: ZoneInfo
) -> AgendaItem:
    """What is over at its own moment. Where that is not known it is asked about on the day of the session."""
    assert session.start_at is not None
    day = session.start_at.astimezone(zone).date() + timedelta(days=1)
    return AgendaItem(
        key,
        kind,
        rule.title,
        rule.text,
        "",
        session,
        at,
        at or _first_of(day, zone),
        rule.is_to_the_day and at is not None,
        at is None,
    )


def _first_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day of the clinic's calendar."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
