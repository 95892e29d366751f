"""What the sample people answered adds up: totals, gaps, true dates, drafts, whose turn it is, and one safety plan."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from mobile.care.questionnaire import Filling, Form, Launch
from mobile.care.questionnaire.fhirpath import compile as compile_path
from tests.unit.sandbox.forms import CALCULATED, CARE_CODES, FORMS, PLANS, marks, spanish
from tests.unit.sandbox.test_measures import NOW

STEPS = {action["id"] for action in PLANS["readiness"]["action"]}


def responses(clinic: Sandbox, patient: str, form: str) -> list[dict[str, Any]]:
    found = clinic.find("QuestionnaireResponse", patient=f"Patient/{patient}")
    url = FORMS[form]["url"]
    return sorted(
        (one for one in found if one["questionnaire"].split("|")[0] == url), key=lambda one: one["authored"]
    )


def totals(clinic: Sandbox, patient: str) -> dict[str, dict[str, Any]]:
    found = clinic.find("Observation", patient=f"Patient/{patient}")
    return {one["derivedFrom"][0]["reference"].removeprefix("QuestionnaireResponse/"): one for one in found}


def steps_of(clinic: Sandbox, patient: str) -> list[dict[str, Any]]:
    """The tasks of getting ready; an invitation, what is left to talk about and approvals are Tasks as well, and none of these."""
    found = clinic.find("Task", patient=f"Patient/{patient}")
    others = ("-talk-", f"{patient}-approval-")
    return [
        one
        for one in found
        if not one["id"].endswith("-invitation") and not any(name in one["id"] for name in others)
    ]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("patient", ["rowan", "marlow", "tova"])
def test_every_kept_total_is_what_the_measures_own_expression_gives(clinic: Sandbox, patient: str) -> None:
    kept = totals(clinic, patient)
    assert kept
    for form in ("phq-9", "gad-7", "who-5"):
        definition = FORMS[form]
        mark = next(one for one in definition["item"][-1]["extension"] if one["url"] == CALCULATED)
        path = compile_path(mark["valueExpression"]["expression"])
        for one in responses(clinic, patient, form):
            (total,) = path.read(one, {"resource": one, "questionnaire": definition}, now=NOW, notes=[]) or [
                None
            ]
            observation = kept.get(one["id"])
            assert (observation and observation["valueInteger"]) == total, one["id"]
            if observation is not None:
                assert observation["effectiveDateTime"] == one["authored"]
                assert observation["code"]["coding"] == definition["item"][-1]["code"]


def test_a_skipped_question_leaves_an_answer_without_a_total(clinic: Sandbox) -> None:
    answers = responses(clinic, "rowan", "phq-9")
    assert len(answers) == 7
    without = [one for one in answers if one["id"] not in totals(clinic, "rowan")]
    assert len(without) == 1
    assert len(without[0]["item"][0]["item"]) == 8


def test_an_answer_that_came_late_keeps_its_true_date(clinic: Sandbox) -> None:
    late = [
        one
        for one in responses(clinic, "rowan", "phq-9")
        if (instant(one["meta"]["lastUpdated"]) - instant(one["authored"])).total_seconds() > 3600
    ]
    assert len(late) == 1


def test_nobody_invented_thinks_of_dying(clinic: Sandbox) -> None:
    """No sample person opens the app into an alert that nobody sent."""
    for patient in ("rowan", "marlow", "tova"):
        for one in responses(clinic, patient, "phq-9"):
            ninth = next(item for item in one["item"][0]["item"] if item["linkId"] == "phq9-9")
            assert ninth["answer"][0]["valueCoding"]["code"] == "LA6568-5"


def test_marlows_last_two_answers_fit_the_early_slip_rule(clinic: Sandbox) -> None:
    measure = next(
        action for action in PLANS["example-maintenance"]["action"] if action.get("id") == "measure-phq-9"
    )
    rule = {part["url"]: part for part in marks(measure, "early-slip")[0]["extension"]}
    over, change = rule["answers"]["valueInteger"], rule["change"]["valueDecimal"]
    kept = totals(clinic, "marlow")
    scores = [kept[one["id"]]["valueInteger"] for one in responses(clinic, "marlow", "phq-9")]
    last = scores[-(over + 1) :]
    assert last == sorted(last)
    assert last[-1] - last[0] >= change


def test_ines_has_a_form_begun_elsewhere_that_says_where_she_is(clinic: Sandbox) -> None:
    (draft,) = responses(clinic, "ines", "health-history")
    assert draft["status"] == "in-progress"
    (where,) = marks(draft, "resume-at")
    form = Form.of(json.dumps(FORMS["health-history"]), language="en")
    filling = Filling.resume(form, json.dumps(draft), Launch(today=clinic.clock().date(), now=clinic.clock()))
    assert filling.has(where["valueString"])
    assert "answer-withheld" in json.dumps(draft)
    task = clinic.find("Task", _id="ines-form-health-history")[0]
    assert task["output"][0]["valueReference"] == {"reference": f"QuestionnaireResponse/{draft['id']}"}


@pytest.mark.parametrize("patient", ["rowan", "ines", "marlow", "tova"])
def test_every_task_says_whose_turn_it_is_since_when_and_what_is_next(clinic: Sandbox, patient: str) -> None:
    tasks = steps_of(clinic, patient)
    assert len(tasks) >= 7
    names = {one["id"].removeprefix(f"{patient}-step-") for one in tasks if "-step-" in one["id"]}
    assert names <= STEPS
    for task in tasks:
        turn = marks(task, "turn")[0]["valueCode"]
        assert turn in {"patient", "clinic", "third-party"}
        assert instant(marks(task, "since")[0]["valueDateTime"]) <= clinic.clock()
        assert spanish(task, "description") or task["description"] in ("PHQ-9", "GAD-7")
        if "-step-" in task["id"]:
            for name in ("next", "usual-time", "nudge"):
                assert spanish(marks(task, name)[0], "valueString")
            assert turn != "third-party" or marks(task, "turn-role")
        is_own = task["owner"]["reference"] == f"Patient/{patient}"
        assert is_own or turn != "patient"


def test_all_eight_steps_stand_for_who_is_new_and_each_kind_of_turn(clinic: Sandbox) -> None:
    tasks = [one for one in clinic.find("Task", patient="Patient/ines") if "-step-" in one["id"]]
    assert {one["id"].removeprefix("ines-step-") for one in tasks} == STEPS
    assert {marks(one, "turn")[0]["valueCode"] for one in tasks} == {"patient", "clinic", "third-party"}


@pytest.mark.parametrize("patient", ["rowan", "ines", "marlow", "tova"])
def test_the_plan_says_what_the_tasks_say(clinic: Sandbox, patient: str) -> None:
    tasks = steps_of(clinic, patient)
    plan = clinic.find("CarePlan", _id=f"{patient}-plan")[0]
    all_details = [one["detail"] for one in plan["activity"] if "detail" in one]
    details = [one for one in all_details if "day-medicine" not in json.dumps(one["code"])]
    same = {"requested": "not-started"}
    assert sorted((one["description"], one["status"]) for one in details) == sorted(
        (one["description"], same.get(one["status"], one["status"])) for one in tasks
    )


def test_the_safety_plan_has_six_steps_under_plain_headings(clinic: Sandbox) -> None:
    plan = clinic.find("CarePlan", _id="rowan-safety-plan")[0]
    assert plan["category"][0]["coding"][0] == {"system": "http://snomed.info/sct", "code": "401276009"}
    steps = [one["detail"] for one in plan["activity"]]
    headings = [action["title"] for action in PLANS["safety-plan"]["action"]]
    assert [step["code"]["text"] for step in steps] == headings
    assert len(headings) == 6
    for step in steps:
        assert step["description"]
        assert spanish(step["code"], "text")
        assert step["code"]["coding"][0]["system"] == CARE_CODES
    assert "stanley" not in json.dumps(plan).lower()


def test_every_kept_response_fits_its_form(clinic: Sandbox) -> None:
    for one in clinic.find("QuestionnaireResponse"):
        definition = FORMS[one["questionnaire"].split("|")[0].rpartition("/")[2]]
        form = Form.of(json.dumps(definition), language="en")
        launch = Launch(today=clinic.clock().date(), now=clinic.clock())
        filling = Filling.resume(form, json.dumps(one), launch)
        assert filling.kept_aside == (), one["id"]
        assert [problem for problem in filling.problems() if problem.severity == "error"] == [], one["id"]


def test_seeding_reads_the_content_once() -> None:
    from api_client.sandbox.seed.published import published

    assert published() is published()
