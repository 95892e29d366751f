"""One session by the clinic's clock, on its own page, on Today and on Plan: times, medicines, ticks, and what to do after eating."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.agenda.prepared import Prepared
from mobile.care.journal.begin import begin
from mobile.records.errors import NotSaved
from mobile.screens.reads.agenda import AgendaReading
from mobile.screens.reads.visits import visits
from tests.screens.clinic_of import NOW, Document, documents_of, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_shell_places import english_only
from tests.unit.care.samples import CHICAGO

SESSION = "/session/rowan-session-3"
DAY_BEFORE = datetime(2026, 6, 10, 22, 0, tzinfo=UTC)
ATE = "I ate or drank after these times"


def wiring(records: Any, name: str = "rowan", **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=person(name), at=more.pop("at", NOW), **more)


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await seeded(tmp_path, "rowan")


def rules(change: Callable[[Document], None]) -> Callable[[Document], Document | None]:
    """Every rule of a session of the protocols, changed."""

    def changed(document: Document) -> Document | None:
        if document["resourceType"] == "PlanDefinition":
            for action in document.get("action", ()):
                if "session-rule-" in json.dumps(action.get("code", "")):
                    change(action)
        return document

    return changed


def lines(phone: Phone) -> str:
    return "\n".join(phone.texts())


async def test_the_clock_times_of_a_session_are_the_clinics_rules_by_its_clock(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(SESSION)
        await phone.sees("Session 3", "heading")
        said = lines(phone)
        for time, what in (
            ("2:30\u00a0AM", "Nothing solid after this"),
            ("4:30\u00a0AM", "No milk after this"),
            ("8:30\u00a0AM", "Last clear drink"),
            ("10:15\u00a0AM", "Arrive"),
            ("10:30\u00a0AM", "Your session|Treatment session"),
            ("Until Friday, 12:30\u00a0PM", "No driving"),
            ("Until Friday", "Nothing to sign, no large decisions"),
        ):
            assert re.search(f"{time}\\W+({what})", said), (time, what, said)
        assert "in 2 days" in said.lower()
        assert "EXAMPLE, not for clinical use: six sessions by infusion" in said
        assert "Ask your clinic" not in said
        assert phone.faults() == []


async def test_the_medicines_stand_in_the_clinics_words_and_again_on_today_the_day_before(
    records: Any,
) -> None:
    words = "“Take it at 7 AM as always, with one sip of water.”"
    async with Phone(wiring(records)) as phone:
        await phone.start(SESSION)
        await phone.sees("Your medicines that day", "heading")
        said = lines(phone)
        assert words in said
        assert "Dr. Ash Prototype wrote this for you on May 28" in said
        await phone.start("/")
        await phone.sees("Before your session", "heading")
        await phone.sees_no("Your medicines that day")
        await phone.sees_no(ATE)
        assert phone.faults() == []
    async with Phone(wiring(records, at=DAY_BEFORE)) as phone:
        await phone.start("/")
        await phone.sees("Your medicines that day", "heading")
        assert words in lines(phone)
        assert phone.faults() == []


async def test_a_page_that_stays_open_over_midnight_calls_the_day_by_its_name(records: Any) -> None:
    there = wiring(records, at=DAY_BEFORE)
    async with Phone(there) as phone:
        await phone.start(SESSION)
        await phone.sees("Tomorrow", "heading")
        there.at = datetime(2026, 6, 11, 8, 0, tzinfo=UTC)  # 3 AM at the clinic
        await phone.tap(re.compile("^to do,? ?Pack what makes you comfortable"))
        await phone.sees("Today", "heading")
        assert not phone.find("Tomorrow")
        assert phone.faults() == []


async def test_who_ate_is_told_at_home_what_it_means_by_the_clinics_rule_and_whom_to_call(
    records: Any,
) -> None:
    after_solid = datetime(2026, 6, 11, 9, 0, tzinfo=UTC)  # 4 AM at the clinic
    async with Phone(wiring(records, at=after_solid)) as phone:
        await phone.start("/")
        await phone.tap(ATE)  # offered on Today once the first of the times has passed
        await phone.sees("If you ate or drank after these times", "heading")
        await phone.sees("Session 3", "heading")
        said = lines(phone)
        assert said.index("If you ate or drank after these times") < said.index("Session 3"), "it comes first"
        assert "Call us before you leave home." in said
        assert re.search("Nothing solid after this · 2:30\u00a0AM · this time has passed", said)
        assert re.search("Last clear drink · 8:30\u00a0AM · still to come", said)
        assert "+1 555 010 0199" in said.replace("\u2011", "-").replace("\u00a0", " ")
        assert not re.search("cancelled|not allowed|you must|safe", said, re.IGNORECASE)
        await phone.tap("Close this", "button")
        await phone.sees(ATE, "button")
        await phone.sees_no("If you ate or drank after these times")
        assert phone.page.route == SESSION
        await phone.tap(ATE, "button")
        said = lines(phone)
        assert said.index("Session 3") < said.index("If you ate or drank after these times"), (
            "where it was asked"
        )
        await phone.tap("Back")
        await phone.sees("Before your session", "heading")
        assert phone.faults() == []


async def test_where_the_clinic_wrote_nothing_about_having_eaten_it_says_so(tmp_path: Path) -> None:
    def no_words(action: Document) -> None:
        if action["id"] == "ate":
            action["code"] = []

    records = await seeded(tmp_path, "rowan", change=rules(no_words))
    async with Phone(wiring(records)) as phone:
        await phone.start(SESSION)
        await phone.tap(ATE)
        await phone.sees(re.compile("has not written here what happens then"))


@pytest.mark.parametrize("wrong", ["malformed", "missing", "contradictory"])
async def test_a_number_that_cannot_be_believed_is_asked_of_the_clinic_and_never_shown(
    tmp_path: Path, wrong: str
) -> None:
    def change(action: Document) -> None:
        if action["id"] != "fasting-solid":
            return
        if wrong == "missing":
            del action["relatedAction"]
        else:
            action["relatedAction"][0]["offsetDuration"]["value"] = "8" if wrong == "malformed" else 1

    records = await seeded(tmp_path, "rowan", change=rules(change))
    async with Phone(wiring(records)) as phone:
        await phone.start(SESSION)
        await phone.sees("Session 3", "heading")
        said = lines(phone)
        assert re.search("Ask your clinic\\W+Nothing solid after this", said), said
        assert "2:30\u00a0AM" not in said
        assert "9:30\u00a0AM" not in said
        await phone.start("/")
        await phone.sees("Before your session", "heading")
        assert "9:30\u00a0AM" not in lines(phone)


async def test_where_a_protocol_says_nothing_of_food_and_driving_both_are_asked(tmp_path: Path) -> None:
    def change(action: Document) -> None:
        if action["id"].startswith(("fasting", "no-driving")):
            action["code"] = []

    records = await seeded(tmp_path, "rowan", change=rules(change))
    async with Phone(wiring(records)) as phone:
        await phone.start(SESSION)
        await phone.sees("Session 3", "heading")
        said = lines(phone)
        assert re.search("Ask your clinic\\W+Eating and drinking before it", said)
        assert re.search("Ask your clinic\\W+Driving after it", said)
        await phone.sees_no(ATE)


async def test_preparing_is_ticked_with_one_tap_kept_here_and_never_queued(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees(re.compile("^0 of "))
        await phone.tap(re.compile("^to do,? ?Pack what makes you comfortable"))
        await phone.sees(re.compile("^1 of "))
        await phone.start(SESSION)
        await phone.sees(re.compile("^done,? ?Pack what makes you comfortable"))
        assert phone.faults() == []
    async with Phone(wiring(records)) as phone:  # another start of the app
        await phone.start("/")
        await phone.tap(re.compile("^done,? ?Pack what makes you comfortable"))
        await phone.sees(re.compile("^0 of "))
    (kept,) = await records.every(Prepared)
    assert not kept.is_done
    assert await records.unsent(Prepared) == {}


async def test_a_moved_session_has_its_new_times_at_once_and_its_ticks_stay(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.tap(re.compile("^to do,? ?Make the next day light"))
        await phone.sees("Nothing solid after this: 2:30\u00a0AM")
        await receive_all(records, "rowan", [moved(timedelta(hours=5))], version=2)
        await phone.sees("Nothing solid after this: 7:30\u00a0AM")
        await phone.sees(re.compile("^done,? ?Make the next day light"))
        await receive_all(records, "rowan", [{**moved(timedelta()), "status": "cancelled"}], version=3)
        await phone.sees_no(re.compile("Nothing solid after this: 7:30"))
        await phone.start(SESSION)
        await phone.sees("This session does not take place.")
        assert phone.faults() == []


def moved(by: timedelta) -> Document:
    (one,) = [d for d in documents_of("rowan") if d["id"] == "rowan-session-3"]
    later = {name: (datetime.fromisoformat(one[name]) + by).isoformat() for name in ("start", "end")}
    return {**one, **later}


async def test_plan_counts_what_each_session_left_behind_and_leads_to_the_next_ones_times(
    records: Any,
) -> None:
    seen = await visits(records, NOW)
    entry = begin("e1", seen.sessions, NOW, CHICAGO).revise("The lake.", NOW)
    await records.save(entry)
    async with Phone(wiring(records)) as phone:
        await phone.start("/plan")
        await phone.sees(re.compile("1 intention · 1 entry · 1 reply"))
        await phone.sees(re.compile("Nothing solid after this: 2:30\u00a0AM"))
        await phone.sees("Coming up")
        assert not any("The lake." in text for text in phone.texts())
        await phone.tap("Details of your next session")
        await phone.sees("Session 3", "heading")
        assert phone.page.route == SESSION
        assert phone.faults() == []


async def test_a_course_of_several_phases_names_each(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "tova")
    async with Phone(wiring(records, "tova")) as phone:
        await phone.start("/plan")
        await phone.sees("Twice a week · Weeks 1 to 4.\nAt least 24 hours between two sessions")
        await phone.start("/session/tova-session-4")
        await phone.sees("Tomorrow", "heading")
        said = lines(phone)
        assert re.search("Until 4:00\u00a0PM\\W+Stay at least until this time", said), said
        assert re.search("1:30\u00a0PM\\W+Nothing to drink after this", said)
        assert phone.faults() == []


@pytest.mark.parametrize("id", ["rowan-session-99", "%2e%2e", "x" * 600, "Patient%2Frowan"])
async def test_an_id_from_the_page_opens_nothing_else(records: Any, id: str) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(f"/session/{id}")
        await phone.until(lambda: bool(phone.title()), "a title")
        await phone.sees_no("Session 3")
        assert phone.reported == []


async def test_two_sessions_at_one_time_are_said_and_left_to_the_clinic(tmp_path: Path) -> None:
    def both(document: Document) -> Document | None:
        if document["id"] == "rowan-session-4":
            (three,) = [d for d in documents_of("rowan") if d["id"] == "rowan-session-3"]
            return {**document, "start": three["start"], "end": three["end"]}
        return document

    records = await seeded(tmp_path, "rowan", change=both)
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees(re.compile("^Two of your sessions are at the same time."))
        assert phone.faults() == []
    known = await AgendaReading().read(records, await visits(records, NOW), CHICAGO)
    assert known.overlapping == {"Appointment/rowan-session-3", "Appointment/rowan-session-4"}


async def refused(*nouns: Any, **over: Any) -> None:
    raise NotSaved("full")


async def test_a_tick_that_no_disk_takes_is_said_and_stays_not_done(records: Any) -> None:
    row = re.compile("^to do,? ?Pack what makes you comfortable")
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees(row)
        records.save_all = refused
        await phone.tap(row)
        await phone.sees(re.compile("no space left|[Nn]ot saved"))
        await phone.sees(row)
        del records.save_all
        await phone.tap(row)
        await phone.sees(re.compile("^done,? ?Pack what makes you comfortable"))
        assert phone.faults() == []


async def test_a_tick_on_one_page_is_seen_on_another_and_two_at_once_are_one(records: Any) -> None:
    async with Phone(wiring(records)) as one, Phone(wiring(records)) as other:
        await one.start("/")
        await other.start(SESSION)
        await one.tap(re.compile("^to do,? ?Make the next day light"))
        await other.sees(re.compile("^done,? ?Make the next day light"))
        await other.tap(re.compile("^done,? ?Make the next day light"))
        await one.sees(re.compile("^to do,? ?Make the next day light"))
    assert len(await records.every(Prepared)) == 1


@pytest.mark.parametrize("lasting", ["no end", "an end before its start"])
async def test_without_an_end_nobody_is_told_when_they_may_drive(tmp_path: Path, lasting: str) -> None:
    def endless(document: Document) -> Document | None:
        if document["id"] == "rowan-session-3":
            return {
                **document,
                "end": document["start"] if lasting == "no end" else "2026-06-11T01:00:00-05:00",
            }
        return document

    records = await seeded(tmp_path, "rowan", change=endless)
    async with Phone(wiring(records)) as phone:
        await phone.start(SESSION)
        await phone.sees("Session 3", "heading")
        assert re.search("Ask your clinic\\W+No driving", lines(phone))
        assert phone.faults() == []


async def test_the_page_speaks_spanish_with_the_clinics_words_in_it(records: Any) -> None:
    device = wiring(records)
    await device.change_settings(language="es")
    async with Phone(device) as phone:
        await phone.start(SESSION)
        await phone.sees("Sesión 3", "heading")
        said = lines(phone)
        assert re.search("2:30\u00a0a.\u00a0m.\\W+Nada sólido después", said)
        assert "«Tómela a las 7 a. m. como siempre, con un sorbo de agua.»" in said
        assert phone.faults(untranslated=english_only()) == []


async def test_plan_says_how_long_the_course_takes_and_how_far_apart_its_sessions_are(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/plan")
        await phone.sees("Your course: 6 sessions in 3 weeks")
        await phone.sees(re.compile("^Series · Two a week for three weeks.\\nAt least 48 hours between two"))


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", None])
async def test_a_clinic_in_no_zone_that_exists_has_no_times_called_its_own(
    tmp_path: Path, zone: str | None
) -> None:
    def nowhere(document: Document) -> Document | None:
        if document["resourceType"] != "Organization":
            return document
        text = json.dumps(document)
        return json.loads(text.replace("America/Chicago", zone or ""))

    said = "Your clinic does not say here which time zone it is in. Ask it about these times."
    records = await seeded(tmp_path, "rowan", change=nowhere)
    async with Phone(wiring(records)) as phone:
        await phone.start(SESSION)
        await phone.sees(said)
        await phone.start("/plan")
        await phone.sees(said)
        await phone.sees_no(re.compile("^Times are your clinic's"))
        assert phone.faults() == []


async def test_a_clinic_with_its_zone_is_not_doubted(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/plan")
        await phone.sees(re.compile("^Times are your clinic's"))
        await phone.sees_no(re.compile("which time zone"))
        await phone.start(SESSION)
        await phone.sees("Session 3", "heading")
        await phone.sees_no(re.compile("which time zone"))


async def test_after_a_session_today_says_until_when_not_to_drive_and_only_until_then(records: Any) -> None:
    evening, later = datetime(2026, 6, 12, 1, 0, tzinfo=UTC), datetime(2026, 6, 12, 18, 0, tzinfo=UTC)
    async with Phone(wiring(records, at=evening)) as phone:
        await phone.start("/")
        await phone.sees("After your session", "heading")
        assert re.search("Until Friday, 12:30\u00a0PM\\W+No driving", lines(phone))
        assert phone.faults() == []
    async with Phone(wiring(records, at=later)) as phone:
        await phone.start("/")
        await phone.sees("Before your session", "heading")
        await phone.sees_no("After your session")


async def test_which_of_the_two_twelves_is_meant_is_written_out(tmp_path: Path) -> None:
    """12:00 PM is read as midnight by many, and somebody fasts by it."""
    records = await seeded(tmp_path / "noon", "tova")
    async with Phone(wiring(records, "tova")) as phone:
        await phone.start("/plan")
        await phone.sees(re.compile("12:00\u00a0PM \\(noon\\)"))
        assert phone.faults() == []

    def ten_and_a_half_hours(action: Document) -> None:
        if action["id"] == "fasting-solid":
            action["relatedAction"][0]["offsetDuration"]["value"] = 10.5

    records = await seeded(tmp_path / "midnight", "rowan", change=rules(ten_and_a_half_hours))
    async with Phone(wiring(records)) as phone:
        await phone.start(SESSION)
        await phone.sees(re.compile("12:00\u00a0AM \\(midnight, as that day begins\\)"))
        assert "(noon)" not in lines(phone)
        assert phone.faults() == []
