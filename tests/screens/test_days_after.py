"""The days after a session: the clinic's practices on Today, kept, changed, let go, asked about once; nothing is counted."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.care.agenda import Session
from mobile.care.catalog import Who
from mobile.care.commitment import Commitment, begin
from mobile.care.shared_commitment import SharedCommitment
from mobile.care.sharing import share
from tests.screens.clinic_of import NOW, Document, person, seeded
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.unit.care.samples import NOW as THEN
from tests.unit.care.samples import PATIENT, SAM, clinic_documents, receive, sent

TODAY = date(2026, 6, 9)
WALK = "A slow walk, phone at home"


def wiring(records: Any, **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=person("rowan"), at=more.pop("at", NOW), **more)


def integrating(document: Document) -> Document | None:
    """The next session is a week away, not two days: the nearer half is behind."""
    if document["resourceType"] == "Appointment" and document["status"] != "fulfilled":
        return None
    return document


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await seeded(tmp_path, "rowan", change=integrating)


async def commitments(records: Any) -> list[Commitment]:
    return sorted(await records.every(Commitment), key=lambda one: one.day)


async def undo(phone: Phone) -> None:
    snack = [d for d in phone.page._dialogs.controls if isinstance(d, ft.SnackBar) and d.action][-1]
    await phone.session.dispatch_event(snack._i, "action", None)
    await phone.rest()


async def test_today_stands_in_the_band_with_the_clinics_practice(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees("Day 3 after session 2")
        await phone.sees(re.compile(f"^Tuesday, June 9, Today. {WALK}$"))
        await phone.sees(re.compile("^Sunday, June 7. A quiet half hour$"))  # behind, and not a word of it
        await phone.sees("Today, about 15 minutes", "heading")
        await phone.sees(WALK, "heading")
        await phone.sees("Ask somebody to eat with you", "heading")
        await phone.sees(re.compile("^Your clinic’s guidance.*The best timing is not known.$"))
        assert not any("missed" in text.lower() for text in phone.texts())
        assert phone.faults() == []
    assert await commitments(records) == []


async def test_it_is_kept_with_one_tap_and_done_with_another(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.tap("I will do this")
        await phone.sees("You chose it for today.")
        (one,) = await commitments(records)
        assert (one.words, one.day, one.set_on, one.kind, one.state) == (WALK, TODAY, TODAY, "walk", "open")
        await phone.tap(f"Done: {WALK}")
        await phone.sees(re.compile(f"^Tuesday, June 9, Today. {WALK}. Done$"))
        assert phone.faults() == []
    assert [one.state for one in await commitments(records)] == ["done"]


async def test_declining_asks_nothing_leaves_no_word_and_can_be_undone(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.tap("Not today")
        await phone.sees(re.compile(f"^Tuesday, June 9, Today. {WALK}. Let go$"))
        await phone.sees_no("I will do this")
        await phone.start("/journal")
        await phone.sees("Commitments", "heading")
        assert not any(WALK in text for text in phone.texts())  # nothing was set out to do
        await phone.start("/")
        await phone.tap("Not this week")
        await phone.sees_no("Ask somebody to eat with you", "heading")
        await undo(phone)
        await phone.sees("Ask somebody to eat with you", "heading")
        assert phone.faults() == []
    (walk,) = await commitments(records)
    assert (walk.words, walk.state, walk.is_empty) == ("", "let_go", True)


async def test_the_one_with_a_person_is_chosen_in_own_words_for_a_day_of_ones_own(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.tap("Choose yours")
        await phone.sees("On which day?", "heading")
        await phone.tap("Thursday")
        await phone.type("What you will do", "Ask my sister to lunch")
        await phone.sees("Saved on this phone")
        await phone.tap("Done")
        await phone.goes_to("/")
        await phone.sees("You chose it for Thursday.")
        await phone.sees(re.compile("^Thursday, June 11. Ask my sister to lunch. Kept$"))
        assert phone.faults() == []
    (one,) = await commitments(records)
    assert (one.words, one.day, one.kind) == ("Ask my sister to lunch", date(2026, 6, 11), "person")


async def test_letting_go_takes_one_tap_and_can_be_undone(records: Any) -> None:
    await records.save(of_day(TODAY + timedelta(days=1), "Ten minutes outside"))
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees("You chose it for tomorrow.")
        await phone.tap("Let it go: Ten minutes outside")
        await phone.sees_no("You chose it for tomorrow.")
        await undo(phone)
        await phone.sees("You chose it for tomorrow.")
        assert phone.faults() == []
    assert [one.state for one in await commitments(records)] == ["open"]


def of_day(day: date, words: str) -> Commitment:
    return begin(f"of-{day}", day, NOW - timedelta(days=2)).revise(words, NOW - timedelta(days=2))


@pytest.mark.parametrize(
    ("answer", "state"), [("Yes, it did", "done"), ("Not this time", "not_this_time"), (None, "open")]
)
async def test_it_is_asked_about_on_one_day_only_whether_answered_or_not(
    records: Any, answer: str | None, state: str
) -> None:
    await records.save(of_day(TODAY - timedelta(days=1), "Call my sister"))
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees("Did it happen?", "heading")
        await phone.sees("It was for yesterday.")
        if answer is not None:
            await phone.tap(answer)
            await phone.sees_no("Did it happen?")
        await phone.start("/")  # the same day: an answer that is not given may still be
        await phone.sees(re.compile("^Tuesday, June 9, Today"))
        await (phone.sees if answer is None else phone.sees_no)("Did it happen?")
        assert phone.faults() == []
    async with Phone(wiring(records, at=NOW + timedelta(days=1))) as phone:
        await phone.start("/")
        await phone.sees(re.compile("^Wednesday, June 10, Today"))
        await phone.sees_no("Did it happen?")
    assert [one.state for one in await commitments(records)] == [state]


async def test_later_is_said_once(records: Any) -> None:
    await records.save(of_day(TODAY - timedelta(days=1), "Call my sister"))
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.tap("Ask me later")
        await phone.sees_no("Did it happen?")
    for days, is_asked in ((1, True), (2, False)):
        async with Phone(wiring(records, at=NOW + timedelta(days=days))) as phone:
            await phone.start("/")
            await phone.sees(re.compile(", Today"))
            await (phone.sees if is_asked else phone.sees_no)("Did it happen?")
            assert not phone.find("Ask me later")
            assert phone.faults() == []


async def test_a_session_day_asks_nothing_and_offers_nothing(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan")
    await records.save(of_day(TODAY + timedelta(days=1), "Call my sister"))
    async with Phone(wiring(records, at=NOW + timedelta(days=2))) as phone:
        await phone.start("/")
        await phone.sees("Session day")
        await phone.sees_no("Did it happen?")
        await phone.sees_no(re.compile("^Your clinic’s guidance"))
    assert [one.asked for one in await commitments(records)] == [()]


async def test_before_the_next_session_what_is_to_do_for_it_goes_first(tmp_path: Path) -> None:
    async with Phone(wiring(await seeded(tmp_path, "rowan"))) as phone:
        await phone.start("/")
        await phone.sees("Before your session", "heading")
        texts = phone.texts()
        assert texts.index("Before your session") < texts.index("Today, about 15 minutes")
        await phone.sees("Thursday, June 11, Session")
        assert phone.faults() == []


async def test_the_clinics_group_stands_with_its_time_on_today_and_in_plan(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.tap(re.compile("^Evening circle.*Thursday, 6:00.PM · run by your clinic"))
        await phone.goes_to("/plan")
        await phone.sees("Groups at your clinic", "heading")
        await phone.sees(re.compile("^People between sessions meet for an hour"))
        assert phone.faults() == []


async def test_without_a_group_nothing_is_said_of_one(tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan", without=("HealthcareService",), change=integrating)
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees(re.compile("^Your clinic’s guidance"))
        await phone.sees_no(re.compile("run by your clinic"))
        await phone.start("/plan")
        await phone.sees_no("Groups at your clinic")


async def test_a_shared_one_tells_its_reader_what_became_of_it_and_not_a_word_more(records: Any) -> None:
    await records.save(of_day(TODAY - timedelta(days=1), "Call my sister"))
    async with Phone(wiring(records)) as phone:
        await phone.start("/commitment/of-2026-06-08")
        await phone.tap("My therapist")
        await phone.sees("What Sam Fixture will be able to read")
        await phone.tap("Done")
        await phone.sees(re.compile("^Shared with Sam Fixture"))
        (copy,) = await records.every(SharedCommitment)
        assert (copy.words, copy.state) == ("Call my sister", "open")
        (own,) = await commitments(records)
        await records.save(own.revise("Call my sister, and say it", NOW))  # not shared so far
        await phone.start("/")
        await phone.sees("You shared this. What you answer here is seen too.")
        await phone.tap("Yes, it did")
        await phone.sees_no("Did it happen?")
        (copy,) = await records.every(SharedCommitment)
        assert (copy.words, copy.state) == ("Call my sister", "done")
        await phone.start("/sharing")
        await phone.sees("1 commitment, 2 intentions")
        await phone.tap("Take back from Sam Fixture: Call my sister")
        await phone.tap("Take back", "button")
        await phone.sees("Taken back. It stays here, only for you.")
        assert phone.faults() == []
    assert await records.every(SharedCommitment) == []


async def test_while_a_session_is_on_the_reader_is_told_nothing_new(records: Any) -> None:
    session = next(one for one in await records.every(Session))
    start, end = (NOW - timedelta(hours=1)).isoformat(), (NOW + timedelta(hours=1)).isoformat()
    await records.save(session.changed(status="arrived", start=start, end=end))
    thing = of_day(TODAY + timedelta(days=1), "Call my sister")
    copy, grant, notice, knowing = share(thing, "Patient/rowan", SAM, NOW)
    await records.save_all([copy, grant, notice, knowing])
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees("You shared this. What you answer during your session is not told to anybody.")
        await phone.tap("Let it go: Call my sister")
        await phone.rest()
    assert [one.state for one in await commitments(records)] == ["let_go"]
    assert [one.state for one in await records.every(SharedCommitment)] == ["open"]


async def test_a_session_that_the_clinic_never_closed_holds_nothing_back_after_its_day(records: Any) -> None:
    session = next(one for one in await records.every(Session))
    start, end = NOW - timedelta(days=3), NOW - timedelta(days=3) + timedelta(hours=2)
    await records.save(session.changed(status="arrived", start=start.isoformat(), end=end.isoformat()))
    thing = of_day(TODAY + timedelta(days=1), "Call my sister")
    copy, grant, notice, knowing = share(thing, "Patient/rowan", SAM, NOW)
    await records.save_all([copy, grant, notice, knowing])
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.sees("You shared this. What you answer here is seen too.")
        await phone.tap("Let it go: Call my sister")
        await phone.rest()
    assert [one.state for one in await records.every(SharedCommitment)] == ["let_go"]


async def test_the_therapist_sees_what_was_set_out_to_do_once_it_was_read(tmp_path: Path) -> None:
    records = await opened_store(tmp_path)
    documents = [one for one in clinic_documents() if one["resourceType"] != "Practitioner"]
    day = THEN.date() - timedelta(days=1)
    thing = begin("c1", day, THEN - timedelta(days=3)).revise("Call my sister", THEN).became("done")
    copy, grant, notice, _ = share(thing, PATIENT, SAM, THEN)
    urn, name = f"urn:uuid:{copy.id}", "Goal/g1"
    shared = [sent(grant, "c1", {urn: name}), sent(copy, "g1"), sent(notice, "n1", {urn: name})]
    await receive(records, Who("practitioner", SAM.reference), *documents, *shared)
    async with Phone(PretendWiring(person=THERAPIST, records=records, at=THEN)) as phone:
        await phone.start("/shared/p1")
        await phone.sees(re.compile("^Commitment · .* · it happened"))
        await phone.sees("Call my sister")
        assert phone.faults() == []


async def test_what_was_moved_is_not_called_todays(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start("/")
        await phone.tap("Change it")
        await phone.tap("Tomorrow")
        await phone.tap("Done")
        await phone.goes_to("/")
        await phone.sees("You chose it for tomorrow.")
        await phone.sees("You set out to do this", "heading")
        await phone.sees_no("Today, about 15 minutes")
        assert phone.faults() == []
    assert [one.day for one in await commitments(records)] == [TODAY + timedelta(days=1)]
