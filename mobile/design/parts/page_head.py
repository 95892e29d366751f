"""The top of every screen: where you are, the way back, and Support. It wraps at large text: nothing is cut off."""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t

from . import icons
from .buttons import icon_button
from .handling import Handler
from .landmarks import support_pill
from .words import title


class PageHead(ft.Container):
    """A header with its own margins: `page_body` adds none around it."""


def header(
    text: str,
    *,
    on_back: Handler | None = None,
    back_label: str = "",
    on_support: Handler | None = None,
    support_label: str = "",
    is_closing: bool = False,
    actions: tuple[ft.Control, ...] = (),
) -> PageHead:
    """Title at the left (a level 1 heading), back arrow before it (a cross when `is_closing`), Support at the right.

    `back_label` names the arrow for a screen reader. Every screen but Support itself passes `on_support`.
    """
    words: list[ft.Control] = []
    if on_back is not None:
        words.append(icon_button(icons.CLOSE if is_closing else icons.BACK, back_label, on_back))
    named = title(text)
    named.expand = True
    named.expand_loose = True
    words.append(named)
    left = ft.Row(words, spacing=0, tight=True, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    right: list[ft.Control] = list(actions)
    if on_support is not None:
        right.append(support_pill(support_label, on_support))
    # The arrow's 48 target reaches into the margin, so that its drawing stands on it; what wraps below does not.
    start = t.S8 if on_back is not None else t.PAGE_MARGIN
    aside = t.PAGE_MARGIN - start
    row = (
        left
        if not right
        else ft.Row(
            [left, ft.Container(ft.Row(right, spacing=t.S8, tight=True), padding=ft.Padding(aside, 0, 0, 0))],
            wrap=True,
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
            run_spacing=0,
            spacing=t.S4,
        )
    )
    return PageHead(row, padding=ft.Padding(start, t.S8, t.PAGE_MARGIN, t.S4))
