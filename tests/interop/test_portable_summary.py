"""Other implementations judge the document that a person hands to another clinic: the models of R4B, and a server's validator."""

from __future__ import annotations

import json
from typing import Any, get_args

import httpx
import pytest
from fhir.resources.R4B import get_fhir_model_class

from mobile.screens.portable_summary.page import Chosen
from mobile.screens.portable_summary.piece import Code
from tests.properties.test_portable import CLINICS, put_together

EVERY = Chosen(frozenset(get_args(Code)), "Lakeside Placeholder Clinic")


def document(language: str = "en") -> dict[str, Any]:
    return json.loads(put_together(list(CLINICS), EVERY, language).document)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_bundle_and_each_of_its_entries_are_valid_r4b(language: str) -> None:
    bundle = document(language)
    get_fhir_model_class("Bundle").model_validate(bundle)
    for entry in bundle["entry"]:
        get_fhir_model_class(entry["resource"]["resourceType"]).model_validate(entry["resource"])


@pytest.mark.node
@pytest.mark.xdist_group("interop")
def test_medplum_takes_every_entry_as_it_is(medplum_base: str) -> None:
    with httpx.Client(base_url=medplum_base, timeout=30) as client:
        for entry in document()["entry"]:
            resource = entry["resource"]
            headers = {"content-type": "application/fhir+json"}
            answer = client.post(f"/{resource['resourceType']}", json=resource, headers=headers)
            assert answer.status_code == 201, answer.text
            kept = answer.json()
            for name, value in resource.items():
                if name != "meta":
                    assert kept[name] == value, name
