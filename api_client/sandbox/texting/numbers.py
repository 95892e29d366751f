"""A telephone number as a gateway wants it, of the country that the clinic sends in; or why it is none."""

from __future__ import annotations

import re
from typing import Literal

Refused = Literal["no_number", "foreign"]
_SIGNS = re.compile(r"[+(0-9][0-9 ().\-]{5,24}", re.ASCII)
_NANP = re.compile(r"\+?1?([2-9][0-9]{2}[2-9][0-9]{6})", re.ASCII)
_ABROAD = re.compile(r"\+[0-9]{7,15}", re.ASCII)
COUNTRIES = frozenset({"US", "CA"})
"""Whose numbers are known here: those of the North American plan."""


def e164(written: str, country: str) -> str | Refused:
    """ "+12025550177". `country`: ISO 3166, of the clinic; of one that is not known here every number is foreign."""
    text = written.strip()
    if not _SIGNS.fullmatch(text):
        return "no_number"
    digits = re.sub(r"[ ().\-]", "", text)
    if country not in COUNTRIES:
        return "foreign"
    found = _NANP.fullmatch(digits)
    if found is not None:
        return f"+1{found[1]}"
    return "foreign" if _ABROAD.fullmatch(digits) and not digits.startswith("+1") else "no_number"
