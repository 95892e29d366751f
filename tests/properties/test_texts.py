"""Reminders by text message over random days: sessions that are moved and called off, clocks that change, restarts, and a gateway
that fails before and after it took a message. Each is sent once or not at all, none in the quiet hours, none for what is not so
any more, and without a fault each that stood from its time on is sent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_client.sandbox import Sandbox
from api_client.sandbox.texting.due import Planned, before_quiet, due, is_quiet
from api_client.sandbox.texting.gateway import NotTaken
from api_client.sandbox.texting.planned import planned_of
from api_client.sandbox.texting.wishes import Wish
from tests.properties.test_agenda import ZONES
from tests.unit.sandbox.test_texts import CONFIRM, NUMBER, wishing
from tests.unit.sandbox.visitor import Visitor

CHICAGO = ZoneInfo("America/Chicago")
BEGINS = (
    datetime(2026, 3, 6, 18, tzinfo=UTC),  # clocks go forward on the 8th
    datetime(2026, 10, 30, 18, tzinfo=UTC),  # and back on November 1st
    datetime(2026, 6, 9, 19, tzinfo=UTC),
)
times = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 59)))
moments = st.datetimes(datetime(2026, 3, 1), datetime(2026, 11, 30)).map(lambda at: at.replace(tzinfo=UTC))


@given(at=moments, begins=times, ends=times, zone=st.sampled_from(ZONES).map(ZoneInfo))
def test_before_the_quiet_hours_is_never_in_them_and_never_later(
    at: datetime, begins: time, ends: time, zone: ZoneInfo
) -> None:
    found = before_quiet(at, (begins, ends), zone)
    assert found <= at
    assert not is_quiet(found, (begins, ends), zone) or _is_nearly_all_day(begins, ends)
    assert found == at or is_quiet(at, (begins, ends), zone)


def _is_nearly_all_day(begins: time, ends: time) -> bool:
    """Quiet for so much of a day that a step of 15 minutes never leaves it."""
    length = (ends.hour * 60 + ends.minute - begins.hour * 60 - begins.minute) % 1440
    return length > 1440 - 30


@given(
    day=moments,
    hours=st.lists(st.integers(0, 40), max_size=4),
    quiet=st.tuples(times, times),
    evening=times,
    lead=st.sampled_from((30, 60, 120, 180)),
    food=st.lists(st.integers(1, 16), max_size=3),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
)
def test_what_is_due_is_one_a_minute_before_its_end_and_in_no_session(
    day: datetime,
    hours: list[int],
    quiet: tuple[time, time],
    evening: time,
    lead: int,
    food: list[int],
    zone: ZoneInfo,
) -> None:
    planned = [
        Planned(
            f"Appointment/{number}",
            start,
            start - timedelta(minutes=15),
            tuple(start - timedelta(hours=one) for one in food),
            start + timedelta(hours=2),
        )
        for number, start in enumerate(day + timedelta(hours=one) for one in hours)
    ]
    wish = Wish(
        NUMBER,
        "en",
        "due",
        "always",
        quiet,
        evening,
        timedelta(minutes=lead),
        False,
        frozenset({"session", "food"}),
    )
    found = due(planned, wish, zone)
    assert len({one.at for one in found}) == len(found)
    for one in found:
        assert one.at < one.until
        assert not any(session.there <= one.at < session.start + timedelta(hours=2) for session in planned)
    assert due(list(reversed(planned)), wish, zone) == found
    assert due([], wish, zone) == ()


def test_a_session_in_the_night_is_spoken_of_before_the_evening_is_too_late() -> None:
    start = datetime(2026, 6, 11, 6, 0, tzinfo=UTC)  # 1 AM at the clinic
    none = (time(0), time(0))
    wish = Wish(
        NUMBER, "en", "due", "always", none, time(23, 30), timedelta(hours=3), False, frozenset({"session"})
    )
    found = due([Planned("Appointment/a", start, start - timedelta(minutes=15))], wish, CHICAGO)
    assert [one.at for one in found] == [start - timedelta(hours=3, minutes=15), start - timedelta(hours=3)]


@dataclass
class Line:
    """Somebody's phone behind a gateway that fails as it likes, and counts what it was given by its key."""

    random: Random
    faults: float
    given: dict[str, int] = field(default_factory=dict)

    def before(self, key: str) -> None:
        self.given[key] = self.given.get(key, 0) + 1
        if self.random.random() < self.faults:
            raise NotTaken

    def after(self, _: str) -> None:
        if self.random.random() < self.faults:
            raise NotTaken


@pytest.mark.parametrize("seed", range(8))
def test_each_due_reminder_is_sent_once_or_not_at_all(seed: int, tmp_path: Path) -> None:
    asyncio.run(_some_days(Random(seed), tmp_path))


async def _some_days(random: Random, folder: Path) -> None:
    path, now = folder / "clinic.db", random.choice(BEGINS)
    line = Line(random, random.choice((0.0, 0.5)))
    quiet = random.choice(("21:00-08:00", "22:30-06:15", "00:00-00:00"))
    clinic = _opened(path, now, line)
    await Visitor(clinic, "rowan").made(wishing(text_quiet=quiet, text_about="session food"))
    while not clinic.gateway.kept():
        now += timedelta(minutes=5)
        clinic.close()
        clinic = _opened(path, now, line)
        await clinic.texts.tick()
    clinic.texts.wishes.hear(NUMBER, "yes")
    confirmed_at, right = now, {}
    for _ in range(90):
        now += timedelta(minutes=random.choice((1, 10, 45, 130)))
        if random.random() < 0.2:  # the clinic changes something
            _change(clinic, random, now)
        if random.random() < 0.3:  # and is begun anew
            clinic.close()
            clinic = _opened(path, now, line)
        clinic.clock.shift((now - clinic.clock()).total_seconds())
        for one in _due(clinic, quiet):
            if confirmed_at <= one.at <= now < one.until and not is_quiet(now, _clock(quiet), CHICAGO):
                right.setdefault(one.at, now)
        await clinic.texts.tick()
    kept = [one for one in clinic.gateway.kept() if one.text not in CONFIRM.values()]
    assert len(kept) <= len(right), "each minute's at most once"
    if not line.faults:
        assert len(kept) == len(right), "and without a fault each"
        assert set(line.given.values()) == {1}, "the gateway is asked once"
    seen = {at.replace(microsecond=0) for at in right.values()} if not line.faults else None
    for one in kept:
        at = datetime.fromtimestamp(one.at / 1000, UTC)
        assert not is_quiet(at, _clock(quiet), CHICAGO)
        assert seen is None or at.replace(microsecond=0) in seen
    clinic.close()


def _opened(path: Path, now: datetime, line: Line) -> Sandbox:
    clinic = Sandbox(path, demo=True, clock=lambda: now)
    clinic.gateway.before, clinic.gateway.after = line.before, line.after
    return clinic


def _change(clinic: Sandbox, random: Random, now: datetime) -> None:
    sessions = [one for one in clinic.find("Appointment") if str(one["id"]).startswith("rowan-session")]
    one = random.choice(sessions)
    start = now + timedelta(hours=random.randrange(2, 60))
    clinic.write(
        {
            **one,
            "status": random.choice(("booked", "booked", "cancelled", "proposed")),
            "start": start.isoformat(),
            "end": (start + timedelta(hours=2)).isoformat(),
        }
    )


def _due(clinic: Sandbox, quiet: str) -> Any:
    wish = Wish(
        NUMBER, "en", "due", "always", _clock(quiet), time(18), timedelta(hours=2), False, frozenset({"session", "food"})
    )  # fmt: skip
    return due(planned_of(clinic.texts._papers, "Patient/rowan"), wish, CHICAGO)


def _clock(quiet: str) -> tuple[time, time]:
    begins, _, ends = quiet.partition("-")
    return time.fromisoformat(begins), time.fromisoformat(ends)
