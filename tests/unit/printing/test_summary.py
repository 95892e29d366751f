"""One page about one person: whole, in order, beside one another where there is room, and on as many pages as it takes."""

from __future__ import annotations

import io
import os
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mobile.printing import FONTS, Block, Figure, Item, Summary, pdf_of_summary

AT = datetime(2026, 6, 9, 14, 8, tzinfo=UTC)


def usual(*more: tuple[Block, ...]) -> Summary:
    start = Block(
        "Where to start", (Item("“I called my sister.”", detail="June 9", is_own=True),), tone="first"
    )
    leave = Block("Please do not bring up", (Item("“My old job.”", is_own=True),), tone="leave")
    line = Figure(
        ((0.0, 0.7), (0.5, 0.6), (1.0, 0.4)),
        frozenset({1, 2}),
        ((0.4, "1"),),
        "18",
        "12",
        "May 12",
        "June 8",
        "Mood",
    )
    return Summary(
        "Rowan Sample",
        ("Session 3 of 6",),
        ("Harbor Example Clinic", "Made June 9"),
        (
            (Block("", (Item("No open alert to you."),)),),
            (start, leave),
            (
                Block("Intentions", (Item("“To meet the quiet.”", "Session 2", is_own=True),)),
                Block("Sessions", (Item("Session 1 · June 2", detail="2 entries shared after it"),)),
            ),
            (Block("Scores", (Item("18 → 17 → 12", "Mood"),), note="One view."), Block("", figure=line)),
            *more,
        ),
        "Only what Rowan shared.",
        "en",
        AT,
        "Page {page} of {pages}",
        "This goes on",
        "Some letters cannot be printed here and are shown as [?].",
    )


def pages(summary: Summary) -> list[str]:
    reader = PdfReader(io.BytesIO(pdf_of_summary(summary, FONTS)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_the_usual_case_is_one_page_with_every_word_in_its_order() -> None:
    (text,) = pages(usual())
    places = [
        text.index(part)
        for part in (
            "Rowan Sample", "Session 3 of 6", "No open alert to you.", "Where to start", "“I called my sister.”",
            "Please do not bring up", "“My old job.”", "Intentions", "Session 2", "“To meet the quiet.”", "Sessions",
            "2 entries shared after it", "Scores", "18 → 17 → 12", "One view.", "May 12", "Only what Rowan shared.",
            "Page 1 of 1",
        )
    ]  # fmt: skip
    assert places == sorted(places)
    assert "This goes on" not in text


@pytest.mark.parametrize("is_wide", [True, False])
@pytest.mark.parametrize("tone", ["", "first"])
def test_what_is_long_goes_on_whole_with_a_note_at_the_foot(is_wide: bool, tone: Any) -> None:
    words = " ".join(f"word{n}" for n in range(3000))
    long = Block("Long", (Item(words, "June 9", "shared whole", is_own=True),), tone=tone, is_wide=is_wide)
    after = Block("After", (Item("the last"),))
    found = pages(usual((long, after)))
    whole = " ".join(found)
    assert len(found) > 1
    assert all(f"word{n}" in whole for n in range(3000))
    assert "the last" in whole
    assert [("This goes on" in page) for page in found] == [True] * (len(found) - 1) + [False]
    assert [f"Page {n} of {len(found)}" in page for n, page in enumerate(found, 1)] == [True] * len(found)


def test_many_short_ones_stand_on_more_pages_and_none_is_lost() -> None:
    rows = [(Block(f"Head {n}", (Item(f"left {n}"),)), Block("", (Item(f"right {n}"),))) for n in range(60)]
    whole = " ".join(pages(usual(*rows)))
    assert all(f"{side} {n}" in whole for n in range(60) for side in ("left", "right", "Head"))


def test_a_name_from_right_to_left_and_spanish_are_whole() -> None:
    summary = replace(usual(), title="נועה דוגמה", language="es", page_words="Página {page} de {pages}")
    (text,) = pages(summary)
    assert "נועה דוגמה"[::-1] in text, "as a reader of the file finds it: from the left"
    assert "Página 1 de 1" in text


def test_a_letter_nothing_draws_is_owned_up_to() -> None:
    (text,) = pages(usual((Block("Words", (Item("“\U00012000 ok”", is_own=True),)),)))
    assert "[?] ok" in text
    assert "Some letters cannot be printed here" in text


def test_it_leaves_nothing_on_the_disk_and_names_nobody_but_who_is_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    data = pdf_of_summary(replace(usual(), title="Ноа Пример"), FONTS)
    assert os.listdir(tmp_path) == []
    about = PdfReader(io.BytesIO(data)).metadata
    assert about is not None
    assert (about.author, about.producer) == (None, "Lantern")
