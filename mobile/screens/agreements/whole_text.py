"""The text that is signed, or was, as it is drawn: every line as it is, none left out, added or put in another order."""

from __future__ import annotations

import flet as ft

from mobile.care.consent.signed_text import Line, SignedText
from mobile.design import parts
from mobile.design import tokens as t


def whole_text(text: SignedText) -> list[ft.Control]:
    """What comes before the first heading, then a card for each."""
    head: list[ft.Control] = []
    cards: list[list[ft.Control]] = []
    for line in text.lines:
        if not line.words:
            continue  # an empty line of the text is an empty line here: there is nothing of it to see
        if line.role == "h":
            cards.append([])
        (cards[-1] if cards else head).append(_line(line))
    return [
        *([parts.stack(*head, spacing=t.S4)] if head else []),
        *(parts.card(*one, spacing=t.S8) for one in cards),
    ]


def _line(line: Line) -> ft.Control:
    if line.role == "t":
        return parts.title(line.words, level=2)
    if line.role == "h":
        return parts.heading(line.words, level=3)
    if line.role == "b":
        return parts.strong(line.words)
    return parts.small(line.words) if line.role == "s" else parts.body(line.words)
