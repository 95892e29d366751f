"""A signature as a picture, for systems that show nothing but pictures: a name set in the bundled letters, or what a hand drew.

A letter that the font has no drawing for is refused, never shown as a box: a signature is the person's own or it is none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from io import BytesIO

from mobile.printing.fonts import FONTS

FONT = FONTS / "Newsreader-500.ttf"
SIZE, MARGIN, HEIGHT = 44, 24, 100
MOST_LETTERS = 200
PEN = 5
SCALE = 2
"""A drawing is kept at twice the size it was drawn at, so that it stays smooth on paper."""

Stroke = Sequence[tuple[float, float]]
"""Points in logical pixels, in the order of the hand."""


class CannotDraw(Exception):
    """`letters`: those that the bundled font has no drawing for, each once, in the order of the name."""

    def __init__(self, letters: str) -> None:
        super().__init__("a letter without a drawing")  # never the letters: they are somebody's name
        self.letters = letters


class NameTooLong(Exception):
    """Longer than a signature can be: half of a name would be no signature."""


def typed(name: str) -> bytes:
    """A PNG of the name and nothing else. Raises NameTooLong, CannotDraw, OSError where the font is not there."""
    from PIL import Image, ImageDraw, ImageFont  # loaded by who signs

    words = _plain(name)
    if len(words) > MOST_LETTERS:
        raise NameTooLong
    missing = _undrawable(words)
    if missing:
        raise CannotDraw(missing)
    font = ImageFont.truetype(str(FONT), SIZE)
    width = int(ImageDraw.Draw(Image.new("L", (1, 1))).textlength(words, font=font)) + 2 * MARGIN
    picture = Image.new("L", (width, HEIGHT), 255)
    ImageDraw.Draw(picture).text((MARGIN, HEIGHT // 2), words, font=font, fill=0, anchor="lm")
    return _png(picture)


def drawn(strokes: Sequence[Stroke], width: float, height: float) -> bytes:
    """A PNG of these strokes on a place of this size, in logical pixels."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (max(1, int(width * SCALE)), max(1, int(height * SCALE))), 255)
    pen = ImageDraw.Draw(picture)
    for stroke in strokes:
        points = [(x * SCALE, y * SCALE) for x, y in stroke]
        if len(points) > 1:
            pen.line(points, fill=0, width=PEN, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - PEN / 2, y - PEN / 2, x + PEN / 2, y + PEN / 2), fill=0)
    return _png(picture)


def _plain(name: str) -> str:
    """Letters and their accents as one sign, in one line, without signs that are never seen."""
    composed = unicodedata.normalize("NFC", " ".join(name.split()))
    return "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")


def _undrawable(words: str) -> str:
    from fontTools.ttLib import TTFont

    with TTFont(str(FONT), lazy=True) as font:
        known: dict[int, str] = font.getBestCmap() or {}
    # An accent that stands alone would be set beside its letter.
    missing = [one for one in words if ord(one) not in known or unicodedata.category(one) in ("Mn", "Me")]
    return "".join(dict.fromkeys(missing))


def _png(picture: object) -> bytes:
    into = BytesIO()
    picture.save(into, "PNG")  # type: ignore[attr-defined]  # a PIL image
    return into.getvalue()
