"""Words as the XHTML of a FHIR Narrative, and the words read out of one again: what is written here is read as it was.

Of what others wrote the text is read and nothing else: no markup of theirs is ever drawn.
"""

from __future__ import annotations

import re
from html import escape, unescape

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.resource import text_at

_XHTML = "http://www.w3.org/1999/xhtml"
_LINE = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6]|tr)>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def narrative(words: str) -> fhir.Narrative:
    """What somebody wrote, with its lines."""
    inside = escape(words, quote=False).replace("\n", "<br/>")
    return made(fhir.Narrative, status="additional", div=f'<div xmlns="{_XHTML}">{inside}</div>')


def words_of(text: object) -> str:
    """The words of a Narrative; "" where there are none."""
    div = (text_at(text, "div") or "").strip()
    inside = _LINE.sub("\n", div.removesuffix("</div>"))
    return unescape(_TAG.sub("", inside))
