"""The pages of a PDF as pictures, and their words, drawn on this device by PDFium. Nothing is written to the disk or fetched.

Not every device has it: there is no wheel of it for phones, and then no page is shown here. A file from elsewhere can ask for a page
as large as a house: how large it is drawn is reckoned first, and one page is drawn at a time.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

WIDE = 1240
"""Points of a page's width: sharp at the width of a phone drawn twice as large, and the small print of a letter is read."""
MOST_HIGH = 4 * WIDE
LEAST = 0.75
"""Points of the picture for one of the page. A page so large that it is drawn smaller is not shown by that: its words could not be read."""
EDGE = 40
"""Points of white that stay around what is on a page."""
MOST_LETTERS = 50_000
"""Of one page: a page in the smallest print has a tenth of that."""
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_XFA_FULL, _XFA_FOREGROUND = 2, 3  # FORMTYPE_XFA_FULL, FORMTYPE_XFA_FOREGROUND
_one_at_a_time = threading.Lock()  # PDFium bears no two callers, whoever's file it is

Why = Literal["no_program", "locked", "damaged", "unknown_structure"]


class CannotDraw(Exception):
    """`code`: there is no PDFium here; it asks for a password; it does not open, or this page of it does not; it is one of the forms
    (XFA) whose pages another program makes of what lies beside those that are drawn here."""

    def __init__(self, code: Why) -> None:
        super().__init__(code)
        self.code: Why = code


@dataclass(frozen=True)
class DrawnPage:
    """`words`: what of the page can be read out; "" where it is a picture alone, or too much."""

    png: bytes = field(repr=False)
    words: str = field(repr=False)


class PdfPages:
    """Draws pages. Blocks: call it in a thread."""

    def count(self, pdf: bytes) -> int:
        """How many pages it has, at least one. Raises CannotDraw."""
        with _opened(pdf) as document:
            return len(document)

    def draw(self, pdf: bytes, number: int) -> DrawnPage:
        """One page, from 1. Raises CannotDraw."""
        with _opened(pdf) as document:
            if not 1 <= number <= len(document):
                raise CannotDraw("damaged")
            page = document[number - 1]
            wide, high = page.get_size()
            if not (wide > 0 and high > 0):
                raise CannotDraw("damaged")
            scale = min(WIDE / wide, MOST_HIGH / high)
            if scale < LEAST:
                raise CannotDraw("damaged")
            picture = page.render(scale=scale).to_pil()
            into = io.BytesIO()
            _trimmed(picture.convert("L" if _is_grey(picture) else "RGB")).save(into, "PNG")
            return DrawnPage(into.getvalue(), _words(page))


def _words(page: Any) -> str:
    text = page.get_textpage()
    return text.get_text_bounded().replace("\r\n", "\n").strip() if text.count_chars() <= MOST_LETTERS else ""


def _trimmed(picture: Any) -> Any:
    """Without the white around what is on the page, but for a narrow edge: on a narrow screen the words are larger so. Nothing that can be
    seen is cut off."""
    from PIL import Image, ImageChops

    white = Image.new(picture.mode, picture.size, "white")
    found = ImageChops.difference(picture, white).getbbox()
    if found is None:
        return picture
    left, top, right, bottom = found
    return picture.crop(
        (
            max(0, left - EDGE),
            max(0, top - EDGE),
            min(picture.width, right + EDGE),
            min(picture.height, bottom + EDGE),
        )
    )


def _is_grey(picture: Any) -> bool:
    """Whether it has no colour: such a picture weighs a third."""
    points = picture.convert("RGB").resize((64, 64)).tobytes()
    return all(max(points[at : at + 3]) - min(points[at : at + 3]) < 4 for at in range(0, len(points), 3))


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    try:
        import pypdfium2  # only where it is installed, and only by who reads a PDF
    except (ImportError, OSError):
        raise CannotDraw("no_program") from None
    with _one_at_a_time:
        document = None
        try:
            document = pypdfium2.PdfDocument(pdf)
            document.init_forms()  # what stands in the fields of a form is a part of its page
            if len(document) < 1:
                raise CannotDraw("damaged")
            if document.get_formtype() in (_XFA_FULL, _XFA_FOREGROUND):
                raise CannotDraw("unknown_structure")
            yield document
        except pypdfium2.PdfiumError as error:
            is_locked = document is None and error.err_code == _PASSWORD
            raise CannotDraw("locked" if is_locked else "damaged") from None
        finally:
            if document is not None:
                document.close()
