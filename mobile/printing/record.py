"""The record that travels inside a paper made here, and the document it is about, read out of its bytes again.

It reads what `paper.pdf_of` writes and promises nothing of other files: whether a file is a paper of Lantern's at all, only making
it anew from its record says.
"""

from __future__ import annotations

import re

_FILE = re.compile(rb"/Type /EmbeddedFile\b")
_LENGTH = re.compile(rb"/Length (\d{1,9})\b")
_BEGINS = re.compile(rb"stream\r?\n")


def record_in(pdf: bytes) -> bytes | None:
    """The first file inside, as it lies there; None where there is none."""
    found = _file_in(pdf, 0)
    return found[0] if found is not None else None


def document_in(pdf: bytes) -> bytes | None:
    """The file after the record; None where there is none."""
    record = _file_in(pdf, 0)
    found = _file_in(pdf, record[1]) if record is not None else None
    return found[0] if found is not None else None


def _file_in(pdf: bytes, since: int) -> tuple[bytes, int] | None:
    """The first file after this place, and where it ends."""
    found = _FILE.search(pdf, since)
    if found is None:
        return None
    begin = pdf.rfind(b" obj", since, found.start())
    stream = _BEGINS.search(pdf, found.start())
    length = _LENGTH.search(pdf, max(begin, since))
    if stream is None or length is None or length.start() > stream.start():
        return None
    end = stream.end() + int(length[1])
    return (pdf[stream.end() : end], end) if end <= len(pdf) else None
