"""One page about one person, at a glance: blocks below and beside one another, each with its heading. It knows nothing of care: it
is given words, and prints exactly those.

What does not fit beside something stands below it, and what does not fit on the page goes on to the next, whole, with a note at
the foot. Nothing is ever shortened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mobile.printing.blocks import Block, Item, Summary, Tone
from mobile.printing.figure import draw_figure
from mobile.printing.marks import draw_table, letters_in, marked
from mobile.printing.photos import place
from mobile.printing.sheet import (
    GROUND,
    INK,
    LINE_MM,
    MARGIN_MM,
    QUIET,
    Beyond,
    Hand,
    Ink,
    beyond,
    let_go,
    letters_of,
    new_sheet,
    set_hand,
    write,
)

if TYPE_CHECKING:
    from fpdf import FPDF

HANDS: tuple[Hand, ...] = ("", "B", "own")
NAME_PT, HEADING_PT, OWN_PT, WORDS_PT, SMALL_PT = 22, 13, 12, 10, 8
APART_MM, COLUMN_MM, LABEL_MM, INSIDE_MM = 5, 8, 34, 4
FOOT_MM = 24
PICTURE_MM = 18
LINE_INK: Ink = (228, 222, 212)
TONES: dict[Tone, tuple[Ink, Ink]] = {
    "alert": ((166, 38, 29), (251, 227, 224)),
    "first": ((31, 92, 87), (216, 236, 231)),
    "leave": ((138, 84, 16), (251, 235, 206)),
    "note": (INK, (246, 241, 234)),
}
"""Of the heading and of the ground behind it."""


def pdf_of_summary(summary: Summary, fonts: Path) -> bytes:
    """The PDF. `fonts`: the folder of the bundled fonts. Raises OSError if they are not there."""
    with TemporaryDirectory(prefix="lantern-") as folder:
        found = beyond(letters_of(_texts(summary)), HANDS, fonts, Path(folder))
        first = _Page(summary, found, 1).laid_out()
        let_go(first)
        return bytes(_Page(summary, found, first.pages_count).laid_out().output())


class _Page:
    """The sheet while it is laid out. `pages`: how many there will be."""

    def __init__(self, summary: Summary, beyond: Beyond, pages: int) -> None:
        self._summary, self._beyond, self._pages = summary, beyond, pages
        self._ground = GROUND  # of what is written now
        self._sheet, self._trial = self._new(self._foot), self._new(lambda _: None)

    def _new(self, foot: Callable[[FPDF], None]) -> FPDF:
        summary = self._summary
        sheet = new_sheet(summary.title, summary.language, summary.made_at, self._beyond, foot)
        sheet.set_auto_page_break(True, margin=FOOT_MM)
        sheet.set_top_margin(14)
        sheet.c_margin = 0
        sheet.add_page()
        return sheet

    def laid_out(self) -> FPDF:
        sheet, summary = self._sheet, self._summary
        left, right = summary.head
        wide, y = sheet.epw, sheet.get_y()
        set_hand(sheet, "", SMALL_PT, QUIET)
        sheet.cell(0, SMALL_PT * LINE_MM, right, align="R")
        self._between(sheet, MARGIN_MM, wide * 0.6)
        sheet.set_xy(MARGIN_MM, y)
        self._write(sheet, left, SMALL_PT, ink=QUIET, after_mm=2)
        self._between(sheet, MARGIN_MM, wide)
        self._line(sheet)
        sheet.ln(3)
        self._write(sheet, summary.title, NAME_PT, "own")
        for line in summary.about:
            self._write(sheet, line, WORDS_PT, ink=QUIET)
        if any(self._beyond.missing.values()):
            self._write(sheet, summary.undrawn, SMALL_PT, ink=QUIET)
        for row in summary.rows:
            self._row(row)
        let_go(self._trial)
        return sheet

    # --- rows ---

    def _row(self, blocks: Sequence[Block]) -> None:
        sheet = self._sheet
        sheet.ln(APART_MM)
        wide, x = sheet.w - 2 * MARGIN_MM, float(MARGIN_MM)
        half = (wide - COLUMN_MM) / 2
        if len(blocks) == 2:
            heights = [self._height(one, half) for one in blocks]
            if None not in heights:
                high = max(one for one in heights if one is not None)
                self._make_room(high)
                y = sheet.get_y()
                for number, one in enumerate(blocks):
                    self._draw(sheet, one, x + number * (half + COLUMN_MM), y, half, high)
                self._between(sheet, x, wide)
                sheet.set_xy(x, y + high)
                return
        for number, one in enumerate(blocks):
            if number:
                sheet.ln(APART_MM)
            high = self._height(one, wide)
            if one.tone or one.figure is not None or (high is not None and high < 30):
                self._make_room(high or 0)
            self._draw(sheet, one, x, sheet.get_y(), wide, high)
            self._between(sheet, x, wide)

    def _make_room(self, high: float) -> None:
        if self._sheet.will_page_break(high):
            self._sheet.add_page()

    def _height(self, block: Block, wide: float) -> float | None:
        """How high it is when it is this wide, in mm; None: higher than a page."""
        trial = self._trial
        trial.add_page()
        page, y = trial.page_no(), trial.get_y()
        self._draw(trial, block, MARGIN_MM, y, wide, None)
        return trial.get_y() - y if trial.page_no() == page else None

    def _draw(self, sheet: FPDF, block: Block, x: float, y: float, wide: float, high: float | None) -> None:
        """`high`: of the ground behind it, where it has one and is on one page."""
        inside = INSIDE_MM if block.tone else 0
        if block.tone and high is not None:
            self._ground = TONES[block.tone][1]
            sheet.set_fill_color(*self._ground)
            sheet.rect(x, y, wide, high, style="F", round_corners=True, corner_radius=3)
        self._between(sheet, x + inside, wide - 2 * inside)
        sheet.set_xy(x + inside, y + inside)
        if block.heading and block.tone:
            self._write(sheet, block.heading, WORDS_PT, "B", ink=TONES[block.tone][0], after_mm=1)
        elif block.heading:
            self._write(sheet, block.heading, HEADING_PT, "own", after_mm=1)
        if block.figure is not None:
            draw_figure(sheet, self._beyond, block.figure)
        if block.table is not None:
            draw_table(sheet, self._beyond, block.table, self._ground)
        for number, item in enumerate(block.items):
            if block.is_wide:
                self._beside(sheet, item, x, wide, has_line=number > 0)
            else:
                self._below(sheet, item, has_space=number > 0)
        if block.picture:
            place(sheet, block.picture, PICTURE_MM)
        if block.note:
            sheet.ln(1)
            self._write(sheet, block.note, SMALL_PT, ink=QUIET)
        self._ground = GROUND
        if inside:
            sheet.set_y(sheet.get_y() + inside)

    def _below(self, sheet: FPDF, item: Item, *, has_space: bool) -> None:
        if has_space:
            sheet.ln(1.5)
        if item.mark is not None:
            marked(sheet, self._beyond, item, WORDS_PT, self._ground)
            return
        if item.label:
            self._write(sheet, item.label, SMALL_PT, ink=QUIET)
        if item.words:
            self._write(sheet, item.words, OWN_PT if item.is_own else WORDS_PT, "own" if item.is_own else "")
        if item.detail:
            self._write(sheet, item.detail, SMALL_PT, ink=QUIET)

    def _beside(self, sheet: FPDF, item: Item, x: float, wide: float, *, has_line: bool) -> None:
        """What it is at the left, the words at the right."""
        if sheet.will_page_break(16):
            sheet.add_page()
        elif has_line:
            sheet.ln(1)
            self._line(sheet)
            sheet.ln(1.5)
        page, y = sheet.page_no(), sheet.get_y()
        self._between(sheet, x, LABEL_MM)
        self._write(sheet, item.label, WORDS_PT, "B")
        self._write(sheet, item.detail, SMALL_PT, ink=QUIET)
        ends = sheet.get_y()
        self._between(sheet, x + LABEL_MM + 2, wide - LABEL_MM - 2)
        sheet.set_xy(x + LABEL_MM + 2, y)
        self._write(sheet, item.words, OWN_PT if item.is_own else WORDS_PT, "own" if item.is_own else "")
        self._between(sheet, x, wide)
        sheet.set_xy(x, max(ends, sheet.get_y()) if sheet.page_no() == page else sheet.get_y())

    # --- small things ---

    def _write(
        self,
        sheet: FPDF,
        words: str,
        size_pt: int,
        hand: Hand = "",
        *,
        ink: Ink = INK,
        after_mm: float = 0,
    ) -> None:
        if words:
            write(sheet, self._beyond, words, size_pt, hand, ink=ink, ground=self._ground)
            sheet.ln(after_mm)

    def _between(self, sheet: FPDF, x: float, wide: float) -> None:
        """What is written next stands between these, in mm from the left of the page."""
        sheet.set_left_margin(x)
        sheet.set_right_margin(sheet.w - x - wide)
        sheet.set_x(x)

    def _line(self, sheet: FPDF) -> None:
        sheet.set_draw_color(*LINE_INK)
        sheet.set_line_width(0.25)
        sheet.line(sheet.l_margin, sheet.get_y(), sheet.w - sheet.r_margin, sheet.get_y())

    def _foot(self, sheet: FPDF) -> None:
        """Between the page's own margins, whatever stands above it is between."""
        kept = sheet.l_margin, sheet.w - sheet.r_margin - sheet.l_margin
        self._between(sheet, MARGIN_MM, sheet.w - 2 * MARGIN_MM)
        sheet.set_y(-FOOT_MM + 4)
        self._line(sheet)
        sheet.ln(1.5)
        number = self._summary.page_words.format(page=sheet.page_no(), pages=self._pages)
        on = f"{self._summary.goes_on} · " if sheet.page_no() < self._pages else ""
        self._write(sheet, self._summary.foot, SMALL_PT, ink=QUIET)
        set_hand(sheet, "", SMALL_PT, QUIET)
        sheet.cell(0, 4, on + number, align="R")
        self._between(sheet, *kept)


def _texts(summary: Summary) -> list[str]:
    texts = [summary.title, *summary.about, *summary.head, summary.foot, summary.page_words, summary.goes_on]
    for block in (one for row in summary.rows for one in row):
        texts += [*block.texts, *letters_in(block)]
        texts += list(block.figure.texts) if block.figure is not None else []
    return texts
