"""A year's course computed: 6 sessions in 3 weeks, then one every two weeks, with all that the clinic's protocol hangs on them,
beside the same times added up by datetime alone; and what a protocol asks for, read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mobile.care.agenda.due import asks_of, everything_due
from tests.bench.table import Figure, median_ms
from tests.unit.care.samples import CHICAGO, a_session
from tests.unit.care.test_practices import a_course
from tests.unit.care.test_session_rules import published

ROUNDS = 31
NOW = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
DAYS = (*(1 + 3 * n for n in range(6)), *(30 + 14 * n for n in range(24)))


def figures() -> list[Figure]:
    course = a_course("https://lantern.example/fhir/PlanDefinition/example-iv-six")
    protocols = published()
    asks = asks_of(protocols, course)
    starts = [NOW + timedelta(days=day) for day in DAYS]
    sessions = [
        a_session(f"a{n}", at.isoformat(), (at + timedelta(hours=2)).isoformat())
        for n, at in enumerate(starts)
    ]
    found = everything_due(asks, None, sessions, (), NOW, CHICAGO)
    spent = median_ms(lambda: everything_due(asks, None, sessions, (), NOW, CHICAGO), ROUNDS)
    plain = median_ms(lambda: _plainly(starts, len(found) // len(starts)), ROUNDS)
    reading = median_ms(lambda: asks_of(protocols, course), ROUNDS)
    return [
        Figure(
            f"agenda of a year's course, {len(sessions)} sessions, {len(found)} due",
            spent,
            plain,
            "ms",
            "<= 20 ms",
            "as many times added up by datetime",
        ),
        Figure("  what its protocol asks for, read", reading, spent, "ms", "<= 20 ms", "the agenda"),
    ]


def _plainly(starts: list[datetime], each: int) -> list[datetime]:
    return sorted((at - timedelta(hours=hours)).astimezone(CHICAGO) for at in starts for hours in range(each))
