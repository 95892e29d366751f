"""Which received documents are kept, for whom, and that nothing of another patient is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mobile.care.catalog import Who, filing, pulls
from mobile.care.grant import ShareGrant
from mobile.care.measures import MeasuresGrant
from mobile.care.sharing import share, take_back
from mobile.records.ports import Filing, Kind

from .published import plan
from .samples import NOW, PATIENT, SAM, an_intention, appointment

ME = Who("patient", PATIENT, "p1")
OTHER = Who("patient", "Patient/p2", "p2")
SAM_IN = Who("practitioner", SAM.reference)
ANOTHER_THERAPIST = Who("practitioner", "Practitioner/t9")


SURVEY = [
    {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}]}
]
CARE = "https://lantern.example/fhir/CodeSystem/care"
STEP = {"coding": [{"system": CARE, "code": "readiness-records"}]}
CATALOGUED = {pull.resource_type for pull in pulls(ME)} - {"Questionnaire", "PlanDefinition", "Practitioner"}


def document(kind: str, **elements: Any) -> str:
    return json.dumps({"resourceType": kind, "id": "1", **elements})


def test_what_one_patient_shared_is_filed_by_them_and_their_reader_and_by_nobody_else():
    copy, grant, notice, _ = share(an_intention(), PATIENT, SAM, NOW)
    assert isinstance(grant, ShareGrant)
    (_, withdrawal), _ = take_back([(grant, None)], None, NOW)
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
        document("Observation", subject={"reference": "Patient/p9"}, category=SURVEY),
        document("QuestionnaireResponse", subject={"reference": "Patient/p9"}),
        document("Task", **{"for": {"reference": PATIENT}}),
        document("Task", **{"for": {"reference": "Patient/p9"}, "code": STEP}),
        document("Goal", subject={"reference": PATIENT}, description={"text": "the clinic's own"}),
        document("Consent", patient={"reference": PATIENT}, scope={"coding": [{"code": "treatment"}]}),
        document("Communication", subject={"reference": PATIENT}),
        document(
            "AuditEvent", entity=[{"what": {"reference": "Patient/p9"}}, {"what": {"reference": "Goal/g1"}}]
        ),
        document("AuditEvent", entity=[{"what": {"reference": "Goal/g1"}}]),
        document("AuditEvent", agent=[{"who": {"reference": PATIENT}}]),
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
    for kind in (*CATALOGUED, "Media"):
        assert filing(kind, text, ME) is None


def test_the_clinics_own_records_are_kept():
    for kind, elements in (
        ("CareTeam", {"subject": {"reference": PATIENT}}),
        ("CarePlan", {"subject": {"reference": PATIENT}}),
        ("Organization", {"name": "A clinic"}),
        ("Practitioner", {}),
        ("PlanDefinition", {}),
        ("AuditEvent", {"entity": [{"what": {"reference": PATIENT}}, {"what": {"reference": "Goal/g1"}}]}),
    ):
        assert filing(kind, document(kind, **elements), ME) is not None
    assert filing("Patient", json.dumps({"resourceType": "Patient", "id": "p1"}), ME) is not None
    assert filing("Appointment", appointment("a1", None), ME) is not None


@pytest.mark.parametrize(
    ("kind", "elements", "name"),
    [
        ("Questionnaire", {}, "form_definition"),
        ("QuestionnaireResponse", {"subject": {"reference": PATIENT}}, "response"),
        ("Observation", {"subject": {"reference": PATIENT}, "category": SURVEY}, "measured"),
        ("Task", {"for": {"reference": PATIENT}, "code": STEP}, "step_task"),
        ("CarePlan", {"subject": {"reference": PATIENT}}, "course"),
        (
            "CarePlan",
            {
                "subject": {"reference": PATIENT},
                "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "401276009"}]}],
            },
            "safety_plan",
        ),
        ("PlanDefinition", plan("safety-routing"), "routing_table"),
        ("PlanDefinition", plan("safety-routing", extension=None), "routing_table"),
        ("PlanDefinition", plan("safety-routing", action=None), "routing_table"),
        ("PlanDefinition", plan("safety-plan"), "safety_outline"),
        ("PlanDefinition", plan("readiness"), "step_guide"),
        ("PlanDefinition", plan("intake-ptsd"), "intake_set"),
        ("PlanDefinition", plan("example-nasal"), "protocol"),
        (
            "Communication",
            {
                "subject": {"reference": PATIENT},
                "recipient": [{"reference": SAM.reference}],
                "category": [{"coding": [{"system": CARE, "code": "safety-alert"}]}],
            },
            "alert",
        ),
        (
            "Communication",
            {
                "subject": {"reference": PATIENT},
                "recipient": [{"reference": SAM.reference}],
                "category": [{"coding": [{"system": CARE, "code": "step-update"}]}],
            },
            "step_update",
        ),
    ],
)
def test_each_document_is_filed_as_the_noun_it_is_for_both_sides(
    kind: str, elements: dict[str, Any], name: str
):
    for who in (ME, SAM_IN):
        found = filing(kind, json.dumps({"id": "1", **elements, "resourceType": kind}), who)
        assert found is not None
        assert found.kind.name == name
        assert found.kind.compartment == "clinical"


def test_an_agreement_about_measures_is_no_grant_of_a_record_and_is_its_parties_only():
    made = MeasuresGrant.make("g", patient=PATIENT, practitioner=SAM.reference, name=None, now=NOW)
    for who in (ME, SAM_IN):
        found = filing("Consent", made.to_json(), who)
        assert found is not None
        assert found.kind.name == "measures_grant"
    for who in (OTHER, ANOTHER_THERAPIST):
        assert filing("Consent", made.to_json(), who) is None


def test_no_two_searches_ask_for_the_same():
    for who in (ME, SAM_IN):
        asked = [(pull.resource_type, *sorted(pull.params.items())) for pull in pulls(who)]
        assert len(set(asked)) == len(asked)


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
    goals = [pull.params["category"] for pull in listed if pull.resource_type == "Goal"]
    assert [one.rsplit("|")[-1] for one in goals] == ["session-intention", "commitment"]


def test_a_filing_and_a_kind_have_the_shape_the_store_knows():
    copy, *_ = share(an_intention(), PATIENT, SAM, NOW)
    found = filing("Goal", copy.to_json(), ME)
    assert found is not None
    assert set(Filing.__dataclass_fields__) == set(found.__dataclass_fields__)
    assert set(Kind.__dataclass_fields__) == set(found.kind.__dataclass_fields__)


def test_an_alert_about_somebody_else_is_not_filed_for_who_sent_it():
    alert = {"category": [{"coding": [{"system": CARE, "code": "safety-alert"}]}], "status": "in-progress"}
    sender = {"sender": {"reference": PATIENT}, "recipient": [{"reference": SAM.reference}]}
    about = {"subject": {"reference": PATIENT}}
    other = {"subject": {"reference": "Patient/p2"}}
    assert filing("Communication", document("Communication", **alert, **sender, **about), ME) is not None
    assert filing("Communication", document("Communication", **alert, **sender, **other), ME) is None
    assert filing("Communication", document("Communication", **alert, **sender), ME) is None
    assert filing("Communication", document("Communication", **alert, **sender, **other), SAM_IN) is not None
