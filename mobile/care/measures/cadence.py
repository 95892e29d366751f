"""Which measures are due now, and why: from the protocol's data, the sessions, and when the person last answered.

What was not answered in its time is not made up: it is asked once, not as often as it was missed, and a window that
closed stays a gap. When something was answered is the day the person answered it, however late it arrived.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.agenda import NOT_COMING, Session, in_order
from mobile.care.course import Course, sessions_of
from mobile.care.forms.definition import bare
from mobile.care.forms.response import Response, drafts, finished
from mobile.care.measures.schedule import DueRule, Phase, Schedule, When
from mobile.care.measures.spans import Span


@dataclass(frozen=True)
class Why:
    """For a sentence: "every week", "before session 3"."""

    when: When
    interval: Span | None = None
    session: str | None = None  # "Appointment/a3"
    number: int | None = None  # which one of its course


@dataclass(frozen=True)
class Due:
    """One measure to be answered. `until` None: it stays until it is answered."""

    measure: str  # canonical
    why: tuple[Why, ...]
    since: datetime | None
    until: datetime | None
    skipped: int = 0  # whole intervals that went by without an answer; they are not asked again
    draft: str | None = None  # the response that was begun


@dataclass(frozen=True)
class _Course:
    """The course as the rules need it."""

    phase: Phase
    past: Sequence[Session]
    next: Session | None
    number: dict[str, int]
    began_at: datetime | None  # when the phase began
    before_it: datetime | None  # the end of the last session outside this course


def due(
    schedules: Iterable[Schedule],
    course: Course | None,
    sessions: Iterable[Session],
    responses: Iterable[Response],
    now: datetime,
    zone: ZoneInfo,
) -> list[Due]:
    """Every measure that is due, each once, with every reason. `zone`: the clinic's. The soonest to close come first."""
    known, own = list(sessions), list(responses)
    stand = _stand(course, known, now)
    found: list[Due] = []
    for schedule in schedules:
        done = finished(schedule.measure, own)
        given = [one.first_answered_at for one in done if one.first_answered_at is not None]
        open_now = drafts(schedule.measure, own)
        parts = [
            part
            for rule in schedule.rules
            if rule.phase in (None, stand.phase) and (part := _due(rule, stand, given, now, zone)) is not None
        ]
        if parts:
            found.append(_joined(schedule.measure, parts, open_now[0].id if open_now else None))
    far = datetime.max.replace(tzinfo=now.tzinfo)
    return sorted(found, key=lambda one: (one.until or far, one.since or far, bare(one.measure)))


def phase_of(course: Course | None, sessions: Iterable[Session], now: datetime) -> Phase:
    """Before the first session; in the series the clinic planned; later, when it is done or none was planned."""
    return _stand(course, list(sessions), now).phase


def _stand(course: Course | None, sessions: list[Session], now: datetime) -> _Course:
    own = sessions_of(course, sessions)
    past = [one for one in own if one.is_past(now) and one.start_at is not None]
    coming = [one for one in own if one.is_coming and not one.is_past(now) and one.start_at is not None]
    planned = course.planned if course is not None else None
    phase: Phase = "before" if not past else "series" if planned and len(past) < planned else "later"
    edge = past[0] if phase == "series" else past[-1] if past else None
    ids = {one.id for one in own}
    outside = [_end(one) for one in in_order(sessions) if one.id not in ids and one.is_past(now)]
    return _Course(
        phase,
        past,
        coming[0] if coming else None,
        {one.id: number for number, one in enumerate(own, 1)},
        _end(edge) if edge is not None else None,
        max((end for end in outside if end is not None), default=None),
    )


def _due(rule: DueRule, stand: _Course, given: list[datetime], now: datetime, zone: ZoneInfo) -> Due | None:
    if rule.when == "baseline":
        return _baseline(stand, given)
    if rule.when == "every" and rule.interval is not None:
        return _every(rule.interval, stand, given, now, zone)
    if rule.when == "before-session":
        return _before(rule, stand, given, now, zone)
    if rule.when == "after-session":
        return _after(rule, stand, given, now, zone)
    return None


def _baseline(stand: _Course, given: list[datetime]) -> Due | None:
    """Before the first session only: afterwards it would be no baseline, and is not asked as one."""
    is_answered = any(stand.before_it is None or at > stand.before_it for at in given)
    if stand.phase != "before" or is_answered:
        return None
    until = stand.next.start_at if stand.next is not None else None
    return Due("", (Why("baseline"),), None, until)


def _every(
    interval: Span, stand: _Course, given: list[datetime], now: datetime, zone: ZoneInfo
) -> Due | None:
    """From the day an interval after the last answer, and not before the phase began."""
    wanted = interval.after(max(given), zone) if given else stand.began_at
    since = max(filter(None, (wanted, stand.began_at)), default=None)
    if since is not None and now < since:
        return None
    return Due("", (Why("every", interval),), since, None, _whole(interval, since, now, zone))


def _whole(interval: Span, since: datetime | None, now: datetime, zone: ZoneInfo) -> int:
    count, at = 0, since
    while at is not None and count < 1000 and (following := interval.after(at, zone)) <= now:
        if following <= at:
            break
        count, at = count + 1, following
    return count


def _before(
    rule: DueRule, stand: _Course, given: list[datetime], now: datetime, zone: ZoneInfo
) -> Due | None:
    """In the time before the next session that the clinic opens it; when the session begins it is closed."""
    session, opens_before = stand.next, rule.open or rule.offset
    if session is None or session.start_at is None or opens_before is None:
        return None
    since = opens_before.before(session.start_at, zone)
    if not since <= now < session.start_at or any(since <= at <= now for at in given):
        return None
    return Due("", (_why(rule, session, stand),), since, session.start_at)


def _after(rule: DueRule, stand: _Course, given: list[datetime], now: datetime, zone: ZoneInfo) -> Due | None:
    """After the last session that took place, while the window is open, or until the next one begins."""
    session = stand.past[-1] if stand.past else None
    end = _end(session) if session is not None else None
    if session is None or end is None or session.status in NOT_COMING:
        return None
    since = rule.offset.after(end, zone) if rule.offset is not None else end
    closes = rule.open.after(since, zone) if rule.open is not None else None
    until = closes or (stand.next.start_at if stand.next is not None else None)
    if now < since or (until is not None and now >= until) or any(at >= since for at in given):
        return None
    return Due("", (_why(rule, session, stand),), since, until)


def _why(rule: DueRule, session: Session, stand: _Course) -> Why:
    return Why(rule.when, session=session.id, number=stand.number.get(session.id))


def _joined(measure: str, parts: list[Due], draft: str | None) -> Due:
    ends = [one.until for one in parts if one.until is not None]
    starts = [one.since for one in parts if one.since is not None]
    return Due(
        measure,
        tuple(why for one in parts for why in one.why),
        min(starts, default=None),
        min(ends, default=None),
        max(one.skipped for one in parts),
        draft,
    )


def _end(session: Session) -> datetime | None:
    return session.last_known
