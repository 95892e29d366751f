"""What is read on paper between letters that run from the right is what was written: numbers, times, names from the left."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import ImageFont

from mobile.printing.directions import from_the_left, levels, turned
from mobile.printing.letters import Letters
from mobile.printing.pictured import Pictures, Run, is_right_to_left

FONTS = Path(__file__).resolve().parents[3] / "assets" / "fonts"
OWN = FONTS / "AtkinsonHyperlegibleNext-400.ttf"
PLAIN = frozenset(map(ord, map(chr, range(0x20, 0x250))))


@pytest.fixture(scope="module")
def pictures() -> Pictures:
    return Pictures(Letters(FONTS.parent / "assets" / "fonts"), PLAIN)


def columns(pictures: Pictures, line: str, *, is_backward: bool) -> list[bytes]:
    """What is drawn, dot column by dot column, from the first with ink to the last."""
    picture = pictures.draw(line, OWN, 11, 14, 20, is_backward=is_backward)
    found = [bytes(picture.crop((x, 0, x + 1, picture.height)).tobytes()) for x in range(picture.width)]
    inked = [at for at, column in enumerate(found) if set(column) != {255}]
    return found[inked[0] : inked[-1] + 1]


def holds(whole: list[bytes], part: list[bytes]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("אמא: 052-123-4567 בבית", "052-123-4567"),
        ("ערב +972 50 123 4567", "+972 50 123 4567"),
        ("אבא (202) 555-0112", "(202) 555-0112"),
        ('לקחתי 12.5 מ"ג', "12.5"),
        ("בשעה 10:30 היום", "10:30"),
        ("ביום 20/11/2026 בבוקר", "20/11/2026"),
        ("הוא אמר hello world ואז הלך", "hello world"),
        ("اتصل على 202-555-0112 قبل", "202-555-0112"),
    ],
)
def test_within_letters_from_the_right_it_is_read_as_it_was_written(
    pictures: Pictures, line: str, read: str
) -> None:
    assert is_right_to_left(line)
    assert holds(columns(pictures, line, is_backward=True), columns(pictures, read, is_backward=False))


def test_in_a_line_from_the_left_a_number_behind_hebrew_is_read_as_it_was_written(pictures: Pictures) -> None:
    line = columns(pictures, "Call אמא +972 50 123 4567 first", is_backward=False)
    assert holds(line, columns(pictures, "+972 50 123 4567", is_backward=False))


def test_a_line_of_a_paragraph_from_the_right_that_begins_with_a_word_from_the_left_has_it_at_the_right(
    pictures: Pictures,
) -> None:
    line = columns(pictures, "Monday אמא", is_backward=True)
    word = columns(pictures, "Monday", is_backward=False)
    assert line[-len(word) :] == word


def test_no_line_ends_within_a_number_that_has_room_in_one(pictures: Pictures) -> None:
    words = "אמא שלי בבית בערב " * 3 + "+972 50 123 4567 " + "אמא שלי " * 3
    for width_pt in range(90, 240, 10):
        lines = pictures.lines(words, OWN, 11, float(width_pt))
        assert "".join(lines) == words
        assert [line for line in lines if "+972 50 123 4567" in line], width_pt
    narrow = pictures.lines("+972 50 123 4567", OWN, 11, 30.0)
    assert "".join(narrow) == "+972 50 123 4567", "none is lost where it has no room"


@dataclass(frozen=True)
class Piece:
    words: str
    level: int


def test_each_letter_has_a_level_whatever_signs_stand_beside_it() -> None:
    line = "א\u2067a\u2069\u202e1\x00 202-555-0112 ב\U0001f642\u0301"
    assert len(levels(line, is_backward=True)) == len(levels(line, is_backward=False)) == len(line)
    assert levels("", is_backward=True) == []


def test_parts_are_seen_from_the_left_and_none_is_lost() -> None:
    parts = [Piece("A", 1), Piece("12", 2), Piece("B", 1), Piece("c", 0), Piece("D", 1)]
    assert [one.words for one in from_the_left(parts)] == ["B", "12", "A", "c", "D"]
    assert from_the_left([]) == []


def test_where_nothing_shapes_words_letters_from_the_right_are_turned_with_their_brackets() -> None:
    font = ImageFont.truetype(str(OWN), 33, layout_engine=ImageFont.Layout.BASIC)
    assert Run("(ab)", font, level=1).width == Run("(ba)", font, level=0).width > 0
    assert turned(["(", "a", "b\u0301", ")"]) == "(b\u0301a)"
