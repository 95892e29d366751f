"""Lines in letters that the paper's own font lacks: drawn as a picture, with the same words unseen below it to copy and find.

Shaping is Pillow's. A paragraph begins at the right where its first letter is of a script that does; what stands where within
a line is `directions`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mobile.printing.directions import from_the_left, levels, turned, within_numbers
from mobile.printing.letters import Letters, called, clusters, is_tone

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

DOTS = 3
"""Dots of a picture a point: 216 an inch."""
BLOCK = 256
FONT_MADE = 3_029_529_600
"""The date of the unseen font, always one: the same paper is the same to the last byte, whenever it is made. Seconds since 1904."""


@dataclass(frozen=True)
class Run:
    """Letters of one font that run one way, in the order in which they are written."""

    words: str
    font: FreeTypeFont
    file: Path | None = None  # None: the paper's own
    level: int = 0

    @property
    def width(self) -> float:
        return self.font.getlength(self._drawn, direction=self._direction)

    def draw(self, pen: ImageDraw, x: int, y: float, ink: int) -> None:
        pen.text((x, y), self._drawn, font=self.font, fill=ink, anchor="ls", direction=self._direction)

    @property
    def _is_backward(self) -> bool:
        return self.level % 2 == 1

    @property
    def _shapes(self) -> bool:
        """Whether Pillow was built with what shapes words and turns them by itself."""
        from PIL import ImageFont

        return self.font.layout_engine == ImageFont.Layout.RAQM

    @property
    def _direction(self) -> str | None:
        return ("rtl" if self._is_backward else "ltr") if self._shapes else None

    @property
    def _drawn(self) -> str:
        return turned(clusters(self.words)) if self._is_backward and not self._shapes else self.words


class Pictures:
    """Draws lines. `own`: the file of the paper's own font; `own_draws`: the letters it has."""

    def __init__(self, letters: Letters, own_draws: frozenset[int]) -> None:
        self._letters = letters
        self._own_draws = own_draws

    def lines(self, words: str, own: Path, size_pt: int, width_pt: float) -> list[str]:
        """The words as lines no wider than this; none is dropped."""
        lines, line, taken, most = list[str](), "", 0.0, width_pt * DOTS
        for piece in _pieces(words):
            parts = [piece] if self._width(piece.rstrip(), own, size_pt) <= most else clusters(piece)
            for part in parts:
                if line and taken + self._width(part.rstrip(), own, size_pt) > most:
                    lines.append(line)
                    line, taken = "", 0.0
                line, taken = line + part, taken + self._width(part, own, size_pt)
        return [*lines, line] if line or not lines else lines

    def draw(
        self, line: str, own: Path, size_pt: int, height_pt: float, ink: int, *, is_backward: bool
    ) -> Any:
        """The line as a grey picture, as wide as it is. `is_backward`: its paragraph begins at the right."""
        from PIL import Image, ImageDraw

        shown = line.rstrip()
        runs = self._runs(shown, own, size_pt, levels(shown, is_backward=is_backward))
        width = max(1, int(sum(run.width for run in runs)) + DOTS)
        picture = Image.new("L", (width, int(height_pt * DOTS)), 255)
        pen, x = ImageDraw.Draw(picture), 0.0
        for run in from_the_left(runs):
            run.draw(pen, round(x), height_pt * DOTS * 0.74, ink)
            x += run.width
        return picture

    def _width(self, line: str, own: Path, size_pt: int) -> float:
        return sum(run.width for run in self._runs(line, own, size_pt, ()))

    def _runs(self, line: str, own: Path, size_pt: int, levels: Sequence[int]) -> list[Run]:
        """Words of one font and one level after the other. Spaces and stops go with the letters before them. `levels`: of each
        letter; (): its width alone is asked for."""
        own_font = self._letters.font(own, size_pt * DOTS)
        assert own_font is not None, "the paper's own font"
        runs, at = list[Run](), 0
        for cluster in clusters(line):
            level, at = levels[at] if levels else 0, at + len(cluster)
            shown, file = "".join(sign for sign in cluster if not is_tone(sign)), None
            before = runs[-1].file if runs else None
            if before is not None and _has_no_way(cluster) and self._letters.draws(before, cluster):
                file = before
            elif any(ord(sign) not in self._own_draws for sign in cluster):
                file = self._letters.file_of(cluster[0])
                shown = shown if file is not None else called(cluster[0])
            font = self._letters.font(file, size_pt * DOTS) if file is not None else None
            if runs and (runs[-1].file, runs[-1].level) == (file, level):
                runs[-1] = Run(runs[-1].words + shown, runs[-1].font, file, level)
            else:
                runs.append(Run(shown, font or own_font, file, level))
        return runs


def unseen_font(letters: Iterable[str], into: Path) -> Path:
    """A font whose every letter is empty, so that words can lie below a picture of them. Written as a file, because the
    library takes no other; it holds whole blocks of signs, so that it tells of scripts and of nothing that was written."""
    from fontTools.fontBuilder import FontBuilder

    blocks = sorted({ord(letter) // BLOCK for letter in (" ", *letters)})
    signs = {sign: f"u{sign:X}" for block in blocks for sign in range(block * BLOCK, (block + 1) * BLOCK)}
    names = [".notdef", *signs.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(signs)
    builder.setupGlyf({name: _empty() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (200, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Unseen", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.updateHead(created=FONT_MADE, modified=FONT_MADE)
    file = into / "unseen.ttf"
    builder.save(str(file))
    return file


def _empty() -> Any:
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    return Glyph()


def _pieces(words: str) -> Sequence[str]:
    """Words with the spaces after them; a telephone number is one."""
    pieces, piece, together = list[str](), "", within_numbers(words)
    for at, sign in enumerate(words):
        if piece and piece[-1].isspace() and not sign.isspace() and at not in together:
            pieces.append(piece)
            piece = ""
        piece += sign
    return [*pieces, piece] if piece else pieces


def is_right_to_left(paragraph: str) -> bool:
    """Whether it begins at the right: its first letter with a direction decides."""
    first = next(
        (way for sign in paragraph if (way := unicodedata.bidirectional(sign)) in ("L", "R", "AL")), "L"
    )
    return first != "L"


def _has_no_way(cluster: str) -> bool:
    """Whether it is written in the direction of what stands around it."""
    return unicodedata.bidirectional(cluster[0]) in ("WS", "CS", "ES", "ON", "ET")
