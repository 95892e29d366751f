"""The agenda over random courses, zones, clock changes, moves and cancellations: nothing twice, nothing lost, in order, to the
minute; what was done stays done; bad input raises nothing and makes no time up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.care.agenda import Session
from mobile.care.agenda.due import CourseAsks, asks_of, everything_due, overlapping
from mobile.care.agenda.item import AgendaItem
from tests.unit.care.samples import a_session
from tests.unit.care.test_practices import URL, a_course, a_protocol
from tests.unit.care.test_session_rules import a_rule, published

ZONES = (
    "America/Chicago",
    "America/New_York",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Halifax",
    "America/St_Johns",
    "America/Havana",
    "America/Asuncion",
    "America/Santiago",
    "Europe/London",
    "Europe/Berlin",
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Kolkata",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Pacific/Apia",
)
NOW = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
BEFORE = ("fasting", "arrive", "ride", "prepare", "medicines")
zones = st.sampled_from(ZONES).map(ZoneInfo)


@cache
def asks(id: str = "example-iv-six") -> CourseAsks:
    return asks_of(published(), a_course(f"https://lantern.example/fhir/PlanDefinition/{id}"))


def changes(zone: ZoneInfo, year: int) -> list[datetime]:
    """The hours of the year's clock changes, in UTC."""
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(366 * 24)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [
        hour for hour, before, after in zip(hours[1:], offsets, offsets[1:], strict=False) if before != after
    ]


def session(id: str, start: datetime, minutes: int = 120, status: str = "booked") -> Session:
    return a_session(id, start.isoformat(), (start + timedelta(minutes=minutes)).isoformat(), status)


def due(sessions: list[Session], zone: ZoneInfo, now: datetime = NOW, **more: Any) -> tuple[AgendaItem, ...]:
    return everything_due(more.pop("asks", asks()), None, sessions, more.pop("done", ()), now, zone)


@st.composite
def courses(draw: st.DrawFn) -> list[Session]:
    count = draw(st.integers(0, 8))
    starts = draw(
        st.lists(st.integers(1, 365 * 24 * 60), min_size=count, max_size=count, unique=True).map(sorted)
    )
    statuses = st.sampled_from(["booked", "pending", "proposed", "cancelled", "noshow"])
    return [
        session(f"a{n}", NOW + timedelta(minutes=minute), draw(st.integers(15, 300)), draw(statuses))
        for n, minute in enumerate(starts)
    ]


@settings(max_examples=150)
@given(courses(), zones)
def test_nothing_is_due_twice_nothing_is_lost_and_the_order_is_kept(
    sessions: list[Session], zone: ZoneInfo
) -> None:
    items = due(sessions, zone)
    keys = [one.key for one in items]
    assert len(keys) == len(set(keys))
    moments = [one.at for one in items if one.at is not None]
    assert moments == sorted(moments)
    assert [one.at is None for one in items] == sorted(one.at is None for one in items)
    coming = {one.id for one in sessions if one.status not in ("cancelled", "noshow")}
    assert {one.session.id for one in items if one.session is not None} == coming
    wanted = [f"{rule.kind} {rule.key}" for rule in asks().rules.rules if rule.kind in BEFORE]
    for id in coming:
        own = [one for one in items if one.session is not None and one.session.id == id]
        assert sorted(f"{id} {key}" for key in wanted) == sorted(one.key for one in own if one.kind in BEFORE)
        kinds = [one.kind for one in own]
        assert [kinds.count(kind) for kind in ("session", "driving", "decisions")] == [1, 1, 1]
        assert all(one.at is not None for one in own)
    assert due(list(reversed(sessions)), zone) == items


@settings(max_examples=150)
@given(zones, st.integers(0, 1), st.integers(-40 * 60, 40 * 60), st.integers(15, 400))
def test_times_are_right_to_the_minute_around_every_clock_change(
    zone: ZoneInfo, which: int, minutes: int, length: int
) -> None:
    """Hours are hours that pass, whatever the clock says meanwhile; a day ends with the clinic's calendar day."""
    found = _changes_of(zone.key)
    near = found[min(which, len(found) - 1)] if found else datetime(2026, 7, 1, tzinfo=UTC)
    start = near + timedelta(minutes=minutes)
    end = start + timedelta(minutes=length)
    items = {one.key.rpartition("#")[2]: one for one in due([session("a1", start, length)], zone)}
    passed = {
        "fasting-solid": -8 * 60,
        "fasting-milk": -6 * 60,
        "fasting-clear": -2 * 60,
        "arrive": -15,
    }
    for name, offset in passed.items():
        at = items[name].at
        assert at is not None
        assert at == start + timedelta(minutes=offset)
        here, there = at.astimezone(zone), start.astimezone(zone)
        shift = there.utcoffset() - here.utcoffset()  # type: ignore[operator]
        assert there.replace(tzinfo=None) - here.replace(tzinfo=None) == timedelta(minutes=-offset) + shift
    assert items["Appointment/a1 driving"].at == end + timedelta(hours=24)
    tomorrow = items["Appointment/a1 decisions"]
    assert tomorrow.is_to_the_day
    assert tomorrow.at is not None
    _begins(tomorrow.at, end.astimezone(zone).date() + timedelta(days=1), zone)
    packed = items["prepare-comfort"]
    assert packed.at is not None
    _begins(packed.at, start.astimezone(zone).date() - timedelta(days=3), zone)


def _begins(at: datetime, day: date, zone: ZoneInfo) -> None:
    """`at` is the first moment of this day there: a minute before it another day is on."""
    assert at.astimezone(zone).date() == day
    assert (at - timedelta(minutes=1)).astimezone(zone).date() < day


@cache
def _changes_of(name: str) -> list[datetime]:
    return changes(ZoneInfo(name), 2026)


def test_the_zones_hold_both_clock_changes_and_some_that_have_none() -> None:
    counted = [len(_changes_of(name)) for name in ZONES]
    assert len(ZONES) == 20
    assert counted.count(2) >= 14
    assert 0 in counted


@settings(max_examples=100)
@given(courses(), zones, st.data())
def test_a_moved_session_is_computed_anew_and_what_was_done_stays_done(
    sessions: list[Session], zone: ZoneInfo, data: st.DataObject
) -> None:
    live = [one for one in sessions if one.status not in ("cancelled", "noshow")]
    if not live:
        return
    moved = data.draw(st.sampled_from(live))
    before = due(sessions, zone)
    done = {one.key for one in before if data.draw(st.booleans())}
    by = timedelta(minutes=data.draw(st.integers(1, 60 * 24 * 40)))
    assert moved.start_at is not None
    assert moved.end_at is not None
    later = replace(moved, start_at=moved.start_at + by, end_at=moved.end_at + by)
    after = due([later if one.id == moved.id else one for one in sessions], zone, done=done)
    fresh = due([later if one.id == moved.id else one for one in sessions], zone)
    assert [replace(one, is_done=False) for one in after] == list(fresh)  # no trace of the old time
    assert {one.key for one in after if one.is_done} == done & {one.key for one in after}
    own = {one.key: one for one in after if one.session is not None and one.session.id == moved.id}
    for one in before:
        if one.session is not None and one.session.id == moved.id and one.kind in (*BEFORE, "session"):
            assert one.key in own  # the same key, so a tick is not lost
    called_off = [one for one in sessions if one.id != moved.id]
    gone = due([*called_off, replace(moved, status="cancelled")], zone, done=done)
    assert gone == due(called_off, zone, done=done)


def test_of_two_rules_about_driving_the_longer_holds_and_an_unknown_one_is_asked() -> None:
    zone = ZoneInfo("America/Chicago")
    start = datetime(2026, 6, 9, 15, 30, tzinfo=UTC)
    hours = a_rule("driving", 24, relationship="after-end", id="h")
    day = a_rule("driving", 1, "d", relationship="after-end", id="d")

    def at(*actions: dict[str, Any]) -> AgendaItem:
        found = asks_of([a_protocol(*actions)], a_course(URL))
        return next(one for one in due([session("a1", start)], zone, asks=found) if one.kind == "driving")

    assert at(hours, day).at == datetime(2026, 6, 10, 17, 30, tzinfo=UTC)
    assert at(day, {**hours, "relatedAction": []}).at is None
    assert at(day, {**hours, "relatedAction": []}).is_asked_of_the_clinic
    assert at(day).is_to_the_day


BAD = {
    "no end": a_session("a1", "2026-03-01T15:00:00Z", None),
    "no time": a_session("a1", None),
    "an end before its start": a_session("a1", "2026-03-01T15:00:00Z", "2026-03-01T14:00:00Z"),
    "the past": a_session("a1", "2019-03-01T15:00:00Z", "2019-03-01T16:00:00Z", "fulfilled"),
    "the first year": a_session("a1", "0002-01-01T00:00:00Z", "0002-01-01T00:00:00Z"),
    "the last year": a_session("a1", "9998-12-31T23:59:00Z", "9998-12-31T23:59:59Z"),
    "no zone": a_session("a1", "2026-03-01T15:00:00", "2026-03-01T16:00:00"),
}
CLOCKS = [
    datetime(1970, 1, 1, tzinfo=UTC),
    NOW,
    datetime(2061, 1, 1, tzinfo=UTC),
    datetime(9998, 1, 1, tzinfo=UTC),
]


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("now", CLOCKS, ids=lambda one: str(one.year))
@pytest.mark.parametrize("zone", ["America/Chicago", "Pacific/Apia", "Africa/Cairo"])
def test_a_broken_appointment_or_clock_raises_nothing(name: str, now: datetime, zone: str) -> None:
    for id in ("example-iv-six", "example-nasal"):
        items = due([BAD[name]], ZoneInfo(zone), now, asks=asks(id))
        assert len({one.key for one in items}) == len(items)


def test_without_an_end_no_time_to_drive_is_named_and_without_a_start_none_at_all() -> None:
    zone = ZoneInfo("America/Chicago")
    for name in ("no end", "an end before its start"):
        driving = next(one for one in due([BAD[name]], zone) if one.kind == "driving")
        assert driving.at is None
        assert driving.is_asked_of_the_clinic
    unset = [one for one in due([BAD["no time"]], zone) if one.session is not None]
    assert {one.kind for one in unset} == set(BEFORE)
    assert all(one.at is None for one in unset)


def test_sessions_at_one_time_are_found_also_where_one_lies_within_another() -> None:
    start = datetime(2026, 6, 9, 15, 0, tzinfo=UTC)
    long, within = session("a1", start, 300), session("a2", start + timedelta(minutes=30), 30)
    late, apart = session("a3", start + timedelta(minutes=120), 60), session("a4", start + timedelta(days=1))
    assert overlapping([apart, within, long, late], NOW) == {long.id, within.id, late.id}
    next_to = session("a5", start + timedelta(minutes=300))
    assert overlapping([long, next_to], NOW) == frozenset()
    assert overlapping([long, replace(within, status="cancelled")], NOW) == frozenset()
    same = a_session("a6", start.isoformat(), None)
    assert overlapping([same, long], NOW) == {same.id, long.id}


def test_five_hundred_sessions_are_each_there_once() -> None:
    zone = ZoneInfo("America/Chicago")
    many = [session(f"a{n}", NOW + timedelta(days=n, hours=3)) for n in range(500)]
    items = due(many, zone)
    assert len({one.session.id for one in items if one.session is not None}) == 500
    assert len({one.key for one in items}) == len(items)


def test_what_is_to_come_after_one_session_ends_where_the_next_one_begins() -> None:
    zone = ZoneInfo("America/Chicago")
    start = datetime(2026, 6, 9, 15, 30, tzinfo=UTC)
    one, two = session("a1", start), session("a2", start + timedelta(days=3))
    items = due([one, two], zone, start - timedelta(days=1))
    own = [item for item in items if item.session == one and item.kind in ("practice", "layer")]
    assert [item.kind for item in own].count("practice") == 2
    limit = datetime.combine(date(2026, 6, 12), time(), zone)
    assert all(item.at is not None and item.at < limit for item in own)
    assert all(item.until is not None and item.until <= limit for item in own)


def test_the_words_of_a_rule_are_the_clinics() -> None:
    fast = [
        one for one in due([session("a1", NOW + timedelta(days=2))], ZoneInfo("UTC")) if one.kind == "fasting"
    ]
    assert [one.title.text for one in fast] == [
        "Nothing solid after this",
        "No milk after this",
        "Last clear drink",
    ]
