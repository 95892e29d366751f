"""A phone's reminders kept in step with the store: real store, the sandbox's own course, a phone that keeps what it is handed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.device.notifier_port import Notice
from mobile.reminders.choices import ReminderChoices
from mobile.reminders.reminder import Reminder
from mobile.reminders.wall_clock import WallClock
from mobile.screens.reads.agenda import AgendaReading, tick
from mobile.screens.reads.reminders import choose
from mobile.screens.reads.visits import visits
from mobile.wiring.reminders import MOST_REFUSED, PhoneReminders
from tests.screens.clinic_of import NOW, documents_of, receive_all, seeded
from tests.screens.pretend_notifier import PretendNotifier
from tests.unit.care.samples import CHICAGO

NEUTRAL = ("Reminder", "Something is due. Open Lantern to see it.")


class Kept:
    """A device with its phone, at a time the test says."""

    def __init__(self, records: Any) -> None:
        self.records, self.phone, self.at = records, PretendNotifier(), NOW
        self.reminders = PhoneReminders(
            self.phone, lambda: CHICAGO, WallClock(CHICAGO), lambda: self.at, gather_s=0
        )
        self.end = self.reminders.follow(records)

    async def chooses(self, change: Callable[[ReminderChoices], ReminderChoices]) -> None:
        await choose(self.records, change)

    async def turned_on(self) -> None:
        await self.chooses(lambda one: replace(one, is_on=True))
        await self.until(lambda: bool(self.phone.has))
        await self.rests()

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not is_so():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def rests(self) -> None:
        """What is under way is done."""
        follow = self.reminders._follow
        assert follow is not None
        assert follow._task is not None
        await follow._task

    def words(self) -> set[tuple[str, str]]:
        return {(one.title, one.text) for one in self.phone.has.values()}


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    one = Kept(await seeded(tmp_path, "rowan"))
    yield one
    one.end()


async def changed(kept: Kept, version: int, **fields: Any) -> None:
    """The clinic says otherwise of session 3."""
    document = next(one for one in documents_of("rowan") if one["id"] == "rowan-session-3")
    await receive_all(kept.records, "rowan", [{**document, **fields}], version)


async def test_nothing_is_handed_over_before_the_person_turns_it_on_and_nothing_asked_of_the_phone(
    kept: Kept,
) -> None:
    await kept.rests()
    assert kept.phone.has == {}
    assert set(kept.phone.asked) <= {"held", "shown"}
    await kept.turned_on()
    assert 5 < len(kept.phone.has) <= 60
    assert kept.words() == {NEUTRAL}
    assert all(one.at > NOW for one in kept.phone.has.values())
    assert kept.phone.exact == set(kept.phone.has)
    assert kept.phone.channel == "Reminders"


async def test_a_moved_session_moves_its_reminders_and_one_called_off_has_none(kept: Kept) -> None:
    await kept.turned_on()
    before = dict(kept.phone.has)
    start = datetime(2026, 6, 18, 15, 30, tzinfo=UTC)
    await changed(kept, 2, start=start.isoformat(), end=(start + timedelta(hours=2)).isoformat())
    await kept.until(lambda: kept.phone.has != before)
    await kept.rests()
    moved = dict(kept.phone.has)
    same = [number for number in before if number in moved and before[number].at != moved[number].at]
    assert same  # the same thing at another time is the same number
    shown = {one.at for one in moved.values()}
    assert datetime(2026, 6, 18, 13, 15, tzinfo=UTC) in shown  # two hours before the arrival
    assert datetime(2026, 6, 11, 13, 15, tzinfo=UTC) not in shown
    await changed(kept, 3, status="cancelled")
    await kept.until(lambda: kept.phone.has != moved)
    await kept.rests()
    assert datetime(2026, 6, 18, 13, 15, tzinfo=UTC) not in {one.at for one in kept.phone.has.values()}


async def test_what_is_ticked_off_has_no_reminder_and_what_stands_shown_of_it_goes(kept: Kept) -> None:
    kept.at = datetime(2026, 6, 2, 19, 0, tzinfo=UTC)  # before the clinic asks for anything of session 3
    await kept.chooses(lambda one: replace(one, has_detail=True))
    await kept.turned_on()
    before = dict(kept.phone.has)
    found = await AgendaReading().read(kept.records, await visits(kept.records, kept.at), CHICAGO)
    ride = next(one for one in found.items if one.kind == "ride" and one.at is not None)
    assert ride.at is not None
    number = Reminder("prepare", ride, ride.at).number
    kept.phone.seen[number] = Notice(number, kept.at, *NEUTRAL)  # as if its moment had come
    kept.phone.seen[0] = Notice(0, kept.at, *NEUTRAL)  # tried by hand a moment ago
    assert any(ride.title.text in one.text for one in before.values())
    await tick(kept.records, ride.key)
    await kept.until(lambda: number not in kept.phone.seen)
    await kept.rests()
    assert set(kept.phone.seen) == {0}
    assert not any(
        ride.title.text in one.text and one.at == old.at
        for old in before.values()
        if ride.title.text in old.text
        and old.at.astimezone(CHICAGO).date() == ride.at.astimezone(CHICAGO).date()
        for one in kept.phone.has.values()
    )


async def test_words_are_in_the_language_of_the_page_and_say_more_only_by_choice(kept: Kept) -> None:
    await kept.turned_on()
    kept.reminders.spoken("es")
    await kept.until(
        lambda: kept.words() == {("Recordatorio", "Hay algo pendiente. Abra Lantern para verlo.")}
    )
    kept.reminders.spoken("en")
    await kept.chooses(lambda one: replace(one, has_detail=True))
    await kept.until(lambda: len(kept.words()) > 1)
    await kept.rests()
    text = "\n".join(text for _, text in kept.words())
    assert "Thursday, 2:30\u00a0AM: Nothing solid after this" in text
    await kept.chooses(lambda one: replace(one, has_detail=False))
    await kept.until(lambda: kept.words() == {NEUTRAL})


async def test_it_is_topped_up_when_the_person_comes_back_and_a_phone_that_slept_is_asked_again(
    kept: Kept,
) -> None:
    kept.phone.is_silent = True
    await kept.chooses(lambda one: replace(one, is_on=True))
    await kept.rests()
    assert kept.phone.has == {}
    kept.phone.is_silent = False
    kept.at = NOW + timedelta(days=1)
    kept.reminders.look_again()
    await kept.until(lambda: bool(kept.phone.has))
    await kept.rests()
    assert min(one.at for one in kept.phone.has.values()) > kept.at


async def test_one_that_the_phone_refuses_does_not_cost_the_others(kept: Kept) -> None:
    await kept.turned_on()
    every = sorted(kept.phone.has.values(), key=lambda one: one.at)
    kept.phone.refuses = {one.number for one in every[: MOST_REFUSED - 1]}
    kept.phone.has.clear()
    kept.reminders.look_again()
    await kept.until(lambda: set(kept.phone.has) == {one.number for one in every} - kept.phone.refuses)


async def test_turned_off_or_signed_out_the_phone_holds_and_shows_none(kept: Kept) -> None:
    await kept.turned_on()
    await kept.chooses(lambda one: replace(one, is_on=False))
    await kept.until(lambda: not kept.phone.has)
    await kept.turned_on()
    one = next(iter(kept.phone.has.values()))
    kept.phone.seen[one.number] = one
    await kept.reminders.forget()
    assert kept.phone.has == kept.phone.seen == {}


async def test_bad_choices_are_read_as_at_first_and_never_as_more_words() -> None:
    for text in (
        "{}",
        '{"quiet": ["x", 3], "lead": 7, "evening": 5, "off": ["all"], "has_detail": 1, "is_on": "yes"}',
    ):
        assert ReminderChoices.from_json(text) == ReminderChoices()
    chosen = replace(ReminderChoices(), is_on=True, has_detail=True, off=frozenset({"food"}))
    assert ReminderChoices.from_json(chosen.to_json()) == chosen
