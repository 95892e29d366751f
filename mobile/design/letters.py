"""How large words are on this page: every size of text a part writes passes through here.

The page itself keeps the scale, because one process serves many pages at once. Nothing here may remember one, and no
other file of the design or of a screen may write a text style of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import flet as ft

from mobile.design import tokens as t

LARGER = 1.25


@dataclass(frozen=True)
class Letters:
    """What a page keeps (in `Page.data`): how many times larger than the tokens say its words are."""

    scale: float = 1.0


def give(page: ft.Page, *, is_larger: bool) -> None:
    """Sets how large this page's words are. What is built already stays as it is."""
    page.data = Letters(LARGER if is_larger else 1.0)


def scale_of(page: ft.Page) -> float:
    """1.0 until the page was given another."""
    return page.data.scale if isinstance(page.data, Letters) else 1.0


def sized(size: float) -> float:
    """A size from the tokens as the page in hand wants it. Without a page: as it is."""
    try:
        page = ft.context.page
    except RuntimeError:
        return size
    return size * scale_of(page)


def letters(
    size: float,
    height: float = t.LINE_HEIGHT,
    *,
    family: str | None = None,
    color: ft.ColorValue | None = None,
    is_struck: bool = False,
) -> ft.TextStyle:
    """A text style. The weight is always the font's own: every weight is a family of its own. `is_struck`: a line goes through it."""
    return ft.TextStyle(
        size=sized(size),
        height=height,
        weight=ft.FontWeight.W_400,
        font_family=family,
        color=color,
        decoration=ft.TextDecoration.LINE_THROUGH if is_struck else None,
    )


def stretch(
    family: str,
    *,
    is_italic: bool = False,
    color: ft.ColorValue | None = None,
    behind: ft.ColorValue | None = None,
    is_struck: bool = False,
) -> ft.TextStyle:
    """The face of a few words within a text, which keep that text's own size."""
    line = ft.TextDecoration.LINE_THROUGH if is_struck else None
    return ft.TextStyle(font_family=family, italic=is_italic, color=color, bgcolor=behind, decoration=line)
