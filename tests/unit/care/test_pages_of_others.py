"""The address of somebody else's page leads to the host that it reads, whoever opens it: a browser takes some signs for others."""

from __future__ import annotations

import pytest

from mobile.care.cost.links import secure_page
from mobile.care.resource import page_address
from mobile.care.web_page import https_page

FALSE = [
    "https://evil.example\\.clinic.example/pay",  # browsers take the backslash for the path's beginning
    "https://clinic.example\\@evil.example/pay",
    "https://clinic.example@evil.example/pay",
    "https://clinic.example:secret@evil.example/pay",
    "https://clinic%2eexample/pay",
    "https://clinic.example%00.evil.example/pay",
    "https://clinic.example;evil.example/pay",
    'https://clinic.example"><script>/pay',
    "https://clinic.example:port/pay",
    "https://[clinic.example]/pay",
    "https:///clinic.example/pay",
    "javascript://clinic.example/%0aalert(1)",
    "https://clinic.example/pay\nhttps://evil.example",
    "https://clinic.еxample/pay",  # a Cyrillic letter
    "https://-",
    "https://..",
]
TRUE = [
    "https://clinic.example",
    "https://pay.clinic.example/bill/1?of=a@b&to=x#part",
    "https://clinic.example/in\\path",
]


@pytest.mark.parametrize("address", FALSE)
def test_an_address_whose_host_is_read_in_two_ways_is_no_page(address: str) -> None:
    assert page_address(address) == ""
    assert secure_page(address) == ""
    assert https_page(address) is None


@pytest.mark.parametrize("address", TRUE)
def test_a_plain_one_is(address: str) -> None:
    assert page_address(address) == address
    assert secure_page(address) == address


@pytest.mark.parametrize("host", ["2130706433", "0", "intranet", "0x7f000001"])
def test_money_goes_to_no_host_without_a_name_of_its_own(host: str) -> None:
    """A number alone is an address that nobody can read."""
    assert secure_page(f"https://{host}/pay") == ""
    assert secure_page("http://127.0.0.1:8550/example-pay/1") == "http://127.0.0.1:8550/example-pay/1"
    assert secure_page("http://localhost:8550/example-pay/1") == "http://localhost:8550/example-pay/1"
    assert page_address("http://[::1]:8550/ride/1") == "http://[::1]:8550/ride/1"
