"""Attempts to make an alert look read by a hand that did not read it, and to keep help from opening."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from mobile.care.codes import extension
from mobile.care.forms import FormDefinition, Response
from mobile.care.safety.alerts import Alert, alerts_for, opens_help, state
from mobile.care.safety.asking import help_questions, may_ask
from mobile.care.safety.routing import RoutingTable
from tests.unit.care.published import form, plan
from tests.unit.care.safety.test_alerts import PHQ9, TABLE, Stands, draft
from tests.unit.care.samples import NOW, PATIENT

FORGED = [
    {"reference": PATIENT},
    {"reference": "Organization/clinic"},
    {"reference": "Device/gateway", "display": "Auto-reply"},
    {"reference": "#me"},
    {"reference": "Practitioner/"},
    {"display": "Dr. Ash Prototype"},
    "Practitioner/dr-ash",
]


def sent(**more: Any) -> Alert:
    (made,) = alerts_for(draft(2), PHQ9, TABLE, [], NOW)
    return Alert.from_resource({**made.to_resource(), "id": "5", **more})


@pytest.mark.parametrize("by", FORGED, ids=str)
def test_only_a_person_of_the_clinic_makes_an_alert_look_taken_up_or_settled(by: Any) -> None:
    marks = [
        *sent().to_resource()["extension"],
        {"url": extension("acknowledged-by"), "valueReference": by},
        {"url": extension("resolved"), "valueInstant": NOW.isoformat()},
    ]
    found = sent(status="completed", received=NOW.isoformat(), extension=marks)
    truth = state(found, Stands("sent", NOW))
    assert (truth.state, truth.by, found.acknowledged_at, found.resolved_at) == (
        "delivered",
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    "by", ["Practitioner/dr-ash", "https://c.example/fhir/PractitionerRole/on-call/_history/2"]
)
def test_a_person_of_the_clinic_is_known_by_any_form_of_their_reference(by: str) -> None:
    assert state(sent().acknowledge(by, NOW), None).state == "acknowledged"


@pytest.mark.parametrize("score", [1, 2, 3])
def test_a_table_that_tells_somebody_only_from_a_higher_number_on_keeps_no_help_from_opening(
    score: int,
) -> None:
    resource = copy.deepcopy(plan("safety-routing"))
    for action in resource["action"]:
        for part in action["extension"][0]["extension"]:
            if part["url"] == "at-least":
                part["valueDecimal"] = 4
    late = RoutingTable.from_resource(resource)
    assert late.is_in_force
    assert opens_help(draft(score), PHQ9, "phq9-9", late)
    assert not opens_help(draft(0), PHQ9, "phq9-9", late)
    assert alerts_for(draft(score), PHQ9, late, [], NOW) == []


@pytest.mark.parametrize("how", ["in-person", "not-sure"])
def test_who_does_not_answer_the_question_about_harm_is_shown_help_and_nobody_is_told(how: str) -> None:
    response = withheld_in(PHQ9, "phq9-9", how)
    for table in (TABLE, None):
        assert opens_help(response, PHQ9, "phq9-9", table)
        assert not opens_help(response, PHQ9, "phq9-1", table)
    assert alerts_for(response, PHQ9, TABLE, [], NOW) == []


@pytest.mark.parametrize(("how", "opens"), [("in-person", True), ("not-sure", False)])
def test_a_question_whose_rows_name_their_answers_opens_help_for_who_would_rather_say_it_in_person(
    how: str, opens: bool
) -> None:
    effects = form("side-effects")
    assert "side-thoughts" in {place.link_id for place in help_questions(effects)}
    response = withheld_in(effects, "side-thoughts", how)
    assert opens_help(response, effects, "side-thoughts", TABLE) is opens
    assert alerts_for(response, effects, TABLE, [], NOW) == []


def withheld_in(asked: FormDefinition, link_id: str, how: str) -> Response:
    items = [{"linkId": link_id, "extension": [{"url": extension("answer-withheld"), "valueCode": how}]}]
    return Response.begin("r1", asked, PATIENT, NOW).draft_of(items, NOW)


def test_a_row_that_names_another_version_of_the_form_still_tells_and_lets_nothing_new_be_asked() -> None:
    resource = copy.deepcopy(plan("safety-routing"))
    for action in resource["action"]:
        for part in action["extension"][0]["extension"]:
            if part["url"] == "questionnaire":
                part["valueCanonical"] = part["valueCanonical"].split("|")[0] + "|0.9"
    older = RoutingTable.from_resource(resource)
    (alert,) = alerts_for(draft(1), PHQ9, older, [], NOW)
    assert alert.rule == "phq9-item9"
    assert opens_help(draft(1), PHQ9, "phq9-9", older)
    assert may_ask(PHQ9, older).reason == "no_rule"
    exact = RoutingTable.from_resource(
        {**resource, "action": [*resource["action"], {**plan("safety-routing")["action"][0], "id": "exact"}]}
    )
    assert [one.rule for one in alerts_for(draft(1), PHQ9, exact, [], NOW)] == ["exact"]
