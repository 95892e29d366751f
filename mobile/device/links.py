"""Calls, texts and pages of others, opened by the client within the person's own tap: browsers refuse anything later. Nothing dials by itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import quote

import flet as ft

from mobile.flet_inside.actions import ActionControl

_BESIDE = re.compile(
    r"""
    (?<![0-9\-])24(?:[ ]?[/x][ ]?7|[ ]?h\w*)                          # open all day
    | ^[ \t]*(?:[0-9]{1,2}\.|\([1-9]\))(?=[ \t])                     # a row of a list
    | ^[ \t]*[2-9](?=[ \t]+(?:\([2-9][0-9]{2}\)|[2-9][0-9]{2})[.\- ]?[0-9]{3}[.\- ]?[0-9]{4}(?![0-9]))
    | (?<![0-9])[0-9]{1,2}:[0-5][0-9](?![0-9])                         # a time of day
    | (?<![0-9])[0-9]{1,2}[ ]?(?:[ap](?:\.[ ]?m\.|m\b)|h\b|hrs?\b)
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_EXTENSION = re.compile(r"[ ,;(]*(?:ext(?:ension)?\.?|x|#)[ :]*([0-9]{1,7})(?![0-9])\)?", re.IGNORECASE)
_PART = r"[0-9*]|\(\+?[0-9 ]{1,5}\)"
_LETTERS = r"(?<=[0-9).\-])[A-Z]{3,}(?![a-z])|(?<=[0-9]-[0-9]{3} )[A-Z]{4,}(?![a-z])"
_NUMBER = re.compile(rf"\+?(?:{_PART})(?:{_PART}|[.\-\u2010-\u2015 \xa0]|{_LETTERS})*")
_WHOLE = re.compile(
    r"(?:\+?1[.\- ]?)?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[.\- ]?)[0-9]{3}[.\- ]?[0-9]{4}(?=[ \xa0])"
)
"""A North American number with room behind it: figures after that are no part of it."""
_MAY_BE_TWO = re.compile(
    r"(?!00|011)[0-9]{2,4}[ \xa0]+(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[.\- ]?)[0-9]{3}[.\- ]?[0-9]{4}"
)
"""A few figures before such a number: those of a room or a year, or of a country. Nobody can tell which."""
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}[.\- ][0-9]{1,2}[.\- ][0-9]{1,2}|[0-9]{1,2}[.\- ][0-9]{1,2}[.\- ](?:19|20)[0-9]{2}(?![0-9])"
)
_OR = re.compile(r"[\s,;.:/(–—-]*(?:or|and|&|/|o|y|u|e)[\s,:]*", re.IGNORECASE)
_SAYS_ANOTHER = re.compile(r"\s*[.;,]\s+(?=.*[^\W\d_])[^a-z]")
"""A new sentence or part of one, which begins with a capital."""
_AROUND = " \t\xa0:;,.–—-·()"
_UNSEEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Signs that a program puts around a number when it is copied."""
_BEHIND = " \t\xa0:;,.–—-·"
FEWEST = 7
"""Digits of a number that is dialled from somebody's own words."""
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")


def dialled(phone: str) -> str:
    """The number as a link carries it: digits, and the leading plus. An extension stays as a pause.

    Of a text with more than one number, the first. "" where there is none: a wrong number is worse than no link.
    """
    plain = _plain(phone)
    start, end = next(_places(plain), (0, 0))
    if _MAY_BE_TWO.fullmatch(plain[start:end].rstrip(_BEHIND)):
        return ""
    number = re.split(r"(?<=[A-Z]) *\(", plain[start:end])[0]  # "TALK (8255)" says the same twice
    plus = "+" if number.startswith(("+", "(+")) else ""
    if plus:
        number = re.sub(r"\(0\)", "", number)  # the zero is for callers from within the country
    number = re.sub(r"[^0-9A-Z*]", "", number).translate(_KEYS)
    extension = _EXTENSION.match(plain, end)
    return f"{plus}{number},{extension[1]}" if number and extension else f"{plus}{number}"


def numbers_in(words: str) -> list[tuple[str, str]]:
    """Telephone numbers within a person's own words, line by line: whose each is, as far as the line says without doubt ("" where
    it does not), and the number as it is written, with its extension. Nothing shorter than seven digits counts, and no date."""
    found: list[tuple[str, str]] = []
    for line in words.splitlines():
        plain = _plain(line)
        stated = [(start, end) for start, end in _places(plain) if _is_number(plain[start:end])]
        if stated:
            stated = [(start, _with_extension(plain, end)) for start, end in stated]
            stated = [(start, start + len(line[start:end].rstrip(_BEHIND))) for start, end in stated]
            before, behind = (
                _words(line, plain, *one) for one in ((0, stated[0][0]), (stated[-1][1], len(line)))
            )
            between = [line[a:b] for (_, a), (b, _) in pairwise(stated)]
            if not before and any(_is_somebody(words) for words in between):
                behind = ""  # of the last number alone, if of any
            names = [name := before or behind]
            names += [name := _next_name(name, words, is_named_first=bool(before)) for words in between]
            found += [
                (one.strip(_AROUND + _UNSEEN), line[start:end].strip(_BEHIND))
                for one, (start, end) in zip(names, stated, strict=True)
            ]
    return found


def _words(line: str, plain: str, start: int, end: int) -> str:
    """What a line says there, if it says anything."""
    return line[start:end] if any(sign.isalpha() for sign in plain[start:end]) else ""


def _is_somebody(between: str) -> bool:
    return any(sign.isalpha() for sign in between) and not _OR.fullmatch(between)


def _next_name(name: str, between: str, *, is_named_first: bool) -> str:
    """Whose a further number of a line is. `between`: what stands before it. A number under another's name is worse than one
    under none."""
    if not _is_somebody(between):
        return name
    return between if is_named_first and _SAYS_ANOTHER.match(between) else ""


def _plain(text: str) -> str:
    """As long as the text: figures of any script as 0 to 9, and semicolons for what stands beside a number and is none."""
    figures = "".join(_sign(sign) for sign in text)
    return _BESIDE.sub(lambda found: ";" * len(found[0]), figures)


def _sign(sign: str) -> str:
    """Spaces of every width, and signs that nobody sees, part the groups of a number."""
    if unicodedata.category(sign) in ("Zs", "Cf") and sign != "\xa0":
        return " "
    return str(unicodedata.decimal(sign, sign))


def _places(plain: str) -> Iterator[tuple[int, int]]:
    """Where numbers begin and end. "030/123456" is left out: an area code, or two numbers."""
    at, is_torn = 0, False
    while found := _NUMBER.search(plain, at):
        whole = _WHOLE.match(found[0])
        start, at = found.start(), found.start() + whole.end() if whole else found.end()
        goes_on = plain[at : at + 1] == "/" and plain[at + 1 : at + 2].isdigit()
        is_short = sum(sign.isdigit() for sign in plain[start:at]) < FEWEST
        if not is_torn and not (is_short and goes_on):
            yield start, at
        is_torn = goes_on and (is_torn or is_short)


def _with_extension(plain: str, end: int) -> int:
    found = _EXTENSION.match(plain, end)
    return found.end() if found else end


def _is_number(text: str) -> bool:
    digits = sum(sign.isdigit() for sign in text)
    return (
        FEWEST <= digits <= 15 and not _DATE.search(text) and not _MAY_BE_TWO.fullmatch(text.rstrip(_BEHIND))
    )


def call_link(phone: str) -> str:
    """`tel:` link of a number as people write it."""
    return f"tel:{dialled(phone)}"


def text_link(phone: str, words: str = "") -> str:
    """`sms:` link, with words to begin with if the line asks for one. An iPhone takes them behind "&" alone, Android behind "?"."""
    return f"sms:{dialled(phone)}" + (f"?&body={quote(words)}" if words else "")


def opens(part: ft.Control, link: str) -> ft.Control:
    """Gives the button in a part the link as its action, and returns the part. Raises TypeError: no button is in it."""
    # The attribute is set, not passed: parts build the button and know nothing of links.
    button = _button_in(part)
    button.action = ft.OpenUrl(link, target=ft.UrlTarget.SELF)
    return part


def opens_page(part: ft.Control, address: str) -> ft.Control:
    """The same for somebody else's page: beside Lantern, which stays as it is."""
    _button_in(part).action = ft.OpenUrl(address, target=ft.UrlTarget.BLANK)
    return part


def _button_in(part: ft.BaseControl | None) -> ActionControl:
    while part is not None:
        if isinstance(part, ActionControl) and not isinstance(part, ft.Container):
            return part
        part = getattr(part, "content", None)
    raise TypeError("a part without a button cannot open a link")
