"""Reminders over a year of random changes, against a phone that keeps what it is handed: never two of a kind for one thing, never one
for a session that is called off, never over 60, none in quiet hours or during a session; right by the wall clock over every clock
change, in whatever zone the phone is; and a clock that is years off says nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mobile.care.agenda import Session
from mobile.care.agenda.item import AgendaItem
from mobile.device.notifier_port import Notice
from mobile.reminders.choices import SUBJECTS, ReminderChoices
from mobile.reminders.from_agenda import reminders
from mobile.reminders.handing import MOST, difference, to_hand
from mobile.reminders.reminder import Reminder, gathered
from mobile.reminders.silence import silences
from mobile.reminders.wall_clock import QuietHours, WallClock
from tests.properties.test_agenda import BAD, CLOCKS, NOW, ZONES, asks, changes, due, session

CHICAGO = ZoneInfo("America/Chicago")
OPEN = QuietHours(time(21), time(21))
QUIETS = (QuietHours(), QuietHours(time(22), time(6)), QuietHours(time(1), time(9, 30)), OPEN)


def of(items: Any, now: datetime = NOW, **more: Any) -> tuple[Reminder, ...]:
    clock = more.pop("clock", WallClock(CHICAGO))
    choices = more.pop("choices", ReminderChoices())
    return reminders(items, choices, clock, more.pop("zone", CHICAGO), now, more.pop("most", None))


class Phone:
    """Keeps what it is handed, shows it when its time has come, and takes no more than a phone does."""

    def __init__(self) -> None:
        self.held: dict[int, Notice] = {}
        self.shown: list[Notice] = []

    def takes(self, wanted: list[Notice]) -> None:
        asked = difference(wanted, self.held.values())
        for number in asked.remove:
            del self.held[number]
        for one in asked.add:
            assert one.number not in self.held
            self.held[one.number] = one
            assert len(self.held) <= MOST

    def goes_on_to(self, now: datetime) -> None:
        over = sorted((one for one in self.held.values() if one.at <= now), key=lambda one: one.at)
        self.shown += over
        for one in over:
            del self.held[one.number]


class Year:
    """A person's course, changed at random by the clinic and by them."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.now = NOW
        self.zone = ZoneInfo(self.random.choice(ZONES))
        self.clock = WallClock(ZoneInfo(self.random.choice(ZONES)))
        self.sessions: dict[str, Session] = {}
        self.done: set[str] = set()
        self.choices = ReminderChoices()
        self.asks = asks(self.random.choice(("example-iv-six", "example-nasal")))

    def changes(self) -> None:
        random, live = self.random, [one for one in self.sessions.values() if one.status == "booked"]
        act = random.choice(("book", "book", "book", "move", "cancel", "hold", "tick", "choose", "travel"))
        if act in ("book", "hold"):
            id = f"a{len(self.sessions)}"
            start = self.now + timedelta(minutes=random.randint(-600, 60 * 24 * 60))
            status = "booked" if act == "book" else "proposed"
            self.sessions[f"Appointment/{id}"] = session(id, start, random.randint(15, 300), status)
        elif act == "move" and live:
            by, one = timedelta(minutes=random.randint(-6000, 60000)), random.choice(live)
            assert one.start_at is not None
            assert one.end_at is not None
            self.sessions[one.id] = replace(one, start_at=one.start_at + by, end_at=one.end_at + by)
        elif act == "cancel" and live:
            one = random.choice(live)
            self.sessions[one.id] = replace(one, status=random.choice(("cancelled", "noshow")))
        elif act == "tick":
            self.done |= {one.key for one in self.items() if random.random() < 0.1}
        elif act == "choose":
            self.choices = replace(
                self.choices,
                quiet=random.choice(QUIETS),
                off=frozenset(one for one in SUBJECTS if random.random() < 0.2),
                lead=timedelta(minutes=random.choice((30, 60, 120, 180))),
                evening=time(random.choice((17, 18, 19, 20))),
            )
        elif act == "travel":
            self.clock = WallClock(ZoneInfo(random.choice(ZONES)))

    def items(self) -> tuple[AgendaItem, ...]:
        return due(list(self.sessions.values()), self.zone, self.now, asks=self.asks, done=self.done)


@pytest.mark.parametrize("seed", range(3))
def test_a_year_of_changes_leaves_the_phone_with_what_stands_and_nothing_else(seed: int) -> None:
    year, phone = Year(seed), Phone()
    fullest = 0
    while year.now < NOW + timedelta(days=365):
        year.changes()
        items = year.items()
        known = of(items, year.now, choices=year.choices, clock=year.clock, zone=year.zone)
        things = [(one.kind, one.item.key) for one in known]
        assert len(things) == len(set(things))
        keys = {one.key for one in items if not one.is_done}
        silent = silences(items, year.zone)
        for one in known:
            assert one.item.key in keys
            assert one.item.session is None or one.item.session.status == "booked"
            assert not year.choices.quiet.hold(one.at, year.clock)
            assert not any(silence.holds(one.at) for silence in silent)
            assert one.item.until is None or one.at < one.item.until
        every = gathered(known)
        assert len({one.at for one in every}) == len(every)
        assert sum(len(one.reminders) for one in every) == len(known)
        handed = to_hand(every, year.now)
        phone.takes([Notice(one.number, one.at, "Reminder", "Something is due.") for one in handed])
        assert [one.number for one in handed] == list(dict.fromkeys(one.number for one in handed))
        assert set(phone.held) == {one.number for one in handed}
        coming = [one for one in every if one.at > year.now]
        assert len(handed) == min(MOST, len(coming))
        assert list(handed) == coming[: len(handed)]  # the soonest
        few = of(items, year.now, choices=year.choices, clock=year.clock, zone=year.zone, most=5)
        assert to_hand(gathered(few), year.now)[:5] == handed[:5]
        assert [one for one in few if one.at <= year.now] == [one for one in known if one.at <= year.now]
        fullest = max(fullest, len(phone.held))
        year.now += timedelta(minutes=year.random.randint(1, 60 * 24 * 4))
        phone.goes_on_to(year.now)
    tokens = [one.token for one in phone.shown]
    assert len(tokens) == len(set(tokens))  # nothing was shown twice
    assert len(tokens) > 50
    assert fullest > 10


def test_a_long_course_is_handed_over_sixty_at_a_time_and_topped_up() -> None:
    many = [session(f"a{n}", NOW + timedelta(days=3 * n + 1, hours=3)) for n in range(80)]
    phone, now = Phone(), NOW
    for _ in range(15):
        handed = to_hand(gathered(of(due(many, CHICAGO, now), now)), now)
        assert len(handed) == MOST
        phone.takes([Notice(one.number, one.at, "", "") for one in handed])
        assert len(phone.held) == MOST
        now += timedelta(days=2)
        phone.goes_on_to(now)


@cache
def changed_nights() -> list[tuple[str, datetime]]:
    return [(zone, at) for zone in ZONES for at in changes(ZoneInfo(zone), 2026)]


@pytest.mark.parametrize("away", ["Australia/Lord_Howe"])
def test_the_night_in_which_a_clock_is_changed_is_as_quiet_as_any_other(away: str) -> None:
    """By the wall clock where the phone is; food and arrival by the hours that pass at the clinic."""
    for name, change in changed_nights():
        zone = ZoneInfo(name)
        for hours in (-30, -6, 2, 9, 33):
            start = change + timedelta(hours=hours, minutes=30)
            items = due([session("a1", start)], zone, start - timedelta(days=20))
            for clock in (WallClock(ZoneInfo(away)), WallClock(zone)):
                for quiet in QUIETS:
                    choices = replace(ReminderChoices(), quiet=quiet)
                    found = of(items, start - timedelta(days=20), choices=choices, clock=clock, zone=zone)
                    assert not [one for one in found if quiet.hold(one.at, clock)]
                    if quiet == OPEN:
                        lead = choices.lead
                        foods = {one.item.key: one.at for one in found if one.kind == "food"}
                        stated = {one.key: one.at - lead for one in items if one.kind == "fasting" and one.at}
                        assert foods == stated


@pytest.mark.parametrize(("day", "change"), [(date(2026, 3, 8), "forward"), (date(2026, 11, 1), "back")])
def test_evenings_and_mornings_are_those_of_the_clock_on_the_wall(day: date, change: str) -> None:
    start = datetime.combine(day + timedelta(days=1), time(10, 30), CHICAGO).astimezone(UTC)
    now = start - timedelta(days=20)
    clock = WallClock(CHICAGO)
    found = {
        (one.kind, one.item.kind, one.item.key): one
        for one in of(due([session("a1", start)], CHICAGO, now), now)
    }
    shown = {key[:2]: clock.read(one.at) for key, one in found.items()}
    assert shown["day-before", "session"] == datetime.combine(day, time(18))
    assert shown["soon", "session"] == datetime.combine(day + timedelta(days=1), time(8, 15))
    assert shown["waits", "driving"] == datetime.combine(day + timedelta(days=2), time(8))
    foods = sorted(clock.read(one.at) for (kind, _, _), one in found.items() if kind == "food")
    assert foods == [datetime.combine(day, time(20, 45))] * 3  # all three would be in the night
    assert change in ("forward", "back")


def test_a_moved_session_takes_its_reminders_along_and_what_was_done_has_none() -> None:
    start = NOW + timedelta(days=30)
    before = of(due([session("a1", start)], CHICAGO))
    moved = of(due([session("a1", start + timedelta(days=7))], CHICAGO))
    own = [one for one in before if one.item.kind not in ("layer", "practice")]
    assert {one.number for one in own} == {one.number for one in moved} & {one.number for one in own}
    assert not {(one.number, one.at) for one in own} & {(one.number, one.at) for one in moved}
    ticked = next(one.item.key for one in before if one.item.kind == "ride")
    left = of(due([session("a1", start)], CHICAGO, done={ticked}))
    assert {one.item.key for one in before} - {one.item.key for one in left} == {ticked}
    assert of(due([session("a1", start, status="cancelled")], CHICAGO)) == ()
    assert of(due([session("a1", start, status="pending")], CHICAGO)) == ()


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("now", CLOCKS, ids=lambda one: str(one.year))
def test_a_broken_appointment_or_a_clock_that_is_years_off_raises_nothing(name: str, now: datetime) -> None:
    for zone in ("America/Chicago", "Pacific/Apia"):
        for clock in (WallClock(ZoneInfo(zone)), WallClock(None)):
            known = of(due([BAD[name]], ZoneInfo(zone), now), now, zone=ZoneInfo(zone), clock=clock)
            assert all(abs(one.at - now) < timedelta(days=400) for one in known)
            assert len(to_hand(gathered(known), now)) <= MOST


def test_a_clock_years_ahead_or_behind_finds_nothing_to_say_and_the_right_one_all_of_it() -> None:
    sessions = [session("a1", NOW + timedelta(days=3))]
    for wrong in (NOW - timedelta(days=4000), NOW + timedelta(days=4000)):
        known = of(due(sessions, CHICAGO, wrong), wrong)
        assert to_hand(gathered(known), wrong) == ()
    assert to_hand(gathered(of(due(sessions, CHICAGO))), NOW)


def test_during_a_session_nothing_comes_and_what_can_wait_comes_after_it() -> None:
    """The prompt of an earlier session falls into the next one."""
    start = NOW + timedelta(days=2)
    items = due([session("a1", start), session("a2", start + timedelta(days=1), 180)], CHICAGO)
    silent = silences(items, CHICAGO)
    assert len(silent) == 2
    assert all(
        not one.holds(r.at)
        for one in silent
        for r in of(items, choices=replace(ReminderChoices(), quiet=OPEN))
    )
    assert [one.begins for one in silent] == [  # from the arrival that the clinic asks for
        start - timedelta(minutes=15),
        start + timedelta(days=1, minutes=-15),
    ]
