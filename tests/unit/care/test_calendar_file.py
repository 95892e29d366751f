"""A calendar file is one that calendars read, whatever the clinic calls its sessions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from mobile.care.calendar_file import calendar_file
from mobile.care.given_times import GivenTime

AT = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("called", "read"),
    [
        ("Visit\rATTACH:file", "Visit\nATTACH:file"),
        ("Visit\r\nEND:VEVENT", "Visit\nEND:VEVENT"),
        ("Vi\x00sit\x0bhere\x1b", "Visit\nhere"),
        ("שיחה 👩‍💻 " * 12, "שיחה 👩‍💻 " * 12),
        ('a;b,c\\n "quoted"', 'a;b,c\\n "quoted"'),
    ],
)
def test_what_a_clinic_calls_a_session_stays_one_title_without_signs_that_break_a_file(
    called: str, read: str
) -> None:
    file = calendar_file(
        [GivenTime("Appointment/a", AT)], [], "Appointment", "g", AT, {"Appointment/a": called}
    )
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    assert str(event["SUMMARY"]) == read
    assert not {*file} & ({*range(32)} - {*b"\r\n"}), "control characters"
    assert file.count(b"\r") == file.count(b"\r\n") == file.count(b"\n")
    assert max(map(len, file.split(b"\r\n"))) <= 75
