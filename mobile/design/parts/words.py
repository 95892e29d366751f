"""Text in Lantern's voices. Headings are headings for a screen reader; nothing here is selectable, because on the web
a selectable text hides its words from assistive technology."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters, stretch


def title(text: str, *, level: int = 1, align: ft.TextAlign = ft.TextAlign.START) -> ft.Semantics:
    """A screen's or a question's large serif title, announced as a heading."""
    words = _serif(text, t.SIZE_TITLE)
    words.text_align = align
    return named(words, level)


def heading(text: str, *, level: int = 2, align: ft.TextAlign = ft.TextAlign.START) -> ft.Semantics:
    """The serif heading of a card or a section."""
    words = _serif(text, t.SIZE_HEADING)
    words.text_align = align
    return named(words, level)


def subheading(
    text: str, *, level: int = 3, color: ft.ColorValue = t.INK, align: ft.TextAlign = ft.TextAlign.START
) -> ft.Control:
    """A semibold heading at body size: a card's question, a row's group."""
    words = strong(text, color=color)
    words.text_align = align
    return named(words, level)


def section(text: str) -> ft.Control:
    """The quiet semibold line above a group of cards ("This week")."""
    return named(
        ft.Text(text, font_family=t.SANS_SEMIBOLD, style=letters(t.SIZE_SMALL), color=t.MUTED),
        2,
    )


def body(
    text: str,
    *,
    color: ft.ColorValue = t.INK,
    align: ft.TextAlign = ft.TextAlign.START,
    max_lines: int | None = None,
) -> ft.Text:
    """Running text."""
    return ft.Text(
        text,
        font_family=t.SANS,
        style=letters(t.SIZE_BODY),
        color=color,
        text_align=align,
        max_lines=max_lines,
        overflow=ft.TextOverflow.ELLIPSIS if max_lines else ft.TextOverflow.CLIP,
    )


def struck(text: str) -> ft.Text:
    """Running text that is crossed out. Say so in words beside it."""
    return ft.Text(text, font_family=t.SANS, style=letters(t.SIZE_BODY, is_struck=True), color=t.MUTED)


def strong(text: str, *, color: ft.ColorValue = t.INK, size: int = t.SIZE_BODY) -> ft.Text:
    """Running text that matters: a row's name, an amount."""
    return ft.Text(text, font_family=t.SANS_SEMIBOLD, style=letters(size), color=color)


def small(
    text: str,
    *,
    color: ft.ColorValue = t.MUTED,
    align: ft.TextAlign = ft.TextAlign.START,
    is_strong: bool = False,
) -> ft.Text:
    """Detail under a name, a hint, a time."""
    family = t.SANS_SEMIBOLD if is_strong else t.SANS
    return ft.Text(text, font_family=family, style=letters(t.SIZE_SMALL), color=color, text_align=align)


def own_words(
    text: str, *, size: int = t.SIZE_WORDS, color: ft.ColorValue = t.INK, max_lines: int | None = None
) -> ft.Text:
    """What the patient wrote, in the serif and exactly as written."""
    return ft.Text(
        text,
        font_family=t.SERIF,
        style=letters(size, 1.3),
        color=color,
        max_lines=max_lines,
        overflow=ft.TextOverflow.ELLIPSIS if max_lines else ft.TextOverflow.CLIP,
    )


def gapped_words(
    pieces: Sequence[str | None], gap: str, *, size: int = t.SIZE_WORDS, left_out: str = ""
) -> ft.Text:
    """What the patient wrote with something left out: `gap` stands for each None. `left_out` is what a screen reader hears."""
    spans: list[ft.TextSpan] = []
    quiet = stretch(t.SANS_SEMIBOLD, color=t.MUTED, behind=t.SUNKEN)
    for number, piece in enumerate(pieces):
        if number:
            spans.append(ft.TextSpan(" "))
        is_gap = piece is None
        spans.append(
            ft.TextSpan(gap, style=quiet, semantics_label=left_out or None) if is_gap else ft.TextSpan(piece)
        )
    words = own_words("", size=size)
    words.spans = spans
    return words


def spoken(content: ft.Control) -> ft.Semantics:
    """A live region: what changes inside is read out politely. Give it the line that changes, not a whole card."""
    return ft.Semantics(live_region=True, container=True, content=content)


def _serif(text: str, size: int) -> ft.Text:
    return ft.Text(text, font_family=t.SERIF, style=letters(size, t.LINE_HEIGHT_TIGHT), color=t.INK)


def unseen_heading(text: str) -> ft.Semantics:
    """Which page it is, for a screen reader alone: where a screen has no room for one more word."""
    return ft.Semantics(
        label=text, header=True, heading_level=1, container=True, content=ft.Container(height=1)
    )


def named(text: ft.Control, level: int) -> ft.Semantics:
    """Makes any text a heading of that level for a screen reader."""
    return ft.Semantics(header=True, heading_level=level, container=True, content=text)
