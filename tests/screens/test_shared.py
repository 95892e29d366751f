"""The therapist's workspace: only what was shared, opening marks it read, what was taken back shows no word."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.care.grant import ShareGrant
from mobile.care.intention import begin
from mobile.care.notices import ShareNotice, WithdrawalNotice
from mobile.care.sharing import share, take_back
from mobile.screens.shared.copy import SharedCopy
from mobile.screens.shared.patient import SharedByPatient
from mobile.screens.shared.view import SharedWithMe
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.unit.care.samples import NOW, SAM, clinic_documents, receive, sent

SAM_IN = Who("practitioner", SAM.reference)


def shared_documents(
    patient: str, words: str, *, number: int = 1, session: str | None = None, read: bool = False
) -> list[dict[str, Any]]:
    """A patient's share as the server has it: the copy, the grant, the notice."""
    at = NOW - timedelta(hours=10 - number)
    nouns = share(begin(f"i{number}", session, at).revise(words, at), patient, SAM, at)
    copy, grant, notice = nouns[:3]
    assert isinstance(notice, ShareNotice)
    notice = notice.read_now(NOW - timedelta(hours=1)) if read else notice
    urn = f"urn:uuid:{copy.id}"
    name = f"Goal/g{number}{patient[-1]}"
    key = f"{number}{patient[-1]}"
    return [
        sent(copy, f"g{key}"),
        sent(grant, f"c{key}", {urn: name}),
        sent(notice, f"n{key}", {urn: name}),
    ]


def a_patient(id: str, name: str) -> dict[str, Any]:
    return {"resourceType": "Patient", "id": id, "name": [{"text": name}]}


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    documents = [d for d in clinic_documents() if d["resourceType"] not in ("Practitioner",)]
    await receive(
        opened, SAM_IN, *documents, a_patient("p2", "Alex Placeholder"), a_patient("p3", "Toni Nobody")
    )
    return opened


def wiring(records: Any) -> PretendWiring:
    return PretendWiring(person=THERAPIST, records=records, at=NOW)


async def test_an_empty_workspace_says_who_starts(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.show(SharedWithMe)
        await phone.sees("Nothing is shared with you yet")
        assert phone.faults() == []


async def test_unread_patients_come_first_and_nobody_who_shared_nothing_is_listed(records: Any) -> None:
    await receive(records, SAM_IN, *shared_documents("Patient/p2", "Read already", read=True, number=2))
    await receive(
        records, SAM_IN, *shared_documents("Patient/p1", "To meet the quiet", session="Appointment/a3")
    )
    async with Phone(wiring(records)) as phone:
        await phone.show(SharedWithMe)
        await phone.sees("1 not read yet")
        names = [t for t in phone.texts() if t in ("Robin Example", "Alex Placeholder", "Toni Nobody")]
        assert names == ["Robin Example", "Alex Placeholder"]
        await phone.sees("Tuesday, 2:00\u00a0PM · Session 3")
        await phone.sees("Only what was shared with you. Nobody reads this in real time.")
        assert not any("quiet" in text for text in phone.texts())
        assert phone.faults() == []


async def test_the_list_marks_nothing_read(records: Any) -> None:
    await receive(records, SAM_IN, *shared_documents("Patient/p1", "To meet the quiet"))
    for width in (390, 1280):
        async with Phone(wiring(records), width=width) as phone:
            await phone.show(SharedWithMe)
            await phone.sees("Robin Example")
    (notice,) = await records.newest(ShareNotice, 5)
    assert not notice.is_read


async def test_opening_shows_the_exact_words_and_marks_them_read(records: Any) -> None:
    await receive(
        records, SAM_IN, *shared_documents("Patient/p1", "To meet\nthe quiet", session="Appointment/a3")
    )
    async with Phone(wiring(records)) as phone:
        await phone.show(SharedByPatient, {"patient": "p1"}, "/shared/p1")
        await phone.sees("To meet\nthe quiet")
        await phone.sees(re.compile("^Intention for session 3, Tuesday · shared"))
        await phone.sees("Session 3 of 6, Tuesday, 2:00\u00a0PM")
        await phone.sees(re.compile("^Read by you"))
        assert phone.faults() == []
    (notice,) = await records.newest(ShareNotice, 5)
    assert notice.read_at == NOW
    (row,) = await records.due(NOW + timedelta(days=1), 5)
    assert (row.op, row.resource_type) == ("update", "Communication")
    assert json.loads(row.payload)["status"] == "completed"


async def test_the_first_unread_is_opened_and_the_others_stay_unread(records: Any) -> None:
    await receive(records, SAM_IN, *shared_documents("Patient/p1", "Written first", number=1))
    await receive(records, SAM_IN, *shared_documents("Patient/p1", "Written second", number=2))
    async with Phone(wiring(records)) as phone:
        await phone.show(SharedByPatient, {"patient": "p1"}, "/shared/p1")
        await phone.sees("Written first")
        await phone.sees("Also shared")
        await phone.sees("Not read yet")
        assert [n.is_read for n in await records.newest(ShareNotice, 5)].count(True) == 1


async def test_one_copy_can_be_opened_by_its_address(records: Any) -> None:
    documents = shared_documents("Patient/p1", "Written second", number=2)
    await receive(records, SAM_IN, *shared_documents("Patient/p1", "Written first", number=1), *documents)
    copy_id = documents[0]["identifier"][0]["value"].removeprefix("urn:uuid:")
    async with Phone(wiring(records)) as phone:
        await phone.show(SharedCopy, {"patient": "p1", "copy": copy_id}, "/shared/p1/x")
        await phone.sees("Written second")
        await phone.sees("Also shared")


async def test_no_words_are_shown_that_the_patient_is_not_told_were_read(records: Any) -> None:
    await receive(records, SAM_IN, *shared_documents("Patient/p1", "Written first", number=1))
    await receive(records, SAM_IN, *shared_documents("Patient/p1", "Written second", number=2))
    async with Phone(wiring(records)) as phone:
        await phone.show(SharedByPatient, {"patient": "p1"}, "/shared/p1")
        await phone.sees("Not read yet")
        assert not phone.find(re.compile("Written second"))
    async with Phone(wiring(records)) as phone:
        await phone.show(SharedByPatient, {"patient": "p1"}, "/shared/p1")
        await phone.sees("Written second")
        await phone.sees("“Written first”")


async def test_what_was_taken_back_is_said_without_its_words_even_while_the_copy_is_still_here(
    records: Any,
) -> None:
    documents = shared_documents("Patient/p1", "zebra canary", read=True)
    await receive(records, SAM_IN, *documents)
    grant = ShareGrant.from_json(json.dumps(documents[1]))
    (ended, notice), _ = take_back([(grant, None)], None, NOW)
    assert isinstance(ended, ShareGrant)
    await receive(
        records,
        SAM_IN,
        {**ended.to_resource(), "meta": {"versionId": "2"}},
        sent(notice, "w1", {f"urn:uuid:{grant.id}": "Consent/c11"}),
    )
    async with Phone(wiring(records)) as phone:
        await phone.show(SharedWithMe)
        await phone.sees("Took back 1 shared text")
    async with Phone(wiring(records)) as phone:
        await phone.show(SharedByPatient, {"patient": "p1"}, "/shared/p1")
        await phone.sees("This was taken back. What it said is no longer here.")
        await phone.sees("Took back 1 shared text · 2:00\u00a0PM")
        assert not any("zebra" in text for text in phone.texts())
        assert phone.faults() == []
    (seen,) = await records.newest(WithdrawalNotice, 5)
    assert seen.is_read


async def test_words_taken_back_while_they_are_open_leave_the_screen(records: Any) -> None:
    documents = shared_documents("Patient/p1", "zebra canary")
    await receive(records, SAM_IN, *documents)
    async with Phone(wiring(records)) as phone:
        await phone.show(SharedByPatient, {"patient": "p1"}, "/shared/p1")
        await phone.sees("zebra canary")
        grant = ShareGrant.from_json(json.dumps(documents[1])).ended(NOW)
        await receive(records, SAM_IN, {**grant.to_resource(), "meta": {"versionId": "2"}})
        await phone.sees_no("zebra canary")
        await phone.sees("This was taken back. What it said is no longer here.")


async def test_two_panes_when_wide_one_on_a_phone(records: Any) -> None:
    await receive(records, SAM_IN, *shared_documents("Patient/p1", "To meet the quiet"))
    async with Phone(wiring(records), width=1280) as phone:
        await phone.show(SharedByPatient, {"patient": "p1"}, "/shared/p1")
        await phone.sees("To meet the quiet")
        assert len([t for t in phone.texts() if t == "Robin Example"]) >= 2
        assert phone.faults() == []
    async with Phone(wiring(records)) as phone:
        await phone.show(SharedByPatient, {"patient": "p1"}, "/shared/p1")
        await phone.sees("To meet the quiet")
        assert not phone.find("All read")


async def test_somebody_who_shared_nothing_has_nothing_to_read(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.show(SharedByPatient, {"patient": "p3"}, "/shared/p3")
        await phone.sees("There is nothing of this person to read now.")


async def test_new_words_of_a_share_read_before_are_unread_again(records: Any) -> None:
    documents = shared_documents("Patient/p1", "First words", read=True)
    await receive(records, SAM_IN, *documents)
    link = documents[2]["about"][0]
    newer = ShareNotice.from_json(json.dumps(documents[2])).changed(
        id="n9",
        identifier=[{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:later"}],
        status="in-progress",
        received=None,
        sent=NOW.isoformat(),
        about=[link],
    )
    await receive(records, SAM_IN, newer.to_resource())
    async with Phone(wiring(records)) as phone:
        await phone.show(SharedWithMe)
        await phone.sees("1 not read yet")


async def test_one_patient_has_their_name_above_on_a_phone_and_no_way_back_beside_the_list(
    records: Any,
) -> None:
    await receive(records, SAM_IN, *shared_documents("Patient/p2", "Mine"))
    async with Phone(wiring(records)) as phone:
        await phone.start("/shared/p2")
        await phone.sees("Alex Placeholder", "heading")
        assert phone.find("Back", "button")
        assert not phone.find("Shared with you", "heading")
    async with Phone(wiring(records), width=1280) as desk:
        await desk.start("/shared/p2")
        await desk.sees("Alex Placeholder", "heading")
        await desk.sees("Shared with you", "heading")
        assert not desk.find("Back", "button")
