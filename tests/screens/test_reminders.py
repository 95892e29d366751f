"""Reminders on the page: what is due and coming, where a tapped one leads, and the settings with the exact words a phone is handed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mobile.care.agenda import Session
from mobile.device.notifier_port import Health
from mobile.i18n import Speech
from mobile.reminders.choices import ReminderChoices
from mobile.reminders.wall_clock import WallClock
from mobile.screens.app_services import Settings
from mobile.screens.reads.agenda import tick
from mobile.screens.reads.layers import let_go
from mobile.screens.reads.reminders import Reminders, RemindersReading, choose, kept_choices
from mobile.screens.reads.session_day import arrive, end_day, open_day
from mobile.screens.reminder_words import ReminderText, channel_name, neutral
from tests.screens.clinic_of import NOW, documents_of, person, receive_all, seeded
from tests.screens.harness import THERAPIST, Phone, PretendWiring
from tests.screens.pretend_notifier import PretendNotifier
from tests.screens.test_shell_places import english_only
from tests.unit.care.samples import CHICAGO

SETTINGS = "/settings/reminders"
SAYS_TOO_MUCH = re.compile(
    r"ketamin|esketamin|session|sesi|treatment|tratamiento|clinic|clínic|doctor|depress|depres|dose|dosis|medic|fast|eat|drink"
    r"|ride|drive|therap|terap|mood|ánimo|PHQ|PTSD|pain|dolor|journal|diario|Rowan",
    re.IGNORECASE,
)


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await seeded(tmp_path, "rowan")


def wiring(records: Any, notifier: PretendNotifier | None = None, **more: Any) -> PretendWiring:
    made = PretendWiring(
        records=records, person=more.pop("who", person("rowan")), at=more.pop("at", NOW), **more
    )
    made.notifier = notifier
    return made


async def known(records: Any, at: datetime = NOW) -> Reminders:
    return await RemindersReading().read(records, at, CHICAGO, WallClock(CHICAGO))


# --- the words ---


@pytest.mark.parametrize("language", ["en", "es"])
async def test_by_default_every_kind_says_the_same_and_nothing_of_anybody(
    language: str, records: Any
) -> None:
    speech = Speech(language)
    found = await known(records, NOW - timedelta(days=8))
    kinds = {one.kind for one in found.known}
    assert kinds >= {"day-before", "soon", "food", "prepare", "waits", "write"}
    handed = ReminderText(speech, CHICAGO, WallClock(CHICAGO)).notices(found.gathered, has_detail=False)
    assert {(one.title, one.text) for one in handed} == {neutral(speech)}
    for words in (*neutral(speech), channel_name(speech), "Lantern"):
        assert not SAYS_TOO_MUCH.search(words)
    for one in handed:
        assert re.fullmatch(r"\d+\.\d+", one.token)  # nor does what is given back on a tap
    told = ReminderText(speech, CHICAGO, WallClock(CHICAGO)).notices(found.gathered, has_detail=True)
    assert SAYS_TOO_MUCH.search(" ".join(one.text for one in told))


async def test_a_phone_elsewhere_is_told_whose_clock_it_is_and_a_clinic_without_a_zone_names_no_time(
    records: Any,
) -> None:
    speech, clock = Speech("en"), WallClock(CHICAGO)
    food = next(one for one in (await known(records)).gathered if one.reminders[0].kind == "food")
    assert "Clinic time" not in ReminderText(speech, CHICAGO, clock).in_detail(food)[1]
    there = ReminderText(speech, CHICAGO, WallClock(ZoneInfo("Asia/Tokyo"))).in_detail(food)[1]
    assert there.endswith("Clinic time (Chicago)")
    unknown = ReminderText(speech, None, clock).in_detail(food)[1]
    assert "AM" not in unknown
    assert "Nothing solid after this" in unknown


async def test_nothing_is_to_sound_while_a_session_takes_longer_than_planned(records: Any) -> None:
    session = next(one for one in await records.every(Session) if one.server_id == "rowan-session-3")
    assert session.start_at is not None
    evening = session.start_at.replace(hour=23)  # 6 PM at the clinic
    midnight = datetime(2026, 6, 12, 5, tzinfo=UTC)

    async def soon() -> list[datetime]:
        found = await known(records, session.start_at)
        return [one.at for one in found.coming if one.at < midnight]

    assert [at for at in await soon() if at <= evening], "an evening's words are asked for"
    await open_day(records, session, session.start_at)
    assert await soon(), "they are not there yet"
    await arrive(records, session, session.start_at)
    assert await soon() == []
    await end_day(records, session, evening)
    assert await soon()


# --- the list ---


async def test_what_is_due_and_what_is_coming_is_listed_and_leads_to_its_place(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/reminders")
        await phone.sees("Now", "heading")
        await phone.sees(re.compile("Wednesday, June 10"), "heading")
        assert "Nothing appears by itself here. Lantern shows what is due when you open it." in phone.texts()
        await phone.tap(re.compile("Nothing solid after this\\W+Thursday, 2:30\u00a0AM"))
        await phone.sees("Session 3", "heading")
        assert phone.faults() == []


@pytest.mark.parametrize("has_phone", [False, True])
async def test_today_has_one_line_to_what_is_due_and_none_once_nothing_is(
    records: Any, has_phone: bool
) -> None:
    due = (await known(records)).now_due
    assert due
    line = re.compile(f"^{len(due)} things are due now")
    async with Phone(wiring(records, PretendNotifier() if has_phone else None)) as phone:
        await phone.start("/")
        await phone.sees(line)
        assert len(phone.find(line, "button")) == 1
        assert phone.faults() == []
        await phone.tap(line)
        await phone.sees("Reminders", "heading")
        await phone.goes_to("/")
        for one in due:
            if one.item.kind == "measure":  # of no session: its switch says that nobody is reminded of it
                await choose(records, lambda choices: choices.turned("measure", is_on=False))
            else:
                await tick(records, one.item.key)
        await phone.sees_no(re.compile("due now"))
        assert phone.faults() == []


async def test_what_the_phone_did_not_show_stands_here_until_it_is_done(records: Any) -> None:
    found = await known(records)
    pack = next(one for one in found.now_due if one.item.kind == "prepare")
    async with Phone(wiring(records)) as phone:
        await phone.start("/reminders")
        await phone.sees(re.compile(re.escape(pack.item.title.text)))
        await tick(records, pack.item.key)
        await phone.sees_no(re.compile(re.escape(pack.item.title.text)))
        assert phone.faults() == []


async def test_in_spanish_no_sentence_of_it_is_english(records: Any) -> None:
    settings = Settings(language="es")
    for route in ("/reminders", SETTINGS):
        async with Phone(wiring(records, PretendNotifier(), settings=settings)) as phone:
            await phone.start(route)
            await phone.sees("Recordatorios", "heading")
            assert phone.faults(untranslated=english_only()) == []


# --- what was tapped ---


async def test_a_tapped_reminder_opens_its_place_once_the_lock_is_open(records: Any) -> None:
    one = next(one for one in (await known(records)).gathered if one.reminders[0].kind == "soon")
    there = wiring(records, PretendNotifier(), pin="271801", door="locked")
    async with Phone(there) as phone:
        await phone.start(f"/reminders/{one.number}")
        await phone.sees_no("Session 3")
        for digit in "271801":
            await phone.tap(digit, "button")
        await phone.sees("Session 3", "heading")
        await phone.back()
        await phone.sees("Plan", "heading")  # and not the way it came by, which would lead here again
        assert phone.faults() == []


@pytest.mark.parametrize("number", ["1", "99999999999999999999", "٣", "1.5"])
async def test_a_number_that_nobody_knows_opens_nothing(number: str, records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(f"/reminders/{number}")
        await phone.sees(re.compile("This is done, or not planned any more"))
        assert phone.reported == []


async def test_a_reminder_of_a_session_that_is_called_off_opens_nothing(records: Any) -> None:
    one = next(one for one in (await known(records)).gathered if one.reminders[0].kind == "soon")
    document = next(each for each in documents_of("rowan") if each["id"] == "rowan-session-3")
    await receive_all(records, "rowan", [{**document, "status": "cancelled"}], 2)
    async with Phone(wiring(records)) as phone:
        await phone.start(f"/reminders/{one.number}")
        await phone.tap("See what is due", "button")
        await phone.sees("Now", "heading")


async def test_who_works_at_a_clinic_has_none(records: Any) -> None:
    async with Phone(wiring(records, PretendNotifier(), who=THERAPIST)) as phone:
        await phone.start("/reminders/1")
        await phone.sees(re.compile("This is done, or not planned any more"))
        await phone.start(SETTINGS)
        await phone.sees("This is for patients.")


# --- the settings ---


async def test_in_a_browser_it_says_that_nothing_appears_and_offers_no_switch(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(SETTINGS)
        await phone.sees(re.compile("Nothing appears by itself here"))
        await phone.sees_no("Turn reminders on")
        await phone.tap("See what is due", "button")
        await phone.sees("Now", "heading")


async def test_the_phone_asks_when_the_person_turns_it_on_and_a_no_is_said_with_the_way_to_change_it(
    records: Any,
) -> None:
    notifier = PretendNotifier(may=False)
    notifier.says = Health(may_show=False)
    async with Phone(wiring(records, notifier)) as phone:
        await phone.start(SETTINGS)
        await phone.sees("Something is due. Open Lantern to see it.")
        assert "ask" not in notifier.asked
        await phone.tap("Turn reminders on", "button")
        await phone.sees(re.compile("Your phone does not let Lantern show reminders"))
        assert not (await kept_choices(records)).is_on
        await phone.tap("Open the phone’s settings", "button")
        assert notifier.asked.count("open_settings") == 1
        notifier.may, notifier.says = True, Health(may_show=True, is_exact=True)
        await phone.tap("Turn reminders on", "button")
        await phone.sees("Turn reminders off", "button")
        await phone.sees("Your phone lets Lantern show them.")
        assert (await kept_choices(records)).is_on
        assert phone.faults() == []


async def test_what_is_chosen_is_kept_and_the_preview_has_the_words_that_the_phone_is_handed(
    records: Any,
) -> None:
    await records.save(replace(ReminderChoices(), is_on=True))
    for hides in (True, False):
        notifier = PretendNotifier(hides_words=hides)
        async with Phone(wiring(records, notifier)) as phone:
            await phone.start(SETTINGS)
            await phone.sees("Something is due. Open Lantern to see it.")
            await phone.tap(re.compile("^Say what it is"))
            found = await known(records)
            following = next(one for one in found.gathered if one.at > NOW)
            (handed,) = ReminderText(Speech("en"), CHICAGO, WallClock(CHICAGO)).notices(
                [following], has_detail=True
            )
            await phone.sees(handed.text)
            said = "\n".join(phone.texts())
            assert ("asked to hide these words" in said) is hides
            assert ("can be read on the locked phone" in said) is not hides
            assert "where your PIN does not guard them" in said
            await phone.tap("Try one now", "button")
            await phone.sees(re.compile("One was shown just now"))
            assert notifier.seen[0].text == handed.text
            await phone.tap(re.compile("^Say what it is"))
            await phone.sees("Something is due. Open Lantern to see it.")
            assert phone.faults() == []
    async with Phone(wiring(records, PretendNotifier())) as phone:
        await phone.start(SETTINGS)
        await phone.tap(re.compile("^Eating and drinking before a session"))
        await phone.tap("10:00\u00a0PM")
        await phone.tap("3 hours")
        await phone.rest()
    chosen = await kept_choices(records)
    assert chosen.off == {"food"}
    assert chosen.quiet.begins.hour == 22
    assert chosen.lead == timedelta(hours=3)
    assert "food" not in {one.kind for one in (await known(records)).known}


async def test_the_health_check_says_what_the_phone_says_and_claims_nothing_else(records: Any) -> None:
    await records.save(replace(ReminderChoices(), is_on=True))
    notifier = PretendNotifier()
    notifier.says = Health(may_show=None, is_exact=False, saves_battery=True)
    async with Phone(wiring(records, notifier)) as phone:
        await phone.start(SETTINGS)
        await phone.sees("Your phone does not say whether it shows them.")
        await phone.sees(re.compile("exact times are not allowed"))
        await phone.sees(re.compile("saving battery"))
        notifier.says = Health(may_show=False, is_exact=True)
        await phone.tap("Allow exact times", "button")
        await phone.sees(re.compile("They stand in Lantern all the same"))
        await phone.sees_no(re.compile("exact times are not allowed|saving battery"))
        notifier.is_silent = True
        await phone.tap("Try one now", "button")
        await phone.sees(re.compile("Your phone did not do that"))
        assert phone.faults() == []


async def test_a_reminder_of_what_was_written_or_let_go_is_not_due(records: Any) -> None:
    at = datetime(2026, 6, 6, 15, 0, tzinfo=UTC)
    found = await known(records, at)
    layer = next(one for one in found.known if one.item.key in found.begun)
    route = found.route(layer.item)
    assert route.startswith(("/entry/", "/first-minutes/"))
    await let_go(records, next(found.begun[layer.item.key].each).id, at.date())
    assert layer.item.key not in {one.item.key for one in (await known(records, at)).known}
