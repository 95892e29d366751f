"""Calls and texts, made by the client within the person's own tap: browsers refuse anything later. Nothing dials by itself."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

import flet as ft
from flet.controls.action_control import ActionControl

_OPEN_ALL_DAY = re.compile(r"(?<![0-9\-])24(?: ?[/x] ?7| ?h\w*)", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:ext(?:ension)?\.?|x|#)[ :]*([0-9]{1,7})(?![0-9])", re.IGNORECASE)
_PART = r"[0-9*]|\([0-9 ]{1,5}\)"
_LETTERS = r"(?<=[0-9).\-])[A-Z]{3,}(?![a-z])|(?<=[0-9]-[0-9]{3} )[A-Z]{4,}(?![a-z])"
_NUMBER = re.compile(rf"\+?(?:{_PART})(?:{_PART}|[.\-\u2010-\u2015 \xa0]|{_LETTERS})*")
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}[.\- ][0-9]{1,2}[.\- ][0-9]{1,2}|[0-9]{1,2}[.\- ][0-9]{1,2}[.\- ](?:19|20)[0-9]{2}(?![0-9])"
)
_AROUND = " \t\xa0:;,.–—-·()"
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")


def dialled(phone: str) -> str:
    """The number as a link carries it: digits, and the leading plus. An extension stays as a pause.

    Of a text with more than one number, the first. "" where there is none: a wrong number is worse than no link.
    """
    plain = _OPEN_ALL_DAY.sub(";", "".join(str(unicodedata.decimal(sign, sign)) for sign in phone))
    found = _NUMBER.search(plain)
    if found is None:
        return ""
    number = re.split(r"(?<=[A-Z]) *\(", found[0])[0]  # "TALK (8255)" says the same twice
    if number.startswith("+"):
        number = re.sub(r"\(0\)", "", number)  # the zero is for callers from within the country
    number = re.sub(r"[^0-9A-Z*]", "", number.removeprefix("+")).translate(_KEYS)
    extension = _EXTENSION.match(plain[found.end() :].lstrip(" ,;("))
    plus = "+" if found[0].startswith("+") else ""
    return f"{plus}{number},{extension[1]}" if extension else f"{plus}{number}"


def numbers_in(words: str) -> list[tuple[str, str]]:
    """Telephone numbers within a person's own words, line by line: whose each is, as far as the line says, and the number
    as it is written. Nothing shorter than seven digits counts, and no date."""
    found: list[tuple[str, str]] = []
    for line in words.splitlines():
        said = [one for one in _NUMBER.finditer(line) if _is_number(one[0])]
        name = line[: said[0].start()].strip(_AROUND) or line[said[-1].end() :].strip(_AROUND) if said else ""
        found += [(name, one[0].strip(_AROUND.replace("(", "").replace(")", ""))) for one in said]
    return found


def _is_number(text: str) -> bool:
    digits = sum(sign.isdigit() for sign in text)
    return 7 <= digits <= 15 and not _DATE.search(text)


def call_link(phone: str) -> str:
    """`tel:` link of a number as people write it."""
    return f"tel:{dialled(phone)}"


def text_link(phone: str, words: str = "") -> str:
    """`sms:` link, with words to begin with if the line asks for one."""
    return f"sms:{dialled(phone)}" + (f"?body={quote(words)}" if words else "")


def opens(part: ft.Control, link: str) -> ft.Control:
    """Gives the button in a part the link as its action, and returns the part. Raises TypeError: no button is in it."""
    # The attribute is set, not passed: parts build the button and know nothing of links.
    button = _button_in(part)
    button.action = ft.OpenUrl(link, target=ft.UrlTarget.SELF)
    return part


def _button_in(part: ft.BaseControl | None) -> ActionControl:
    while part is not None:
        if isinstance(part, ActionControl) and not isinstance(part, ft.Container):
            return part
        part = getattr(part, "content", None)
    raise TypeError("a part without a button cannot open a link")
