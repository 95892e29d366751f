"""The intention place, driven as a person would: write, share, change, take back, delete, two devices."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.care.catalog import Who
from mobile.care.intention import Intention, begin
from mobile.care.notices import ShareNotice
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import Reader, share
from mobile.records.errors import NotSaved
from mobile.records.ports import ServerCopy
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.unit.care.samples import NOW, PATIENT, SAM, clinic_documents, receive, sent

ME = Who("patient", PATIENT, "p1")
FIELD = "Your intention"


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


@pytest.fixture
def wiring(records: Any) -> PretendWiring:
    return PretendWiring(records=records, at=NOW)


def held_back(records: Any) -> tuple[Any, asyncio.Event]:
    """A save that waits, and what lets it commit."""
    save, may_commit = records.save_all, asyncio.Event()

    async def slowly(nouns: Any, *more: Any, **over: Any) -> None:
        await may_commit.wait()
        await save(nouns, *more, **over)

    return slowly, may_commit


async def opened(phone: Phone, id: str = "i1") -> Phone:
    await phone.start(f"/intention/{id}")
    await phone.sees("Who can see this?")
    return phone


async def kept(records: Any, id: str = "i1") -> Intention:
    found = await records.get(Intention, id)
    assert found is not None
    return found


async def shared(records: Any, words: str = "To meet the quiet") -> Intention:
    await records.save_all(share(begin("i1", "Appointment/a3", NOW).revise(words, NOW), PATIENT, SAM, NOW))
    return await kept(records)


async def test_words_are_saved_as_they_are_typed_and_the_line_says_so(
    wiring: PretendWiring, records: Any
) -> None:
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.sees(
            "For session 3 · Tuesday. An intention is a direction, not a goal to reach. There is no wrong one."
        )
        await phone.sees("Saved as you write")
        await phone.type(FIELD, "To meet the quiet")
        assert (await kept(records)).words == "To meet the quiet"
        await phone.sees("Saved on this phone")
        assert phone.faults() == []


async def test_the_line_never_says_saved_while_a_save_runs(wiring: PretendWiring, records: Any) -> None:
    slowly, may_commit = held_back(records)
    async with Phone(wiring) as phone:
        await opened(phone)
        records.save_all = slowly
        await phone.type(FIELD, "a")
        await phone.sees("Saving")
        assert not phone.find("Saved on this phone")
        may_commit.set()
        await phone.sees("Saved on this phone")


async def test_letters_that_came_while_a_save_ended_stay_in_the_field(
    wiring: PretendWiring, records: Any
) -> None:
    slowly, may_commit = held_back(records)
    async with Phone(wiring) as phone:
        await opened(phone)
        records.save_all = slowly
        await phone.type(FIELD, "To")
        field = (await phone.may_type(FIELD)).control
        await phone.changes(
            field, value="To m"
        )  # the client says what stands there, and then that it changed
        may_commit.set()
        await phone.sees("Saved on this phone")
        assert field.value == "To m"
        await phone.happens(field, "change", "To m")
        await phone.until(lambda: phone.shell._top.model.saved.words == "To m", "the newest letter saved")
        assert (await kept(records)).words == "To m"


async def test_a_full_disk_is_said_the_text_stays_and_trying_again_saves_it(
    wiring: PretendWiring, records: Any
) -> None:
    save = records.save_all

    async def refused(nouns: Any, *more: Any, **over: Any) -> None:
        raise NotSaved("full")

    async with Phone(wiring) as phone:
        await opened(phone)
        records.save_all = refused
        await phone.type(FIELD, "Still here")
        await phone.sees("Not saved: this phone has no space left. Your text stays here.")
        records.save_all = save
        await phone.tap("Try again")
        await phone.sees("Saved on this phone")
        assert (await kept(records)).words == "Still here"
        await phone.sees_no("Try again")


async def test_leaving_what_could_not_be_saved_asks_first_and_staying_keeps_it(
    wiring: PretendWiring, records: Any
) -> None:
    async def refused(nouns: Any, *more: Any, **over: Any) -> None:
        raise NotSaved("full")

    async with Phone(wiring) as phone:
        await opened(phone)
        records.save_all = refused
        await phone.type(FIELD, "Still here")
        await phone.tap("Back")
        await phone.sees("Leave without saving?")
        await phone.tap("Stay here")
        (field,) = phone.find(FIELD, "field")
        assert field.control.value == "Still here"
        del records.save_all
        await phone.tap("Back")
        await phone.sees("Intentions", "heading")
        assert (await kept(records)).words == "Still here"


async def test_a_prompt_is_held_in_view_and_writes_nothing(wiring: PretendWiring, records: Any) -> None:
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.type(FIELD, "Mine")
        assert not phone.find("What helps you feel safe?")
        await phone.tap("More prompts")
        assert not phone.find("More prompts")
        await phone.tap("What helps you feel safe?")
        found = await kept(records)
        assert (found.words, found.prompt) == ("Mine", "What helps you feel safe?")
        await phone.tap("What helps you feel safe?")
        assert (await kept(records)).prompt is None


async def test_done_shares_with_the_therapist_what_the_preview_showed(
    wiring: PretendWiring, records: Any
) -> None:
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.type(FIELD, "To meet\x00 the quiet")
        assert await records.count(SharedIntention) == 0
        await phone.tap("My therapist")
        await phone.sees("What Sam Sample will be able to read")
        preview = await phone.sees("To meet the quiet")
        assert (
            "\x00" not in (await kept(records)).words
        )  # mended as it was written: shown, kept and sent are one text
        assert await records.count(SharedIntention) == 0
        await phone.tap("Done")
        (copy,) = await records.newest(SharedIntention, 5)
        assert copy.words == preview.name
        await phone.sees("Shared with Sam Sample. It is on its way.")


async def test_only_me_shares_nothing_on_done(wiring: PretendWiring, records: Any) -> None:
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.type(FIELD, "Mine")
        await phone.tap("My therapist")
        await phone.tap("Only me")
        await phone.tap("Done")
        assert await records.count(SharedIntention) == 0
        assert (await records.pending())["waiting"] == 0


async def test_changed_words_are_said_to_be_unshared_until_done(wiring: PretendWiring, records: Any) -> None:
    await shared(records, "First words")
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.type(FIELD, "Second words")
        await phone.sees("Changed since you shared it. Sam Sample sees the earlier words until you tap Done.")
        await phone.tap("Done")
        (copy,) = await records.newest(SharedIntention, 5)
        assert copy.words == "Second words"


async def test_taking_back_asks_once_with_honest_words(wiring: PretendWiring, records: Any) -> None:
    await shared(records)
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.tap("Take back", "button")
        await phone.sees(re.compile("They will see that it was withdrawn, not what it said"))
        await phone.tap("Keep sharing")
        assert await records.count(SharedIntention) == 1
        await phone.tap("Only me")
        await phone.tap("Take back", "button")
        await phone.sees("Taken back. It stays here, only for you.")
        assert await records.count(SharedIntention) == 0
        assert (await kept(records)).words == "To meet the quiet"


async def test_a_refused_take_back_leaves_the_choice_as_it_is(wiring: PretendWiring, records: Any) -> None:
    await shared(records)
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.tap("Only me")
        await phone.tap("Keep sharing")
        await phone.sees("What Sam Sample can read")
        assert (await kept(records)).copies


async def test_the_patient_sees_when_it_was_read(wiring: PretendWiring, records: Any) -> None:
    await shared(records)
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.sees("Not read yet by Sam Sample")
        (notice,) = await records.newest(ShareNotice, 5)
        await records.save(notice.read_now(NOW - timedelta(days=1)))
        await phone.sees("Read by Sam Sample, yesterday, 2:00\u00a0PM")


async def test_what_the_clinic_would_not_take_is_said_with_its_reason_and_a_way_to_try_again(
    wiring: PretendWiring, records: Any
) -> None:
    await shared(records)
    (row, *_) = await records.due(NOW + timedelta(days=1), 50)
    await records.begin([row.seq])
    await records.park(row.seq, "rejected")
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.sees(re.compile("Not sent. The clinic's system did not accept it."))
        await phone.tap("Try again")
        await phone.sees("Saved on this phone · Waiting to send")


async def test_waiting_says_why_when_the_clinic_cannot_be_reached(
    wiring: PretendWiring, records: Any
) -> None:
    await shared(records)
    wiring.pretended.says(phase="offline")
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.sees("Saved on this phone · Waiting to send: the clinic cannot be reached now")


async def test_two_megabytes_are_kept_and_told_plainly(wiring: PretendWiring, records: Any) -> None:
    words = "a word " * 300_000
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.type(FIELD, words)
        await phone.sees(re.compile("This is longer than a clinic's record takes"))
        await phone.tap("My therapist")
        await phone.tap("Done")
        await phone.sees("Too long to share. All of it is kept here.")
        assert (await kept(records)).words == words
        assert await records.count(SharedIntention) == 0


async def test_words_from_the_right_stand_at_the_right_and_the_field_stays_the_same_one(
    wiring: PretendWiring, records: Any
) -> None:
    async with Phone(wiring) as phone:
        await opened(phone)
        (field,) = phone.find(FIELD, "field")
        await phone.type(FIELD, "שלום עולם")
        assert field.control.text_align == ft.TextAlign.RIGHT
        assert not field.control.rtl  # a change of direction would build another field under the typing hand
        await phone.type(FIELD, "hello")
        assert field.control.text_align == ft.TextAlign.START
        await phone.type(FIELD, "שלום עולם")
        assert (await kept(records)).words == "שלום עולם"
    async with Phone(wiring) as phone:
        await opened(phone)
        (field,) = phone.find(FIELD, "field")
        assert field.control.rtl


async def test_earlier_words_are_listed_and_come_back(wiring: PretendWiring, records: Any) -> None:
    first = begin("i1", "Appointment/a3", NOW).revise("First words", NOW - timedelta(days=1)).settle()
    await records.save(first.revise("Second words", NOW))
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.sees("Earlier words")
        await phone.tap(re.compile("^Bring back"))
        found = await kept(records)
        assert found.words == "First words"
        assert "Second words" in [version.words for version in found.versions]


async def test_deleting_can_be_undone(wiring: PretendWiring, records: Any) -> None:
    await shared(records)
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.tap("Delete this intention")
        await phone.tap("Delete", "button")
        await phone.sees("Deleted.")
        assert await records.get(Intention, "i1") is None
        assert await records.count(SharedIntention) == 0
        snack = next(d for d in phone.page._dialogs.controls if isinstance(d, ft.SnackBar) and d.action)
        assert isinstance(snack.action, ft.SnackBarAction)
        assert snack.action.label == "Undo"
        assert snack.duration == ft.Duration(milliseconds=10_000)
        await phone.session.dispatch_event(snack._i, "action", None)
        found = await kept(records)
        assert (found.words, found.copies) == ("To meet the quiet", ())


async def test_leaving_by_back_loses_nothing(wiring: PretendWiring, records: Any) -> None:
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.type(FIELD, "Half a wor")
        await phone.tap("Back")
        assert (await kept(records)).words == "Half a wor"


async def test_a_browser_that_goes_away_in_the_middle_of_a_word_loses_nothing(
    wiring: PretendWiring, records: Any
) -> None:
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.type(FIELD, "Half a wor")
        await phone.disconnects()
    assert (await kept(records)).words == "Half a wor"
    async with Phone(wiring) as phone:
        await phone.start("/")
        await phone.sees("“Half a wor”")


async def test_two_devices_wrote_and_the_person_chooses(wiring: PretendWiring, records: Any) -> None:
    intention = await shared(records, "Before")
    (copy,) = await records.newest(SharedIntention, 5)
    await records.save(intention.revise("Mine", NOW))
    (row,) = [r for r in await records.due(NOW + timedelta(days=1), 50) if r.resource_type == "Goal"]
    await records.begin([row.seq])
    theirs = sent(copy.saying("Theirs", session=copy.session, is_shown_on_session_day=False), "77")
    await records.conflict(row.seq, ServerCopy("77", 'W/"9"', None, json.dumps(theirs)))
    async with Phone(wiring) as phone:
        await phone.start("/intention/i1")
        await phone.sees(re.compile("You wrote on two devices. Both are kept."))
        await phone.sees("Mine")
        await phone.sees("Theirs")
        assert phone.faults() == []
        await phone.tap("Keep both, one below the other")
        await phone.sees("Who can see this?")
        found = await kept(records)
        assert found.words == "Mine\n\nTheirs"
        assert {"Mine", "Theirs"} <= {version.words for version in found.versions}


async def test_no_word_of_the_patients_is_ever_logged(wiring: PretendWiring, records: Any) -> None:
    async def broken(nouns: Any, *more: Any, **over: Any) -> None:
        raise ValueError(nouns[-1].words)

    async with Phone(wiring) as phone:
        await opened(phone)
        records.save_all = broken
        await phone.type(FIELD, "zebra canary")
        await phone.sees("Something went wrong here. What you wrote is safe.")
        assert not any("zebra" in line for line in phone.reported)
        del records.save_all


async def test_what_is_shared_with_somebody_who_is_no_therapist_says_their_name(
    wiring: PretendWiring, records: Any
) -> None:
    doctor = Reader("Practitioner/d1", "Dr Demo")
    await records.save_all(
        share(begin("i1", "Appointment/a3", NOW).revise("Words", NOW), PATIENT, doctor, NOW)
    )
    async with Phone(wiring) as phone:
        await opened(phone)
        await phone.sees("What Dr Demo can read")
        assert not phone.find("My therapist")
    async with Phone(wiring) as phone:
        await phone.start("/")
        await phone.sees("Waiting to send")


async def test_what_was_shared_from_another_device_is_the_patients_intention_here_too(
    wiring: PretendWiring, records: Any
) -> None:
    copy, grant, notice, _ = share(
        begin("i9", "Appointment/a3", NOW).revise("From elsewhere", NOW), PATIENT, SAM, NOW
    )
    name = {f"urn:uuid:{copy.id}": "Goal/77"}
    await receive(records, ME, sent(copy, "77"), sent(grant, "78", name), sent(notice, "79", name))
    async with Phone(wiring) as phone:
        await phone.start("/")
        await phone.sees("“From elsewhere”")
        await phone.tap("Edit your intention")
        await phone.sees("What Sam Sample can read")
        await phone.type(FIELD, "From elsewhere, and here")
        await phone.tap("Done")
    (changed,) = await records.newest(SharedIntention, 5)
    assert (changed.server_id, changed.words) == ("77", "From elsewhere, and here")
    assert await records.count(Intention) == 1


def _team(*members: tuple[str, str, str]) -> list[dict[str, Any]]:
    """The clinic's documents with this team instead: reference, name and role of each."""
    listed = [{"role": [{"text": role}], "member": {"reference": r, "display": n}} for r, n, role in members]
    return [
        {**document, "participant": listed} if document["resourceType"] == "CareTeam" else document
        for document in clinic_documents()
    ]


@pytest.fixture
async def without_therapist(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path / "without")
    await receive(opened, ME, *_team(("Practitioner/d1", "Dr Demo", "Prescriber")))
    return opened


async def test_where_the_clinic_named_no_therapist_none_is_offered(without_therapist: Any) -> None:
    async with Phone(PretendWiring(records=without_therapist, at=NOW)) as phone:
        await opened(phone)
        await phone.sees(
            "Your clinic has not named a therapist for you yet. Until it does, only you can see this."
        )
        assert phone.find("Only me")
        assert not phone.find("My therapist")
        assert not phone.find("Dr Demo")
        await phone.type(FIELD, "Mine")
        await phone.tap("Done")
    assert (await kept(without_therapist)).words == "Mine"


async def test_without_a_therapist_who_of_the_team_reads_already_is_offered_by_name(
    without_therapist: Any,
) -> None:
    doctor = Reader("Practitioner/d1", "Dr Demo")
    earlier = begin("i0", "Appointment/a2", NOW).revise("Before", NOW)
    await without_therapist.save_all(share(earlier, PATIENT, doctor, NOW))
    async with Phone(PretendWiring(records=without_therapist, at=NOW)) as phone:
        await opened(phone)
        await phone.sees("Dr Demo")
        assert not phone.find("My therapist")
