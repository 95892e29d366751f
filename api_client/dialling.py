"""What a link dials for a telephone number as people write it, for pages that nobody can ask back.

Nothing but one whole number is dialled: a wrong number is worse than no link.
"""

from __future__ import annotations

import re
import unicodedata

MOST_DIGITS = 15
"""Of any telephone number (ITU-T E.164)."""
_MOST_WITHIN = 11
"""Of a number without the sign or the figures that lead out of the country: more are two numbers, or something behind one."""
_FEWEST_BEFORE_WORDS = 7
"""Of a number with words behind it: they might be letters of a shorter one."""
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_PART = r"(?:[0-9]|\([0-9 ]{1,5}\))"
_NUMBER = re.compile(
    rf"(?P<number>\+?{_PART}(?:(?: |\.|-| - )?{_PART})*)"
    r"(?:[ ,;(]*(?:ext(?:ension)?\.?|x|#)[ :=]*(?P<extension>[0-9]{1,7})\)?)?"
    r"(?P<behind> ?\([^0-9)]*\)|[,;:] [^0-9]*)?",
    re.ASCII | re.IGNORECASE,
)


def dialled(number: str) -> str:
    """Digits, with the leading plus, and an extension behind a pause; "" where it is not one number, or may be more."""
    found = _NUMBER.fullmatch(_plain(number))
    if found is None:
        return ""
    written, extension = found["number"], found["extension"]
    is_abroad = written.startswith(("+", "00", "011"))
    if written.startswith("+"):
        written = written.replace("(0)", "")  # the zero is for callers within the country
    digits = re.sub(r"[^0-9]", "", written)
    if found["behind"] and len(digits) < _FEWEST_BEFORE_WORDS:
        return ""
    is_abroad = is_abroad and not written.startswith(
        "+1"
    )  # which is one country's, and as long as from within it
    if len(digits) > (MOST_DIGITS + 3 if is_abroad else _MOST_WITHIN):
        return ""
    plus = "+" if written.startswith("+") else ""
    return f"{plus}{digits},{extension}" if extension else f"{plus}{digits}"


def _plain(number: str) -> str:
    """Figures of any script as 0 to 9, one kind of dash and of space. A sign that nobody sees parts what it stands between."""
    shown = "".join(" " if unicodedata.category(one) == "Cf" else one for one in number)
    return " ".join(unicodedata.normalize("NFKC", shown).translate(_DASHES).split())
