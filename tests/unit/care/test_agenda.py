"""Days, phases and numbers of sessions, across clock changes and zones."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from mobile.care.agenda import (
    in_order,
    is_session_on,
    next_session,
    phase,
)
from mobile.care.course import CoursePosition, current, place_of
from mobile.care.decision_guard import decisions_wait

from .samples import CHICAGO, NOW, a_course, a_session

DONE = a_session("a1", "2026-06-02T15:30:00Z", "2026-06-02T17:30:00Z", "fulfilled")
NEXT = a_session("a2", "2026-06-09T10:30:00-05:00", "2026-06-09T12:30:00-05:00")
LAST = a_session("a3", "2026-06-16T10:30:00-05:00", "2026-06-16T12:30:00-05:00", "proposed")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_the_next_session_is_the_first_that_is_not_over_or_called_off():
    off = a_session("a0", "2026-06-08T15:00:00Z", "2026-06-08T16:00:00Z", "cancelled")
    assert next_session([LAST, NEXT, off, DONE], NOW) == NEXT


def test_a_session_that_is_on_is_still_the_next_one():
    assert next_session([NEXT, LAST], at("2026-06-09T11:00:00-05:00")) == NEXT
    assert next_session([NEXT, LAST], at("2026-06-09T12:30:00-05:00")) == LAST


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-06-09T00:05:00-05:00", "session"),
        ("2026-06-09T23:00:00-05:00", "session"),
        ("2026-06-07T14:00:00-05:00", "prepare"),
        ("2026-06-04T14:00:00-05:00", "integrate"),
        ("2026-06-10T14:00:00-05:00", "integrate"),
        ("2026-07-10T14:00:00-05:00", "integrate"),
    ],
)
def test_the_phase_follows_the_sessions(now: str, expected: str):
    last = a_session("a3", "2026-06-16T10:30:00-05:00", "2026-06-16T12:30:00-05:00")
    assert phase([DONE, NEXT, last], at(now), CHICAGO) == expected


def test_before_the_first_session_a_person_prepares():
    assert phase([NEXT, LAST], at("2026-05-20T14:00:00-05:00"), CHICAGO) == "prepare"


def test_without_any_session_there_is_no_phase():
    assert phase([], NOW, CHICAGO) is None
    assert phase([a_session("a9", None, status="proposed")], NOW, CHICAGO) == "prepare"


def test_a_session_is_one_of_as_many_as_the_clinic_planned():
    course = a_course("a1", "a2", "a3")
    assert place_of(NEXT, course, [LAST, NEXT, DONE]) == CoursePosition(2, 3)
    assert place_of(a_session("x", "2026-06-10T10:00:00Z"), course, [DONE, NEXT, LAST]) is None


def test_more_are_planned_than_have_a_time():
    planned = {"url": "https://lantern.example/fhir/StructureDefinition/sessions-planned", "valueInteger": 6}
    course = a_course("a1", "a2", extension=[planned])
    assert place_of(NEXT, course, [DONE, NEXT]) == CoursePosition(2, 6)


def test_nobody_numbers_sessions_that_no_course_names():
    assert place_of(NEXT, None, [DONE, NEXT]) is None
    assert place_of(NEXT, a_course(), [DONE, NEXT]) is None


def test_the_active_course_is_the_current_one():
    assert current([a_course("a1", status="completed"), a_course("a2")]) == a_course("a2")
    assert current([a_course("a1", status="revoked")]) is None


def test_sessions_without_a_time_come_last_and_those_called_off_not_at_all():
    unfixed = a_session("a9", None, status="proposed")
    gone = a_session("a8", "2026-06-01T10:00:00Z", status="cancelled")
    assert [s.id for s in in_order([unfixed, gone, NEXT])] == ["Appointment/a2", "Appointment/a9"]


@pytest.mark.parametrize(
    ("now", "is_on"),
    [
        ("2026-06-09T09:00:00-05:00", True),  # there before its time
        ("2026-06-09T14:00:00-05:00", True),  # it lasts longer than planned
        ("2026-06-10T00:00:00-05:00", False),  # nobody closed it
        ("2026-07-10T00:00:00-05:00", False),
    ],
)
def test_a_session_that_is_never_closed_is_over_with_its_day(now: str, is_on: bool):
    here = a_session("a2", "2026-06-09T10:30:00-05:00", "2026-06-09T12:30:00-05:00", "arrived")
    assert is_session_on([DONE, here], at(now), CHICAGO) is is_on
    assert not is_session_on([DONE, NEXT], at(now), CHICAGO)


def test_sharing_waits_while_a_session_is_on():
    here = a_session("a1", "2026-06-09T15:30:00Z", status="arrived")
    assert decisions_wait([here], [], NOW, CHICAGO) is not None  # by a clock that is two days late
    assert decisions_wait([DONE, NEXT], [], NOW, CHICAGO) is None


@pytest.mark.parametrize("status", ["booked", "arrived", "fulfilled"])
@pytest.mark.parametrize(
    "end", ["2001-06-09T12:30:00-05:00", "2026-06-09T10:30:00-05:00", "2062-06-09T12:30:00-05:00"]
)
def test_an_end_that_is_a_slip_of_the_clinics_neither_frees_the_day_nor_holds_anybody_for_years(
    status: str, end: str
):
    slip = a_session("a2", "2026-06-09T10:30:00-05:00", end, status)
    for now in ("2026-06-09T10:31:00-05:00", "2026-06-09T23:59:00-05:00"):
        waits = decisions_wait([slip], [], at(now), CHICAGO)
        assert waits is not None
        assert waits.until == at("2026-06-10T00:00:00-05:00")
    assert decisions_wait([slip], [], at("2026-06-10T00:00:00-05:00"), CHICAGO) is None


@pytest.mark.parametrize("end", ["2001-06-09T12:30:00-05:00", "2026-06-01T10:30:00-05:00"])
def test_a_coming_session_with_an_end_before_it_is_still_coming(end: str):
    slip = a_session("a2", "2026-06-09T10:30:00-05:00", end)
    assert not slip.is_past(NOW)
    assert next_session([slip], NOW) == slip
    assert phase([slip], NOW, CHICAGO) == "prepare"


def test_a_session_that_nobody_called_over_holds_its_day_and_nobody_for_good():
    stuck = a_session("a2", "2026-06-09T10:30:00-05:00", "2026-06-09T12:30:00-05:00", "arrived")
    assert decisions_wait([stuck], [], at("2026-06-09T23:00:00-05:00"), CHICAGO) is not None
    assert decisions_wait([stuck], [], at("2026-06-10T00:01:00-05:00"), CHICAGO) is None
    assert decisions_wait([stuck], [], at("2027-06-10T00:01:00-05:00"), CHICAGO) is None
    far = a_session("a3", "2031-06-09T10:30:00-05:00", "2031-06-09T12:30:00-05:00", "arrived")
    assert decisions_wait([far], [], NOW, CHICAGO) is None


@pytest.mark.parametrize(
    "start", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00"]
)
@pytest.mark.parametrize("zone", [CHICAGO, ZoneInfo("Pacific/Kiritimati")])
def test_a_session_with_a_placeholder_for_its_time_has_none(start: str, zone: ZoneInfo):
    unfixed = a_session("a1", start, start)
    assert (unfixed.start_at, unfixed.end_at) == (None, None)
    assert phase([unfixed], NOW, zone) == "prepare"
    assert phase([unfixed, NEXT], NEXT.start_at or NOW, zone) == "session"
    assert decisions_wait([unfixed], [], NOW, zone) is None
