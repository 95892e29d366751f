"""A link on a plain page dials the number that is written, whole, or nothing: never a number with something else behind it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api_client.dialling import dialled
from mobile.device import links

_ONE_NUMBER = {
    "+1 202 555 0177": "+12025550177",
    "(202) 555-0177": "2025550177",
    "+44 (0)20 7946 0018": "+442079460018",
    "0041 44 668 18 00": "0041446681800",
    "988": "988",
    "\u202d+1 (202) 555\u20110177\u202c": "+12025550177",  # as a phone copies it from its own contacts
    "２０２-555-0177": "2025550177",
    "+1 202 555 0177 ext. 3": "+12025550177,3",
    "(202) 555-0177 x12": "2025550177,12",
    "202-555-0177;ext=3": "2025550177,3",
    "+1 202 555 0177 #4": "+12025550177,4",
    "+1 202 555 0177 (front desk)": "+12025550177",
}
_NOT_ONE = (
    "202-555-0177, 202-555-0178", "555-0177 or 555-0178", "555-0177 555-0178", "202/555-0177", "1-800-CALL-NOW", "1-800 (CALL NOW)", "1-800, CALL NOW", "+1-202-555-0177 (Mon-Fri 9-5)",
    "Call 202-555-0177 then press 2", "+1 202 555 0177+1 202 555 0178", "", "ask at the desk", "+1 202 555 0177 24/7", "(9-5)0177", "+1 202-555-0177 011",
)  # fmt: skip


@pytest.mark.parametrize(("written", "dials"), _ONE_NUMBER.items())
def test_one_number_is_dialled_whole_and_an_extension_is_no_part_of_it(written: str, dials: str) -> None:
    assert dialled(written) == dials


@pytest.mark.parametrize("written", _NOT_ONE)
def test_what_may_be_more_than_one_number_is_not_dialled(written: str) -> None:
    assert dialled(written) == ""


_PIECES = st.sampled_from(
    ["+1 ", "+44 (0)", "(202) ", "202-", "555-", "0177", "20 7946 0018", " ext. 3", " x12", "#4", ", ", " or ", "/", " (9-5)", "(front desk)", "1-800-", "CALL", "988", " ", "-", "\u202c", "00", "011 "]
)  # fmt: skip


@settings(max_examples=1500)
@given(st.lists(_PIECES, max_size=8).map("".join))
def test_a_plain_page_dials_nothing_that_the_app_would_not(written: str) -> None:
    assert dialled(written) in ("", links.dialled(written))
