"""A photo made light enough to send, and silent about where it was taken. Nothing is written to the disk.

A phone's photo carries the place, the time and the device it was taken with; none of that is the clinic's business.
What cannot be opened as a picture is refused, never passed on with its secrets.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

LONGEST_SIDE = 2000
"""Enough to read the small print of a bottle held in the hand."""
MOST_PIXELS = 100_000_000
_QUALITIES = (85, 75, 60, 45)
_SMALLEST_SIDE = 64


class NotAPicture(Exception):
    """It does not open: another kind of file, cut short, or far too many pixels. Carries nothing of it."""


@dataclass(frozen=True)
class Picture:
    """A JPEG without a word about its origin."""

    data: bytes
    width: int
    height: int
    content_type: str = "image/jpeg"


def light(data: bytes, most_bytes: int) -> Picture:
    """The picture upright, at most `LONGEST_SIDE` wide or high and `most_bytes` heavy. Blocks: call it in a thread.

    Raises NotAPicture.
    """
    from PIL import Image, ImageOps  # loaded by who attaches a photo

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            opened = Image.open(io.BytesIO(data))
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPicture
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read at the size that is needed
            upright = ImageOps.exif_transpose(opened)
            picture = _on_white(upright)
    except NotAPicture:
        raise
    except (
        Exception
    ):  # a decoder meets what strangers' files hold: whatever it says, this is no picture for us
        raise NotAPicture from None
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    while True:
        written = _written(picture, most_bytes)
        if written is not None:
            return Picture(written, picture.width, picture.height)
        if max(picture.size) <= _SMALLEST_SIDE:
            raise NotAPicture
        picture = picture.resize((max(1, picture.width // 2), max(1, picture.height // 2)))


def _written(picture: Image.Image, most_bytes: int) -> bytes | None:
    """As a JPEG of the best quality that fits; None if none does."""
    for quality in _QUALITIES:
        into = io.BytesIO()
        picture.save(into, "JPEG", quality=quality, optimize=True)
        if into.tell() <= most_bytes:
            return into.getvalue()
    return None


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, which a JPEG would show as black, and without anything but what is seen."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        white = Image.new("RGB", layered.size, "white")
        white.paste(layered, mask=layered.getchannel("A"))
        return white
    plain = picture.convert("RGB")
    plain.info.clear()
    return plain
