"""Calls and texts, made by the client within the person's own tap: browsers refuse anything later. Nothing dials by itself."""

from __future__ import annotations

import re
from urllib.parse import quote

import flet as ft
from flet.controls.action_control import ActionControl


def dialled(phone: str) -> str:
    """The number as a link carries it: digits, and the leading plus. An extension stays as a pause."""
    number, _, extension = phone.lower().partition("x")
    digits = ("+" if number.strip().startswith("+") else "") + re.sub(r"[^0-9*#]", "", number)
    extension = re.sub(r"[^0-9]", "", extension)
    return f"{digits},{extension}" if extension else digits


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
