"""Whose turn it is: from Tasks or from the plan, with what the patient did themselves; told, never judged."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from fhir.resources.R4B.task import Task

from mobile.care.course import Course
from mobile.care.forms import Response
from mobile.care.readiness import IntakeSet, Step, StepGuide, StepTask, StepUpdate, set_for, steps, whose_turn
from mobile.care.resource import moment
from tests.unit.care.published import chart, form, plan
from tests.unit.care.samples import NOW, PATIENT

CARE = "https://lantern.example/fhir/CodeSystem/care"
EXT = "https://lantern.example/fhir/StructureDefinition"
SDC = "http://hl7.org/fhir/uv/sdc/CodeSystem/temp"
GUIDE = StepGuide.from_resource(plan("readiness"))
INTAKE = IntakeSet.from_resource(plan("intake-depression"))
PEOPLE = form("people")
ITEMS = [{"linkId": "x", "answer": [{"valueString": "y"}]}]


def form_task(status: str = "requested", **more: Any) -> StepTask:
    return StepTask.from_resource(
        {
            "resourceType": "Task",
            "id": "t1",
            "status": status,
            "intent": "order",
            "code": {"coding": [{"system": SDC, "code": "complete-questionnaire"}]},
            "for": {"reference": PATIENT},
            "owner": {"reference": PATIENT},
            "authoredOn": "2026-06-01T00:00:00Z",
            "input": [
                {
                    "type": {"coding": [{"system": SDC, "code": "questionnaire"}]},
                    "valueCanonical": PEOPLE.canonical,
                }
            ],
            **more,
        }
    )


def step_task(name: str = "records", status: str = "requested", **more: Any) -> StepTask:
    return StepTask.from_resource(
        {
            "resourceType": "Task",
            "id": f"t-{name}",
            "status": status,
            "intent": "order",
            "code": {"coding": [{"system": CARE, "code": f"readiness-{name}"}]},
            "for": {"reference": PATIENT},
            "owner": {"reference": "Organization/clinic"},
            **more,
        }
    )


def draft(at: Any = NOW, id: str = "r1") -> Response:
    return Response.begin(id, PEOPLE, PATIENT, at).draft_of(ITEMS, at, "x")


def sent(at: Any = NOW, id: str = "r1") -> Response:
    return draft(at, id).submit(ITEMS, at)


def only(found: list[Step]) -> Step:
    (step,) = found
    return step


def test_a_form_is_the_patients_turn_until_it_is_sent_and_then_the_clinics():
    step = only(steps(tasks=[form_task()], definitions=[PEOPLE]))
    assert (step.state, step.turn, step.is_yours) == ("not_begun", "you", True)
    step = only(steps(tasks=[form_task()], responses=[draft()], definitions=[PEOPLE]))
    assert (step.state, step.turn) == ("under_way", "you")
    assert step.progress is not None
    assert (step.progress.state, step.progress.response_id) == ("begun", "r1")
    step = only(steps(tasks=[form_task()], responses=[sent()], definitions=[PEOPLE]))
    assert (step.state, step.turn, step.since) == ("sent", "clinic", NOW)


def test_what_the_patient_sent_counts_though_the_clinics_task_does_not_know_yet():
    later = (NOW + timedelta(hours=1)).isoformat()
    task = form_task(lastModified=later, extension=[{"url": f"{EXT}/since", "valueDateTime": later}])
    assert only(steps(tasks=[task], responses=[sent()])).state == "sent"


def test_a_form_asked_again_is_asked_again_and_not_taken_as_sent():
    again = form_task(authoredOn=(NOW + timedelta(days=90)).isoformat())
    assert only(steps(tasks=[again], responses=[sent()])).state == "not_begun"


def test_a_form_is_done_only_when_the_clinic_says_it_has_looked_and_never_passed_or_failed():
    done = form_task("completed", businessStatus={"coding": [{"system": CARE, "code": "reviewed"}]})
    assert only(steps(tasks=[done], responses=[sent()])).state == "done"
    assert only(steps(tasks=[form_task("completed")], responses=[sent()])).state == "sent"
    names = {*Step.__dataclass_fields__, *IntakeSet.__dataclass_fields__}
    assert not {name for name in names if "eligib" in name or "clear" in name or "risk" in name}


def test_answers_changed_after_the_clinic_looked_were_looked_at_by_nobody():
    looked_at = {"url": f"{EXT}/since", "valueDateTime": (NOW + timedelta(hours=1)).isoformat()}
    how = {"coding": [{"system": CARE, "code": "reviewed"}]}
    done = form_task("completed", businessStatus=how, extension=[looked_at])
    assert only(steps(tasks=[done], responses=[sent()])).state == "done"
    changed = only(steps(tasks=[done], responses=[sent(NOW + timedelta(hours=2))]))
    assert (changed.state, changed.turn) == ("sent", "clinic")
    assert changed.progress is not None
    assert changed.progress.state == "sent"


def test_two_drafts_of_one_form_are_both_named():
    other = draft(NOW + timedelta(hours=1), "r2")
    step = only(steps(tasks=[form_task()], responses=[draft(), other]))
    assert step.progress is not None
    assert step.progress.drafts == ("r2", "r1")


def test_each_step_says_whose_turn_since_when_what_next_how_long_and_what_one_may_do():
    task = step_task(extension=[{"url": f"{EXT}/since", "valueDateTime": "2026-06-02T10:00:00Z"}])
    third = only(
        steps(tasks=[step_task(extension=[{"url": f"{EXT}/turn", "valueCode": "third-party"}])], guide=GUIDE)
    )
    assert (third.turn, third.guidance.role.in_language("es")) == ("third_party", "Su clínica anterior")
    assert third.guidance.next
    assert third.guidance.usual_time
    assert third.guidance.nudge
    step = only(steps(tasks=[task], guide=GUIDE))
    assert step.since == moment("2026-06-02T10:00:00Z")
    assert step.turn == "clinic"
    assert not step.guidance.role  # the guide's role is of somebody else's turn


def test_a_step_called_off_or_written_by_mistake_is_not_shown():
    for status in ("cancelled", "entered-in-error", "rejected", "failed", "draft"):
        assert steps(tasks=[step_task(status=status)]) == []


def test_every_step_stands_under_exactly_one_turn():
    for person in ("rowan", "ines", "marlow", "tova"):
        tasks = [StepTask.from_resource(one) for one in chart(person) if one["resourceType"] == "Task"]
        found = steps(tasks=tasks, guide=GUIDE)
        turns = whose_turn(found)
        parts = [turns.yours, turns.clinic, turns.third_party, turns.on_hold, turns.done]
        assert sorted(step.key for part in parts for step in part) == sorted(step.key for step in found)


def test_what_is_begun_comes_before_what_is_not():
    tasks = [StepTask.from_resource(one) for one in chart("ines") if one["resourceType"] == "Task"]
    turns = whose_turn(steps(tasks=tasks))
    assert turns.next is not None
    assert turns.next.state == "under_way"
    assert all(step.is_yours for step in turns.yours)


def test_without_tasks_a_message_of_the_clinic_moves_a_step_on():
    activities = [json.loads(json.dumps(one)) for one in chart("ines") if one["resourceType"] == "CarePlan"]
    plans = [Course.from_resource(one) for one in activities]
    news = StepUpdate.from_resource(
        {
            "resourceType": "Communication",
            "id": "c1",
            "status": "completed",
            "category": [{"coding": [{"system": CARE, "code": "step-update"}]}],
            "reasonCode": [{"coding": [{"system": CARE, "code": "readiness-clearance"}]}],
            "extension": [{"url": f"{EXT}/turn", "valueCode": "clinic"}],
            "sent": (NOW + timedelta(days=1)).isoformat(),
            "payload": [{"contentString": "Your doctor has written back"}],
        }
    )
    before = {step.key: step for step in steps(plans=plans)}
    after = {step.key: step for step in steps(plans=plans, updates=[news])}
    assert before["clearance"].turn == "third_party"
    assert (after["clearance"].turn, after["clearance"].guidance.so.text) == (
        "clinic",
        "Your doctor has written back",
    )
    assert after["clearance"].since == NOW + timedelta(days=1)
    assert {key for key in before if before[key] != after[key]} == {"clearance"}
    earlier = news.changed(sent="2020-01-01T00:00:00Z")
    assert {step.key: step for step in steps(plans=plans, updates=[earlier])} == before


def test_with_neither_tasks_nor_a_plan_the_forms_of_the_list_are_the_steps():
    found = steps(intake=INTAKE, definitions=[PEOPLE], responses=[sent()])
    assert [step.form for step in found if step.state != "sent"] == [
        entry.form for entry in INTAKE.entries if entry.form != PEOPLE.canonical
    ]
    assert found[-1].state == "sent"


# --- what the patient says of a Task ---


def test_sending_a_form_completes_its_task_by_status_and_output_only():
    task, response = form_task(futureElement=[1]), sent()
    done = task.sent_with(response)
    assert done is not None
    before, after = task.to_resource(), done.to_resource()
    assert {name for name in after if before.get(name) != after[name]} == {"status", "output"}
    assert after["status"] == "completed"
    assert after["output"][0]["valueReference"]["reference"] == "urn:uuid:r1"
    checked = {name: value for name, value in after.items() if name != "futureElement"}
    Task.model_validate_json(json.dumps(checked))
    assert done.sent_with(response) is None
    assert done.answers & response.names


def test_beginning_says_so_once_and_only_of_what_is_the_patients():
    begun = form_task().begun()
    assert begun is not None
    assert (begun.status, begun.begun()) == ("in-progress", None)
    assert step_task().begun() is None
    assert step_task().sent_with(sent()) is None
    assert form_task("cancelled").sent_with(sent()) is None
    assert form_task("completed").begun() is None


def test_a_form_answered_again_is_put_out_beside_the_first_answers():
    once = form_task().sent_with(sent())
    assert once is not None
    again = once.sent_with(sent(id="r2"))
    assert again is not None
    assert len(again.to_resource()["output"]) == 2


# --- the clinic's lists ---


def test_the_list_of_a_track_says_which_forms_in_which_order_why_and_how_long():
    assert INTAKE.track == "depression"
    assert [bool(entry.title and entry.why and entry.minutes) for entry in INTAKE.entries] == [True] * len(
        INTAKE.entries
    )
    first = INTAKE.entries[0]
    assert first.form.endswith("/health-history|1.0.0")
    assert first.why.in_language("es") != first.why.text


@pytest.mark.parametrize("track", ["depression", "bipolar-depression", "ptsd", "chronic-pain"])
def test_each_track_has_its_own_list_and_is_found_by_the_forms_that_are_asked(track: str):
    sets = [
        IntakeSet.from_resource(plan(f"intake-{name}"))
        for name in ("depression", "bipolar-depression", "ptsd", "chronic-pain")
    ]
    mine = next(one for one in sets if one.track == track)
    assert set_for(sets, [entry.form for entry in mine.entries]) is mine
    assert set_for(sets, [], [f"{mine.url}|1.0.0"]) is mine
    assert set_for(sets, []) is None


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "Task", "id": "1"},
        {"resourceType": "Task", "id": "1", "code": [], "input": {}, "extension": 7, "output": [None]},
        {"resourceType": "Task", "id": "1", "extension": [{"url": f"{EXT}/order", "valueInteger": "x"}]},
    ],
)
def test_a_task_that_makes_no_sense_is_read_without_a_fault(resource: dict[str, Any]):
    task = StepTask.from_resource(resource)
    assert task.to_resource() == resource
    assert len(steps(tasks=[task])) == 1
