"""An alert is made on the answer, once, kept until it has arrived, and what is said of it is exactly what is true."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from fhir.resources.R4B.communication import Communication
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mobile.care.forms import FormDefinition, Response
from mobile.care.safety.alerts import Alert, alerts_for, opens_help, state
from mobile.care.safety.routing import RoutingTable
from tests.unit.care.published import form, plan, table
from tests.unit.care.samples import NOW, PATIENT

PHQ9 = form("phq-9")
TABLE = table()
OPTIONS = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")
ASH = "Practitioner/dr-ash"


@dataclass
class Stands:
    state: str
    sent_at: datetime | None = None


def draft(ninth: int | None, *others: int, id: str = "r1") -> Response:
    answers = {**dict(enumerate(others, 1)), 9: ninth}
    items = [
        {
            "linkId": f"phq9-{n}",
            "answer": [{"valueCoding": {"system": "http://loinc.org", "code": OPTIONS[score]}}],
        }
        for n, score in answers.items()
        if score is not None
    ]
    began = Response.begin(id, PHQ9, PATIENT, NOW)
    return began.draft_of([{"linkId": "phq9-items", "item": items}], NOW)


def graver(at_least: int, urgency: str, recipient: str = ASH) -> RoutingTable:
    """The clinic's table with a second row about the same question."""
    resource = copy.deepcopy(plan("safety-routing"))
    row = copy.deepcopy(resource["action"][0])
    row["id"] = "graver"
    for part in row["extension"][0]["extension"]:
        if part["url"] == "at-least":
            part["valueDecimal"] = at_least
        if part["url"] == "urgency":
            part["valueCode"] = urgency
        if part["url"] == "recipient":
            part["valueReference"] = {"reference": recipient}
    resource["action"].append(row)
    return RoutingTable.from_resource(resource)


def only(found: list[Alert]) -> Alert:
    (alert,) = found
    return alert


@pytest.mark.parametrize("score", [1, 2, 3])
def test_any_answer_above_zero_opens_help_and_tells_whom_the_table_names_before_the_rest_is_answered(
    score: int,
):
    alert = only(alerts_for(draft(score), PHQ9, TABLE, [], NOW))
    assert (alert.recipient, alert.urgency, alert.question) == (ASH, "urgent", "phq9-9")
    assert opens_help(draft(score), PHQ9, "phq9-9", TABLE)


def test_no_answer_and_not_at_all_open_nothing():
    for response in (draft(None), draft(0)):
        assert alerts_for(response, PHQ9, TABLE, [], NOW) == []
        assert not opens_help(response, PHQ9, "phq9-9", TABLE)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(others=st.lists(st.integers(0, 3), max_size=8), ninth=st.integers(0, 3))
def test_the_total_never_suppresses_it_and_never_makes_it(others: list[int], ninth: int):
    response = draft(ninth, *others)
    assert bool(alerts_for(response, PHQ9, TABLE, [], NOW)) is (ninth >= 1)
    assert opens_help(response, PHQ9, "phq9-9", TABLE) is (ninth >= 1)


def test_it_is_made_once_for_an_answer_however_often_the_form_is_saved_and_on_two_devices():
    alert = only(alerts_for(draft(1), PHQ9, TABLE, [], NOW))
    assert alerts_for(draft(1, 2, 2), PHQ9, TABLE, [alert], NOW) == []
    elsewhere = only(alerts_for(draft(1), PHQ9, TABLE, [], NOW + timedelta(hours=1)))
    assert elsewhere.id == alert.id
    assert only(alerts_for(draft(1, id="r2"), PHQ9, TABLE, [alert], NOW)).id != alert.id


def test_an_answer_changed_back_does_not_take_it_away_and_changed_again_makes_no_second():
    alert = only(alerts_for(draft(1), PHQ9, TABLE, [], NOW))
    assert alerts_for(draft(0), PHQ9, TABLE, [alert], NOW) == []
    assert alerts_for(draft(2), PHQ9, TABLE, [alert], NOW) == []


def test_a_graver_answer_makes_another_where_the_clinics_table_says_it_is_faster():
    faster = graver(3, "emergency")
    first = only(alerts_for(draft(1), PHQ9, faster, [], NOW))
    assert first.urgency == "urgent"
    second = only(alerts_for(draft(3), PHQ9, faster, [first], NOW))
    assert (second.urgency, second.rule) == ("emergency", "graver")
    assert alerts_for(draft(1), PHQ9, faster, [first, second], NOW) == []
    assert only(alerts_for(draft(3), PHQ9, faster, [], NOW)).urgency == "emergency"


def test_each_person_the_table_names_is_told():
    both = alerts_for(draft(3), PHQ9, graver(3, "routine", "Practitioner/coordinator"), [], NOW)
    assert {alert.recipient for alert in both} == {ASH, "Practitioner/coordinator"}


def test_an_urgency_nobody_here_knows_is_never_held_back():
    table = graver(1, "at-once")
    assert only(alerts_for(draft(1), PHQ9, table, [], NOW)).urgency == "at-once"


def test_an_answer_whose_number_is_not_known_tells_somebody_rather_than_nobody():
    odd = Response.begin("r1", PHQ9, PATIENT, NOW).draft_of(
        [{"linkId": "phq9-9", "answer": [{"valueString": "often"}]}], NOW
    )
    assert only(alerts_for(odd, PHQ9, TABLE, [], NOW)).rule == "phq9-item9"
    assert opens_help(odd, PHQ9, "phq9-9", TABLE)


def test_without_a_table_help_opens_all_the_same_though_nobody_can_be_told():
    assert alerts_for(draft(1), PHQ9, None, [], NOW) == []
    assert opens_help(draft(1), PHQ9, "phq9-9", None)
    assert not opens_help(draft(0), PHQ9, "phq9-9", None)
    assert not opens_help(draft(0, 3), PHQ9, "phq9-1", None)


def test_a_yes_to_a_bladder_question_tells_somebody_and_opens_no_support_screen():
    bladder = form("bladder-five")
    items = [{"linkId": "bladder-five-blood", "answer": [{"valueBoolean": True}]}]
    response = Response.begin("r1", bladder, PATIENT, NOW).draft_of(items, NOW)
    assert only(alerts_for(response, bladder, TABLE, [], NOW)).urgency == "same-day"
    assert not opens_help(response, bladder, "bladder-five-blood", TABLE)
    no = [{"linkId": "bladder-five-blood", "answer": [{"valueBoolean": False}]}]
    assert alerts_for(response.draft_of(no, NOW), bladder, TABLE, [], NOW) == []


@pytest.mark.parametrize(
    ("code", "is_known_at_clinic"),
    [("not-at-all", False), ("none", False), ("a-little", True), ("a-lot", True)],
)
def test_thoughts_after_a_session_are_told_whatever_else_the_list_says(code: str, is_known_at_clinic: bool):
    effects = form("side-effects")
    value = {"system": "https://lantern.example/fhir/CodeSystem/care", "code": code}
    items = [{"linkId": "side-thoughts", "answer": [{"valueCoding": value}]}]
    response = Response.begin("r1", effects, PATIENT, NOW).draft_of(items, NOW)
    assert bool(alerts_for(response, effects, TABLE, [], NOW)) is is_known_at_clinic
    assert opens_help(response, effects, "side-thoughts", TABLE) is is_known_at_clinic


def test_it_is_not_held_back_by_a_response_that_has_not_arrived():
    alert = only(alerts_for(draft(1), PHQ9, TABLE, [], NOW))
    assert '"reference":"urn:uuid:' not in alert.to_json().replace(" ", "")
    assert alert.about == frozenset({"urn:uuid:r1"})
    known = Response.from_resource({**draft(1).to_resource(), "id": "7"})
    assert "QuestionnaireResponse/7" in only(alerts_for(known, PHQ9, TABLE, [], NOW)).about
    assert alerts_for(known, PHQ9, TABLE, [alert], NOW) == []


def test_it_holds_no_answer_and_is_valid_fhir():
    alert = only(alerts_for(draft(3), PHQ9, TABLE, [], NOW))
    assert "LA65" not in alert.to_json()
    assert "Nearly every day" not in alert.to_json()
    Communication.model_validate_json(alert.to_json())
    Communication.model_validate_json(alert.resolve(ASH, NOW).to_json())
    assert "question 9" not in json.dumps(alert.head())


# --- what is true of it ---


def held(**more: Any) -> Alert:
    alert = only(alerts_for(draft(1), PHQ9, TABLE, [], NOW))
    return Alert.from_resource({**alert.to_resource(), **more})


def test_saved_here_is_created_and_not_a_word_more():
    for standing in (None, Stands("waiting"), Stands("sending")):
        truth = state(held(), standing)
        assert (truth.state, truth.trouble, truth.by) == ("created", "offline_or_waiting", None)
    assert state(held(), Stands("needs_attention")).trouble == "needs_attention"


def test_with_the_clinic_is_delivered_and_nobody_is_said_to_have_read_it():
    truth = state(held(), Stands("sent", NOW))
    assert (truth.state, truth.at, truth.by) == ("delivered", NOW, None)
    assert state(held(id="5"), Stands("waiting")).state == "delivered"


def test_taken_up_names_who_and_when_and_settled_is_its_own_state():
    later = NOW + timedelta(hours=2)
    taken = held(id="5").acknowledge(ASH, later, "Dr. Ash Prototype")
    truth = state(taken, Stands("sent"))
    assert (truth.state, truth.at, truth.by) == ("acknowledged", later, "Dr. Ash Prototype")
    assert taken.acknowledge("Practitioner/x", NOW) == taken
    settled = taken.resolve(ASH, later)
    assert (state(settled, None).state, settled.acknowledged_at) == ("resolved", later)
    assert settled.resolve(ASH, NOW) == settled
    assert state(held(id="5").resolve(ASH, later), None).state == "resolved"


def test_a_receipt_without_a_person_who_took_it_up_is_only_delivered():
    assert state(held(id="5", received=NOW.isoformat()), Stands("sent")).state == "delivered"
    assert state(held(id="5", status="completed"), Stands("sent")).state == "delivered"


def test_nothing_in_the_states_scores_a_risk_or_promises_a_call():
    names = {
        *Alert.__dataclass_fields__,
        *RoutingTable.__dataclass_fields__,
        *FormDefinition.__dataclass_fields__,
    }
    assert not {name for name in names if "risk" in name or "score" in name}
