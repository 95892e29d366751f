"""A year's course computed, and the reminders of it: 6 sessions in 3 weeks, then one every two weeks, with all that the clinic's protocol hangs on them,
beside the same times added up by datetime alone; and what a protocol asks for, read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mobile.care.agenda.due import asks_of, everything_due
from mobile.reminders.choices import ReminderChoices
from mobile.reminders.from_agenda import reminders
from mobile.reminders.handing import MOST, to_hand
from mobile.reminders.reminder import Gathered, gathered
from mobile.reminders.wall_clock import WallClock
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
    choices, clock = ReminderChoices(), WallClock(CHICAGO)

    def all_of_it() -> tuple[Gathered, ...]:
        items = everything_due(asks, None, sessions, (), NOW, CHICAGO)
        return to_hand(gathered(reminders(items, choices, clock, CHICAGO, NOW, MOST)), NOW)

    handed = len(all_of_it())
    with_reminders = median_ms(all_of_it, ROUNDS)
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
        Figure(
            f"  with its reminders, the soonest {handed} of them for a phone",
            with_reminders,
            plain,
            "ms",
            "<= 20 ms",
            "as many times added up by datetime",
        ),
        Figure("  what its protocol asks for, read", reading, spent, "ms", "<= 20 ms", "the agenda"),
    ]


def _plainly(starts: list[datetime], each: int) -> list[datetime]:
    return sorted((at - timedelta(hours=hours)).astimezone(CHICAGO) for at in starts for hours in range(each))
