"""JSON comes back digit by digit, and what is only sent to do harm is a BadReply."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_client.errors import BadReply
from api_client.exact import DEEPEST, MOST_VALUES, again, decoded, dumps, load_object, loads

HARM = {
    "not a number": '{"a":NaN}',
    "infinite": '{"a":Infinity}',
    "too large a decimal": '{"a":1e999}',
    "ten thousand digits": '{"a":' + "9" * 10_000 + "}",
    "ten thousand decimals": '{"a":0.' + "9" * 10_000 + "}",
    "the same name twice": '{"a":1,"a":2}',
    "the same name twice, deep": '{"a":[{"b":{"c":1,"c":1}}]}',
    "nested too deeply": "[" * 100_000 + "]" * 100_000,
    "nested too deeply in objects": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "nested, hidden by brackets in text": ('["' + "]" * 50 + '",') * 200 + "1" + "]" * 200,
    "unclosed": '{"a":1',
    "trailing": "{} {}",
    "empty": "",
    "nothing but space": "   ",
    "a control character in text": '{"a":"\x00"}',
    "a bare word": "nul",
    "a bad escape": '"\\x"',
}


@pytest.mark.parametrize("text", HARM.values(), ids=HARM.keys())
def test_harmful_text_is_a_bad_reply(text: str) -> None:
    with pytest.raises(BadReply):
        loads(text)


def test_more_values_than_a_page_can_hold_are_a_bad_reply() -> None:
    with pytest.raises(BadReply):
        decoded(b"[" + b"1," * (MOST_VALUES + 1) + b"1]")


def test_commas_and_brackets_inside_text_count_for_nothing() -> None:
    words = "[{," * 400_000 + '\\"]' + "\\\\"
    assert loads(f'"{words}"').endswith('"]\\')


def test_nesting_up_to_the_limit_is_read() -> None:
    assert loads("[" * DEEPEST + "]" * DEEPEST) is not None
    with pytest.raises(BadReply):
        loads("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))


def test_bytes_that_are_no_utf8_are_a_bad_reply() -> None:
    with pytest.raises(BadReply):
        decoded(b'{"a":"\xff\xfe"}')


def test_a_byte_order_mark_does_no_harm() -> None:
    assert load_object(decoded(b'\xef\xbb\xbf{"a":1}')) == {"a": 1}


@pytest.mark.parametrize("digits", ["1.50", "0.0", "-0.10", "100", "-3", "0.000000000000000001", "1E+3"])
def test_every_digit_comes_back(digits: str) -> None:
    assert dumps(loads(digits)) == digits


def test_an_error_shows_nothing_of_the_text() -> None:
    with pytest.raises(BadReply) as caught:
        loads('{"secret words": NaN}', "Goal")
    assert "secret" not in repr(caught.value) + str(caught.value)
    assert caught.value.__cause__ is None


def test_a_lone_surrogate_is_written_as_an_escape() -> None:
    assert dumps("\ud800 and é") == '"\\ud800 and é"'
    assert dumps({"\udfff": ["\ud800", Decimal("1.0")]}) == '{"\\udfff":["\\ud800",1.0]}'
    assert dumps("é") == '"é"'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), object(), [{1}], b"x"])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="JSON"):
        dumps(value)


@pytest.mark.parametrize("text", ["NaN", "1e-9999999999999999999", "[" * 100_000, "{", ""])
def test_what_was_let_in_is_read_again_or_refused_in_one_way(text: str) -> None:
    with pytest.raises(ValueError, match="not JSON") as caught:
        again(text)
    assert caught.value.__cause__ is None


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.text()
    | st.decimals(-1000, 1000, places=4),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=30,
)


@given(VALUES, st.booleans())
def test_what_is_written_is_read_the_same(value: object, is_ascii: bool) -> None:
    text = dumps(value, is_ascii=is_ascii)
    assert text.isascii() or not is_ascii
    assert loads(text) == again(text) == value
    assert dumps(loads(text), is_ascii=is_ascii) == text
    json.loads(text)


@given(st.text())
def test_any_text_is_read_or_refused_in_one_way(text: str) -> None:
    try:
        loads(text)
    except BadReply:
        return
    json.loads(text)
