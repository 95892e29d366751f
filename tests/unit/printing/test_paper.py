"""A paper holds every word it was given, in order, and nothing else."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from mobile.printing import Line, Paper, Part, pdf_of
from mobile.printing.photos import can_be_drawn
from tests.unit.device.test_pictures import photo

FONTS = Path(__file__).resolve().parents[3] / "assets" / "fonts"
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def paper(*lines: Line, language: str = "en") -> Paper:
    return Paper(
        "Health history",
        ("Tova Sample", "Made-up Meadow Clinic"),
        (Part("Heart", lines),),
        language,
        AT,
        "No answer",
        "Page {page} of {pages}",
        "Some letters cannot be printed here and are shown as [?].",
    )


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def words(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(data).pages).split())


def test_every_question_and_answer_is_on_the_paper_in_order() -> None:
    text = words(
        pdf_of(
            paper(
                Line("High blood pressure?", ("Yes", "since 2019 – “mild”")),
                Line("Chest pain?", (), "You would rather say this in person."),
                Line("Stroke?"),
            ),
            FONTS,
        )
    )
    places = [
        text.index(part)
        for part in (
            "Health history", "Tova Sample", "Heart", "High blood pressure?", "Yes", "since 2019 – “mild”",
            "Chest pain?", "You would rather say this in person.", "Stroke?", "No answer", "Page 1 of 1",
        )
    ]  # fmt: skip
    assert places == sorted(places)


def test_a_question_kept_for_a_talk_is_not_called_unanswered() -> None:
    assert "No answer" not in words(
        pdf_of(paper(Line("Chest pain?", (), "You will say this in person.")), FONTS)
    )


def test_a_long_answer_goes_on_over_pages_whole() -> None:
    long = " ".join(f"word{n}" for n in range(6000))
    data = pdf_of(paper(Line("Tell us more", (long,))), FONTS)
    text = words(data)
    assert len(read(data).pages) > 5
    assert all(f"word{n}" in text for n in range(0, 6000, 97))


def test_letters_without_a_drawing_are_owned_up_to() -> None:
    text = words(pdf_of(paper(Line("Name?", ("\U00012000\U00012001 and José",))), FONTS))
    assert "[?][?] and José" in text
    assert "Some letters cannot be printed here" in text


def test_without_such_letters_nothing_is_said_of_them() -> None:
    assert "Some letters" not in words(pdf_of(paper(Line("Name?", ("José Muñoz",))), FONTS))


@pytest.mark.parametrize("answer", ["", "\x00\x07", "a\tb", "**not bold** <b>x</b>", "\ud83d", "x" * 5000])
def test_odd_answers_are_printed_and_break_nothing(answer: str) -> None:
    assert pdf_of(paper(Line("Odd?", (answer,))), FONTS).startswith(b"%PDF")


def test_the_file_names_no_author_and_no_other_time() -> None:
    found = read(pdf_of(paper(Line("Q?", ("A",))), FONTS)).metadata
    assert found is not None
    assert found.author is None
    assert found.creation_date == AT
    assert set(found) <= {"/Title", "/Producer", "/CreationDate"}


@pytest.mark.parametrize(
    "written", ["{nb}", "{pages}", "%s", "{page} of {pages}", "**bold**", "--", "__", "a{nb}b", "\\n"]
)
def test_what_a_library_takes_for_a_placeholder_is_printed_as_it_was_written(written: str) -> None:
    text = words(pdf_of(paper(Line(written, (written,), written)), FONTS))
    assert text.count(written) == 3
    assert "Page 1 of 1" in text


def test_the_count_of_pages_is_right_beyond_nine() -> None:
    data = pdf_of(paper(Line("Tell us", ("word " * 9000,))), FONTS)
    count = len(read(data).pages)
    assert count > 9
    assert f"Page {count} of {count}" in words(data)


def test_letters_of_the_title_and_the_lines_below_it_are_owned_up_to_as_well() -> None:
    one = replace(paper(), title="\U00012000 health", about=("\U00012001\U00012002",))
    text = words(pdf_of(one, FONTS))
    assert "[?] health" in text
    assert "[?][?]" in text
    assert "Some letters cannot be printed here" in text


def test_accents_written_apart_and_unseen_signs_need_no_excuse() -> None:
    text = words(pdf_of(paper(Line("Jose\u0301 N\u0303andu\u0301", ("hope\u200bful\ufeff",))), FONTS))
    assert "Jos\u00e9 \u00d1and\u00fa" in text
    assert "hopeful" in text
    assert "[?]" not in text


OTHER = [
    "Привет, мир. Ωμέγα Łódź",
    "東京の静かな朝 你好",
    "안녕하세요 반갑습니다",
    "नमस्ते दुनिया",
    "สวัสดีครับ",
    "→ ✓ ★ ∑",
    "I rest 🙂 and 👍🏽 and 🇲🇽",
]


@pytest.mark.parametrize("written", OTHER)
def test_letters_of_other_scripts_and_emoji_are_drawn_and_can_be_copied(written: str) -> None:
    data = pdf_of(paper(Line("Words?", (written, "Plain after it.")), Line("Next?", ("Yes",))), FONTS)
    text = words(data)
    assert " ".join(written.split()) in text
    assert (
        text.index("Words?") < text.index(written[:1]) < text.index("Plain after it.") < text.index("Next?")
    )
    assert "[?]" not in text
    (picture,) = [image for page in read(data).pages for image in page.images]
    assert ink(picture.image) > 100


@pytest.mark.parametrize(
    ("written", "without"), [("می\u200cخواهم", "میخواهم"), ("ශ්\u200dරී", "ශ්රී"), ("क्\u200dष", "क्ष")]
)
def test_a_word_that_is_spelled_with_a_sign_nobody_sees_is_drawn_as_that_word(
    written: str, without: str
) -> None:
    drawn: list[bytes] = []
    for words in (written, without):
        page = read(pdf_of(paper(Line("Words?", (words,))), FONTS)).pages[0]
        assert "[?]" not in page.extract_text()
        (picture,) = page.images
        assert picture.image is not None
        drawn.append(picture.image.tobytes())
    assert drawn[0] != drawn[1]


@pytest.mark.parametrize("written", ["سلام، دنیا", "שלום עולם, מה שלומך?"])
def test_what_is_written_from_the_right_stands_at_the_right_with_every_letter(written: str) -> None:
    data = pdf_of(paper(Line("Words?", (written,))), FONTS)
    page = read(data).pages[0]
    assert {*written} - {" "} <= {*page.extract_text()}
    (picture,) = page.images
    assert ink(picture.image) > 100


def test_a_long_text_of_other_letters_is_broken_into_lines_and_pages_and_none_is_lost() -> None:
    written = " ".join(f"слово{number}" for number in range(500)) + " " + "я" * 400
    data = pdf_of(paper(Line("Words?", (written,))), FONTS)
    text = "".join(page.extract_text() for page in read(data).pages)
    assert len(read(data).pages) > 1
    for number in range(500):
        assert f"слово{number}" in text
    assert text.count("я") == 400
    for page in read(data).pages:
        for image in page.images:
            assert image.image is not None
            assert image.image.width / 3 <= 612 - 2 * 20 * 72 / 25.4 + 2, "wider than the page has room"


def test_what_nothing_draws_is_said_and_the_rest_stays() -> None:
    text = words(pdf_of(paper(Line("Words?", ("Привет \U00012000 ok",))), FONTS))
    assert "Привет" in text
    assert "[?]" in text
    assert "Some letters cannot be printed here" in text


def ink(picture: Any) -> int:
    return sum(picture.convert("L").histogram()[:128])


def test_half_a_character_a_clinic_sent_does_not_cost_the_paper() -> None:
    made = replace(
        paper(Line("Q \ud800", ("cut \udc00",))),
        title="T \ud83d",
        parts=(Part("A \ud83d form", (Line("Q", ("kept",)),)),),
    )
    assert "kept" in words(pdf_of(made, FONTS))


def test_a_photo_is_on_the_paper_whole_and_silent_and_a_broken_one_is_left_out() -> None:
    shown = photo(1200, 900)
    assert b"PhoneMaker" in shown
    data = pdf_of(paper(Line("A photo of it", ("Photo 1",), pictures=(shown, b"\xff\xd8 broken"))), FONTS)
    (found,) = [image for page in read(data).pages for image in page.images]
    assert found.image is not None
    assert found.image.size == (1200, 900)
    for told in (b"PhoneMaker", b"SECRETPLACE", b"Exif"):
        assert told not in data
        assert told not in found.data
    assert "Photo 1" in words(data)


def test_many_photos_go_on_over_pages_each_whole() -> None:
    data = pdf_of(paper(Line("Photos", ("Photo",), pictures=(photo(300, 1500),) * 7)), FONTS)
    assert len(read(data).pages) > 3
    assert sum(len(page.images) for page in read(data).pages) == 7


def vast_png(side: int) -> bytes:
    """A few kilobytes that say they are a picture of `side` by `side` points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packed = zlib.compressobj(9)
    row = bytes(1 + (side + 7) // 8)
    lines = b"".join(packed.compress(row) for _ in range(side)) + packed.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["vast", "another decoder"])
def test_a_picture_that_would_fill_the_memory_or_is_of_no_usual_kind_is_left_out(kind: str) -> None:
    """A signature that a clinic's server sends, or a photo of somebody else's: it takes no gigabyte to find out that it is none."""
    small = io.BytesIO()
    Image.new("RGB", (20, 20)).save(small, "PCX")
    picture = vast_png(8000) if kind == "vast" else small.getvalue()
    assert not can_be_drawn(picture)
