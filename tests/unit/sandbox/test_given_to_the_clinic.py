"""Who reads a patient's forms and measures, and every way round it that could be thought of."""

from __future__ import annotations

from typing import Any

import pytest

from api_client.sandbox import Faults, Sandbox
from tests.unit.sandbox.visitor import BASE, CARE, Visitor, bundle, consent, entry

ROWAN, SAM = "Patient/rowan", "Practitioner/sam"
FORMS = "https://lantern.example/fhir/Questionnaire"


def agreement(patient: str, practitioner: str, **more: Any) -> dict[str, Any]:
    """A patient lets somebody read their measures."""
    made = consent(patient, practitioner, "x")
    provision = {name: value for name, value in made["provision"].items() if name != "data"}
    provision["code"] = [{"coding": [{"system": CARE, "code": "measures"}]}]
    return {**made, "provision": {**provision, **more}}


def answered(patient: str, form: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{FORMS}/{form}|1.0.0",
        "status": "completed",
        "subject": {"reference": patient},
        "author": {"reference": patient},
        **more,
    }


async def read(who: Visitor, type_: str) -> set[str]:
    return set(await who.found(f"{type_}?_count=1000"))


async def test_the_prescriber_reads_what_was_given(ash: Visitor) -> None:
    seen = await read(ash, "QuestionnaireResponse")
    assert {f"QuestionnaireResponse/rowan-phq-9-{n}" for n in range(1, 8)} <= seen
    assert "QuestionnaireResponse/rowan-health-history-1" in seen
    assert "Observation/rowan-phq-9-1-total" in await read(ash, "Observation")


@pytest.mark.parametrize("form", ["before-you-come", "ate-or-drank"])
async def test_what_is_told_before_a_session_is_read_by_who_treats_them_before_the_door(
    rowan: Visitor, ash: Visitor, coordinator: Visitor, form: str
) -> None:
    made = await rowan.made(answered(ROWAN, form))
    path = f"QuestionnaireResponse/{made['id']}"
    assert path in await read(ash, "QuestionnaireResponse")
    assert (await coordinator.get(path)).status_code == 404


async def test_nobody_reads_a_form_that_is_still_being_filled_in(
    ash: Visitor, coordinator: Visitor, sam: Visitor, ines: Visitor
) -> None:
    draft = "QuestionnaireResponse/ines-health-history-1"
    assert draft in await read(ines, "QuestionnaireResponse")
    for who in (ash, coordinator, sam):
        assert (await who.get(draft)).status_code == 404
        assert (await who.get(f"{draft}/_history/1")).status_code == 404
        assert draft not in await read(who, "QuestionnaireResponse")


async def test_a_form_taken_back_into_hand_closes_again(rowan: Visitor, ash: Visitor) -> None:
    made = await rowan.made(answered(ROWAN, "phq-9"))
    path = f"QuestionnaireResponse/{made['id']}"
    assert (await ash.get(path)).status_code == 200
    await rowan.put(path, {**made, "status": "in-progress"})
    assert (await ash.get(path)).status_code == 404
    await rowan.put(path, {**made, "status": "amended"})
    assert (await ash.get(path)).status_code == 200
    assert (await ash.get(f"{path}/_history/1")).status_code == 404


@pytest.mark.parametrize("questionnaire", [f"{FORMS}/journal", f"{FORMS}/phq-9x|1.0.0", "phq-9", None])
async def test_what_was_answered_on_another_form_is_not_the_clinics(
    rowan: Visitor, ash: Visitor, questionnaire: str | None
) -> None:
    body = answered(ROWAN, "x")
    body.pop("questionnaire") if questionnaire is None else body.update(questionnaire=questionnaire)
    made = await rowan.made(body)
    assert (await ash.get(f"QuestionnaireResponse/{made['id']}")).status_code == 404


async def test_the_coordinator_cannot_declare_a_journal_given(
    clinic: Sandbox, rowan: Visitor, coordinator: Visitor
) -> None:
    journal = {"resourceType": "Questionnaire", "status": "active", "url": f"{FORMS}/journal"}
    made = await rowan.made(answered(ROWAN, "journal"))
    given = clinic.find("Questionnaire", _id="phq-9")[0]["useContext"]
    assert (await coordinator.post("Questionnaire", {**journal, "useContext": given})).status_code == 403
    plain = await coordinator.made(journal)
    answer = await coordinator.put(f"Questionnaire/{plain['id']}", {**plain, "useContext": given})
    assert answer.status_code == 403
    phq9 = clinic.find("Questionnaire", _id="phq-9")[0]
    assert (await coordinator.put("Questionnaire/phq-9", {**phq9, "url": journal["url"]})).status_code == 403
    assert (await coordinator.put("Questionnaire/phq-9", {**journal, "id": "phq-9"})).status_code == 403
    assert (await coordinator.delete("Questionnaire/phq-9")).status_code == 403
    assert (await coordinator.get(f"QuestionnaireResponse/{made['id']}")).status_code == 404


async def test_a_therapist_reads_no_intake_and_no_measure_without_an_agreement(sam: Visitor) -> None:
    assert not [name for name in await read(sam, "QuestionnaireResponse") if "ines" in name]
    assert not [name for name in await read(sam, "Observation") if "ines" in name]
    assert not [name for name in await read(sam, "QuestionnaireResponse") if "health" in name]
    assert (await sam.get("QuestionnaireResponse/rowan-expectations-1")).status_code == 404


async def test_a_therapist_reads_measures_only_while_the_patient_says_so(
    clinic: Sandbox, sam: Visitor
) -> None:
    marlow = Visitor(clinic, "marlow")
    total, source = "Observation/marlow-phq-9-1-total", "QuestionnaireResponse/marlow-phq-9-1"
    assert (await sam.get(total)).status_code == 404
    grant = await marlow.made(agreement("Patient/marlow", SAM))
    assert (await sam.get(total)).status_code == 200
    assert (await sam.get(source)).status_code == 200
    ended = {**grant, "status": "inactive"}
    assert (await marlow.put(f"Consent/{grant['id']}", ended)).status_code == 200
    for path in (total, source, f"{total}/_history", f"{source}/_history/1"):
        assert (await sam.get(path)).status_code == 404
    assert total not in await read(sam, "Observation")


@pytest.mark.parametrize(
    "changed",
    [
        {"type": "deny"},
        {"period": {"end": "2020-01-01"}},
        {"period": {"start": "2999-01-01"}},
        {"period": {"start": "soon"}},
        {"action": [{"coding": [{"code": "correct"}]}]},
        {"provision": [{"type": "deny"}]},
        {"actor": []},
        {"code": [{"coding": [{"code": "journal"}]}]},
        {"code": []},
        {"code": "measures"},
    ],
)
async def test_an_agreement_that_does_not_permit_now_opens_no_measure(
    clinic: Sandbox, sam: Visitor, changed: dict[str, Any]
) -> None:
    answer = await Visitor(clinic, "marlow").post("Consent", agreement("Patient/marlow", SAM, **changed))
    assert answer.status_code in (201, 422)
    assert (await sam.get("Observation/marlow-phq-9-1-total")).status_code == 404


async def test_an_agreement_opens_nobody_elses_measures_and_nothing_besides(
    clinic: Sandbox, rowan: Visitor, sam: Visitor
) -> None:
    await rowan.made(agreement(ROWAN, SAM))
    assert (await sam.get("Observation/marlow-phq-9-1-total")).status_code == 404
    assert (await sam.get("QuestionnaireResponse/rowan-health-history-1")).status_code == 404
    other = await rowan.made(
        {
            "resourceType": "Observation",
            "status": "final",
            "code": {"text": "a private note"},
            "subject": {"reference": ROWAN},
        }
    )
    assert (await sam.get(f"Observation/{other['id']}")).status_code == 404
    assert (await rowan.post("Consent", agreement("Patient/marlow", SAM))).status_code == 403
    # off the team, the agreement alone opens nothing
    tova = Visitor(clinic, "tova")
    await tova.made(agreement("Patient/tova", SAM))
    assert (await sam.get("Observation/tova-phq-9-1-total")).status_code == 404


async def test_a_patient_reads_no_other_patients_forms(rowan: Visitor) -> None:
    for type_ in ("QuestionnaireResponse", "Observation", "Task"):
        assert all("rowan" in name for name in await read(rowan, type_))
    for name in (
        "Task/ines-form-people",
        "QuestionnaireResponse/marlow-phq-9-1",
        "Observation/marlow-phq-9-1-total",
    ):
        assert (await rowan.get(name)).status_code == 404


async def test_anybody_signed_in_reads_the_forms_and_the_table_and_nobody_else(
    rowan: Visitor, sam: Visitor, stranger: Visitor
) -> None:
    for who in (rowan, sam):
        assert len(await who.found("Questionnaire?status=active&_count=100")) >= 18
        assert (await who.get("PlanDefinition/safety-routing")).status_code == 200
    assert (await stranger.get("Questionnaire")).status_code == 401


async def test_the_signed_table_is_no_single_persons_to_change(
    clinic: Sandbox, coordinator: Visitor, ash: Visitor, rowan: Visitor
) -> None:
    table = clinic.find("PlanDefinition", _id="safety-routing")[0]
    for who in (coordinator, ash, rowan):
        assert (await who.put("PlanDefinition/safety-routing", {**table, "version": "9"})).status_code == 403
        unsigned = {name: value for name, value in table.items() if name != "extension"}
        assert (await who.put("PlanDefinition/safety-routing", unsigned)).status_code == 403
        assert (await who.delete("PlanDefinition/safety-routing")).status_code == 403
        again = {name: value for name, value in table.items() if name != "id"}
        assert (await who.post("PlanDefinition", again)).status_code == 403


async def test_a_clinic_may_have_no_table(clinic: Sandbox, rowan: Visitor) -> None:
    clinic.remove("PlanDefinition", "safety-routing")
    found = await rowan.found("PlanDefinition?type=eca-rule")
    assert found == []
    assert (await rowan.get("PlanDefinition/safety-routing")).status_code == 410


async def test_a_clinic_without_task_says_the_same_in_its_plan() -> None:
    clinic = Sandbox(None, demo=True, base_url=BASE, faults=Faults(without=frozenset({"Task"})))
    ines = Visitor(clinic, "ines")
    try:
        said = (await ines.get("metadata")).json()["rest"][0]["resource"]
        assert "Task" not in {one["type"] for one in said}
        for path in ("Task", "Task/ines-form-people", "Task?owner=Patient/ines"):
            answer = await ines.get(path)
            assert answer.status_code == 404
            assert answer.json()["issue"][0]["code"] == "not-supported"
        batch = await ines.post("", bundle("batch", entry("GET", "Task")))
        assert batch.json()["entry"][0]["response"]["status"].startswith("404")
        plan = (await ines.get("CarePlan/ines-plan")).json()
        codes = [
            activity["detail"]["code"]["coding"][0]["code"]
            for activity in plan["activity"]
            if "detail" in activity
        ]
        assert "readiness-records" in codes
        assert codes.count("complete-questionnaire") == 11
    finally:
        clinic.close()
