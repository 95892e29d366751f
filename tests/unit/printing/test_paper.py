"""A paper holds every word it was given, in order, and nothing else."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from mobile.printing import Line, Paper, Part, pdf_of

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
    text = words(pdf_of(paper(Line("Name?", ("漢字 and José",))), FONTS))
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
    one = replace(paper(), title="\u0416 health", about=("\u05d0\u05d1",))
    text = words(pdf_of(one, FONTS))
    assert "[?] health" in text
    assert "[?][?]" in text
    assert "Some letters cannot be printed here" in text


def test_accents_written_apart_and_unseen_signs_need_no_excuse() -> None:
    text = words(pdf_of(paper(Line("Jose\u0301 N\u0303andu\u0301", ("hope\u200bful\ufeff",))), FONTS))
    assert "Jos\u00e9 \u00d1and\u00fa" in text
    assert "hopeful" in text
    assert "[?]" not in text
