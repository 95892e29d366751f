"""A pattern may be wrong, but it may not hang the app, and where it works it says what Python's matcher says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.care.questionnaire.fhirpath import is_match
from mobile.care.questionnaire.fhirpath.pattern import found, replaced


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a|a)*$",
        "(a|aa)+$",
        "([a-z]+)*$",
        r"(.*a){20}$",
        "(a?){50}a{50}$",
        r"^(\w+\s?)*$",
        "(?=(a+)+b)a*b",
    ],
)
def test_a_pattern_that_hangs_others_is_answered(pattern: str) -> None:
    assert is_match(pattern, "a" * 40 + "!") in (False, None)


def test_work_beyond_the_bound_is_given_up() -> None:
    assert is_match("(a?){900}b", "a" * 5000) is None
    assert is_match(".*(a?){200}b", "a" * 5000) is None
    assert is_match("a" * 2000, "a") is None
    assert is_match("a", "a" * 50_000) is None


@pytest.mark.parametrize(
    "pattern", ["(", "[a", "a{2", "a**", r"(a)\1", "(?<=a)b", r"\q", "(?P<n>a)(?P=n)", "a{3,2}", "+"]
)
def test_a_pattern_that_cannot_be_used_says_so(pattern: str) -> None:
    assert is_match(pattern, "a") is None


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        (r"\d{3}-\d{4}", "555-0100", "555-01000"),
        (r"^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$", "ro@example.org", "ro@example"),
        (r"(?i)[a-f]+", "AbC", "xyz"),
        (r"(?=.*\d)(?=.*[a-z]).{6,}", "abc123", "abcdef"),
        (r"(?!000)\d{3}", "123", "000"),
        (r"\p{L}+", "Zoë", "Z0e"),
        (r"(19|20)\d\d", "1999", "2199"),
        (r"a{0}b?", "b", "a"),
        (r"[\]\-x]+", "]-x", "a"),
        (r"(?:one|two)+", "onetwo", "three"),
        (r"\u0041+", "AA", "B"),
        ("", "", "a"),
    ],
)
def test_patterns_as_forms_write_them(pattern: str, fits: str, fails: str) -> None:
    assert is_match(pattern, fits) is True
    assert is_match(pattern, fails) is False


_pieces = st.recursive(
    st.sampled_from(["a", "b", ".", r"\d", "[ab]", "[^a]", r"\w", r"\b", "^", "$", "[a-c1]"]),
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("(?:{}|{})".format, inner, inner),
        st.builds(
            "(?:{}){}".format,
            inner,
            st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?", "{0}"]),
        ),
        st.builds("(?={})".format, inner),
        st.builds("(?!{})".format, inner),
    ),
    max_leaves=5,
)


@settings(max_examples=400, deadline=None)
@given(_pieces, st.text(alphabet="abc1 ", max_size=7))
def test_it_says_what_pythons_matcher_says(pattern: str, text: str) -> None:
    compiled = re.compile(pattern.replace("$", r"\Z"), re.DOTALL)
    assert found(pattern, text, is_whole=True) is (compiled.fullmatch(text) is not None)
    assert found(pattern, text, is_whole=False) is (compiled.search(text) is not None)


def test_replacing_knows_groups_and_refuses_what_could_hang() -> None:
    assert replaced(r"(\d+)-(\d+)", "12-34", "$2/$1") == "34/12"
    assert replaced("(a+)+b", "aaaa", "x") is None
    assert replaced("(a*c?)*b", "aaaa", "x") is None
    assert replaced("(a|aa)+", "aaaa", "x") is None
    assert replaced("a*a*b", "a" * 5000, "x") is None
    assert replaced("[^0-9]", "a1", "\\d") == "\\d1"
