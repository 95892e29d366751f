"""The same moment by the clinic's clock and by this device's."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from mobile.screens.wording.clocks import here_text


@pytest.mark.parametrize(
    ("language", "elsewhere", "said"),
    [
        ("en", "America/New_York", "Clinic time (Chicago). By this device's clock: 11:30\u00a0AM"),
        ("en", "Asia/Tokyo", "Clinic time (Chicago). By this device's clock: Tuesday, 12:30\u00a0AM"),
        ("es", "Asia/Tokyo", "Clinic time (Chicago). By this device's clock: martes, 12:30\u00a0a.\u00a0m."),
        ("en", "America/Chicago", ""),
    ],
)
def test_the_devices_clock_is_said_with_its_day_where_that_is_another(
    language: str, elsewhere: str, said: str
) -> None:
    at = datetime(2026, 6, 1, 15, 30, tzinfo=UTC)  # a Monday
    here = ZoneInfo(elsewhere)
    told = here_text(str, at, ZoneInfo("America/Chicago"), lambda when: when.astimezone(here), language)
    assert told == said
