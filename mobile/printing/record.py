"""The record that travels inside a paper made here, read out of its bytes again.

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
    found = _FILE.search(pdf)
    if found is None:
        return None
    begin = pdf.rfind(b" obj", 0, found.start())
    stream = _BEGINS.search(pdf, found.start())
    length = _LENGTH.search(pdf, max(begin, 0))
    if stream is None or length is None or length.start() > stream.start():
        return None
    end = stream.end() + int(length[1])
    return pdf[stream.end() : end] if end <= len(pdf) else None
