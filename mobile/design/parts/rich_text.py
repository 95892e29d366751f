"""Words with structure as controls: paragraphs, lists, bold and italic. Links are shown as words, and none is followed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Protocol

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters, stretch

from .surfaces import stack


class Stretch(Protocol):
    """Words of one look; those of one `block` are one paragraph or one line of a list."""

    @property
    def text(self) -> str: ...
    @property
    def block(self) -> int: ...
    @property
    def kind(self) -> str: ...  # paragraph heading bullet number
    @property
    def depth(self) -> int: ...
    @property
    def is_bold(self) -> bool: ...
    @property
    def is_italic(self) -> bool: ...


def rich_text(
    runs: Sequence[Stretch], *, size: int = t.SIZE_BODY, color: ft.ColorValue = t.INK, family: str = t.SANS
) -> ft.Control:
    """All paragraphs, one below the other."""
    rows: list[ft.Control] = []
    number = 0
    for _, block in groupby(runs, key=lambda run: run.block):
        stretches = list(block)
        kind = stretches[0].kind
        number = number + 1 if kind == "number" else 0
        words = _paragraph(stretches, size, color, family)
        if kind in ("bullet", "number"):
            mark = f"{number}." if kind == "number" else "•"
            words.expand = True
            line = ft.Row(
                [_text(mark, size, color, family), words],
                spacing=t.S8,
                vertical_alignment=ft.CrossAxisAlignment.START,
            )
            rows.append(
                ft.Container(line, padding=ft.Padding(t.S12 * max(stretches[0].depth - 1, 0), 0, 0, 0))
            )
        else:
            rows.append(words)
    return stack(*rows, spacing=t.S8)


def _text(text: str, size: int, color: ft.ColorValue, family: str) -> ft.Text:
    return ft.Text(text, font_family=family, style=letters(size), color=color)


def _paragraph(runs: list[Stretch], size: int, color: ft.ColorValue, family: str) -> ft.Text:
    is_heading = runs[0].kind == "heading"
    if len(runs) == 1 and not runs[0].is_bold and not runs[0].is_italic:
        return _text(runs[0].text, size, color, t.SANS_SEMIBOLD if is_heading else family)
    spans = [
        ft.TextSpan(
            run.text,
            style=stretch(t.SANS_SEMIBOLD if run.is_bold or is_heading else family, is_italic=run.is_italic),
        )
        for run in runs
    ]
    return ft.Text(spans=spans, style=letters(size, family=family, color=color))
