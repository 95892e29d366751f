"""The phases of a course as the clinic planned them: how many sessions each has, how often, and how far apart.

Shown, never enforced: only the clinic books. Numbers that cannot all be true are left out, not repaired.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mobile.care.codes import COURSE_PHASE, extension
from mobile.care.course import Course
from mobile.care.measures.spans import Span, span_of
from mobile.care.prompts import Protocol
from mobile.care.protocol_actions import actions_asked_for, kind_of
from mobile.care.resource import Json, at, extension_of, text_at
from mobile.care.translated import Wording, wording

SESSIONS = extension("phase-sessions")
WITHIN = extension("phase-within")
GAP = extension("phase-gap")


@dataclass(frozen=True)
class CoursePhase:
    """`sessions` None: as the clinic says. `within`: the whole of it takes so long; `gap`: at least so long lies between two."""

    key: str
    title: Wording
    text: Wording = field(default_factory=Wording)
    sessions: int | None = None
    within: Span | None = None
    gap: Span | None = None


def course_phases(protocols: Iterable[Protocol], course: Course | None) -> tuple[CoursePhase, ...]:
    """In the clinic's order, from the first protocol of the course that has any: a track may not lengthen a route's course."""
    found: dict[str, list[CoursePhase]] = {}
    for protocol, action in actions_asked_for(protocols, course):
        phase = _phase(protocol.url or "", action)
        if phase is not None:
            found.setdefault(protocol.url or "", []).append(phase)
    return tuple(next(iter(found.values()), ()))


def phase_of_session(number: int, phases: Sequence[CoursePhase]) -> CoursePhase | None:
    """The phase in which the session of this number (from 1) falls. None where the clinic does not say."""
    before = 0
    for phase in phases:
        if phase.sessions is None or number <= before + phase.sessions:
            return phase
        before += phase.sessions
    return None


def whole_course(phases: Sequence[CoursePhase], sessions: int) -> Span | None:
    """How long a course of so many sessions takes, where one phase is all of it and the clinic says its time."""
    return next((one.within for one in phases[:1] if one.sessions == sessions), None)


def _phase(url: str, action: Json) -> CoursePhase | None:
    id, title = text_at(action, "id"), wording(action, "title")
    if kind_of(action, COURSE_PHASE) is None or not id or not title:
        return None
    stated = at(extension_of(action, SESSIONS), "valueInteger")
    is_count = isinstance(stated, int) and not isinstance(stated, bool) and stated > 0
    sessions = stated if is_count else None
    within, gap = (span_of(at(extension_of(action, one), "valueDuration")) for one in (WITHIN, GAP))
    if not _fits(sessions, within, gap):
        within = gap = None
    return CoursePhase(f"{url}#{id}", title, wording(action, "description"), sessions, within, gap)


def _fits(sessions: int | None, within: Span | None, gap: Span | None) -> bool:
    """Whether so many sessions so far apart have room in that time; True where one of them is not known."""
    room, apart = (one.minutes if one is not None else None for one in (within, gap))
    return sessions is None or room is None or apart is None or apart * (sessions - 1) < room
