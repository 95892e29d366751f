"""What every paper made here has in common: its fonts, its foot, words in lines, and letters that its own fonts lack.

The PDF holds no more than is seen on it: no author, no program's name with a version, no time but the one given. A
letter that the bundled fonts cannot draw is shown as [?]. It must never shorten a text, nor take a sign of somebody's for one of
its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mobile.documents.carriable import whole
from mobile.documents.whole_letters import JOINERS
from mobile.printing.letters import Letters, is_called, takes_joiners
from mobile.printing.pictured import DOTS, Pictures, is_right_to_left, unseen_font

if TYPE_CHECKING:
    from fpdf import FPDF

Hand = Literal["", "B", "own"]
"""Plain, strong, and the serif of titles and of somebody's own words."""
MARGIN_MM = 20
BODY_PT, SMALL_PT, HEAD_PT = 11, 9, 13
UNDRAWN = "[?]"
LINE_MM, TALL_MM = 0.5, 0.62  # a line, for each point of its letters; of scripts that need more room
PT_A_MM = 72 / 25.4
Ink = tuple[int, int, int]
INK, QUIET, GROUND = (32, 38, 36), (88, 98, 94), (255, 255, 255)
_UNSEEN = "unseen"
_FILES: Mapping[Hand, str] = {
    "": "AtkinsonHyperlegibleNext-400.ttf",
    "B": "AtkinsonHyperlegibleNext-600.ttf",
    "own": "Newsreader-500.ttf",
}


@dataclass(frozen=True)
class Beyond:
    """Letters that the paper's own fonts lack, for each hand. `pictured`: shown otherwise. `missing`: shown as [?]. `unseen`: see
    `unseen_font`."""

    files: Mapping[Hand, Path]
    pictures: Mapping[Hand, Pictures]
    pictured: Mapping[Hand, frozenset[str]]
    missing: Mapping[Hand, frozenset[str]]
    unseen: Path | None


def beyond(letters: frozenset[str], hands: Sequence[Hand], fonts: Path, folder: Path) -> Beyond:
    """Of every letter of a paper written in these hands. `fonts`: the folder of the bundled fonts; `folder`: where a file may lie
    while it is made. Raises OSError where the fonts are not there."""
    files: dict[Hand, Path] = {hand: fonts / _FILES[hand] for hand in hands}
    others = Letters(fonts.parent / "assets" / "fonts")
    has: dict[Hand, frozenset[int]] = {hand: _signs_of(file) for hand, file in files.items()}
    asked = letters - {"\n", *JOINERS}
    lacking: dict[Hand, frozenset[str]] = {
        hand: frozenset(one for one in asked if ord(one) not in has[hand]) for hand in hands
    }
    drawn = {one for found in lacking.values() for one in found if others.file_of(one) or is_called(one)}
    pictured: dict[Hand, frozenset[str]] = {hand: found & drawn for hand, found in lacking.items()}
    missing: dict[Hand, frozenset[str]] = {hand: found - drawn for hand, found in lacking.items()}
    return Beyond(
        files,
        {hand: Pictures(others, has[hand]) for hand in hands},
        pictured,
        missing,
        unseen_font(letters - {"\n"}, folder) if any(pictured.values()) else None,
    )


def _signs_of(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(str(file), lazy=True) as font:
        known: dict[int, str] = font.getBestCmap() or {}
        return frozenset(known)


def new_sheet(
    title: str, language: str, made_at: datetime, beyond: Beyond, foot: Callable[[FPDF], None]
) -> FPDF:
    """An empty one. `made_at` is aware; it becomes the file's only date. `foot` draws what stands below each page."""
    from fpdf import FPDF  # two seconds of a phone's time, paid by who prints

    class Sheet(FPDF):
        def footer(self) -> None:
            foot(self)

    sheet = Sheet(format="A4" if language != "en" else "Letter")
    sheet.alias_nb_pages(None)  # type: ignore[arg-type]  # documented; otherwise "{nb}" in an answer becomes a number
    for hand, file in beyond.files.items():
        sheet.add_font(*_named(hand), file)
    if beyond.unseen is not None:
        sheet.add_font(_UNSEEN, "", beyond.unseen)
    sheet.set_margin(MARGIN_MM)
    sheet.set_auto_page_break(True, margin=MARGIN_MM)
    sheet.set_title(plain(title))
    sheet.set_lang(language)
    sheet.set_creation_date(made_at)
    sheet.set_producer("Lantern")
    return sheet


def let_go(sheet: FPDF) -> None:
    """Closes the files of its fonts, which `output` does otherwise. Nothing is written on it afterwards."""
    from fpdf.fonts import TTFFont

    for font in sheet.fonts.values():
        if isinstance(font, TTFFont):
            font.close()


def set_hand(sheet: FPDF, hand: Hand, size_pt: int, ink: Ink = INK) -> None:
    """What is written next is written so."""
    sheet.set_font(*_named(hand), size_pt)
    sheet.set_text_color(*ink)


def write(
    sheet: FPDF,
    beyond: Beyond,
    words: str,
    size_pt: int,
    hand: Hand = "",
    *,
    ink: Ink = INK,
    ground: Ink = GROUND,
) -> None:
    """Paragraphs in the paper's own letters as they are; those with others as pictures of their lines. Between the margins as they
    are set now, on as many pages as it takes. `ground`: what they stand on."""
    for paragraph in drawable(words, beyond.missing[hand]).split("\n"):
        if beyond.pictured[hand].isdisjoint(paragraph):
            set_hand(sheet, hand, size_pt, ink)
            sheet.multi_cell(0, size_pt * LINE_MM, paragraph, align="L", new_x="LMARGIN", new_y="NEXT")
        else:
            _pictured(sheet, beyond, paragraph, size_pt, hand, (ink, ground))


def _pictured(
    sheet: FPDF, beyond: Beyond, paragraph: str, size_pt: int, hand: Hand, colors: tuple[Ink, Ink]
) -> None:
    """Each line drawn, and the same words unseen in its place. `colors`: of the letters and of what they stand on."""
    from PIL import ImageOps

    own, high_mm, pictures = beyond.files[hand], size_pt * TALL_MM, beyond.pictures[hand]
    ink, ground = colors
    begin, room = sheet.l_margin + sheet.c_margin, sheet.epw - 2 * sheet.c_margin
    is_backward = is_right_to_left(paragraph)
    for line in pictures.lines(paragraph, own, size_pt, room * PT_A_MM):
        if sheet.will_page_break(high_mm):
            sheet.add_page()
        high_pt, gray = high_mm * PT_A_MM, sum(ink) // 3
        drawn = pictures.draw(line, own, size_pt, high_pt, gray, is_backward=is_backward)
        if ground != GROUND:
            drawn = ImageOps.colorize(drawn, black=(0, 0, 0), white=ground)
        wide_mm = drawn.width / DOTS / PT_A_MM
        x, y = begin, sheet.get_y()
        if is_backward:
            x += max(0.0, room - wide_mm)
        sheet.image(drawn, x=x, y=y, w=wide_mm, h=high_mm)
        sheet.set_font(_UNSEEN, "", size_pt)
        sheet.set_xy(sheet.l_margin, y)
        sheet.cell(sheet.epw, high_mm, line, new_x="LMARGIN", new_y="NEXT")


def letters_of(texts: list[str]) -> frozenset[str]:
    """Every letter of these texts, as they are printed."""
    return frozenset(letter for text in texts for letter in plain(text))


def drawable(text: str, missing: frozenset[str]) -> str:
    """The same with [?] for each letter that nothing draws."""
    text = plain(text)
    if not missing:
        return text
    return "".join(UNDRAWN if letter in missing else letter for letter in text if letter not in JOINERS)


def plain(text: str) -> str:
    """The same words with letters and their accents as one sign, ends of lines alike, and no signs that are never seen but those
    that a word is spelled with."""
    lines = re.sub(r"\r\n|[\r\v\f\x85\u2028\u2029]", "\n", whole(text)).replace("\t", "    ")
    composed = unicodedata.normalize("NFC", lines)
    kept = ""
    for sign in composed:
        if not _is_unseen(sign) or (sign in JOINERS and kept and takes_joiners(kept[-1])):
            kept += sign
    return kept


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf" or "\ufe00" <= sign <= "\ufe0f"


def _named(hand: Hand) -> tuple[str, Literal["", "B"]]:
    """The family and the style it is registered under."""
    return ("own", "") if hand == "own" else ("words", hand)
