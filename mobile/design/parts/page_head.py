"""The top of every screen: where you are, the way back, and Support. It wraps at large text: nothing is cut off.

Support stands at the right also in a line of its own. Only the client knows how wide words are, so it says it.
"""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t

from . import icons
from .buttons import icon_button
from .handling import Handler, redraw
from .landmarks import support_pill
from .words import title

GAP = t.S4


class PageHead(ft.Container):
    """A header with its own margins: `page_body` adds none around it."""


class _Sides(ft.Row):
    """What stands at the left and at the right of one line, or the right one below at the right."""

    def __init__(self, left: ft.Row, right: ft.Row, aside: int) -> None:
        self._widths: dict[str, float] = {}
        self._right = ft.Container(right, padding=ft.Padding(aside, 0, 0, 0))
        self._aside = aside
        left.on_size_change = self._measuring("left")
        right.on_size_change = self._measuring("right")
        super().__init__(
            [left, self._right],
            wrap=True,
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
            run_spacing=0,
            spacing=GAP,
            on_size_change=self._measuring("whole"),
        )

    def _measuring(self, name: str) -> Handler:
        def measured(e: ft.LayoutSizeChangeEvent[ft.LayoutControl]) -> None:
            ft.context.disable_auto_update()
            self._widths[name] = e.width
            self._fit()

        return measured

    def _fit(self) -> None:
        """Once all three are known, and again when one of them changes: the screen was turned, the words grew."""
        if len(self._widths) < 3:
            return
        needed = self._widths["left"] + GAP + self._aside + self._widths["right"]
        is_below = needed > self._widths["whole"] + 0.5
        if is_below != (self._right.width is not None):
            self._right.width = float("inf") if is_below else None
            self._right.alignment = ft.Alignment.CENTER_RIGHT if is_below else None
            redraw(self._right)


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
    row = left if not right else _Sides(left, ft.Row(right, spacing=t.S8, tight=True), aside)
    return PageHead(row, padding=ft.Padding(start, t.S8, t.PAGE_MARGIN, t.S4))
