"""A clinic as it states itself: its houses, who answers when it is closed, and the doctors that its record names."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.care.address import address_lines
from mobile.care.clinic import Clinic
from mobile.care.consent.lets import Rule
from mobile.care.consent.scopes import Opening
from mobile.care.locations import Location, houses_of
from mobile.care.people import Patient
from mobile.care.practice import OwnDoctor, closed_cover, own_doctors, reads_by_agreement
from mobile.care.safety.hours import Window, answering, windows_of

CLINIC = Clinic.from_resource({"resourceType": "Organization", "id": "c", "name": "Clinic"})
UTC = ZoneInfo("UTC")
MONDAY = datetime(2026, 6, 8, tzinfo=UTC)
WEEKDAYS = frozenset(range(5))
DAY = (Window(WEEKDAYS, time(9), time(17)),)
NIGHT = (
    Window(WEEKDAYS, time(17), time(9)),
    Window(frozenset((5, 6)), time(0), time(0)),
    Window(frozenset((0,)), time(0), time(9)),
)


def a_location(**more: Any) -> Location:
    mine = {"managingOrganization": {"reference": "Organization/c"}}
    return Location.from_resource({"resourceType": "Location", "id": "l", "name": "House", **mine, **more})


def test_a_house_has_an_address_or_hours_and_is_no_room_and_no_other_clinics() -> None:
    address = {"address": {"line": ["0 Nowhere Lane"], "city": "Exampleton", "postalCode": "00000"}}
    room = {
        "physicalType": {
            "coding": [
                {"system": "http://terminology.hl7.org/CodeSystem/location-physical-type", "code": "ro"}
            ]
        }
    }
    known = [
        a_location(id="house", **address),
        a_location(id="bare"),
        a_location(id="room", **address, **room),
        a_location(id="closed", **address, status="inactive"),
        a_location(id="theirs", **address, managingOrganization={"reference": "Organization/other"}),
    ]
    (house,) = houses_of(CLINIC, known)
    assert house.address == ("0 Nowhere Lane", "Exampleton 00000")
    assert houses_of(None, known) == []
    assert address_lines({"text": "1 Road\n Town ", "city": "Other"}) == ("1 Road", "Town")


def test_hours_of_a_house_are_read_as_those_of_a_number_are() -> None:
    hours = [{"daysOfWeek": ["mon"], "openingTime": "09:00:00", "closingTime": "17:00:00"}]
    house = a_location(hoursOfOperation=hours)
    assert windows_of(list(house.times)) == (Window(frozenset((0,)), time(9), time(17)),)


def test_who_answers_while_the_house_is_closed() -> None:
    assert closed_cover(DAY, NIGHT) == "always"
    assert closed_cover(DAY, DAY) == "never"
    assert closed_cover(DAY, (Window(frozenset((5,)), time(8), time(12)),)) == "at_times"
    assert closed_cover((), NIGHT) == closed_cover(DAY, ()) == "unsaid"
    always = (Window(frozenset(range(7)), time(0), time(0)),)
    assert closed_cover(always, NIGHT) == "unsaid"
    assert closed_cover((), always) == closed_cover(DAY, always) == "always"


HALF_HOURS = st.builds(lambda minutes: time(minutes // 60, minutes % 60), st.sampled_from(range(0, 1440, 90)))
WINDOWS = st.lists(
    st.builds(
        Window, st.frozensets(st.integers(0, 6), min_size=1, max_size=3), HALF_HOURS, HALF_HOURS
    ).filter(lambda one: one.start != one.end or one.end == time(0)),
    max_size=3,
).map(tuple)


@settings(max_examples=60)
@given(WINDOWS, WINDOWS)
def test_it_says_what_a_call_at_every_half_hour_of_the_week_would_find(
    house: tuple[Window, ...], number: tuple[Window, ...]
) -> None:
    cover = closed_cover(house, number)
    moments = [MONDAY + timedelta(minutes=45 + 90 * step) for step in range(7 * 16)]
    answers = [_is_open(number, at) for at in moments]
    if number and all(answers):
        assert cover == "always"
        return
    found = [answered for answered, at in zip(answers, moments, strict=True) if not _is_open(house, at)]
    if not house or not number or not found:
        assert cover == "unsaid"
    else:
        assert cover == ("always" if all(found) else "at_times" if any(found) else "never")


def _is_open(windows: tuple[Window, ...], at: datetime) -> bool:
    told = answering(windows, at)
    return told is not None and told.is_now


def test_ones_own_doctors_are_whom_the_record_names_each_once() -> None:
    named = [
        {"reference": "Practitioner/gp", "display": "Dr. Old Name"},
        {"reference": "Practitioner/gp"},
        {"display": "Dr. Lee Invented"},
        {"reference": "Practitioner/nameless"},
    ]
    patient = Patient.from_resource({"resourceType": "Patient", "id": "p1", "generalPractitioner": named})
    found = own_doctors(patient, {"Practitioner/gp": "Dr. New Name"})
    assert found == (OwnDoctor("Dr. New Name", "Practitioner/gp"), OwnDoctor("Dr. Lee Invented"))
    assert own_doctors(None, {}) == ()


def test_an_agreement_lets_a_doctor_see_something_only_where_it_permits_them_by_name() -> None:
    gp, signed = OwnDoctor("Dr. Lee", "Practitioner/gp"), object()
    rules = (Rule("prescriber", "intake", True), Rule("", "intake", True, "Practitioner/gp"))
    assert reads_by_agreement(gp, [Opening(signed, rules)]) == [signed]  # type: ignore[arg-type]
    denied = (Rule("", "intake", False, "Practitioner/gp"),)
    assert reads_by_agreement(gp, [Opening(signed, denied)]) == []  # type: ignore[arg-type]
    assert reads_by_agreement(OwnDoctor("Dr. Lee"), [Opening(signed, rules)]) == []  # type: ignore[arg-type]
