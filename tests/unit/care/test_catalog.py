"""Which received documents are kept, for whom, and that nothing of another patient is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mobile.care.catalog import Who, filing, pulls
from mobile.care.grant import ShareGrant
from mobile.care.sharing import share, take_back
from mobile.records.ports import Filing, Kind

from .samples import NOW, PATIENT, SAM, an_intention, appointment

ME = Who("patient", PATIENT, "p1")
OTHER = Who("patient", "Patient/p2", "p2")
SAM_IN = Who("practitioner", SAM.reference)
ANOTHER_THERAPIST = Who("practitioner", "Practitioner/t9")


def document(kind: str, **elements: Any) -> str:
    return json.dumps({"resourceType": kind, "id": "1", **elements})


def test_what_one_patient_shared_is_filed_by_them_and_their_reader_and_by_nobody_else():
    copy, grant, notice, _ = share(an_intention(), PATIENT, SAM, NOW)
    assert isinstance(grant, ShareGrant)
    (_, withdrawal), _ = take_back(grant, None, None, NOW)
    for noun in (grant, notice, withdrawal):
        kind = noun.KIND.resource_type
        for who in (ME, SAM_IN):
            found = filing(kind, noun.to_json(), who)
            assert found is not None
            assert (found.kind.name, found.local_id) == (noun.KIND.name, noun.id)
        assert filing(kind, noun.to_json(), OTHER) is None
        assert filing(kind, noun.to_json(), ANOTHER_THERAPIST) is None
    assert filing("Goal", copy.to_json(), ME) is not None
    assert filing("Goal", copy.to_json(), OTHER) is None


@pytest.mark.parametrize(
    "text",
    [
        document("Patient"),
        document("CareTeam", subject={"reference": "Patient/p9"}),
        document("CarePlan", subject={"reference": "Patient/p9"}),
        document("CarePlan"),
        appointment("a1", None).replace("Patient/p1", "Patient/p9"),
        document("Observation", subject={"reference": PATIENT}),
        document("Goal", subject={"reference": PATIENT}, description={"text": "the clinic's own"}),
        document("Consent", patient={"reference": PATIENT}, scope={"coding": [{"code": "treatment"}]}),
        document("Communication", subject={"reference": PATIENT}),
        document("CareTeam", subject={"reference": "https://elsewhere.example/fhir/Patient/p1"}),
        "not json",
        "[]",
        "{}",
        '{"resourceType": "Goal", "category": 3, "subject": []}',
        '{"resourceType": "Appointment", "participant": [7, null, {"actor": "x"}]}',
        '{"resourceType": "Organization"}',
        "[" * 100_000,
    ],
)
def test_what_is_anothers_or_not_understood_is_not_kept(text: str):
    for kind in (
        "Patient",
        "CareTeam",
        "CarePlan",
        "Appointment",
        "Goal",
        "Consent",
        "Organization",
        "Observation",
    ):
        assert filing(kind, text, ME) is None


def test_the_clinics_own_records_are_kept():
    for kind, elements in (
        ("CareTeam", {"subject": {"reference": PATIENT}}),
        ("CarePlan", {"subject": {"reference": PATIENT}}),
        ("Organization", {"name": "A clinic"}),
        ("Practitioner", {}),
        ("PlanDefinition", {}),
        ("AuditEvent", {}),
    ):
        assert filing(kind, document(kind, **elements), ME) is not None
    assert filing("Patient", json.dumps({"resourceType": "Patient", "id": "p1"}), ME) is not None
    assert filing("Appointment", appointment("a1", None), ME) is not None


def test_a_reference_in_full_to_this_clinic_is_the_same_person():
    who = Who("patient", PATIENT, "Patient/p1", base="https://clinic.example/fhir/")
    text = document("CareTeam", subject={"reference": "https://clinic.example/fhir/Patient/p1/_history/4"})
    assert filing("CareTeam", text, who) is not None


def test_a_document_of_another_type_than_searched_for_is_refused():
    assert filing("CarePlan", document("CareTeam", subject={"reference": PATIENT}), ME) is None


@pytest.mark.parametrize("who", [ME, SAM_IN])
def test_every_search_has_its_own_name_and_no_word_of_anybody(who: Who):
    listed = pulls(who)
    assert len({pull.key for pull in listed}) == len(listed)
    for pull in listed:
        assert all(isinstance(value, str) for value in pull.params.values())
    by_type = {pull.resource_type: pull.params for pull in listed}
    assert by_type["Goal"]["category"].endswith("|session-intention")


def test_a_filing_and_a_kind_have_the_shape_the_store_knows():
    copy, *_ = share(an_intention(), PATIENT, SAM, NOW)
    found = filing("Goal", copy.to_json(), ME)
    assert found is not None
    assert set(Filing.__dataclass_fields__) == set(found.__dataclass_fields__)
    assert set(Kind.__dataclass_fields__) == set(found.kind.__dataclass_fields__)
