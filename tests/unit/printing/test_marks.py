"""Who said a line, and tables: every word is on the paper, in any script, however long, and on as many pages as it takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mobile.printing import Block, Item, Mark, Table
from tests.unit.printing.test_summary import pages, usual

CLINIC = Mark("C", "record", "From the clinic")
NAMES = {
    "Latin": "Łukasz", "Greek": "Ελένη", "Cyrillic": "Анна", "Hebrew": "רות", "Arabic": "مريم", "Chinese": "王芳",
    "Japanese": "はな", "Thai": "อรุณ", "Devanagari": "अनिता", "Korean": "한별",
}  # fmt: skip


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("script", NAMES)
def test_a_mark_and_its_words_are_on_the_paper_in_any_script(script: str) -> None:
    name = NAMES[script]
    block = Block(
        f"Of {name}", (Item(f"said by {name}", mark=Mark(name[0], "person")), Item("recorded", mark=CLINIC))
    )
    table = Block(
        "Table", table=Table(("Date", name), ((Item("June 2", mark=CLINIC), Item(name)),), (0.4, 0.6))
    )
    text = squeezed(" ".join(pages(usual((block,), (table,)))))
    assert max(text.count(name), text.count(name[::-1])) == 4, (
        "read from the right too, as the reader of a PDF finds it"
    )
    assert "Crecorded" in text


def test_a_long_table_has_its_heads_on_every_page_and_loses_no_row() -> None:
    rows = tuple((Item(f"row{n:03d}", mark=CLINIC), Item(f"words of {n:03d}")) for n in range(200))
    found = pages(usual((Block("Long", table=Table(("Number", "What"), rows, (0.3, 0.7))),)))
    assert len(found) > 3
    for page in found[2:-1]:
        assert "Number What" in page
    text = " ".join(found)
    assert all(f"row{n:03d}" in text and f"words of {n:03d}" in text for n in range(200))


def test_a_cell_that_is_longer_than_a_page_is_whole_and_stands_below_what_it_is() -> None:
    words = " ".join(f"word{n}" for n in range(1500))
    block = Block(
        "Long", table=Table(("Short", "Very long"), ((Item("a", mark=CLINIC), Item(words)),), (0.5, 0.5))
    )
    text = " ".join(pages(replace(usual(), rows=((block,),))))
    assert all(f"word{n}" in text for n in range(1500))
