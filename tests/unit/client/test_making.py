"""What is put together to be sent goes out as it was given: no word refused, no digit changed, no member of others lost."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest

from api_client import fhir
from api_client.fhir.making import as_received, made

HALF = "half a \ud83d character, “quoted” \x01"


def test_words_that_a_model_would_refuse_go_as_they_are() -> None:
    concept = made(fhir.CodeableConcept, text=HALF)
    goal = made(fhir.Goal, lifecycleStatus="active", description=concept)
    assert fhir.to_object(goal) == {
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "description": {"text": HALF},
    }
    assert fhir.from_text(fhir.Patient, '{"resourceType":"Patient"}').resourceType == "Patient"


def test_digits_zero_false_and_empty_words_are_there_and_none_is_not() -> None:
    found = made(
        fhir.Observation,
        valueQuantity=made(fhir.Quantity, value=Decimal("1.50"), unit="", code=None),
        valueBoolean=False,
        valueInteger=0,
    )
    assert fhir.to_text(found) == (
        '{"resourceType":"Observation","valueQuantity":{"value":1.50,"unit":""},"valueBoolean":false,"valueInteger":0}'
    )


def test_what_came_from_elsewhere_keeps_every_member_inside_what_is_made() -> None:
    received = {
        "start": "2030",
        "_start": {"id": "s"},
        "odd": [1, None, {"a": Decimal("2.0")}],
        "end": 7,
        "_fields_set": {"model_extra": 1},
        "class": "c",
    }
    period = as_received(fhir.Period, received)
    assert fhir.to_object(period) == received
    period.end = "2031"
    provision = made(fhir.ConsentProvision, type="permit", period=period)
    assert fhir.to_object(provision) == {"type": "permit", "period": {**received, "end": "2031"}}
    assert received["end"] == 7


def test_two_models_made_alike_share_nothing() -> None:
    one, other = made(fhir.Reference), as_received(fhir.Reference, {})
    one.reference = other.display = "x"
    assert (fhir.to_object(made(fhir.Reference)), fhir.to_object(as_received(fhir.Reference, {}))) == ({}, {})


@pytest.mark.parametrize("module", ["api_client.fhir.making", "mobile.care.catalog", "mobile.care.sharing"])
def test_no_model_is_loaded_before_something_is_made(module: str) -> None:
    code = f"import sys, {module}\nassert not {{'pydantic', 'api_client.fhir.base'}} & set(sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
