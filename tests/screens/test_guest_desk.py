"""A guest's workspace: one patient by the name they gave, what they share, and nothing of a clinic that gives a guest nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.care.grant import ShareGrant
from mobile.care.intention import begin
from mobile.care.sharing import Reader, share
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.screens.invited import GUEST, NAME, joined
from tests.unit.care.samples import NOW, PATIENT, receive, sent

KIM_IN = Who("practitioner", GUEST)
WORDS = "To meet the quiet"
OF_THE_CLINIC = re.compile(r"\bscore|alert|session|clinic['’]s table|Robin Example's", re.IGNORECASE)
ALWAYS_SAID = re.compile("Only what was shared with you")


def documents() -> list[dict[str, Any]]:
    """One thing shared with the guest, as a clinic's server has it."""
    thing = begin("i1", None, NOW).revise(WORDS, NOW)
    copy, grant, notice, _ = share(thing, PATIENT, Reader(GUEST, NAME), NOW)
    assert isinstance(grant, ShareGrant)
    urn = {f"urn:uuid:{copy.id}": "Goal/g1"}
    return [sent(copy, "g1"), sent(grant, "c1", urn), sent(notice, "n1", urn)]


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    own = {"resourceType": "Practitioner", "id": "g1", "name": [{"text": NAME}]}
    await receive(opened, KIM_IN, own, joined())
    return opened


def desk_of(records: Any, width: int = 390) -> Phone:
    person = replace(THERAPIST, fhir_user=GUEST, name=NAME)
    return Phone(PretendWiring(person=person, records=records, at=NOW), width=width, platform="linux")


def of_the_clinic(phone: Phone) -> list[str]:
    return [text for text in phone.texts() if OF_THE_CLINIC.search(text) and not ALWAYS_SAID.search(text)]


@pytest.mark.parametrize("width", [390, 1280])
async def test_before_anything_is_shared_the_one_who_invited_stands_there_and_nothing_is_promised(
    records: Any, width: int
) -> None:
    async with desk_of(records, width) as phone:
        await phone.start("/shared")
        await phone.sees(re.compile("Robin Example"))
        await phone.sees(re.compile("Invited you. Nothing is shared with you yet."))
        assert of_the_clinic(phone) == []
        assert phone.faults() == []
        await phone.goes_to("/shared/p1")
        await phone.sees(re.compile("Nothing is shared with you yet"))
        assert of_the_clinic(phone) == []
        await phone.goes_to("/shared/p1/suggest")
        await phone.sees("Robin Example shares nothing with you now, so nothing can be suggested.")
        assert phone.faults() == []


@pytest.mark.parametrize("width", [390, 1280])
async def test_what_is_shared_is_read_and_the_brief_says_nothing_of_the_clinics(
    records: Any, width: int
) -> None:
    await receive(records, KIM_IN, *documents())
    async with desk_of(records, width) as phone:
        await phone.start("/shared/p1")
        await phone.sees(WORDS)
        await phone.may_type("Your reply")
        assert of_the_clinic(phone) == []
        assert phone.faults() == []
        await phone.goes_to("/shared/p1/brief")
        await phone.sees(f"“{WORDS}”")
        assert of_the_clinic(phone) == []
        assert phone.faults() == []
        await phone.goes_to("/team-messages")
        await phone.sees("No messages to the team")
        assert phone.faults() == []


async def test_once_it_is_ended_the_words_are_gone_and_that_it_was_taken_back_is_told(records: Any) -> None:
    given = documents()
    await receive(records, KIM_IN, *given)
    async with desk_of(records) as phone:
        await phone.start("/shared/p1/" + given[0]["identifier"][0]["value"].removeprefix("urn:uuid:"))
        await phone.sees(WORDS)
        over = ShareGrant.from_resource(given[1]).ended(NOW)
        await receive(
            records,
            KIM_IN,
            {**over.to_resource(), "id": "c1", "meta": {"versionId": "2"}},
            joined("cancelled", 3),
        )
        await records.remove_gone("Goal", ["g1"])  # as the reconciler does once no grant opens it
        await phone.sees(re.compile("This was taken back"))
        await phone.sees_no(WORDS)
        await phone.goes_to("/shared")
        await phone.sees(re.compile("Robin Example"))
        await phone.sees(re.compile("Took back 1 shared text"))
        assert phone.faults() == []


async def test_ended_with_nothing_shared_the_patient_is_listed_no_more(records: Any) -> None:
    await receive(records, KIM_IN, joined("cancelled", 3))
    async with desk_of(records) as phone:
        await phone.start("/shared")
        await phone.sees("Nothing is shared with you yet")
        assert not phone.find(re.compile("Robin Example"))


async def test_an_invitation_of_somebody_elses_is_not_filed(tmp_path: Path) -> None:
    from mobile.care.catalog import filing
    from mobile.care.resource import compose

    other = Who("practitioner", "Practitioner/other")
    assert filing("Task", compose(joined()), other) is None
    assert filing("Task", compose(joined()), Who("patient", "Patient/p2", "p2")) is None
    assert filing("Task", compose(joined()), KIM_IN) is not None
