"""Which letters a paper can draw, and with what: its own font, the bundled fonts of other scripts, or by saying what they are.

The bundled fonts of other scripts are packed (woff2), which Pillow reads where it was built with that; where it was not,
fewer letters are drawn, and the paper says so. It must never let a letter pass that nothing draws.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mobile.documents.whole_letters import JOINERS

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

PROBE = 24
_SPELLED_WITH_JOINERS = frozenset({
    "ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA",
    "MALAYALAM", "SINHALA", "KHMER", "MYANMAR", "MONGOLIAN",
})  # fmt: skip
"""The first words of the names of letters that are written with joiners: without its joiner "می\u200cخواهم" is another word."""
NOBODYS = "\U0010fffd"
"""A sign no font has: what is drawn for it is drawn for every letter that is missing."""
_FIRST = {
    "ARABIC": "notosansarabic", "HEBREW": "notosanshebrew", "CJK": "notosanssc", "HIRAGANA": "notosanssc",
    "KATAKANA": "notosanssc", "IDEOGRAPHIC": "notosanssc", "FULLWIDTH": "notosanssc", "HANGUL": "notosanskr",
    "THAI": "notosansthai", "DEVANAGARI": "notosans", "GREEK": "notosans", "CYRILLIC": "notosans", "LATIN": "notosans",
    "COMBINING": "notosans", "BENGALI": "notosansbengali", "GURMUKHI": "notosansgurmukhi", "GUJARATI": "notosansgujarati",
    "TAMIL": "notosanstamil", "TELUGU": "notosanstelugu", "KANNADA": "notosanskannada",
    "MALAYALAM": "notosansmalayalam", "SINHALA": "notosanssinhala",
}  # fmt: skip
"""The first word of a letter's name, and the folder of the font that is likely to have it."""
_OTHERS = ("notosans", "notosanssymbols", "notosanssymbols2", "notosansmath")


class Letters:
    """`others`: the folder of the bundled fonts of other scripts. Opens a font when a letter first needs it."""

    def __init__(self, others: Path) -> None:
        self._others = others
        self._opened = dict[tuple[Path, int], "FreeTypeFont | None"]()
        self._draws_it = dict[tuple[Path, str], bool]()
        self._found = dict[str, Path | None]()

    def file_of(self, letter: str) -> Path | None:
        """The font that draws this letter, if there is one."""
        if letter not in self._found:
            self._found[letter] = next(
                (file for file in self._likely(letter) if self._draws(file, letter)), None
            )
        return self._found[letter]

    def draws(self, file: Path, sign: str) -> bool:
        """Whether this font has the sign; a space is in every one."""
        if (file, sign) not in self._draws_it:
            self._draws_it[file, sign] = sign.isspace() or self._draws(file, sign)
        return self._draws_it[file, sign]

    def font(self, file: Path, size: int) -> FreeTypeFont | None:
        """None where this font cannot be read here."""
        from PIL import ImageFont

        if (file, size) not in self._opened:
            try:
                self._opened[file, size] = ImageFont.truetype(str(file), size)
            except OSError:
                self._opened[file, size] = None
        return self._opened[file, size]

    def _likely(self, letter: str) -> Iterator[Path]:
        name = unicodedata.name(letter, "")
        folders = dict.fromkeys((_FIRST.get(name.partition(" ")[0], ""), *_OTHERS))
        for folder in folders:
            yield from self._files.get(folder, ())

    @cached_property
    def _files(self) -> dict[str, list[Path]]:
        found = dict[str, list[Path]]()
        for file in sorted(self._others.glob("*/*/*.woff2")):
            found.setdefault(file.parents[1].name, []).append(file)
        return found

    def _draws(self, file: Path, letter: str) -> bool:
        """Whether it draws anything, and not the box for what it lacks."""
        font = self.font(file, PROBE)
        if font is None:
            return False
        drawn = _drawn(font, letter)
        return any(drawn) and drawn != _drawn(font, NOBODYS)


def _drawn(font: FreeTypeFont, letter: str) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("L", (PROBE * 3, PROBE * 3), 0)
    ImageDraw.Draw(picture).text((PROBE, PROBE), letter, font=font, fill=255)
    return picture.tobytes()


def called(sign: str) -> str:
    """What a sign that has no drawing here is: `[slightly smiling face]`; "" for what has no such name."""
    if not unicodedata.category(sign).startswith("S"):
        return ""
    name = unicodedata.name(sign, "").lower()
    if is_tone(sign):
        return ""
    if name.startswith("regional indicator"):  # two of them are a flag
        return f"[{name[-1].upper()}]"
    return f"[{name}]" if name else ""


def is_called(sign: str) -> bool:
    """Whether a sign without a drawing is told all the same: by its name, or with the sign before it."""
    return bool(called(sign)) or is_tone(sign)


def is_tone(sign: str) -> bool:
    """Whether it only colours the sign before it."""
    return "FITZPATRICK" in unicodedata.name(sign, "")


def takes_joiners(sign: str) -> bool:
    """Whether it is of a script that is spelled with them."""
    return unicodedata.name(sign, "").partition(" ")[0] in _SPELLED_WITH_JOINERS


def clusters(words: str) -> Iterable[str]:
    """Letters with the marks that belong to them."""
    found: list[str] = []
    for sign in words:
        if found and (sign in JOINERS or is_tone(sign) or unicodedata.category(sign) in ("Mn", "Mc", "Me")):
            found[-1] += sign
        else:
            found.append(sign)
    return found
