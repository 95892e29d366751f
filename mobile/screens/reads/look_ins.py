"""Sessions at home: when the person who stays looks in, by the clinic's protocol, and what was written each time. Flet-free.

What was read is an answer to the clinic's own form, kept here first and sent to it. Nothing here says what a number means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.response import Response, finished
from mobile.care.session_rules import SessionRule
from mobile.records.ports import Keeping, Standing
from mobile.screens.reads.agenda import Agenda

KINDS = (Response, FormDefinition)
"""What to watch, besides what the agenda is made of."""


@dataclass(frozen=True)
class Reading:
    """What was written at one time, and how far it is on its way to the clinic."""

    response: Response = field(repr=False)
    at: datetime
    standing: Standing | None


@dataclass(frozen=True)
class LookIn:
    """`at` None: the clinic does not say when. `form`: the id of its page, where the clinic's form is here. `readings`: from its
    time on until the next of the same form; of the first one also what was written before it. The last first."""

    rule: SessionRule
    at: datetime | None
    form: str | None
    readings: tuple[Reading, ...] = ()

    def is_due(self, now: datetime) -> bool:
        """Whether its time has come and nothing was written since."""
        return self.at is not None and self.at <= now and not self.readings


def times_of(session: Session, agenda: Agenda, zone: ZoneInfo) -> list[tuple[datetime | None, SessionRule]]:
    """Each look-in with its time, counted from when it began; those without one last."""
    if session.start_at is None:
        return []
    late = agenda.late.get(session.id)
    start, end = session.start_at, session.ends_at
    if late is not None:
        start, end = start + late, end + late if end is not None else None
    timed = [(rule.moment(start, end, zone), rule) for rule in agenda.asks.rules.of("look-in")]
    return sorted(
        timed,
        key=lambda one: (one[0] is None, one[0].timestamp() if one[0] is not None else 0.0, one[1].key),
    )


async def look_ins(records: Keeping, agenda: Agenda, session: Session, zone: ZoneInfo) -> tuple[LookIn, ...]:
    """In time. Raises what the store raises."""
    timed = times_of(session, agenda, zone)
    if not timed or session.start_at is None:
        return ()
    known: Sequence[Response] = await records.every(Response)
    found: dict[str, list[Reading]] = {}
    for name in dict.fromkeys(rule.form for _, rule in timed if rule.form):
        own = [one for one in finished(name, known) if one.is_mine and _at(one, session) is not None]
        found[name] = [
            Reading(one, _at(one, session) or session.start_at, await records.standing(Response, one.id))
            for one in own
        ]
    return tuple(
        LookIn(rule, at, agenda.form(rule.form) if rule.form else None, _of(place, timed, found))
        for place, (at, rule) in enumerate(timed)
    )


def _at(one: Response, session: Session) -> datetime | None:
    """None: it is not of this session."""
    at, start = one.first_answered_at, session.start_at
    return at if at is not None and start is not None and at >= start else None


def _of(
    place: int, timed: Sequence[tuple[datetime | None, SessionRule]], found: dict[str, list[Reading]]
) -> tuple[Reading, ...]:
    at, rule = timed[place]
    same = [n for n, (when, other) in enumerate(timed) if other.form == rule.form and when is not None]
    if at is None or not rule.form:
        return ()
    following = next((timed[n][0] for n in same if n > place), None)
    is_first = bool(same) and same[0] == place
    return tuple(
        one
        for one in found.get(rule.form, ())
        if (is_first or one.at >= at) and (following is None or one.at < following)
    )
