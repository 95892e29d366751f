"""PDFs made for tests, out of invented words."""

from __future__ import annotations

import io

from fpdf import FPDF
from pypdf import PdfReader, PdfWriter


def a_pdf(*pages: str, kilobytes: int = 0) -> bytes:
    """One page for each text. `kilobytes`: at least so large, by a picture of noise on the first page."""
    sheet = FPDF()
    for number, text in enumerate(pages):
        sheet.add_page()
        sheet.set_font("Helvetica", "", 14)
        sheet.multi_cell(0, 8, text)
        if kilobytes and not number:
            sheet.embed_file(bytes=bytes((n * 7919) % 251 for n in range(kilobytes * 1000)), basename="noise")
    return bytes(sheet.output())


def a_drawing(pages: int = 1) -> bytes:
    """Pages with lines on them and no word."""
    sheet = FPDF()
    for _ in range(pages):
        sheet.add_page()
        sheet.line(20, 20, 120, 140)
    return bytes(sheet.output())


def locked(pdf: bytes) -> bytes:
    """The same behind a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt("a password", algorithm="RC4-128")
    into = io.BytesIO()
    writer.write(into)
    return into.getvalue()
