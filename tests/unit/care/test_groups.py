"""A clinic's groups: their next time by the clinic's own data, and no time where that is not understood."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fhir.resources.R4B.healthcareservice import HealthcareService
from hypothesis import given
from hypothesis import strategies as st

from mobile.care.clinic import Clinic
from mobile.care.clinic_service import ClinicService, times_of
from mobile.care.groups import groups_of

ZONE = ZoneInfo("America/Chicago")
CLINIC = Clinic.from_resource({"resourceType": "Organization", "id": "c", "name": "Clinic"})
CARE = "https://lantern.example/fhir/CodeSystem/care"
THURSDAY = {"daysOfWeek": ["thu"], "availableStartTime": "18:00:00", "availableEndTime": "19:00:00"}
NOW = datetime(2026, 6, 9, 14, tzinfo=ZONE)  # a Tuesday


def a_group(**more: Any) -> ClinicService:
    resource = {
        "resourceType": "HealthcareService",
        "id": "g",
        "providedBy": {"reference": "Organization/c"},
        "category": [{"coding": [{"system": CARE, "code": "group"}]}],
        "name": "Evening circle",
        "availableTime": [THURSDAY],
        **more,
    }
    HealthcareService.model_validate(resource)
    return ClinicService.from_resource(resource)


def test_it_meets_next_when_the_clinic_says() -> None:
    (one,) = groups_of(CLINIC, [a_group()], NOW)
    assert one.starts == datetime(2026, 6, 11, 18, tzinfo=ZONE)
    assert one.ends == datetime(2026, 6, 11, 19, tzinfo=ZONE)


@pytest.mark.parametrize(("minute", "day"), [(-1, 11), (0, 11), (59, 11), (60, 18)])
def test_while_it_is_on_that_is_the_one(minute: int, day: int) -> None:
    at = datetime(2026, 6, 11, 18, tzinfo=ZONE) + timedelta(minutes=minute)
    (one,) = groups_of(CLINIC, [a_group()], at)
    assert one.starts is not None
    assert one.starts.day == day


@pytest.mark.parametrize(
    "more",
    [
        {"availableTime": []},
        {"availableTime": [{"daysOfWeek": ["thu"]}]},
        {"availabilityExceptions": "Not in June"},
        {"notAvailable": [{"description": "Holidays"}]},
    ],
)
def test_without_times_that_are_understood_it_stands_without_one(more: dict[str, Any]) -> None:
    assert [one.starts for one in groups_of(CLINIC, [a_group(**more)], NOW)] == [None]


@pytest.mark.parametrize(
    "other",
    [
        a_group(active=False),
        a_group(category=[]),
        a_group(providedBy={"reference": "Organization/other"}),
        ClinicService.from_resource({**a_group().to_resource(), "name": ""}),
    ],
)
def test_what_is_no_group_of_this_clinic_is_not_shown(other: ClinicService) -> None:
    assert groups_of(CLINIC, [other], NOW) == ()
    assert groups_of(None, [a_group()], NOW) == ()


def test_the_soonest_stands_first_and_one_without_a_time_last() -> None:
    later = a_group(id="l", name="A late circle", availableTime=[{**THURSDAY, "daysOfWeek": ["mon"]}])
    never = a_group(id="n", name="A circle", availableTime=[])
    found = groups_of(CLINIC, [never, later, a_group()], NOW)
    assert [one.service.name.text for one in found] == ["Evening circle", "A late circle", "A circle"]


def test_a_group_answers_no_number() -> None:
    assert times_of("+1 202 555 0142", CLINIC, [a_group()]) == []


@given(st.integers(0, 60 * 24 * 400))
def test_the_next_time_is_never_over_and_within_a_week(minutes: int) -> None:
    """At the clinic's wall, whatever its clocks did in between."""
    now = (NOW + timedelta(minutes=minutes)).astimezone(ZONE)
    (one,) = groups_of(CLINIC, [a_group()], now)
    assert one.starts is not None
    assert one.ends is not None
    assert one.ends > now
    assert one.starts.date() - now.date() <= timedelta(days=7)
    assert (one.starts.weekday(), one.starts.hour) == (3, 18)
