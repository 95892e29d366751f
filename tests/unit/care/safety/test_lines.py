"""The numbers people call: each one written out here once more, so that no slip of a hand in the data goes unseen.

Taken from the clinical reference of the project, not from the data file. A number changes here only after it was looked
up again, and its day of looking with it.
"""

from __future__ import annotations

import re
from datetime import date

import pytest

from mobile.care.safety.lines import bundled_lines, lines_of

LOOKED_UP = date(2026, 11, 22)
NUMBERS = {
    "988-call": ("call", "988", ""),
    "988-text": ("text", "988", ""),
    "911-call": ("call", "911", ""),
    "988-spanish": ("call", "988", ""),
    "veterans-call": ("call", "988", ""),
    "veterans-text": ("text", "838255", ""),
    "crisis-text": ("text", "741741", "HOME"),
    "trevor-call": ("call", "1-866-488-7386", ""),
    "trevor-text": ("text", "678-678", ""),
    "tty": ("call", "711", ""),
    "samhsa-call": ("call", "1-800-662-4357", ""),
}
IN_SPANISH = {
    **{id_: row for id_, row in NUMBERS.items() if id_ != "988-spanish"},
    "988-text": ("text", "988", "AYUDA"),
    "crisis-text": ("text", "741741", "HOLA"),
}
EXTRA_DIGITS = {"988-spanish": {"2"}, "veterans-call": {"1"}, "tty": {"988"}, "988-call": {"2"}}
"""Digits a line's words may hold besides its own number: press 1, press 2, and 711 then 988."""


@pytest.mark.parametrize(("language", "wanted"), [("en", NUMBERS), ("es", IN_SPANISH)])
def test_every_number_is_the_one_that_was_looked_up(
    language: str, wanted: dict[str, tuple[str, str, str]]
) -> None:
    lines = lines_of(bundled_lines(), language)
    assert {line.id: (line.kind, line.number, line.body) for line in lines} == wanted
    assert len(lines) == len(wanted)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_line_says_when_and_where_it_was_looked_up_and_for_which_country(language: str) -> None:
    for line in lines_of(bundled_lines(), language):
        assert line.verified_on == LOOKED_UP, line.id
        assert len(line.source) > 5, line.id
        assert line.region == "US", line.id


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_lines_words_name_no_other_number_than_its_own(language: str) -> None:
    for line in lines_of(bundled_lines(), language):
        said = set(re.findall(r"\d[\d-]*", f"{line.name} {line.detail}"))
        assert said <= {line.number} | EXTRA_DIGITS.get(line.id, set()), line.id


def test_a_call_and_a_text_come_first_and_danger_has_its_own_number() -> None:
    for language in ("en", "es"):
        spots = {line.id: line.spot for line in lines_of(bundled_lines(), language)}
        assert [id_ for id_, spot in spots.items() if spot == "first"] == ["988-call", "988-text"]
        assert [id_ for id_, spot in spots.items() if spot == "emergency"] == ["911-call"]
