"""What our models emit, an independent implementation of the standard takes; what it emits, ours take."""

from __future__ import annotations

import json

import pytest

from api_client import fhir
from api_client.exact import loads
from api_client.fhir import from_text, to_text
from tests.unit.client.samples import SAMPLES
from tests.unit.client.test_models import RESOURCES


def test_there_is_a_sample_of_every_type() -> None:
    assert sorted(SAMPLES) == RESOURCES


@pytest.mark.parametrize("name", SAMPLES)
def test_what_we_emit_is_valid_to_another_implementation(name: str) -> None:
    from fhir.resources.R4B import get_fhir_model_class

    text = to_text(SAMPLES[name])
    theirs = get_fhir_model_class(name).model_validate_json(text)
    assert json.loads(theirs.model_dump_json()) == json.loads(text)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_another_implementation_emits_comes_back_whole(name: str) -> None:
    from fhir.resources.R4B import get_fhir_model_class

    text = get_fhir_model_class(name).model_validate_json(to_text(SAMPLES[name])).model_dump_json()
    assert loads(to_text(from_text(getattr(fhir, name), text))) == loads(text)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_comes_back_as_it_went(name: str) -> None:
    text = to_text(SAMPLES[name])
    again = from_text(getattr(fhir, name), text)
    assert to_text(again) == text
    assert again.model_extra == {}  # nothing of it is strange to our own model
