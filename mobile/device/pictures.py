"""A photo made light enough to send, and silent about where it was taken. Nothing is written to the disk.

A phone's photo carries the place, the time and the device it was taken with; none of that is the clinic's business.
What cannot be opened as a picture is refused, never passed on with its secrets. A small file can unfold into a picture
that fills the memory: how large it would be is read before it is decoded, and one is decoded at a time.
"""

from __future__ import annotations

import io
import threading
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL import Image

LONGEST_SIDE = 2000
"""Enough to read the small print of a bottle held in the hand."""
MOST_PIXELS = 25_000_000
"""A phone's photo has 12 to 24 million; each takes four bytes once it is decoded, whatever its file weighs."""
MOST_BYTES = 64 * 1024 * 1024
MOST_SCANS = 64
"""A progressive JPEG has about ten. Each is a pass over the whole picture, and costs its file next to nothing."""
MOST_EXIF = 128 * 1024
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
"""What people have. Every other decoder is one more that meets strangers' files for nothing."""
SHOWN = ("JPEG", "PNG", "WEBP", "GIF")
"""What a phone and a browser draw."""
_QUALITIES = (85, 75, 60, 45)
_SMALLEST_SIDE = 64
_ORIENTATION = 0x0112
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
_SCAN = b"\xff\xda"
_TILE = (0x0142, 0x0143)  # how wide and how long a TIFF says its tiles are, whatever its picture is

Written = Literal["image/jpeg", "image/png"]

_one_at_a_time = threading.Lock()  # of the whole process: the memory is its, whoever's picture it is


class NotAPicture(Exception):
    """It does not open: another kind of file, or cut short. Carries nothing of it."""


class TooManyPoints(NotAPicture):
    """It has more than `MOST_PIXELS`, or weighs more than `MOST_BYTES`."""


@dataclass(frozen=True)
class Picture:
    """A JPEG or PNG without a word about its origin."""

    data: bytes
    width: int
    height: int
    content_type: Written = "image/jpeg"


def light(data: bytes, most_bytes: int, content_type: Written = "image/jpeg") -> Picture:
    """The picture upright, at most `LONGEST_SIDE` wide or high and `most_bytes` heavy. Blocks: call it in a thread.

    Of a moving picture the first frame. Raises NotAPicture.
    """
    if len(data) > MOST_BYTES:
        raise TooManyPoints
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is odd in its notes is left behind with them
        picture = _decoded(data)
        while True:
            written = _written(picture, most_bytes, content_type)
            if written is not None:
                return Picture(written, picture.width, picture.height, content_type)
            if max(picture.size) <= _SMALLEST_SIDE:
                raise NotAPicture
            picture = picture.resize((max(1, picture.width // 2), max(1, picture.height // 2)))


def is_picture(data: bytes) -> bool:
    """Whether its first bytes are those of a picture that `light` opens; a name says nothing."""
    begins = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"BM", b"II*\0", b"MM\0*")
    return data.startswith(begins) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def can_be_shown(data: bytes) -> bool:
    """Whether it may be given to whatever draws pictures: a usual kind, whose head says that it is not too large. What is
    behind the head may be damaged all the same."""
    from PIL import Image

    if not is_picture(data):
        return False
    try:
        with (
            warnings.catch_warnings(),
            Image.open(io.BytesIO(data), formats=SHOWN) as opened,
        ):
            warnings.simplefilter("ignore")
            _check(opened, data)
    except Exception:  # as below: a stranger's file
        return False
    return True


def is_heic(data: bytes) -> bool:
    """Whether it is in the form in which iPhones keep photos, or a sibling of it, which nothing here opens."""
    return data[4:8] == b"ftyp" and data[8:12] in _HEIC


def _decoded(data: bytes) -> Image.Image:
    """Upright, small, on white, and without anything but what is seen. Raises NotAPicture."""
    from PIL import Image  # loaded by who attaches a photo

    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            _check(opened, data)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read at the size that is needed
            turn = _turn(opened)
            small = _small(opened)
        return _on_white(small if turn is None else small.transpose(turn))
    except NotAPicture:
        raise
    except (
        Exception
    ):  # a decoder meets what strangers' files hold: whatever it says, this is no picture for us
        raise NotAPicture from None


def _check(opened: Image.Image, data: bytes) -> None:
    """Only what stands in the head was read so far: nothing is decoded yet."""
    if opened.width * opened.height > MOST_PIXELS:
        raise TooManyPoints
    if opened.width * opened.height <= 0:
        raise NotAPicture
    if data.startswith(b"\xff\xd8") and data.count(_SCAN) > MOST_SCANS:
        raise NotAPicture
    sides = [getattr(opened, "tag_v2", {}).get(side, 1) for side in _TILE]
    if not all(isinstance(side, int) for side in sides) or sides[0] * sides[1] > MOST_PIXELS:
        raise NotAPicture


def _small(opened: Image.Image) -> Image.Image:
    """At most `LONGEST_SIDE`: made small before it is copied for anything else."""
    from PIL import Image

    is_indexed = opened.mode in ("P", "PA", "1")  # their colours cannot be mixed
    has_alpha = "transparency" in opened.info or opened.mode == "PA"
    if opened.mode == "F":  # measured values, of which nobody says which is white
        raise NotAPicture
    if opened.mode.startswith("I"):  # 65,536 greys, which Pillow would cut off at the first 256: all white
        picture = opened.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")
    else:
        picture = opened.convert("RGBA" if has_alpha else "RGB") if is_indexed or has_alpha else opened
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return picture.copy() if picture is opened else picture


def _turn(opened: Image.Image) -> Image.Transpose | None:
    """How it must be turned to stand upright, as the camera says; None where it stands, or says nothing readable."""
    from PIL import Image

    stated = opened.info.get("exif")
    if isinstance(stated, bytes) and len(stated) > MOST_EXIF:
        return None
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    try:
        return turns.get(opened.getexif().get(_ORIENTATION, 1))
    except Exception:  # a picture is seen without its notes, too
        return None


def _written(picture: Image.Image, most_bytes: int, content_type: Written) -> bytes | None:
    """As a JPEG of the best quality that fits, or as a PNG; None if none does."""
    is_jpeg = content_type == "image/jpeg"
    for quality in _QUALITIES if is_jpeg else _QUALITIES[:1]:
        into = io.BytesIO()
        if is_jpeg:
            picture.save(into, "JPEG", quality=quality, optimize=True)
        else:
            picture.save(into, "PNG")
        if into.tell() <= most_bytes:
            return into.getvalue()
    return None


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, which a JPEG would show as black, and without anything but what is seen."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa"):
        layered = picture.convert("RGBA")
        white = Image.new("RGB", layered.size, "white")
        white.paste(layered, mask=layered.getchannel("A"))
        return white
    plain = picture.convert("RGB")
    plain.info.clear()
    return plain
