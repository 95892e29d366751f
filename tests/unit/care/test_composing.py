"""A resource's text is written as it was read: each digit of a number, each text, whatever stands in it."""

from __future__ import annotations

import json
from collections import UserDict
from decimal import Decimal
from typing import Any

import pytest

from mobile.care.catalog import Who, filing
from mobile.care.resource import NotAResource, compose, parse


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"a":0.0000001,"b":-0.000000000000000000000100}',
        '{"a":1.50,"b":[2.0,{"c":-0.10}],"d":1E+400,"e":9007199254740993}',
        '{"a":"\\u0000decimal"}',
        '{"a":"\\u0000decimal","b":1.50}',
        '{"\\u0000decimal":1.50}',
        '{"a":1.50,"b":"x\\"\\u0000decimal\\"y","c":2.50}',
        '{"a":"\\ud83d","b":"\\u00e9\\u2028","c":[true,false,null,"1.0"]}',
    ],
)
def test_what_was_read_is_written_again_digit_for_digit(text: str) -> None:
    assert compose(parse(text)) == text


def test_any_mapping_and_any_sequence_is_written() -> None:
    held: Any = UserDict({"a": (Decimal("1.0"), 2), "b": UserDict({"c": Decimal("3.10")})})
    assert compose(held) == '{"a":[1.0,2],"b":{"c":3.10}}'
    assert compose(Decimal("7.0")) == "7.0"
    assert compose("é") == '"\\u00e9"'


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON value"):
        compose({"a": object()})
    with pytest.raises(ValueError, match="JSON value"):
        compose({"a": Decimal("1.0"), "b": {1, 2}})


def test_a_text_that_looks_like_the_writers_own_mark_is_no_number() -> None:
    held = {"a": "\x00decimal", "b": Decimal("1.50"), "c": ["\x00decimal", Decimal("2.50")]}
    read = json.loads(compose(held), parse_float=Decimal)
    assert read == held


def test_a_number_that_no_decimal_holds_is_refused_and_never_stops_a_page_of_records() -> None:
    text = '{"resourceType":"Practitioner","id":"a","n":1e-9999999999999999999}'
    with pytest.raises(NotAResource):
        parse(text)
    assert filing("Practitioner", text, Who("patient", "Patient/p1")) is None
