"""Questions and answers laid out on pages. It knows nothing of forms: it is given words, and prints exactly those.

A letter that the bundled font cannot draw is shown as [?], and the page says so. It must never shorten an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mobile.printing.photos import place
from mobile.printing.sheet import (
    BODY_PT,
    HEAD_PT,
    QUIET,
    SMALL_PT,
    Beyond,
    beyond,
    drawable,
    let_go,
    letters_of,
    new_sheet,
    plain,
    set_hand,
    write,
)

if TYPE_CHECKING:
    from fpdf import FPDF

CHAPTER_PT, TITLE_PT = 16, 20
RECORD, DOCUMENT = "record.json", "agreement.pdf"
PAGE_MM = 20  # of the contents, for the number of a page


@dataclass(frozen=True)
class Line:
    """One question and what was answered; nothing of it at all: `unanswered` of the paper stands there."""

    question: str
    answers: tuple[str, ...] = field(default=(), repr=False)
    note: str = ""  # "You would rather say this in person."
    heading: str = ""  # above it, where a section begins with it
    pictures: tuple[bytes, ...] = field(default=(), repr=False)  # below the answers


@dataclass(frozen=True)
class Part:
    """`about`: small, below the title. `level` 0 begins a chapter, 1 stands inside one. `count` stands in the contents."""

    title: str
    lines: tuple[Line, ...]
    about: tuple[str, ...] = ()
    level: int = 0
    count: str = ""


@dataclass(frozen=True)
class Paper:
    """All words are in the person's language already. `made_at` is aware; it becomes the file's only date."""

    title: str
    about: tuple[str, ...]  # below the title: whose, for which clinic, sent when
    parts: tuple[Part, ...]
    language: str
    made_at: datetime
    unanswered: str  # "No answer"
    page_words: str  # "Page {page} of {pages}"
    undrawn: str  # "Some letters cannot be printed here and are shown as [?]. ..."
    contents: str = ""  # "What is inside": a list of the chapters with their pages; "": none
    record: bytes = field(default=b"", repr=False)  # a JSON that travels inside the file, for programs
    document: bytes = field(default=b"", repr=False)  # a PDF that the paper is about, byte for byte


def pdf_of(paper: Paper, fonts: Path) -> bytes:
    """The PDF. `fonts`: the folder of the bundled fonts. Raises OSError if they are not there.

    It is laid out twice, because how many pages there are is known only after the first time: a sign put in its place
    and replaced later could be a sign of somebody's answer.
    """
    with TemporaryDirectory(prefix="lantern-") as folder:
        found = beyond(_letters_of(paper), ("", "B"), fonts, Path(folder))
        first, begins = _laid_out(paper, found, 1, {})
        let_go(first)
        second, _ = _laid_out(paper, found, first.pages_count, begins)
        if paper.record:
            second.embed_file(bytes=paper.record, basename=RECORD, mime_type="application/json")
        if paper.document:
            second.embed_file(bytes=paper.document, basename=DOCUMENT, mime_type="application/pdf")
        return bytes(second.output())


def _laid_out(
    paper: Paper, beyond: Beyond, pages: int, begins: Mapping[int, int]
) -> tuple[FPDF, Mapping[int, int]]:
    """The sheet, and on which page each part begins. `begins`: the same, of the time before."""

    def foot(sheet: FPDF) -> None:
        sheet.set_y(-15)
        set_hand(sheet, "", SMALL_PT, QUIET)
        sheet.cell(0, 6, paper.page_words.format(page=sheet.page_no(), pages=pages), align="C")

    sheet = new_sheet(paper.title, paper.language, paper.made_at, beyond, foot)
    found = dict[int, int]()
    sheet.add_page()
    write(sheet, beyond, paper.title, TITLE_PT, "B")
    sheet.ln(2)
    for line in paper.about:
        write(sheet, beyond, line, BODY_PT, ink=QUIET)
    if beyond.missing[""]:
        write(sheet, beyond, paper.undrawn, SMALL_PT, ink=QUIET)
    if paper.contents:
        _contents(sheet, paper, beyond, begins)
    for number, part in enumerate(paper.parts):
        found[number] = _part(sheet, paper, part, beyond)
    return sheet, found


def _contents(sheet: FPDF, paper: Paper, beyond: Beyond, begins: Mapping[int, int]) -> None:
    """The chapters, how many things are in each, and from which page."""
    chapters = [(number, part) for number, part in enumerate(paper.parts) if part.title and not part.level]
    sheet.ln(4)
    write(sheet, beyond, paper.contents, HEAD_PT, "B")
    sheet.ln(1)
    for number, part in chapters:
        name = " · ".join(words for words in (part.title, part.count) if words)
        set_hand(sheet, "", BODY_PT)
        lacking = beyond.missing[""] | beyond.pictured[""]
        sheet.cell(sheet.epw - PAGE_MM, 7, drawable(name, lacking), border="B")
        sheet.cell(
            PAGE_MM, 7, str(begins.get(number, 1)), border="B", align="R", new_x="LMARGIN", new_y="NEXT"
        )


def _part(sheet: FPDF, paper: Paper, part: Part, beyond: Beyond) -> int:
    """Returns the page it begins on."""
    if part.title:
        size = HEAD_PT if part.level or not paper.contents else CHAPTER_PT
        _room_for(sheet, size + 2 * BODY_PT)
        sheet.ln(4 if size == HEAD_PT else 8)
        sheet.start_section(plain(part.title), level=part.level)
        write(sheet, beyond, part.title, size, "B")
        sheet.ln(1)
    page = sheet.page_no()
    for words in part.about:
        write(sheet, beyond, words, SMALL_PT, ink=QUIET)
    for line in part.lines:
        if line.heading:
            sheet.ln(3)
            write(sheet, beyond, line.heading, BODY_PT + 1, "B", ink=QUIET)
        sheet.ln(2)
        if line.question or not line.answers:
            write(sheet, beyond, line.question, BODY_PT, "B")
        for answer in line.answers or ((paper.unanswered,) if not line.note and not line.pictures else ()):
            write(sheet, beyond, answer, BODY_PT)
        for picture in line.pictures:
            place(sheet, picture)
        if line.note:
            write(sheet, beyond, line.note, BODY_PT, ink=QUIET)
    return page


def _room_for(sheet: FPDF, points: float) -> None:
    """A heading does not stand alone at the foot of a page."""
    if sheet.will_page_break(points * 0.5 + 10):
        sheet.add_page()


def _letters_of(paper: Paper) -> frozenset[str]:
    """Every letter of this paper."""
    texts = [paper.title, paper.contents, *paper.about]
    for part in paper.parts:
        texts += [part.title, part.count, *part.about]
        for line in part.lines:
            texts += [line.heading, line.question, *line.answers, line.note]
    return letters_of(texts)
