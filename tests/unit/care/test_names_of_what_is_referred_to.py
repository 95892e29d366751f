"""A clinic's server may refer to its own records with its address before their name and a version behind it: they are the same records."""

from __future__ import annotations

from typing import Any

import pytest

from mobile.care.clinic import Clinic
from mobile.care.clinic_service import ClinicService
from mobile.care.cost import WayToPay
from mobile.care.cost_help.choosing import is_same
from mobile.care.locations import Location, around, houses_of
from mobile.care.who.staff_role import StaffRole, roles_of
from tests.unit.care.samples import NOW

FORMS = ["{}", "{}/_history/2", "https://clinic.example/fhir/{}", "https://clinic.example/fhir/{}/_history/2"]
CLINIC = Clinic.from_resource({"resourceType": "Organization", "id": "o1", "name": "Harbor Example Clinic"})


def to(form: str, name: str) -> dict[str, Any]:
    return {"reference": form.format(name)}


@pytest.mark.parametrize("form", FORMS)
def test_services_places_and_roles_are_known_by_any_name_of_their_clinic_and_person(form: str) -> None:
    clinic = to(form, "Organization/o1")
    service = {"resourceType": "HealthcareService", "id": "s1", "providedBy": clinic, "name": "A plan"}
    assert ClinicService.from_resource(service).is_of(CLINIC)
    assert WayToPay.from_resource(service).is_of(CLINIC)
    assert is_same(clinic["reference"], CLINIC)
    house = {
        "resourceType": "Location",
        "id": "h1",
        "managingOrganization": clinic,
        "address": {"city": "Exampleton"},
    }
    room = {"resourceType": "Location", "id": "r1", "partOf": to(form, "Location/h1")}
    found = [Location.from_resource(one) for one in (house, room)]
    assert [one.server_id for one in houses_of(CLINIC, found)] == ["h1"]
    assert "Location/h1" in around("Location/r1", {f"Location/{one.server_id}": one for one in found})
    role = {"resourceType": "PractitionerRole", "id": "p1", "practitioner": to(form, "Practitioner/t1")}
    assert len(roles_of([StaffRole.from_resource(role)], "Practitioner/t1", NOW)) == 1
