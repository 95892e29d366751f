"""The order of a therapist's morning: everybody once, by need, the same whatever order they came in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mobile.care.measures.rising import RisingRule, movement
from mobile.care.measures.spans import Span
from mobile.care.morning import NEEDS, SOON_DAYS, Alarm, Waiting, by_need, soon
from tests.unit.care.samples import CHICAGO, NOW, a_session

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
ALARMS = st.builds(Alarm, st.integers(0, 4), st.none() | MOMENTS)
WAITING = st.builds(
    Waiting,
    patient=st.integers(0, 10_000).map("Patient/p{}".format),
    name=st.text(max_size=6),
    alarm=st.none() | ALARMS,
    moved=st.none() | st.integers(1, 27).map(Decimal),
    session_at=st.none() | MOMENTS,
    unread=st.integers(0, 5),
    unread_since=st.none() | MOMENTS,
)
PEOPLE = st.lists(WAITING, max_size=60, unique_by=lambda one: one.patient)


@given(PEOPLE, st.randoms())
def test_everybody_is_there_once_and_in_one_order(people, random) -> None:
    ordered = by_need(people)
    assert sorted(one.patient for one in ordered) == sorted(one.patient for one in people)
    shuffled = list(people)
    random.shuffle(shuffled)
    assert by_need(shuffled) == ordered


@given(PEOPLE)
def test_no_lesser_need_stands_before_a_greater_one(people) -> None:
    needs = [NEEDS.index(one.need) for one in by_need(people)]
    assert needs == sorted(needs)


@given(PEOPLE)
def test_an_alert_stands_before_all_that_has_none_and_what_is_unread_before_all_that_has_nothing(
    people,
) -> None:
    ordered = by_need(people)
    alarmed = [one.alarm is not None for one in ordered]
    assert alarmed == sorted(alarmed, reverse=True)
    quiet = [one for one in ordered if one.need == "rest"]
    assert not any(one.unread or one.moved is not None or one.session_at is not None for one in quiet)
    assert ordered[len(ordered) - len(quiet) :] == quiet


@given(PEOPLE)
def test_within_a_need_what_is_nearer_or_waits_longer_comes_first(people) -> None:
    for one, other in pairwise(by_need(people)):
        if one.need != other.need:
            continue
        if one.need == "alert":
            assert one.alarm.speed >= other.alarm.speed
        elif one.need == "rising":
            assert one.moved >= other.moved
        elif one.need == "session":
            assert one.session_at <= other.session_at


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 27)),
        min_size=1,
        max_size=12,
        unique_by=lambda one: one[0],
    ),
    st.integers(1, 27),
    st.integers(1, 8),
)
def test_a_score_rises_only_by_the_rule(answers, change: int, weeks: int) -> None:
    """Against the plain reading of the rule: the last answer, beside the first within so many weeks before it."""
    totals = sorted((NOW - timedelta(days=days), Decimal(total)) for days, total in answers)
    rule = RisingRule(Decimal(change), Span(Decimal(weeks), "wk"), "higher")
    found = movement(totals, rule.within, CHICAGO)
    last_at, last = totals[-1]
    within = [total for at, total in totals[:-1] if (last_at - at).days <= 7 * weeks]
    is_rising = bool(within) and last - within[0] >= change and (NOW - last_at).days <= 7 * weeks
    assert found is not None
    assert (found.last, found.before) == (last, within[0] if within else None)
    assert rule.is_met(found, NOW, CHICAGO) == is_rising
    assert not RisingRule(rule.change, rule.within, "lower").is_met(found, NOW, CHICAGO) or not is_rising


@given(
    st.integers(-5, 9), st.integers(0, 23), st.sampled_from(["booked", "pending", "cancelled", "fulfilled"])
)
def test_a_session_is_soon_when_it_is_booked_and_two_midnights_away_at_the_most(days, hour, status) -> None:
    midnight = NOW.astimezone(CHICAGO).replace(hour=0, minute=0)
    start = midnight + timedelta(days=days, hours=hour)
    session = a_session("a1", start.isoformat(), (start + timedelta(hours=1)).isoformat(), status)
    is_soon = status == "booked" and days <= SOON_DAYS and start + timedelta(hours=1) > NOW
    assert (soon([session], NOW, CHICAGO) is session) == is_soon
