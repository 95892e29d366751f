"""Attempts to read what was not given to the clinic: a journal declared a measure, an agreement read for more than it says."""

from __future__ import annotations

from typing import Any

import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.test_given_to_the_clinic import FORMS, ROWAN, SAM, agreement, answered
from tests.unit.sandbox.visitor import CARE, Visitor

INTAKE = {"system": CARE, "code": "intake"}
WRONGLY_PUT: list[Any] = [
    {"valueCodeableConcept": {"coding": [INTAKE]}},
    [{"valueCodeableConcept": INTAKE}],
    [{"valueCodeableConcept": [{"coding": [INTAKE]}]}],
    [[{"valueCodeableConcept": {"coding": [INTAKE]}}]],
    [{"valueCodeableConcept": {"coding": [[INTAKE]]}}],
    [{"valueCodeableConcept": {"coding": [{"coding": [INTAKE]}]}}],
    [{"valueCodeableConcept": {"system": CARE, "value": "intake"}}],
]


@pytest.mark.parametrize("context", WRONGLY_PUT)
async def test_the_coordinator_cannot_declare_a_journal_given_by_putting_it_wrongly(
    rowan: Visitor, coordinator: Visitor, context: Any
) -> None:
    made = await rowan.made(answered(ROWAN, "journal"))
    journal = {
        "resourceType": "Questionnaire",
        "status": "active",
        "url": f"{FORMS}/journal",
        "useContext": context,
    }
    assert (await coordinator.post("Questionnaire", journal)).status_code == 403
    assert (await coordinator.get(f"QuestionnaireResponse/{made['id']}")).status_code == 404


async def test_the_coordinator_cannot_sign_a_table_by_putting_the_signature_wrongly(
    clinic: Sandbox, coordinator: Visitor
) -> None:
    table = clinic.find("PlanDefinition", _id="safety-routing")[0]
    (signed,) = [mark for mark in table["extension"] if mark["url"].endswith("/signed-by")]
    forged = {**{name: value for name, value in table.items() if name != "id"}, "extension": signed}
    assert (await coordinator.post("PlanDefinition", forged)).status_code == 403


@pytest.mark.parametrize(
    "narrow",
    [
        {"data": [{"meaning": "instance", "reference": {"reference": "Observation/marlow-phq-9-2-total"}}]},
        {"dataPeriod": {"start": "2999-01-01"}},
        {"class": [{"code": "http://hl7.org/fhir/StructureDefinition/Goal"}]},
        {"securityLabel": [{"code": "N"}]},
        {"code": [{"coding": [{"system": "https://elsewhere.example/codes", "code": "measures"}]}]},
    ],
)
async def test_an_agreement_to_some_measures_does_not_open_all(
    clinic: Sandbox, sam: Visitor, narrow: dict[str, Any]
) -> None:
    await Visitor(clinic, "marlow").made(agreement("Patient/marlow", SAM, **narrow))
    assert (await sam.get("Observation/marlow-phq-9-1-total")).status_code == 404
    assert (await sam.get("QuestionnaireResponse/marlow-phq-9-1")).status_code == 404


async def test_no_signed_in_person_changes_the_numbers_that_people_call(
    clinic: Sandbox, rowan: Visitor, sam: Visitor, ash: Visitor, coordinator: Visitor
) -> None:
    (before,) = clinic.find("Organization")
    address = f"Organization/{before['id']}"
    forged = {**before, "telecom": [{"system": "phone", "value": "+1-555-010-6666"}]}
    for who in (rowan, sam, ash, coordinator):
        assert (await who.put(address, forged)).status_code == 403
        assert (await who.post("Organization", forged)).status_code == 403
        assert (await who.delete(address)).status_code == 403
    assert clinic.find("Organization") == [before]


async def test_no_signed_in_person_writes_rows_of_who_is_told_not_even_unsigned(
    clinic: Sandbox, rowan: Visitor, sam: Visitor, ash: Visitor, coordinator: Visitor
) -> None:
    table = clinic.find("PlanDefinition", _id="safety-routing")[0]
    unsigned = {name: value for name, value in table.items() if name not in ("id", "meta", "extension")}
    plain = {"resourceType": "PlanDefinition", "status": "active", "title": "House rules"}
    made = (await coordinator.post("PlanDefinition", plain)).json()
    for who in (rowan, sam, ash, coordinator):
        assert (await who.post("PlanDefinition", unsigned)).status_code == 403
        changed = {**unsigned, "id": made["id"]}
        assert (await who.put(f"PlanDefinition/{made['id']}", changed)).status_code == 403
