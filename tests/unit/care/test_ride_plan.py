"""A telephone number is taken as people write it, and what is none is asked about."""

from __future__ import annotations

import pytest

from mobile.care.ride_plan import is_number


@pytest.mark.parametrize(
    "written",
    ["(202) 555-0134", "202-555-0134", "+1 (202) 555-0134", "202.555.0134", "+34 600 12 34 56", " 911 ", ""],
)
def test_a_number_as_people_write_it_is_one(written: str) -> None:
    assert is_number(written)


@pytest.mark.parametrize(
    "written", ["ask me", "Jo 202-555-0134", "202-555-0134 or 0135", "()", "+", "2" * 31]
)
def test_what_says_more_or_less_than_a_number_is_none(written: str) -> None:
    assert not is_number(written)
