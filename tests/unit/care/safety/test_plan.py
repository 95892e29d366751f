"""The safety plan: the patient's own words, theirs to change, with what they said before; nothing else of it is touched."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fhir.resources.R4B.careplan import CarePlan

from mobile.care.safety.plan import (
    MOST_CHARACTERS,
    CannotSay,
    PlanPast,
    SafetyOutline,
    SafetyPlan,
    current,
    locked_card,
    past_of,
    reword,
)
from tests.unit.care.published import chart, plan
from tests.unit.care.samples import NOW


def a_plan(**more: Any) -> SafetyPlan:
    resource = next(one for one in chart("rowan") if one["id"] == "rowan-safety-plan")
    return SafetyPlan.from_resource({**resource, **more})


def test_it_has_six_steps_in_order_under_plain_headings_in_both_languages():
    keys = [step.key for step in a_plan().steps]
    outline = SafetyOutline.from_resource(plan("safety-plan"))
    assert keys == [step.key for step in outline.steps]
    assert len(keys) == 6
    for step in a_plan().steps:
        assert step.heading.in_language("es") != step.heading.text
    assert "brown" not in json.dumps(plan("safety-plan")).lower()
    assert "stanley" not in json.dumps(plan("safety-plan")).lower()


def test_the_patients_words_change_and_nothing_else_of_the_plan_does():
    before = a_plan(futureElement=[1.0])
    newer, past = reword(before, past_of(before, None), "alone", "Feed the cat", NOW)
    assert newer.step("alone") is not None
    one, other = before.to_resource(), newer.to_resource()
    for number, (old, new) in enumerate(zip(one["activity"], other["activity"], strict=True)):
        assert (old == new) is (number != 1)
    del one["activity"], other["activity"]
    assert one == other
    (kept,) = past.earlier["alone"]
    step = before.step("alone")
    assert step is not None
    assert kept.words == step.words
    checked = {name: value for name, value in newer.to_resource().items() if name != "futureElement"}
    CarePlan.model_validate_json(json.dumps(checked))


def test_what_a_step_said_before_stood_until_it_was_changed_whenever_the_plan_was_stored():
    stored = a_plan(meta={"lastUpdated": "2001-01-01T00:00:00Z"})
    _, past = reword(stored, past_of(stored, None), "alone", "Feed the cat", NOW)
    assert [one.at for one in past.earlier["alone"]] == [NOW]


def test_every_earlier_wording_is_kept_and_the_same_words_make_no_version():
    plan_, past = a_plan(), past_of(a_plan(), None)
    for words in ("One", "One", "Two", ""):
        plan_, past = reword(plan_, past, "signs", words, NOW)
    assert [one.words for one in past.earlier["signs"]][1:] == ["One", "Two"]
    assert PlanPast.from_json(past.to_json()) == past
    assert PlanPast.KIND.compartment == "private"


def test_any_step_may_be_left_empty_and_an_empty_one_is_valid_fhir():
    newer = a_plan().saying("alone", "  ")
    step = newer.step("alone")
    assert step is not None
    assert step.words == ""
    CarePlan.model_validate_json(newer.to_json())


def test_words_too_long_or_for_no_step_are_refused_by_a_code_and_never_quoted():
    with pytest.raises(CannotSay) as long:
        a_plan().saying("alone", "secret" * MOST_CHARACTERS)
    assert long.value.code == "too_long"
    assert "secret" not in str(long.value)
    with pytest.raises(CannotSay) as none:
        reword(a_plan(), past_of(a_plan(), None), "nowhere", "x", NOW)
    assert none.value.code == "no_such_step"


def test_it_is_readable_while_locked_only_if_the_patient_chose_so():
    plan_, past = a_plan(), past_of(a_plan(), None)
    assert locked_card(plan_, past, "en") == []
    assert locked_card(plan_, None, "en") == []
    chosen = past.choosing(True, NOW)
    card = locked_card(plan_, chosen, "es")
    assert len(card) == 6
    assert card[1]["words"] == plan_.steps[1].words
    assert locked_card(plan_, chosen.choosing(False, NOW), "en") == []
    assert locked_card(a_plan(id="another"), chosen, "en") == []
    assert PlanPast.from_json(chosen.to_json()).is_readable_locked


def test_the_plan_in_force_is_the_active_one_last_made():
    old, new = a_plan(created="2025-01-01", id="old"), a_plan(created="2026-01-01", id="new")
    assert current([new, old]) is new
    assert current([a_plan(status="revoked")]) is None


def test_no_head_holds_a_word_of_it():
    plan_ = a_plan()
    for step in plan_.steps:
        assert step.words not in json.dumps(plan_.head())
        assert step.words not in repr(plan_)


def test_another_clinics_plan_without_our_codes_is_read_by_its_order():
    foreign = SafetyPlan.from_resource(
        {
            "resourceType": "CarePlan",
            "id": "1",
            "status": "active",
            "activity": [
                {"detail": {"description": "a", "code": {"text": "Signs"}}},
                {"reference": {}},
                {"detail": {}},
            ],
        }
    )
    assert [(step.key, step.words) for step in foreign.steps] == [("1", "a"), ("3", "")]
    assert foreign.saying("3", "x").steps[1].words == "x"
