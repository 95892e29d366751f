"""Calls and texts, made by the client within the person's own tap: browsers refuse anything later. Nothing dials by itself."""

from __future__ import annotations

import re
from urllib.parse import quote

import flet as ft


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


def opens(button: ft.Control, link: str) -> ft.Control:
    """Gives a button the link as its action. The button must be one that takes actions. Returns the button."""
    # The attribute is set, not passed: parts build the button and know nothing of links.
    button.action = ft.OpenUrl(link, target=ft.UrlTarget.SELF)  # type: ignore[attr-defined]
    return button
