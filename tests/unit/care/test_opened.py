"""A practitioner's device holds what a grant opens and nothing else, also at a clinic that shows everybody everything."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api_client import ClinicClient
from mobile.care.catalog import Who, filing, pulls
from mobile.care.forms.response import Response
from mobile.care.grant import ShareGrant
from mobile.care.opened import Opened
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import share
from mobile.records import Store
from mobile.records.secrets import MemorySecrets
from mobile.sync import PullQuery, SyncEngine
from tests.faults.sync.odd_clinic import BASE, OddClinic

from .samples import NOW, PATIENT, SAM, an_intention

SAM_IN = Who("practitioner", SAM.reference)


def shared() -> tuple[SharedIntention, ShareGrant]:
    copy, grant, *_ = share(an_intention(), PATIENT, SAM, NOW)
    assert isinstance(copy, SharedIntention)
    assert isinstance(grant, ShareGrant)
    return copy, grant


def test_a_shared_record_is_filed_only_while_its_own_grant_is_in_force() -> None:
    opened = Opened()
    (copy, grant), (other, _) = shared(), shared()
    assert filing("Goal", copy.to_json(), SAM_IN, opened) is None
    assert filing("Consent", grant.to_json(), SAM_IN, opened) is not None
    assert filing("Goal", copy.to_json(), SAM_IN, opened) is not None
    assert filing("Goal", other.to_json(), SAM_IN, opened) is None
    filing("Consent", grant.ended(NOW).to_json(), SAM_IN, opened)
    assert filing("Goal", copy.to_json(), SAM_IN, opened) is None


def test_a_grant_opens_nothing_of_another_patient() -> None:
    opened = Opened()
    copy, grant = shared()
    opened.note(grant)
    anothers = copy.to_resource() | {"subject": {"reference": "Patient/p2"}}
    assert filing("Goal", json.dumps(anothers), SAM_IN, opened) is None


@pytest.mark.parametrize(
    ("status", "is_kept"), [("in-progress", False), ("stopped", False), ("completed", True)]
)
def test_a_form_still_being_filled_in_is_the_patients_alone(status: str, is_kept: bool) -> None:
    text = json.dumps(
        {
            "resourceType": "QuestionnaireResponse",
            "id": "1",
            "status": status,
            "subject": {"reference": PATIENT},
        }
    )
    assert (filing("QuestionnaireResponse", text, SAM_IN) is not None) is is_kept
    assert filing("QuestionnaireResponse", text, Who("patient", PATIENT, "p1")) is not None


async def test_a_clinic_that_filters_nothing_gives_a_practitioners_device_nothing_unopened(
    tmp_path: Path,
) -> None:
    clinic = OddClinic()
    goals: list[str] = []
    for n in range(63):
        copy, grant = shared()
        goals.append(put(clinic, copy))
        if n < 2:
            put(clinic, opening(grant, goals[-1]))
    store = Store(tmp_path, MemorySecrets())
    await store.look()
    records = await store.create(None)
    opened = Opened()
    queries = [
        PullQuery(
            p.key,
            p.resource_type,
            p.params,
            p.reconcile_every_s,
            p.is_own,
            p.holds_words,
            p.opened_by,
            p.alone_every_s,
        )
        for p in pulls(SAM_IN)
    ]
    now = NOW
    engine = SyncEngine(
        ClinicClient(BASE, transport=clinic),
        records,
        queries,
        lambda document: filing(document.type, document.text, SAM_IN, opened),
        clock=lambda: now,
        opens=lambda kind, id: kind != "Goal" or opened.may_open(kind, id),
    )
    await engine.once()
    assert set(await records_known(records)) == set(goals[:2])
    assert not any(line.startswith("GET Goal/") for line in clinic.log)  # nor is it looked at one by one
    consents = [id for (kind, id) in clinic.kept if kind == "Consent"]
    clinic.put_in(clinic.kept[("Consent", consents[0])].document | {"status": "inactive"})
    clinic.put_in(clinic.kept[("Consent", consents[1])].document | given(goals[2]))
    now += timedelta(seconds=20)
    await engine.once()
    assert set(await records_known(records)) == {goals[2]}
    store.lock()


async def records_known(records: Any) -> list[str]:
    return list(await records.known("Goal"))


def put(clinic: OddClinic, resource: Any) -> str:
    return clinic.put_in(resource if isinstance(resource, dict) else resource.to_resource())


def opening(grant: ShareGrant, goal: str) -> dict[str, Any]:
    return grant.to_resource() | given(goal, grant)


def given(goal: str, grant: ShareGrant | None = None) -> dict[str, Any]:
    """A provision about that very record, as it stands at the clinic."""
    provision = (grant or shared()[1]).to_resource()["provision"]
    data = [{"meaning": "instance", "reference": {"reference": f"Goal/{goal}"}}]
    return {"provision": {**provision, "data": data}}


# --- what one device knows of grants and answers ---


def named(patient: str, *names: dict[str, Any], active: bool = True) -> ShareGrant:
    grant = shared()[1]
    provision = {**grant.to_resource()["provision"], "data": [{"reference": name} for name in names]}
    changed = grant.changed(patient={"reference": patient}, provision=provision)
    return changed if active else changed.ended(NOW)


def goal(id: str, patient: str = PATIENT, identifier: str = "urn:uuid:c1") -> dict[str, Any]:
    return {
        "resourceType": "Goal",
        "id": id,
        "identifier": [{"value": identifier}],
        "subject": {"reference": patient},
    }


def test_a_grant_names_a_record_by_any_of_its_names_at_any_address() -> None:
    for reference in (
        {"reference": "Goal/7"},
        {"reference": "https://clinic.example/fhir/Goal/7"},
        {"reference": "Goal/7/_history/2"},
        {"identifier": {"value": "urn:uuid:c1"}},
    ):
        opened = Opened()
        opened.note(named("https://clinic.example/fhir/Patient/p1/_history/3", reference))
        assert opened.opens(goal("7")), reference
        assert not opened.opens(goal("8", identifier="urn:uuid:c2")), reference
        assert not opened.opens(goal("7", "Patient/p2")), reference


def test_a_grant_that_ended_or_was_forgotten_opens_nothing() -> None:
    opened = Opened()
    grant = named(PATIENT, {"reference": "Goal/7"})
    opened.note(grant)
    assert opened.opens(goal("7"))
    assert opened.may_open("Goal", "7")
    opened.note(grant.ended(NOW))
    assert not opened.opens(goal("7"))
    assert not opened.may_open("Goal", "7")
    opened.note(grant)
    opened.forget(grant.id)
    opened.forget("never known")
    assert not opened.opens(goal("7"))


def test_as_far_as_a_name_tells_a_grant_without_the_clinics_name_may_be_about_any() -> None:
    opened = Opened()
    assert not opened.may_open("Goal", "7")
    opened.note(named(PATIENT, {"reference": "Goal/7"}, {"identifier": {"value": "urn:uuid:c1"}}))
    assert opened.may_open("Goal", "7")
    assert not opened.may_open("Goal", "8")
    assert not opened.may_open("Observation", "7")
    opened.note(named(PATIENT, {"identifier": {"value": "urn:uuid:c1"}}))
    assert opened.may_open("Goal", "8")


def answers(photo: str | None, patient: str = PATIENT, id: str = "r1") -> Response:
    item = [{"linkId": "a", "answer": [{"valueAttachment": {"url": photo}}]}] if photo else []
    return Response.from_resource(
        {
            "resourceType": "QuestionnaireResponse",
            "id": id,
            "status": "completed",
            "subject": {"reference": patient},
            "item": item,
        }
    )


def photo_of(patient: str, id: str = "5") -> dict[str, Any]:
    return {"resourceType": "DocumentReference", "id": id, "subject": {"reference": patient}}


def test_a_photo_is_held_while_an_answer_of_its_own_patient_names_it() -> None:
    opened = Opened()
    assert not opened.opens_photo(photo_of(PATIENT))
    opened.note_answers(answers("DocumentReference/5"))
    assert opened.opens_photo(photo_of(PATIENT))
    assert opened.opens_photo(photo_of(f"https://clinic.example/fhir/{PATIENT}"))
    assert not opened.opens_photo(photo_of("Patient/p2"))
    assert not opened.opens_photo(photo_of(PATIENT, "6"))
    assert not opened.opens_photo({**photo_of(PATIENT), "resourceType": "Binary"})
    assert opened.may_open_photo("5")
    assert not opened.may_open_photo("6")
    opened.note_answers(answers(None))
    assert not opened.opens_photo(photo_of(PATIENT)), "the newer version names none"
    opened.note_answers(answers(None, id="r2"))
    opened.note_answers(answers("DocumentReference/5"))
    opened.forget_answers("QuestionnaireResponse/r1")
    opened.forget_answers("QuestionnaireResponse/r1")
    assert not opened.may_open_photo("5")
