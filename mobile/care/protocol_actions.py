"""What a clinic's protocol hangs on a session: the actions a course asks for, and how long after the session each stands.

Read from PlanDefinitions, and nothing is guessed: a course that names no protocol asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mobile.care.agenda import NOT_COMING, Session
from mobile.care.codes import CARE
from mobile.care.course import Course
from mobile.care.forms.definition import bare
from mobile.care.prompts import Protocol
from mobile.care.resource import Json, each, text_at

SESSION_ACTION = "session"
_AFTER = ("after", "after-end", "after-start")
_DEEPEST = 4


def actions_asked_for(
    protocols: Iterable[Protocol], course: Course | None
) -> Iterator[tuple[Protocol, Json]]:
    """Every action of the active protocols that this course names, with its own actions after it; in the order in which the
    course names them."""
    if course is None:
        return
    active = {one.url: one for one in protocols if one.is_active and one.url}
    for name in dict.fromkeys(bare(one) for one in course.protocols):
        if (protocol := active.get(name)) is not None:
            for action in _actions(protocol.parsed, _DEEPEST):
                yield protocol, action


def _actions(holder: Json, depth: int) -> Iterator[Json]:
    for action in each(holder, "action"):
        yield action
        if depth:
            yield from _actions(action, depth - 1)


def after_session(action: Json) -> Json | None:
    """How the action follows the session (a relatedAction); None: it does not."""
    related = each(action, "relatedAction")
    found = (
        one for one in related if one.get("actionId") == SESSION_ACTION and one.get("relationship") in _AFTER
    )
    return next(found, None)


def kind_of(action: Json, code: str) -> str | None:
    """ "walk" for the code `practice-walk`, "" for `practice` alone. None: it is not of this code."""
    for concept in each(action, "code"):
        for coding in each(concept, "coding"):
            stated = text_at(coding, "code") or ""
            if coding.get("system") == CARE and (stated == code or stated.startswith(f"{code}-")):
                return stated.removeprefix(code).removeprefix("-")
    return None


def next_day(sessions: Iterable[Session], last: Session, zone: ZoneInfo) -> date | None:
    """The clinic's day of the first session after this one, whether it is on or to come."""
    assert last.start_at is not None
    starts = (one.start_at for one in sessions if one.id != last.id and one.status not in NOT_COMING)
    later: list[datetime] = [at for at in starts if at is not None and at > last.start_at]
    return min(later).astimezone(zone).date() if later else None
