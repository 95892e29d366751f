"""The made-up clinic's list of help, its house and its people: marked as examples, naming no illness, read by patients and kept by the
clinic."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.guests import joined
from tests.unit.sandbox.visitor import Visitor

ILLNESS = re.compile(
    r"depress|anxi|ptsd|trauma|bipolar|suicid|pain|addict|ketamin|deprim|ansied|dolor|trastorno|disorder",
    re.IGNORECASE,
)


def listed(clinic: Sandbox) -> list[dict[str, Any]]:
    found = clinic.find("HealthcareService")
    return [one for one in found if "help-with-cost" in json.dumps(one.get("category"))]


def test_every_entry_is_marked_as_an_example_in_both_languages_and_names_no_illness(clinic: Sandbox) -> None:
    found = listed(clinic)
    assert len(found) >= 5
    for one in found:
        assert one["extraDetails"].startswith("EXAMPLE")
        assert "EJEMPLO" in json.dumps(one["_extraDetails"], ensure_ascii=False)
        assert not ILLNESS.search(json.dumps(one, ensure_ascii=False))


def test_numbers_and_pages_are_nobodys(clinic: Sandbox) -> None:
    for one in (*listed(clinic), *clinic.find("PractitionerRole")):
        for point in one.get("telecom", []):
            is_made_up = re.fullmatch(r"\+1-202-555-01\d\d", point["value"]) or re.fullmatch(
                r"https://[a-z.]+\.example(/\w*)?", point["value"]
            )
            assert is_made_up, point["value"]


def test_what_is_stated_of_people_and_of_the_clinic_is_marked(clinic: Sandbox) -> None:
    about = "https://lantern.example/fhir/StructureDefinition/about"
    stating = [*clinic.find("Organization"), *clinic.find("PractitionerRole")]
    texts = [
        mark["valueString"] for one in stating for mark in one.get("extension", []) if mark["url"] == about
    ]
    assert len(texts) >= 4
    assert all("EXAMPLE" in text for text in texts)


@pytest.mark.parametrize("type_", ["HealthcareService", "Location", "PractitionerRole"])
async def test_a_patient_reads_it_and_writes_none_of_it(rowan: Visitor, type_: str) -> None:
    found = await rowan.found(f"{type_}?_count=100")
    assert found
    name = found[0]
    own = (await rowan.get(name)).json()
    assert (await rowan.put(name, {**own, "active": False})).status_code in (403, 404)
    assert (await rowan.post(type_, {"resourceType": type_, "name": "canary"})).status_code == 403
    assert (await rowan.delete(name)).status_code in (403, 404)


async def test_who_left_the_team_is_still_known_by_name_and_a_guest_sees_none_of_it(
    clinic: Sandbox, rowan: Visitor, ines: Visitor
) -> None:
    assert (await rowan.get("Practitioner/nia")).status_code == 200
    assert (await ines.get("Practitioner/nia")).status_code == 404
    guest, _who, _task = await joined(clinic, rowan)
    for type_ in ("HealthcareService", "Location"):
        assert await guest.found(f"{type_}?_count=100") == []
