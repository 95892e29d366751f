"""Times a clinic offers, over random courses, rules, zones and clock changes: nothing is offered that a rule forbids, and nothing
that none forbids is hidden. Held against the rules written down once more, minute by minute, and against bad input."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.care.agenda import Session
from mobile.care.date_change import OpenTime, Plans, fits
from mobile.care.date_change.fitting import misfits
from mobile.care.date_change.open_time import Room, offered
from mobile.care.measures.spans import Span
from mobile.care.session_rules import CoursePhase, SessionRule, SessionRules
from mobile.care.translated import Wording
from tests.properties.test_agenda import ZONES
from tests.unit.care.samples import a_course, a_session

NOW = datetime(
    2026, 3, 1, 15, 0, tzinfo=UTC
)  # some days before clocks change in America, some weeks in Europe
zones = st.sampled_from(ZONES).map(ZoneInfo)
spans = st.one_of(
    st.none(),
    st.builds(Span, st.integers(1, 96).map(Decimal), st.just("h")),
    st.builds(Span, st.integers(1, 4).map(Decimal), st.just("d")),
)
withins = st.one_of(st.none(), st.builds(Span, st.integers(1, 5).map(Decimal), st.just("wk")))


def an_open_time(
    number: int, start: Any, end: Any, status: str = "free", room: str = "Schedule/r1"
) -> OpenTime:
    stated = {
        name: one.isoformat() if isinstance(one, datetime) else one
        for name, one in (("start", start), ("end", end))
        if one is not None
    }
    return OpenTime.from_json(
        json.dumps(
            {
                "resourceType": "Slot",
                "id": f"t{number}",
                "status": status,
                "schedule": {"reference": room},
                **stated,
            }
        )
    )


def a_room(id: str = "r1", **more: Any) -> Room:
    return Room.from_json(json.dumps({"resourceType": "Schedule", "id": id, **more}))


def session(number: int, minute: int, minutes: int) -> Session:
    start = NOW + timedelta(minutes=minute)
    return a_session(f"s{number}", start.isoformat(), (start + timedelta(minutes=minutes)).isoformat())


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[Session], Session, Plans]:
    """A course with the session that is asked about, and perhaps an appointment beside it."""
    starts = sorted(draw(st.lists(st.integers(-14 * 48, 30 * 48), min_size=1, max_size=6, unique=True)))
    course = [session(n, half * 30, draw(st.integers(2, 6)) * 30) for n, half in enumerate(starts)]
    beside = [session(90, draw(st.integers(0, 30 * 48)) * 30, 60)] if draw(st.booleans()) else []
    sizes = draw(st.sampled_from([(None,), (6,), (2, None), (3, 3)]))
    phases = tuple(
        CoursePhase(f"p{n}", Wording("P"), sessions=size, within=draw(withins), gap=draw(spans))
        for n, size in enumerate(sizes)
    )
    fast = draw(spans.filter(lambda one: one is None or one.unit == "h"))
    rules = SessionRules((SessionRule("u#f", "fasting", Wording("Nothing solid"), span=fast),))
    coming = [one for one in course if not one.is_past(NOW)] or course
    asked = draw(st.sampled_from(coming))
    named = a_course(*(f"s{n}" for n in range(len(course))))
    return course, asked, Plans([*course, *beside], named, rules, phases)


@st.composite
def times(draw: st.DrawFn) -> list[OpenTime]:
    found: list[OpenTime] = []
    for number in range(draw(st.integers(0, 12))):
        start = NOW + timedelta(minutes=30 * draw(st.integers(-100, 32 * 48)))
        end = start + timedelta(minutes=30 * draw(st.integers(-2, 8)))
        found.append(an_open_time(number, start, end, draw(st.sampled_from(["free", "free", "busy"]))))
    return found


def phase_number(place: int, phases: tuple[CoursePhase, ...]) -> int | None:
    before = 0
    for n, one in enumerate(phases):
        if one.sessions is None or place < before + one.sessions:
            return n
        before += one.sessions
    return None


def is_allowed(time: OpenTime, asked: Session, course: list[Session], known: Plans, zone: ZoneInfo) -> bool:
    """The rules once more, as a coordinator would go through them."""
    start, until = time.start_at, time.end_at
    assert start is not None
    assert until is not None
    assert asked.start_at is not None
    assert asked.end_at is not None
    takes = asked.end_at - asked.start_at
    if time.status != "free" or start <= NOW or until - start < takes:
        return False
    if start.astimezone(zone).date() == NOW.astimezone(zone).date():
        return False
    fast = known.rules.rules[0].span
    if fast is not None and start - timedelta(hours=int(fast.value)) <= NOW:
        return False
    place = course.index(asked)
    its_phase = phase_number(place, known.phases)
    phase = known.phases[its_phase] if its_phase is not None else None
    for other in known.sessions:
        begins, ends = other.start_at, other.end_at
        assert begins is not None
        assert ends is not None
        is_later = other in course and course.index(other) > place
        if other == asked or is_later:
            continue
        if begins < start + takes and start < ends:
            return False
        if other in course:
            if start < begins:
                return False
            if phase is not None and phase.gap is not None and start < phase.gap.after(ends, zone):
                return False
    if phase is not None and phase.within is not None:
        same = [one for n, one in enumerate(course) if phase_number(n, known.phases) == its_phase]
        others = [one.start_at for one in same if one != asked and one.start_at is not None]
        every = [*others, start]
        is_an_end = start in (min(every), max(every)) and start not in others
        if is_an_end and max(every) >= phase.within.after(min(every), zone):
            return False
    return True


@settings(max_examples=300, deadline=None)
@given(plans(), times(), zones)
def test_what_is_offered_is_exactly_what_no_rule_forbids(
    drawn: tuple[list[Session], Session, Plans], open_times: list[OpenTime], zone: ZoneInfo
) -> None:
    course, asked, known = drawn
    listed = offered(open_times, [a_room()], NOW)
    found = fits(asked, listed, known, NOW, zone)
    allowed = {one.time.id for one in found if one.is_allowed}
    usable = [one for one in open_times if one.lasts is not None]
    assert allowed == {one.id for one in usable if is_allowed(one, asked, course, known, zone)}
    assert {one.time.id for one in found} == {one.id for one in listed}  # of the others it is said why
    assert [one.start for one in found] == sorted(one.start for one in found)
    place = course.index(asked)
    for one in found:
        for number, later in one.must_move:
            assert later in course[place + 1 :]
            assert course[number - 1] == later
    assert fits(asked, listed, known, NOW, zone) == found


@settings(max_examples=100, deadline=None)
@given(plans(), zones)
def test_a_planned_session_is_flagged_only_where_it_stands_against_an_earlier_one_or_its_phase(
    drawn: tuple[list[Session], Session, Plans], zone: ZoneInfo
) -> None:
    course, _, known = drawn
    for number, one, why in misfits(known, NOW, zone):
        assert course[number - 1] == one
        assert not one.is_past(NOW)
        assert why.why in ("gap", "overlap", "order", "window")
        if why.number is not None:
            assert why.number < number


def test_what_cannot_be_booked_is_never_offered_and_raises_nothing() -> None:
    later = NOW + timedelta(days=9)
    bad = [
        an_open_time(1, later, None),  # no end
        an_open_time(2, later, later),
        an_open_time(3, later, later - timedelta(hours=1)),
        an_open_time(4, NOW - timedelta(days=1), NOW + timedelta(days=1)),  # begun
        an_open_time(5, "2026-03-09", "2026-03-10"),
        an_open_time(6, "no time", "9999-99-99T00:00:00Z"),
        an_open_time(7, None, later),
        an_open_time(8, later, later + timedelta(hours=2), "busy-unavailable"),
        an_open_time(9, later, later + timedelta(hours=2), "entered-in-error"),
        an_open_time(10, later, later + timedelta(hours=2), room="Schedule/closed"),
        OpenTime.from_json('{"resourceType": "Slot", "id": "t11", "status": 5, "schedule": [], "start": {}}'),
    ]
    assert offered(bad, [a_room(), a_room("closed", active=False)], NOW) == []
    asked = a_session("s0", None, status="proposed")
    zone = ZoneInfo("America/Chicago")
    good = an_open_time(20, later, later + timedelta(hours=2))
    assert fits(asked, bad, Plans([asked], None), NOW, zone)[:1] != [good]
    (one,) = fits(asked, [good], Plans([asked], None), NOW, zone)
    assert one.is_allowed


def test_five_hundred_times_are_judged_one_by_one() -> None:
    asked = session(0, 60 * 24 * 3, 120)
    many = [an_open_time(n, NOW + timedelta(hours=n), NOW + timedelta(hours=n + 2)) for n in range(1, 501)]
    known = Plans([asked], a_course("s0"), phases=(CoursePhase("p", Wording("P")),))
    found = fits(asked, offered(many, [], NOW), known, NOW, ZoneInfo("America/Chicago"))
    assert len(found) == 500
    today = [one for one in found if not one.is_allowed]
    assert {one.obstacles[0].why for one in today} == {"today"}
    assert len(today) == 14  # what is left of the clinic's day


def test_a_rest_over_the_night_when_clocks_change_is_hours_that_pass_and_days_that_are_counted() -> None:
    zone = ZoneInfo("America/Chicago")
    before = a_session("s0", "2026-03-07T10:00:00-06:00", "2026-03-07T12:00:00-06:00")
    asked = a_session("s1", "2026-03-12T10:00:00-05:00", "2026-03-12T12:00:00-05:00")
    noon = datetime(2026, 3, 8, 12, 0, tzinfo=zone)  # by the wall a day later, by the clock 23 hours
    listed = [an_open_time(1, noon, noon + timedelta(hours=2))]
    for gap, is_so in (
        (Span(Decimal(24), "h"), False),
        (Span(Decimal(23), "h"), True),
        (Span(Decimal(1), "d"), True),
    ):
        known = Plans(
            [before, asked], a_course("s0", "s1"), phases=(CoursePhase("p", Wording("P"), gap=gap),)
        )
        (one,) = fits(asked, listed, known, NOW, zone)
        assert one.is_allowed is is_so, gap
