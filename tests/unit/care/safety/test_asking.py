"""Which forms may be asked: help questions only with a signed table, the Columbia screener only with leave."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from mobile.care.consent.reading import is_agreement
from mobile.care.forms import FormDefinition
from mobile.care.safety.asking import help_questions, is_permitted, may_ask
from mobile.care.safety.routing import RoutingTable, in_force
from tests.unit.care.published import form, forms, plan, table

PHQ9 = form("phq-9")


def without_extension(resource: dict[str, Any], name: str) -> dict[str, Any]:
    kept = [one for one in resource["extension"] if not one["url"].endswith(f"/{name}")]
    return {**resource, "extension": kept}


def edited(change: Any) -> RoutingTable:
    resource = copy.deepcopy(plan("safety-routing"))
    change(resource)
    return RoutingTable.from_resource(resource)


def test_phq9_is_offered_with_the_clinics_signed_table_and_not_at_all_without():
    assert may_ask(PHQ9, table())
    refused = may_ask(PHQ9, None)
    assert not refused
    assert (refused.reason, refused.link_id) == ("no_routing", "phq9-9")


@pytest.mark.parametrize("change", [{"version": None}, {"status": "retired"}, {"status": "draft"}])
def test_a_table_without_version_or_not_for_use_is_no_table(change: dict[str, Any]):
    assert may_ask(PHQ9, table(**change)).reason == "no_routing"
    assert in_force([table(**change)]) is None


def test_a_table_nobody_signed_is_no_table():
    unsigned = RoutingTable.from_resource(without_extension(plan("safety-routing"), "signed-by"))
    assert not unsigned.is_in_force
    assert may_ask(PHQ9, unsigned).reason == "no_routing"
    assert unsigned.rules_for(PHQ9.canonical, "phq9-9") == ()
    undated = edited(lambda one: one["extension"][0]["extension"].pop())
    assert not undated.is_in_force


def test_a_table_without_a_row_for_the_question_does_not_let_it_be_asked():
    assert may_ask(PHQ9, edited(lambda one: one["action"].pop(0))).reason == "no_rule"
    assert may_ask(PHQ9, edited(lambda one: one["action"][0].update(id="another"))).reason == "no_rule"


def test_a_row_that_cannot_be_understood_does_not_let_its_question_be_asked():
    def spoil(one: dict[str, Any]) -> None:
        row = copy.deepcopy(one["action"][0])
        parts = row["extension"][0]["extension"]
        row["extension"][0]["extension"] = [part for part in parts if part["url"] != "at-least"]
        one["action"].append(row)

    assert may_ask(PHQ9, edited(spoil)).reason == "unclear_rule"
    assert may_ask(form("side-effects"), edited(spoil))


def test_a_row_that_counts_needs_options_that_carry_a_number():
    resource = PHQ9.to_resource()
    ninth = resource["item"][0]["item"][8]
    for option in ninth["answerOption"]:
        option.pop("extension")
    assert may_ask(FormDefinition.from_resource(resource), table()).reason == "unclear_rule"


def test_the_question_is_known_by_its_code_in_any_clinics_form():
    resource = PHQ9.to_resource()
    ninth = resource["item"][0]["item"][8]
    ninth["extension"] = []
    foreign = FormDefinition.from_resource({**resource, "url": "https://elsewhere.example/q"})
    assert [place.link_id for place in help_questions(foreign)] == ["phq9-9"]
    assert may_ask(foreign, None).reason == "no_routing"
    assert may_ask(foreign, table()).reason == "no_rule"


def test_the_columbia_screener_is_a_slot_until_the_clinic_supplies_it_and_records_its_permission():
    slot = form("c-ssrs")
    assert may_ask(slot, table()).reason == "no_permission"
    leave = {"url": "https://lantern.example/fhir/StructureDefinition/permission", "valueString": "REF-1"}
    allowed = form("c-ssrs", extension=[*slot.to_resource()["extension"], leave], status="active")
    assert is_permitted(allowed)
    assert may_ask(allowed, table()).reason == "no_questions"
    asked = [{"linkId": "1", "type": "boolean", "code": [{"system": "http://loinc.org", "code": "93246-7"}]}]
    supplied = FormDefinition.from_resource({**allowed.to_resource(), "item": asked})
    assert may_ask(supplied, table()).reason == "no_rule"
    unmarked = form("c-ssrs", extension=[], status="active", item=asked)
    assert may_ask(unmarked, table()).reason == "no_permission"


def test_every_form_of_the_clinic_but_the_slot_may_be_asked_with_its_table():
    assert {one.server_id for one in forms() if not is_agreement(one) and not may_ask(one, table())} == {
        "c-ssrs"
    }


def test_the_five_bladder_questions_are_yes_or_no_and_each_yes_goes_to_somebody():
    five = [place for place in form("bladder-five").placed() if place.is_question]
    assert [place.type for place in five] == ["boolean"] * 5
    signed = table()
    for place in five:
        assert signed.rules_for(form("bladder-five").canonical, place.link_id)
    blood = signed.rules_for(form("bladder-five").canonical, "bladder-five-blood")[0]
    assert blood.speed > signed.rules_for(form("bladder-five").canonical, "bladder-five-leak")[0].speed


def test_no_form_of_the_clinic_asks_anybody_to_describe_what_happened_to_them():
    free = [place for place in form("pc-ptsd-5").placed() if place.type in ("string", "text", "open-choice")]
    assert free == []


def test_the_clinics_hours_and_the_usual_time_are_the_clinics_words():
    signed = table()
    assert signed.hours.in_language("es") != signed.hours.text
    assert all(rule.expected_time for rule in signed.rules)
    assert (signed.version, signed.signer) == ("1.0.0", "Practitioner/dr-ash")


@pytest.mark.parametrize("junk", [{"action": 3}, {"extension": []}, {"action": [{"extension": [None, 7]}]}])
def test_a_table_that_makes_no_sense_is_read_without_a_fault(junk: dict[str, Any]):
    read = RoutingTable.from_resource({"resourceType": "PlanDefinition", "id": "1", **junk})
    assert not read.is_in_force


def signed_on(day: str, **more: Any) -> RoutingTable:
    def sign(one: dict[str, Any]) -> None:
        next(part for part in one["extension"][0]["extension"] if part["url"] == "on")["valueDate"] = day
        one.update(more)

    return edited(sign)


def test_a_table_signed_in_the_future_is_not_in_force_and_takes_no_place():
    now, coming = signed_on("2026-06-01"), signed_on("2026-06-20", version="2.0.0")
    assert in_force([now, coming], date(2026, 6, 7)) is now
    assert in_force([coming], date(2026, 6, 7)) is None
    assert in_force([now, coming], date(2026, 6, 20)) is coming
    # whose date line is a day ahead
    assert in_force([signed_on("2026-06-08")], date(2026, 6, 7)) is not None


def test_without_a_date_a_table_signed_after_it_was_stored_is_not_in_force():
    stored = {"lastUpdated": "2026-06-07T19:00:00Z"}
    assert in_force([signed_on("2030-01-01", meta=stored)]) is None
    assert in_force([signed_on("2026-06-07", meta=stored)]) is not None
