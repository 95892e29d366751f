"""Questions and answers laid out on pages. It knows nothing of forms: it is given words, and prints exactly those.

The PDF holds no more than is seen on it: no author, no program's name with a version, no time but the one given. A
letter that the bundled font cannot draw is shown as [?], and the page says so. It must never shorten an answer, nor take
a sign of an answer for one of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mobile.documents.carriable import whole
from mobile.printing.letters import Letters, is_called
from mobile.printing.photos import place
from mobile.printing.pictured import DOTS, Pictures, is_right_to_left, unseen_font

if TYPE_CHECKING:
    from fpdf import FPDF

MARGIN_MM = 20
BODY_PT, SMALL_PT, HEAD_PT, CHAPTER_PT, TITLE_PT = 11, 9, 13, 16, 20
PAGE_MM = 20  # of the contents, for the number of a page
UNDRAWN = "[?]"
UNSEEN = "unseen"
LINE_MM, TALL_MM = 0.5, 0.62  # a line, for each point of its letters; of scripts that need more room
PT_A_MM = 72 / 25.4
INK, QUIET = (32, 38, 36), (88, 98, 94)
_FILES = {"": "AtkinsonHyperlegibleNext-400.ttf", "B": "AtkinsonHyperlegibleNext-600.ttf"}


@dataclass(frozen=True)
class Line:
    """One question and what was answered; no answers: `unanswered` of the paper stands there."""

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


def pdf_of(paper: Paper, fonts: Path) -> bytes:
    """The PDF. `fonts`: the folder of the bundled fonts. Raises OSError if they are not there.

    It is laid out twice, because how many pages there are is known only after the first time: a sign put in its place
    and replaced later could be a sign of somebody's answer.
    """
    with TemporaryDirectory(prefix="lantern-") as folder:
        beyond = _beyond(paper, fonts, Path(folder))
        first, begins = _laid_out(paper, fonts, beyond, 1, {})
        first.output()  # lets go of the files of the fonts
        second, _ = _laid_out(paper, fonts, beyond, first.pages_count, begins)
        return bytes(second.output())


@dataclass(frozen=True)
class _Beyond:
    """Letters that the paper's own font lacks. `pictured`: shown otherwise. `missing`: shown as [?]. `unseen`: see `unseen_font`."""

    pictures: Pictures
    own: Mapping[str, Path]  # the files of the paper's own font, by style
    pictured: frozenset[str]
    missing: frozenset[str]
    unseen: Path | None


def _beyond(paper: Paper, fonts: Path, folder: Path) -> _Beyond:
    own = {style: fonts / name for style, name in _FILES.items()}
    has = _signs_of(own[""])
    lacking = {letter for letter in _letters_of(paper) if letter != "\n" and ord(letter) not in has}
    letters = Letters(fonts.parent / "assets" / "fonts")
    pictured = frozenset(one for one in lacking if letters.file_of(one) is not None or is_called(one))
    all_there = {letter for letter in _letters_of(paper) if letter != "\n"}
    unseen = unseen_font(all_there, folder) if pictured else None
    return _Beyond(Pictures(letters, has), own, pictured, frozenset(lacking - pictured), unseen)


def _signs_of(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(str(file), lazy=True) as font:
        known: dict[int, str] = font.getBestCmap() or {}
        return frozenset(known)


def _laid_out(
    paper: Paper, fonts: Path, beyond: _Beyond, pages: int, begins: Mapping[int, int]
) -> tuple[FPDF, Mapping[int, int]]:
    """The sheet, and on which page each part begins. `begins`: the same, of the time before."""
    sheet, found = _sheet(paper, fonts, pages), dict[int, int]()
    if beyond.unseen is not None:
        sheet.add_font(UNSEEN, "", beyond.unseen)
    sheet.add_page()
    _words(sheet, beyond, paper.title, TITLE_PT, "B", after_mm=2)
    for line in paper.about:
        _words(sheet, beyond, line, BODY_PT, ink=QUIET)
    if beyond.missing:
        _words(sheet, beyond, paper.undrawn, SMALL_PT, ink=QUIET)
    if paper.contents:
        _contents(sheet, paper, beyond, begins)
    for number, part in enumerate(paper.parts):
        found[number] = _part(sheet, paper, part, beyond)
    return sheet, found


def _sheet(paper: Paper, fonts: Path, pages: int) -> FPDF:
    from fpdf import FPDF  # two seconds of a phone's time, paid by who prints

    class Sheet(FPDF):
        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("words", size=SMALL_PT)
            self.set_text_color(*QUIET)
            words = paper.page_words.format(page=self.page_no(), pages=pages)
            self.cell(0, 6, words, align="C")

    sheet = Sheet(format="A4" if paper.language != "en" else "Letter")
    sheet.alias_nb_pages(None)  # type: ignore[arg-type]  # documented; otherwise "{nb}" in an answer becomes a number
    for style, name in _FILES.items():
        sheet.add_font("words", style, fonts / name)
    sheet.set_margin(MARGIN_MM)
    sheet.set_auto_page_break(True, margin=MARGIN_MM)
    sheet.set_title(_plain(paper.title))
    sheet.set_lang(paper.language)
    sheet.set_creation_date(paper.made_at)
    sheet.set_producer("Lantern")
    return sheet


def _contents(sheet: FPDF, paper: Paper, beyond: _Beyond, begins: Mapping[int, int]) -> None:
    """The chapters, how many things are in each, and from which page."""
    chapters = [(number, part) for number, part in enumerate(paper.parts) if part.title and not part.level]
    sheet.ln(4)
    _words(sheet, beyond, paper.contents, HEAD_PT, "B", after_mm=1)
    for number, part in chapters:
        name = " · ".join(words for words in (part.title, part.count) if words)
        sheet.set_font("words", "", BODY_PT)
        sheet.set_text_color(*INK)
        sheet.cell(sheet.epw - PAGE_MM, 7, _drawn(name, beyond.missing | beyond.pictured), border="B")
        sheet.cell(
            PAGE_MM, 7, str(begins.get(number, 1)), border="B", align="R", new_x="LMARGIN", new_y="NEXT"
        )


def _part(sheet: FPDF, paper: Paper, part: Part, beyond: _Beyond) -> int:
    """Returns the page it begins on."""
    if part.title:
        size = HEAD_PT if part.level or not paper.contents else CHAPTER_PT
        _room_for(sheet, size + 2 * BODY_PT)
        sheet.ln(4 if size == HEAD_PT else 8)
        sheet.start_section(_plain(part.title), level=part.level)
        _words(sheet, beyond, part.title, size, "B", after_mm=1)
    page = sheet.page_no()
    for words in part.about:
        _words(sheet, beyond, words, SMALL_PT, ink=QUIET)
    for line in part.lines:
        if line.heading:
            sheet.ln(3)
            _words(sheet, beyond, line.heading, BODY_PT + 1, "B", ink=QUIET)
        sheet.ln(2)
        _words(sheet, beyond, line.question, BODY_PT, "B")
        for answer in line.answers or ((paper.unanswered,) if not line.note else ()):
            _words(sheet, beyond, answer, BODY_PT)
        for picture in line.pictures:
            place(sheet, picture)
        if line.note:
            _words(sheet, beyond, line.note, BODY_PT, ink=QUIET)
    return page


def _room_for(sheet: FPDF, points: float) -> None:
    """A heading does not stand alone at the foot of a page."""
    if sheet.will_page_break(points * 0.5 + 10):
        sheet.add_page()


def _words(
    sheet: FPDF,
    beyond: _Beyond,
    words: str,
    size_pt: int,
    style: str = "",
    ink: tuple[int, int, int] = INK,
    after_mm: float = 0,
) -> None:
    """Paragraphs in the paper's own letters as they are; those with others as pictures of their lines."""
    for paragraph in _drawn(words, beyond.missing).split("\n"):
        if beyond.pictured.isdisjoint(paragraph):
            sheet.set_font("words", style, size_pt)
            sheet.set_text_color(*ink)
            sheet.multi_cell(0, size_pt * LINE_MM, paragraph, align="L", new_x="LMARGIN", new_y="NEXT")
        else:
            _pictured(sheet, beyond, paragraph, size_pt, style, ink)
    if after_mm:
        sheet.ln(after_mm)


def _pictured(
    sheet: FPDF, beyond: _Beyond, paragraph: str, size_pt: int, style: str, ink: tuple[int, int, int]
) -> None:
    """Each line drawn, and the same words unseen in its place."""
    own, high_mm = beyond.own[style], size_pt * TALL_MM
    for line in beyond.pictures.lines(paragraph, own, size_pt, sheet.epw * PT_A_MM):
        if sheet.will_page_break(high_mm):
            sheet.add_page()
        drawn = beyond.pictures.draw(line, own, size_pt, high_mm * PT_A_MM, sum(ink) // 3)
        wide_mm = drawn.width / DOTS / PT_A_MM
        x, y = sheet.l_margin, sheet.get_y()
        if is_right_to_left(line):
            x += max(0.0, sheet.epw - wide_mm)
        sheet.image(drawn, x=x, y=y, w=wide_mm, h=high_mm)
        sheet.set_font(UNSEEN, "", size_pt)
        sheet.set_xy(sheet.l_margin, y)
        sheet.cell(sheet.epw, high_mm, line, new_x="LMARGIN", new_y="NEXT")


def _letters_of(paper: Paper) -> frozenset[str]:
    """Every letter of this paper."""
    texts = [paper.title, paper.contents, *paper.about]
    for part in paper.parts:
        texts += [part.title, part.count, *part.about]
        for line in part.lines:
            texts += [line.heading, line.question, *line.answers, line.note]
    return frozenset(letter for text in texts for letter in _plain(text))


def _drawn(text: str, missing: frozenset[str]) -> str:
    text = _plain(text)
    return "".join(UNDRAWN if letter in missing else letter for letter in text) if missing else text


def _plain(text: str) -> str:
    """The same words with letters and their accents as one sign, ends of lines alike, and no signs that are never seen."""
    lines = re.sub(r"\r\n|[\r\v\f\x85\u2028\u2029]", "\n", whole(text)).replace("\t", "    ")
    composed = unicodedata.normalize("NFC", lines)
    return "".join(sign for sign in composed if not _is_unseen(sign))


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf" or "\ufe00" <= sign <= "\ufe0f"
