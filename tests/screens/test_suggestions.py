"""A commitment somebody suggests: written at the desk, kept, changed or left on Today, and told of only as the patient shares it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from mobile.care.catalog import Who
from mobile.care.commitment import Commitment
from mobile.care.shared_commitment import SharedCommitment
from mobile.care.sharing import new_id
from mobile.care.talk.correspondence import Between
from mobile.care.talk.draft import TalkDraft
from mobile.care.talk.suggestion import Suggestion, suggested
from mobile.records.ports import SendState
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.shared_things import an_entry, documents_of, shared
from tests.unit.care.samples import NOW, PATIENT, SAM, clinic_documents, receive, sent

ME, SAM_IN = Who("patient", PATIENT, "p1"), Who("practitioner", SAM.reference)
WORDS = "Ten minutes outside before work"
TODAY = date(2026, 6, 7)


def suggestion(words: str = WORDS, id: str = "m1", sender: str = SAM.reference) -> dict[str, Any]:
    between = Between(PATIENT, sender, PATIENT)
    return sent(Suggestion.written(new_id(), words, between, thread=(), now=NOW - timedelta(hours=1)), id)


async def patients(folder: Path, *suggested: dict[str, Any]) -> Any:
    records = await opened_store(folder)
    await receive(records, ME, *clinic_documents(), *suggested)
    return records


async def therapists(folder: Path, *more: dict[str, Any]) -> tuple[Any, Any]:
    records = await opened_store(folder)
    one = shared(an_entry("The lake."), 1)
    own = [each for each in clinic_documents() if each["resourceType"] != "Practitioner"]
    await receive(records, SAM_IN, *own, *documents_of([one]), *more)
    return records, one


def phone_of(records: Any) -> Phone:
    return Phone(PretendWiring(records=records, at=NOW))


def desk_of(records: Any, width: int = 1280) -> Phone:
    person = THERAPIST.__class__(**{**vars(THERAPIST), "fhir_user": SAM.reference})
    return Phone(PretendWiring(person=person, records=records, at=NOW), width=width, platform="linux")


# --- the patient ---


async def test_what_a_stranger_suggests_is_not_shown_and_they_hear_of_nothing(tmp_path: Path) -> None:
    records = await patients(tmp_path, suggestion("zebra", sender="Practitioner/nobody"), suggestion(id="m2"))
    async with phone_of(records) as phone:
        await phone.start("/")
        await phone.sees("Sam Sample suggests")
        await phone.sees(WORDS)
        assert not phone.find(re.compile("zebra"))
        assert phone.faults() == []
    by_sender = {one.sender: one.read_at for one in await records.every(Suggestion)}
    assert by_sender == {SAM.reference: NOW, "Practitioner/nobody": None}


def test_each_reads_only_what_they_take_part_in_and_nothing_that_was_voided() -> None:
    def one(id: str, **other: Any) -> Suggestion:
        return replace(Suggestion.from_resource(suggestion(id=id)), **other)

    every = [
        one("m1"),
        one("m2", sender="Practitioner/d1"),
        one("m3", is_void=True),
        one("m4", recipient="Patient/p2"),
        one("m5", patient="Patient/p2"),
        one("m6", sender=None),
    ]

    def read(me: str) -> set[str | None]:
        return {found.server_id for found in suggested(every, me, PATIENT).written}

    assert read(PATIENT) == {"m1", "m2"}
    assert read(SAM.reference) == {"m1"}
    assert read("Practitioner/nobody") == set()


async def test_it_stands_on_today_and_is_kept_in_the_same_words_once(tmp_path: Path) -> None:
    records = await patients(tmp_path, suggestion())
    async with phone_of(records) as phone:
        await phone.start("/")
        await phone.sees("Sam Sample suggests")
        await phone.sees(WORDS)
        await phone.sees(
            "Sam Sample sees that you read it. What you make of it they see only if you share it."
        )
        assert phone.faults() == []
        (read,) = await records.every(Suggestion)
        assert read.read_at == NOW
        await phone.tap("I will do this")
        await phone.sees_no("Sam Sample suggests")
        await phone.sees("You set out to do this")
        assert phone.faults() == []
    (kept,) = await records.every(Commitment)
    assert (kept.words, kept.day, kept.state, kept.copies) == (WORDS, TODAY, "open", ())
    assert await records.count(SharedCommitment) == 0
    rows = await records.due(NOW + timedelta(days=1), 5)
    assert [(row.resource_type, json.loads(row.payload)["status"]) for row in rows] == [
        ("Communication", "completed")
    ], "nothing but the receipt leaves"


async def test_it_is_changed_into_the_patients_own_words(tmp_path: Path) -> None:
    records = await patients(tmp_path, suggestion())
    async with phone_of(records) as phone:
        await phone.start("/")
        await phone.tap("Change it")
        await phone.type("What you will do", "Five minutes on the step")
        await phone.sees("Saved on this phone")
        await phone.tap("Done")
        await phone.start("/")
        await phone.sees(re.compile("Five minutes on the step"))
        await phone.sees_no("Sam Sample suggests")
    (kept,) = await records.every(Commitment)
    assert kept.words == "Five minutes on the step"


async def test_leaving_it_leaves_no_trace_in_any_list_and_can_be_undone(tmp_path: Path) -> None:
    records = await patients(tmp_path, suggestion())
    async with phone_of(records) as phone:
        await phone.start("/")
        await phone.tap("Not for me")
        await phone.sees_no("Sam Sample suggests")
        (no,) = await records.every(Commitment)
        assert no.is_only_declined
        await phone.start("/journal")
        assert not phone.find(re.compile(WORDS))
        await phone.start("/")
        await phone.sees("Support")
        assert not phone.find("Sam Sample suggests")
    async with phone_of(records) as phone:
        await phone.start("/")
        await records.remove(no)
        await phone.sees("Sam Sample suggests")
        await phone.tap("Not for me")
        await phone.sees("Set aside.")
        snack = next(d for d in phone.page._dialogs.controls if isinstance(d, ft.SnackBar) and d.action)
        await phone.session.dispatch_event(snack._i, "action", None)
        await phone.sees("Sam Sample suggests")
        assert phone.faults() == []
    assert await records.every(Commitment) == []


async def test_on_the_day_of_a_session_nothing_is_suggested(tmp_path: Path) -> None:
    documents = clinic_documents(NOW - timedelta(days=2))  # the third session is today
    records = await opened_store(tmp_path)
    await receive(records, ME, *documents, suggestion())
    async with phone_of(records) as phone:
        await phone.start("/")
        await phone.sees("Session day")
        assert not phone.find("Sam Sample suggests")
        assert [one.is_read for one in await records.every(Suggestion)] == [False]


@pytest.mark.parametrize("other", ["Patient/p2", "Practitioner/t9"])
async def test_what_is_not_to_this_patient_is_not_shown(tmp_path: Path, other: str) -> None:
    stray = suggestion()
    stray["recipient"] = [{"reference": other}]
    records = await patients(tmp_path, stray)
    async with phone_of(records) as phone:
        await phone.start("/")
        await phone.sees("Support")
        assert not phone.find(re.compile("suggests|Ten minutes"))


# --- the desk ---


async def test_it_is_written_kept_as_it_is_typed_and_sent_once(tmp_path: Path) -> None:
    records, _ = await therapists(tmp_path)
    async with desk_of(records) as phone:
        await phone.start("/shared/p1")
        await phone.tap("Suggest something to do")
        await phone.sees(
            "One thing Robin Example might do, in a sentence. They keep it, change it or leave it."
        )
        await phone.type("Your suggestion", WORDS)
        await phone.sees(re.compile("^Not sent. Saved"))
        (draft,) = await records.every(TalkDraft)
        assert draft.words == WORDS
        await phone.tap("Send")
        await phone.tap("Send")
        await phone.sees(re.compile("Waiting to send"))
        assert phone.faults() == []
    (made,) = await records.every(Suggestion)
    assert (made.words, made.sender, made.recipient, made.id) == (
        WORDS,
        SAM.reference,
        PATIENT,
        draft.becomes,
    )
    standing = await records.standing(Suggestion, made.id)
    assert standing is not None
    assert standing.state is SendState.WAITING


async def test_where_the_sharing_ended_nothing_is_sent_and_the_words_are_kept(tmp_path: Path) -> None:
    records, one = await therapists(tmp_path)
    async with desk_of(records) as phone:
        await phone.start("/shared/p1/suggest")
        await phone.type("Your suggestion", WORDS)
        await phone.sees(re.compile("^Not sent. Saved"))
        await receive(records, SAM_IN, one.taken_back(NOW))
        await phone.tap("Send")
        await phone.sees("Not sent: it was taken back meanwhile. Your words are kept here.")
        (field,) = phone.find("Your suggestion", "field")
        assert field.control.value == WORDS
        assert phone.faults() == []
    assert await records.every(Suggestion) == []
    assert [draft.words for draft in await records.every(TalkDraft)] == [WORDS]


async def test_of_somebody_who_shares_nothing_there_is_no_box(tmp_path: Path) -> None:
    records, _ = await therapists(tmp_path)
    async with desk_of(records) as phone:
        await phone.start("/shared/p9/suggest")
        await phone.sees("A patient shares nothing with you now, so nothing can be suggested.")
        assert not phone.find("Your suggestion", "field")
        assert phone.faults() == []


async def test_its_writer_sees_that_it_was_read_and_not_what_became_of_it(tmp_path: Path) -> None:
    read = {**suggestion(), "status": "completed", "received": NOW.isoformat()}
    colleague = suggestion("A colleague's.", "m2", "Practitioner/t9")
    records, _ = await therapists(tmp_path, read)
    with pytest.raises(AssertionError):
        await receive(records, SAM_IN, colleague)
    async with desk_of(records) as phone:
        await phone.start("/shared/p1/suggest")
        await phone.sees(re.compile(WORDS))
        await phone.sees(re.compile("^Read"))
        await phone.sees(re.compile("What became of it you see only if Robin Example shares it."))
        assert phone.faults() == []


async def test_a_suggestion_does_not_come_back_once_the_commitment_is_deleted(tmp_path: Path) -> None:
    records = await patients(tmp_path, suggestion())
    async with phone_of(records) as phone:
        await phone.start("/")
        await phone.tap("I will do this")
        await phone.sees_no("Sam Sample suggests")
        (kept,) = await records.every(Commitment)
        await phone.goes_to(f"/commitment/{kept.id}")
        await phone.rest()
        await phone.tap("Delete this commitment")
        await phone.rest()
        await phone.start("/")
        await phone.sees("Support")
        await phone.rest()
        assert not phone.find("Sam Sample suggests")
    (left,) = await records.every(Commitment)
    assert left.is_only_declined
    assert not left.versions
