"""A photo on paper: whole, as wide as the words or half a page high, and without a word about where it was taken.

What does not open as a picture is left out: its name stands there already.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpdf import FPDF

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
"""Every other decoder is one more that meets strangers' files for nothing."""
MOST_POINTS = 25_000_000
"""More than a phone's photo has. A few kilobytes may say that they are a thousand million, each four bytes once it is decoded."""
MOST_SCANS = 64
"""A progressive JPEG has about ten; each is a pass over the whole picture."""
_SCAN = b"\xff\xda"
HIGHEST_MM = 120
LONGEST_SIDE = 1600
"""Points of the longer side: at the width of a page the small print of a label is still read."""
MM_A_POINT = 25.4 / 150
"""A small picture is not made coarse by being made large."""


def load_decoders() -> None:
    """Ahead of the first picture, for whom it would keep waiting."""
    from PIL import Image

    Image.preinit()


def place(sheet: FPDF, picture: bytes, highest_mm: float = HIGHEST_MM) -> None:
    """Below what stands there, on the next page where it does not fit."""
    found = _plain(picture)
    if found is None:
        return
    data, width, height = found
    scale = min(MM_A_POINT, sheet.epw / width, highest_mm / height)
    if sheet.will_page_break(height * scale + 2):
        sheet.add_page()
    sheet.ln(1)
    sheet.image(io.BytesIO(data), x=sheet.l_margin, w=width * scale, h=height * scale)
    sheet.ln(1)


def can_be_drawn(picture: bytes) -> bool:
    """Whether it opens as a picture."""
    return _plain(picture) is not None


def _plain(picture: bytes) -> tuple[bytes, int, int] | None:
    """A JPEG of what is seen, and its size in points."""
    from PIL import Image

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(picture), formats=FORMATS) as opened:
            warnings.simplefilter("ignore")
            is_vast = opened.width * opened.height > MOST_POINTS
            if is_vast or (opened.format == "JPEG" and picture.count(_SCAN) > MOST_SCANS):
                return None
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            drawn = opened.convert("RGBA")
    except Exception:  # a decoder meets what strangers' files hold
        return None
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", drawn.size, "white")
    plain.paste(drawn, mask=drawn.getchannel("A"))
    into = io.BytesIO()
    plain.save(into, "JPEG", quality=85)
    return into.getvalue(), plain.width, plain.height
