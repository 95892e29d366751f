"""Pages of a PDF as they are drawn here: each as a picture with its words, and nothing of a file that is no PDF or asks for too much."""

from __future__ import annotations

import io
import sys

import pytest
from PIL import Image

from mobile.device.pdf_pages import EDGE, MOST_HIGH, WIDE, CannotDraw, PdfPages
from tests.pdfs import a_drawing, a_pdf, locked

PAGES = PdfPages()


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def test_each_page_is_a_picture_with_the_words_that_can_be_read_out() -> None:
    pdf = a_pdf("The first page.", "The second page.")
    assert PAGES.count(pdf) == 2
    first, second = (PAGES.draw(pdf, number) for number in (1, 2))
    assert (first.words, second.words) == ("The first page.", "The second page.")
    assert first.png != second.png
    assert picture(first.png).width < WIDE  # the white around the words is left out, but for an edge
    assert set(picture(first.png).crop((0, 0, EDGE - 2, EDGE - 2)).convert("L").tobytes()) == {255}
    drawn = PAGES.draw(a_drawing(), 1)
    assert drawn.words == ""
    assert min(picture(drawn.png).convert("L").tobytes()) < 128  # the line is there


def test_colours_stay_and_grey_pages_weigh_less() -> None:
    from fpdf import FPDF

    sheet = FPDF()
    sheet.add_page()
    sheet.set_fill_color(200, 20, 20)
    sheet.rect(20, 20, 100, 100, style="F")
    red = picture(PAGES.draw(bytes(sheet.output()), 1).png)
    assert red.mode == "RGB"
    assert picture(PAGES.draw(a_pdf("Black."), 1).png).mode == "L"


def test_a_long_page_is_drawn_no_larger_than_a_page_may_be() -> None:
    from fpdf import FPDF

    sheet = FPDF(format=(200, 2000))
    sheet.add_page()
    drawn = picture(PAGES.draw(bytes(sheet.output()), 1).png)
    assert drawn.height <= MOST_HIGH
    assert drawn.width >= 1


@pytest.mark.parametrize("format", [(20, 5000), (1000, 1400)])
def test_a_page_that_would_be_drawn_too_small_to_be_read_is_not_shown(format: tuple[int, int]) -> None:
    """Else a page as large as a house would count as shown, and be signed."""
    from fpdf import FPDF

    sheet = FPDF(format=format)
    sheet.add_page()
    with pytest.raises(CannotDraw) as refused:
        PAGES.draw(bytes(sheet.output()), 1)
    assert refused.value.code == "damaged"


@pytest.mark.parametrize("is_dynamic", [True, False])
def test_a_form_that_another_program_shows_otherwise_is_not_shown(is_dynamic: bool) -> None:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(a_pdf("I agree to nothing."))))
    form = DictionaryObject()
    form[NameObject("/Fields")] = ArrayObject()
    form[NameObject("/XFA")] = ArrayObject([TextStringObject("template"), TextStringObject("<template/>")])
    writer.root_object[NameObject("/AcroForm")] = form
    if is_dynamic:
        writer.root_object[NameObject("/NeedsRendering")] = BooleanObject(True)
    into = io.BytesIO()
    writer.write(into)
    with pytest.raises(CannotDraw) as refused:
        PAGES.count(into.getvalue())
    assert refused.value.code == "unknown_structure"


@pytest.mark.parametrize(
    ("pdf", "code"),
    [
        (b"", "damaged"),
        (b"%PDF-1.7 and nothing", "damaged"),
        (a_pdf("One.")[:400], "damaged"),
        (locked(a_pdf("One.")), "locked"),
    ],
    ids=["empty", "no PDF", "cut short", "locked"],
)
def test_what_does_not_open_is_refused(pdf: bytes, code: str) -> None:
    for ask in (lambda: PAGES.count(pdf), lambda: PAGES.draw(pdf, 1)):
        with pytest.raises(CannotDraw) as error:
            ask()
        assert error.value.code == code


@pytest.mark.parametrize("number", [0, -1, 2])
def test_a_page_that_is_not_there_is_not_drawn(number: int) -> None:
    with pytest.raises(CannotDraw):
        PAGES.draw(a_pdf("One."), number)


def test_where_there_is_no_program_for_it_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(CannotDraw) as error:
        PAGES.count(a_pdf("One."))
    assert error.value.code == "no_program"
