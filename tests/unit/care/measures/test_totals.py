"""Totals: published scoring only, a skipped question is absent, and the day is the day it was answered."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from fhir.resources.R4B.observation import Observation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mobile.care.measures import Measured, instrument_of, observation_of, skipped
from mobile.care.measures.instrument import PRO_RATING, Instrument
from tests.unit.care.measures.samples import answered, observed
from tests.unit.care.published import chart, form, forms
from tests.unit.care.samples import NOW

PHQ9 = form("phq-9")
SCORED = {
    "phq-9": (9, 1, "44261-6"),
    "gad-7": (7, 1, "70274-6"),
    "phq-2": (2, 1, "55758-7"),
    "who-5": (5, 4, None),
}


def reason(measured: Measured | None) -> str | None:
    assert measured is not None
    assert measured.total is None
    return measured.absent


@pytest.mark.parametrize("name", SCORED)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_the_total_is_the_published_sum_under_the_published_code(name: str, data: st.DataObject):
    count, times, code = SCORED[name]
    scores = data.draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    definition = form(name)
    response, total = answered(definition, list(scores))
    found = observation_of(response, definition, total)
    assert found is not None
    assert found.total == sum(scores) * times
    if code is not None:
        assert ("http://loinc.org", code) in found.codes
    Observation.model_validate_json(found.to_json())


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(missing=st.sets(st.integers(0, 8), min_size=1), claimed=st.none() | st.integers(0, 27))
def test_a_skipped_question_is_absent_and_never_zero_whatever_total_is_claimed(
    missing: set[int], claimed: int | None
):
    response, total = answered(PHQ9, [None if n in missing else 3 for n in range(9)])
    assert total is None
    instrument = instrument_of(PHQ9)
    assert instrument is not None
    assert len(skipped(response, instrument)) == len(missing)
    found = observation_of(response, PHQ9, claimed)
    assert reason(found) == "asked-declined"
    assert found is not None
    assert "value" not in str(set(found.to_resource()))
    Observation.model_validate_json(found.to_json())


def test_the_question_how_difficult_is_not_in_the_total():
    instrument = instrument_of(PHQ9)
    assert instrument is not None
    assert instrument.scored == tuple(f"phq9-{n}" for n in range(1, 10))
    response, total = answered(PHQ9, [1] * 9)
    found = observation_of(response, PHQ9, total)
    assert found is not None
    assert found.total == 9


def test_a_question_left_as_not_sure_gives_another_reason_than_one_passed_over():
    response, _ = answered(PHQ9, [1] * 8)
    mark = {
        "url": "https://lantern.example/fhir/StructureDefinition/answer-withheld",
        "valueCode": "not-sure",
    }
    items = response.items()
    items[0]["item"].append({"linkId": "phq9-9", "extension": [mark]})
    assert reason(observation_of(response.amend(items, NOW), PHQ9, None)) == "asked-unknown"


def test_a_clinics_published_rule_for_skipped_questions_is_followed_where_it_names_one():
    resource = PHQ9.to_resource()
    resource["item"][-1]["extension"].append({"url": PRO_RATING, "valueString": "EXAMPLE: cited rule"})
    ruled = type(PHQ9).from_resource(resource)
    response, _ = answered(PHQ9, [1] * 8)
    found = observation_of(response, ruled, 9)
    assert found is not None
    assert found.total == 9


def test_a_mean_is_kept_unrounded():
    peg = form("peg")
    response, total = answered(peg, [7, 5, 5])
    found = observation_of(response, peg, total)
    assert found is not None
    assert found.total is not None
    assert str(found.total).startswith("5.666666")
    assert found.to_resource()["valueQuantity"]["code"] == "{score}"
    Observation.model_validate_json(found.to_json())


def test_a_measure_whose_gate_was_no_has_its_zero_and_its_total_is_for_the_clinician():
    gate = form("pc-ptsd-5")
    response, total = answered(gate, [0])
    found = observation_of(response, gate, total)
    assert found is not None
    assert found.total == 0
    instrument = instrument_of(gate)
    assert instrument is not None
    assert instrument.is_total_for_clinician
    assert instrument.conditional


def test_lists_without_a_published_total_have_none_and_the_columbia_screener_is_never_summed():
    for name in ("side-effects", "bladder-five"):
        assert instrument_of(form(name)) is None
    summed = form("phq-9", code=[{"system": "http://loinc.org", "code": "93373-9"}])
    assert instrument_of(summed) is None
    response, total = answered(PHQ9, [1] * 9)
    assert observation_of(response, summed, total) is None


def test_a_late_answer_keeps_its_true_day_and_an_amended_one_the_first():
    day = NOW - timedelta(days=2)
    response, total = answered(PHQ9, [1] * 9, at=day)
    found = observation_of(response, PHQ9, total)
    assert found is not None
    assert found.answered_at == day
    newer = response.amend(response.items(), NOW)
    amended = observation_of(newer, PHQ9, 12, found)
    assert amended is not None
    assert (amended.id, amended.total, amended.answered_at) == (found.id, 12, day)
    assert amended.to_resource()["status"] == "amended"
    assert reason(observation_of(newer, PHQ9, None, amended)) == "unknown"
    made_first_now = observation_of(newer, PHQ9, 12)
    assert made_first_now is not None
    assert made_first_now.answered_at == day


def test_an_unfinished_response_has_no_total():
    response, total = answered(PHQ9, [1] * 9)
    assert observation_of(response.changed(status="in-progress"), PHQ9, total) is None


def test_the_total_is_derived_from_its_response_and_made_twice_it_is_one():
    response, total = answered(PHQ9, [1] * 9)
    one, other = (observation_of(response, PHQ9, total) for _ in range(2))
    assert one is not None
    assert one == other
    assert one.derived_from & response.names


def test_every_measure_with_a_total_cites_where_its_scoring_was_published_and_shows_no_band():
    for definition in forms():
        instrument = instrument_of(definition)
        if instrument is not None:
            assert instrument.citation, definition.canonical
            assert instrument.total_codes
    assert not {name for name in Instrument.__dataclass_fields__ if "band" in name or "cut" in name}


def test_the_sample_persons_totals_are_read_as_the_server_holds_them():
    found = [Measured.from_resource(one) for one in chart("rowan") if one["resourceType"] == "Observation"]
    instrument = instrument_of(PHQ9)
    assert instrument is not None
    totals = [one.total for one in found if one.is_of(instrument)]
    assert len(totals) == 6
    assert all(total is not None and 0 <= total <= 27 for total in totals)


@pytest.mark.parametrize("value", [{"valueString": "12"}, {"valueInteger": True}, {"valueQuantity": []}, {}])
def test_a_value_that_is_no_number_is_no_total(value: dict[str, Any]):
    resource = {**observed(1, None).to_resource(), **value}
    read = Measured.from_json(json.dumps(resource))
    assert read.total is None
    assert Measured.from_resource({**resource, "valueQuantity": {"value": Decimal("5.50")}}).total == Decimal(
        "5.5"
    )
