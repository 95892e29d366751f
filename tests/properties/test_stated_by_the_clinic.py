"""Whatever stands where a clinic states itself, its people and its list of help: it is read as far as it can be, and nothing breaks."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from api_client.sandbox.seed import _content
from api_client.sandbox.seed.cost_help import cost_help, regions
from api_client.sandbox.seed.when import Days
from mobile.care.clinic import Clinic
from mobile.care.cost_help import CostHelp, chosen, languages_of, listed_by, regions_of
from mobile.care.cost_help.choosing import standing
from mobile.care.locations import Location, by_reference, houses_of
from mobile.care.people import CareTeam, Patient, Practitioner
from mobile.care.practice import closed_cover, own_doctors
from mobile.care.resource import NotAResource
from mobile.care.safety.hours import windows_of
from mobile.care.who import StaffRole, around_patient, credentials_of, portrait_of, roles_of
from tests.unit.care.samples import NOW, PATIENT

DAYS = Days.at(NOW)
TODAY = NOW.date()
WRITTEN: list[dict[str, Any]] = [
    *cost_help(DAYS),
    *regions(),
    *_content("practice.json"),
    *(one for one in _content("clinic.json") if one["resourceType"] in ("Organization", "Practitioner")),
    {
        "resourceType": "CareTeam",
        "id": "t",
        "status": "active",
        "period": {"start": "2026-01-01"},
        "participant": [
            {
                "role": [{"text": "Nurse"}],
                "member": {"reference": "Practitioner/sam"},
                "period": {"start": "2026-01-01"},
            }
        ],
    },
    {
        "resourceType": "Patient",
        "id": "p1",
        "generalPractitioner": [{"display": "Dr. Lee", "reference": "Practitioner/gp"}],
    },
]
"""As the sandbox has them."""

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.text(max_size=12),
    st.sampled_from(
        (
            "9999-12-31",
            "0001-01-01",
            "2026-13-40",
            "T",
            "2026-06-07T19:00:00Z",
            "Location/region-town",
            "Practitioner/sam",
        )
    ),
    st.just([]),
    st.just({}),
    st.just([None]),
    st.just([[]]),
    st.just({"coding": "x", "text": 7, "reference": [], "value": {}, "extension": "y"}),
)


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inside:
        found += places_in(one, (*path, name))
    return found


@st.composite
def bent(draw: st.DrawFn) -> dict[str, Any]:
    """One of them with a few of its elements replaced."""
    resource = deepcopy(draw(st.sampled_from(WRITTEN)))
    for _ in range(draw(st.integers(1, 4))):
        paths = [one for one in places_in(resource) if one != ("resourceType",) and one != ("id",)]
        path = draw(st.sampled_from(paths))
        holder: Any = resource
        for name in path[:-1]:
            holder = holder[name]
        holder[path[-1]] = deepcopy(draw(ODD))
    return resource


def read(resources: list[dict[str, Any]], type_: str, noun: Any) -> list[Any]:
    found: list[Any] = []
    for one in resources:
        if one["resourceType"] == type_:
            try:
                found.append(noun.from_resource(one))
            except NotAResource:
                continue
    return found


@settings(max_examples=300)
@given(st.lists(bent(), min_size=1, max_size=4))
def test_what_is_bent_is_read_as_far_as_it_can_be(resources: list[dict[str, Any]]) -> None:
    known = [*WRITTEN, *resources]
    clinic = (
        next(iter(read(resources, "Organization", Clinic)), None) or read(WRITTEN, "Organization", Clinic)[0]
    )
    locations = read(known, "Location", Location)
    places = by_reference(locations)
    listed = listed_by(clinic, read(known, "HealthcareService", CostHelp))
    keys = (
        [None, *(one.key for one in languages_of(listed))],
        [None, *(one.key for one in regions_of(listed, places))],
    )
    for language in keys[0]:
        for region in keys[1]:
            seen = chosen(listed, places, language, region)
            assert len(seen.fitting) + len(seen.unsaid) + seen.others == len(listed)
    for one in listed:
        assert standing(one, TODAY) in ("looked", "old", "unsaid")
        assert all(page.address.startswith("https://") for page in one.pages)
    for house in houses_of(clinic, locations):
        assert all(isinstance(line, str) and line for line in house.address)
        assert closed_cover(windows_of(list(house.times)), ()) == "unsaid"
    for person in read(known, "Practitioner", Practitioner):
        found = credentials_of(person, TODAY)
        assert all(one.since is None or one.since <= TODAY.year for one in found.learned)
        assert portrait_of(person) is None or isinstance(portrait_of(person), bytes)
    roles = read(known, "PractitionerRole", StaffRole)
    assert all(one.practitioner == "Practitioner/sam" for one in roles_of(roles, "Practitioner/sam", NOW))
    teams = read(known, "CareTeam", CareTeam)
    around = around_patient(teams, [], NOW, ["Practitioner/sam"], PATIENT)
    assert "Practitioner/sam" in {one.reference for one in around.everybody}
    for patient in read(known, "Patient", Patient):
        assert all(one.name for one in own_doctors(patient, {}))
