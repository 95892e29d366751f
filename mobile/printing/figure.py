"""A line of numbers in time on paper: dots that are joined, marks below with their numbers, the first and the last number beside
their dots. No colour judges, and everything in it is also said in words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mobile.printing.sheet import QUIET, Beyond, set_hand, write

if TYPE_CHECKING:
    from fpdf import FPDF

HIGH_MM, EDGE_MM, DOT_MM, SMALL_PT = 24, 5, 0.9, 8
LINE_INK, MARK_INK, FLOOR_INK = (31, 92, 87), (59, 74, 140), (228, 222, 212)


@dataclass(frozen=True)
class Figure:
    """`points`: from the left (0 to 1) and from below (0 to 1), in time; `joined`: which are joined to the one before, by their
    place. `marks`: from the left, with what stands below each. `first` and `last`: the numbers beside the dots."""

    points: tuple[tuple[float, float], ...] = field(repr=False)
    joined: frozenset[int]
    marks: tuple[tuple[float, str], ...]
    first: str = field(repr=False)
    last: str = field(repr=False)
    begins: str
    ends: str
    name: str
    about: str = ""  # how it is read

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is written in it."""
        return (
            self.first,
            self.last,
            self.begins,
            self.ends,
            self.name,
            self.about,
            *(name for _, name in self.marks),
        )


def draw_figure(sheet: FPDF, beyond: Beyond, figure: Figure) -> None:
    """Between the margins as they are set now, from where the sheet is; ends below it."""
    left, top, wide = sheet.l_margin, sheet.get_y() + 5, sheet.epw
    room = wide - 2 * EDGE_MM

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return left + EDGE_MM + point[0] * room, top + (1 - point[1]) * HIGH_MM

    sheet.set_line_width(0.3)
    sheet.set_draw_color(*FLOOR_INK)
    sheet.line(left, top + HIGH_MM + 2, left + wide, top + HIGH_MM + 2)
    sheet.set_draw_color(*MARK_INK)
    set_hand(sheet, "", SMALL_PT, MARK_INK)
    sheet.set_dash_pattern(dash=0.5, gap=1)
    for place, name in figure.marks:
        x = at((place, 0))[0]
        sheet.line(x, top - 2, x, top + HIGH_MM + 2)
        sheet.set_xy(x - 4, top + HIGH_MM + 2.5)
        sheet.cell(8, 3.5, name, align="C")
    sheet.set_dash_pattern()
    sheet.set_draw_color(*LINE_INK)
    sheet.set_fill_color(*LINE_INK)
    sheet.set_line_width(0.6)
    for number in sorted(figure.joined):
        sheet.line(*at(figure.points[number - 1]), *at(figure.points[number]))
    for point in figure.points:
        x, y = at(point)
        sheet.circle(x, y, DOT_MM, style="F")
    for point, number in ((figure.points[0], figure.first), (figure.points[-1], figure.last)):
        x, y = at(point)
        set_hand(sheet, "B", SMALL_PT)
        sheet.set_xy(x - 6, y - 5)
        sheet.cell(12, 4, number, align="C")
    sheet.set_xy(left, top + HIGH_MM + 6)
    set_hand(sheet, "", SMALL_PT, QUIET)
    sheet.cell(wide / 2, 4, figure.begins, align="L")
    sheet.cell(wide / 2, 4, figure.ends, align="R", new_x="LMARGIN", new_y="NEXT")
    about = " · ".join(part for part in (figure.name, figure.about) if part)
    write(sheet, beyond, about, SMALL_PT, ink=QUIET)
