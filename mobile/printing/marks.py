"""Words with a mark before them that says who said them, and tables of such words. They are given, and printed exactly so.

Nothing is ever shortened: a cell grows downwards, and a row that does not fit on the page goes on the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from mobile.printing.blocks import Block, Item, Mark, Table, Whose
from mobile.printing.sheet import (
    GROUND,
    INK,
    LINE_MM,
    PT_A_MM,
    QUIET,
    TALL_MM,
    Beyond,
    Ink,
    drawable,
    set_hand,
    write,
)

if TYPE_CHECKING:
    from fpdf import FPDF

CELL_PT, SMALL_PT, MARK_PT = 9, 8, 7
HIGH_MM, SIDE_MM, AFTER_MM, ROW_MM, GAP_MM = 4.6, 1.3, 1.8, 1.0, 2
LINE_INK: Ink = (228, 222, 212)
MARKS: Mapping[Whose, tuple[Ink, Ink]] = {
    "record": ((59, 74, 140), (227, 231, 248)),
    "person": ((31, 92, 87), (216, 236, 231)),
}
"""Of the letters and of the ground behind them. The letters say it: no colour carries it alone."""


def letters_in(block: Block) -> list[str]:
    """Of all the marks in it."""
    return [mark.letters for mark in _marks(block)]


def _marks(block: Block) -> Iterator[Mark]:
    cells = [one for row in block.table.rows for one in row] if block.table is not None else []
    yield from (one.mark for one in (*block.items, *cells) if one.mark is not None)


def marked(sheet: FPDF, beyond: Beyond, item: Item, size_pt: int, ground: Ink = GROUND) -> None:
    """The mark, and the words beside it, between the margins as they are set now; ends below both."""
    assert item.mark is not None
    left, y, page = sheet.l_margin, sheet.get_y(), sheet.page_no()
    if sheet.will_page_break(HIGH_MM):
        sheet.add_page()
        y, page = sheet.get_y(), sheet.page_no()
    wide = _draw_mark(sheet, beyond, item.mark, left, y)
    sheet.set_left_margin(left + wide + AFTER_MM)
    sheet.set_xy(sheet.l_margin, y + (HIGH_MM - size_pt * LINE_MM) / 2)
    _words(sheet, beyond, item, size_pt, ground)
    ends = sheet.get_y()
    sheet.set_left_margin(left)
    sheet.set_xy(left, max(ends, y + HIGH_MM) if sheet.page_no() == page else ends)


def _draw_mark(sheet: FPDF, beyond: Beyond, mark: Mark, x: float, y: float) -> float:
    """How wide it is, in mm."""
    ink, ground = MARKS[mark.whose]
    is_drawn = beyond.pictured["B"].isdisjoint(mark.letters) and beyond.missing["B"].isdisjoint(mark.letters)
    set_hand(sheet, "B", MARK_PT, ink)
    letters_mm = sheet.get_string_width(mark.letters) if is_drawn else MARK_PT / PT_A_MM * len(mark.letters)
    wide = max(HIGH_MM, letters_mm + 2 * SIDE_MM)
    sheet.set_fill_color(*ground)
    sheet.rect(x, y, wide, HIGH_MM, style="F", round_corners=True, corner_radius=1.2)
    if is_drawn:
        sheet.set_xy(x, y)
        sheet.cell(wide, HIGH_MM, mark.letters, align="C")
        return wide
    left, right = sheet.l_margin, sheet.r_margin
    sheet.set_left_margin(x + SIDE_MM)
    sheet.set_right_margin(sheet.w - x - wide)
    sheet.set_xy(x + SIDE_MM, y - 0.2)  # such lines are taller than their letters
    write(sheet, beyond, mark.letters, MARK_PT, "B", ink=ink, ground=ground)
    sheet.set_left_margin(left)
    sheet.set_right_margin(right)
    return wide


def _words(sheet: FPDF, beyond: Beyond, item: Item, size_pt: int, ground: Ink) -> None:
    for words, size, ink in (
        (item.label, SMALL_PT, QUIET),
        (item.words, size_pt, INK),
        (item.detail, SMALL_PT, QUIET),
    ):
        if words:
            write(sheet, beyond, words, size, ink=ink, ground=ground)


def draw_table(sheet: FPDF, beyond: Beyond, table: Table, ground: Ink = GROUND) -> None:
    """Between the margins as they are set now; its heads stand again on each page it goes on to."""
    left, wide, right = sheet.l_margin, sheet.epw, sheet.r_margin
    edges = _edges(table, left, wide)
    _row(sheet, beyond, [Item(one) for one in table.heads], edges, ground, is_head=True)
    for row in table.rows:
        high = _height(sheet, beyond, row, edges)
        if high > sheet.eph / 2:
            _one_below_another(sheet, beyond, table.heads, row, (left, right), ground)
            continue
        if sheet.will_page_break(high):
            sheet.add_page()
            _row(sheet, beyond, [Item(one) for one in table.heads], edges, ground, is_head=True)
        sheet.set_draw_color(*LINE_INK)
        sheet.set_line_width(0.25)
        sheet.line(left, sheet.get_y(), left + wide, sheet.get_y())
        sheet.set_y(sheet.get_y() + ROW_MM)
        _row(sheet, beyond, row, edges, ground)
    sheet.set_left_margin(left)
    sheet.set_right_margin(right)
    sheet.set_x(left)


def _edges(table: Table, left: float, wide: float) -> Sequence[tuple[float, float]]:
    """Of each column, where it begins and how wide it is."""
    found, x, whole = list[tuple[float, float]](), left, sum(table.shares)
    for share in table.shares:
        found.append((x, wide * share / whole - GAP_MM))
        x += wide * share / whole
    return found


def _height(sheet: FPDF, beyond: Beyond, row: Sequence[Item], edges: Sequence[tuple[float, float]]) -> float:
    """Of the highest cell, never less than it takes."""
    high = HIGH_MM
    for item, (_, wide) in zip(row, edges, strict=True):
        room = wide - (2 * HIGH_MM + AFTER_MM if item.mark is not None else 0)
        parts = ((item.label, SMALL_PT), (item.words, CELL_PT), (item.detail, SMALL_PT))
        high = max(high, sum(_high(sheet, beyond, text, size, room) for text, size in parts if text))
    return high + ROW_MM


def _high(sheet: FPDF, beyond: Beyond, text: str, size_pt: int, room: float) -> float:
    pictured = beyond.pictured[""]
    if pictured.isdisjoint(text):
        set_hand(sheet, "", size_pt)
        words = drawable(text, beyond.missing[""])
        lines = sheet.multi_cell(room, size_pt * LINE_MM, words, align="L", dry_run=True, output="LINES")
        return len(cast("list[str]", lines)) * size_pt * LINE_MM
    a_line = max(1, int(room * PT_A_MM / size_pt))  # letters as wide as they are high
    return sum(1 + len(line) // a_line for line in text.split("\n")) * size_pt * TALL_MM


def _one_below_another(
    sheet: FPDF,
    beyond: Beyond,
    heads: Sequence[str],
    row: Sequence[Item],
    sides: tuple[float, float],
    ground: Ink,
) -> None:
    """A row with more in it than stands beside one another: each cell over the whole width, below what it is."""
    sheet.set_left_margin(sides[0])
    sheet.set_right_margin(sides[1])
    sheet.set_x(sides[0])
    for head, item in zip(heads, row, strict=True):
        if head:
            write(sheet, beyond, head, SMALL_PT, ink=QUIET, ground=ground)
        if item.mark is not None:
            marked(sheet, beyond, item, CELL_PT, ground)
        else:
            _words(sheet, beyond, item, CELL_PT, ground)
    sheet.ln(ROW_MM)


def _row(
    sheet: FPDF,
    beyond: Beyond,
    row: Sequence[Item],
    edges: Sequence[tuple[float, float]],
    ground: Ink,
    *,
    is_head: bool = False,
) -> None:
    """One row that fits on the page, from where the sheet is; ends below its highest cell."""
    y, ends = sheet.get_y(), sheet.get_y()
    has_mark = any(one.mark is not None for one in row)
    for item, (x, wide) in zip(row, edges, strict=True):
        sheet.set_left_margin(x)
        sheet.set_right_margin(sheet.w - x - wide)
        sheet.set_xy(x, y)
        if item.mark is not None:
            marked(sheet, beyond, item, CELL_PT, ground)
        elif is_head and item.words:
            write(sheet, beyond, item.words, CELL_PT, "B", ink=QUIET, ground=ground)
        elif not is_head:
            sheet.set_xy(x, y + ((HIGH_MM - CELL_PT * LINE_MM) / 2 if has_mark else 0))
            _words(sheet, beyond, item, CELL_PT, ground)
        ends = max(ends, sheet.get_y())
    sheet.set_y(ends + ROW_MM)
