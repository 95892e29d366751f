"""A text is cut between letters as a reader sees them, in every script the app is written in or read in."""

from __future__ import annotations

import pytest

from mobile.care.words import excerpt
from mobile.device.files import MOST_NAME, plain_name
from mobile.documents.whole_letters import beginning, first_letter

LETTERS = {
    "a family": "👨‍👩‍👧‍👦",
    "a flag": "🇵🇪",
    "a region's flag": "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "a tone of skin": "👍🏽",
    "a job with a tone": "👩🏿‍🚀",
    "a coloured heart": "❤️",
    "a heart on fire": "❤️‍🔥",
    "a key": "3️⃣",
    "a decomposed letter": "e\u0301",
    "several marks": "a\u0308\u0323\u0302",
    "Arabic with vowels": "\u0628\u0650\u0651",
    "Hebrew with points": "\u05e9\u05c1\u05b8",
    "Thai": "\u0e01\u0e35\u0e48",
    "Thai AM": "\u0e01\u0e33",
    "Devanagari": "\u0928\u093f",
    "a joined Devanagari": "\u0915\u094d\u0937\u093f",
    "Korean in its parts": "\u1112\u1161\u11ab",
    "a Korean syllable with an end": "\uac00\u11a8",
    "a line's end": "\r\n",
    "a plain letter": "x",
}


@pytest.mark.parametrize("letter", LETTERS.values(), ids=list(LETTERS))
def test_no_letter_is_ever_split(letter: str) -> None:
    words = letter * 7
    for most in range(len(letter), len(words) + 2):
        cut = beginning(words, most)
        assert cut == letter * (min(most, len(words)) // len(letter))
    assert first_letter(words) == letter
    between = f"a{letter}b"
    assert beginning(between, len(letter)) == "a" if len(letter) > 1 else beginning(between, 1) == "a"
    assert beginning(between, len(letter) + 1) == f"a{letter}"


def test_flags_in_a_row_are_counted_in_pairs_from_where_the_row_begins() -> None:
    assert beginning("x🇵🇪🇪🇨🇨🇱", 4) == "x🇵🇪"
    assert beginning("🇵🇪🇪🇨", 3) == "🇵🇪"


def test_one_letter_without_end_is_cut_because_nothing_else_can_be() -> None:
    assert len(beginning("a" + "\u0301" * 999, 50)) == 50


def test_of_nothing_nothing_is_cut() -> None:
    assert (beginning("", 5), beginning("ab", 0), first_letter("")) == ("", "", "")


@pytest.mark.parametrize("letter", [LETTERS["a family"], LETTERS["Thai"], LETTERS["several marks"]])
def test_the_beginning_for_a_list_ends_with_a_whole_letter(letter: str) -> None:
    for most in range(20, 40):
        shown = excerpt(letter * 60, most)
        assert shown.endswith("…")
        assert shown.removesuffix("…").replace(letter, "") == ""


def test_words_behind_a_long_gap_are_not_left_out_unsaid() -> None:
    assert excerpt("One" + " " * 5000 + "two") == "One…"
    assert excerpt("One" + " " * 5000) == "One"


def test_a_files_name_is_cut_between_letters_and_keeps_its_end() -> None:
    name = plain_name(LETTERS["a family"] * 40 + ".jpeg")
    assert name.endswith("….jpeg")
    assert name.removesuffix("….jpeg").replace(LETTERS["a family"], "") == ""
    assert len(name) <= MOST_NAME
