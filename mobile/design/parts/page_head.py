"""The top of every screen: where you are, the way back, and Support. At large text it wraps: nothing is cut off.

A long title never pushes Support away. Only the client knows how wide words are, so it says it.
"""

from __future__ import annotations

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters

from . import icons
from .beside import Probe
from .buttons import icon_button
from .handling import Handler, redraw
from .landmarks import support_pill
from .words import title

GAP = t.S4
SERIF = 0.56
"""How wide a letter of a title is, as a part of its size; some are wider than most."""
LEAST_BESIDE = 1.9
"""How many times as wide as Support the room for the title must be, so that words of a title are not broken."""


class PageHead(ft.Container):
    """A header with its own margins: `page_body` adds none around it."""


class _Sides(ft.Row):
    """What stands at the left and at the right of one line: a long title is laid in several lines beside Support. Only where
    the words are so large that too little is left beside it does Support stand in a line of its own, at the right. A title of
    which a word would be broken is written smaller."""

    def __init__(
        self, left: ft.Row, right: ft.Row, support: ft.Control | None, aside: int, words: ft.Text
    ) -> None:
        self._widths: dict[str, float] = {}
        self._words, self._arrow = words, t.TARGET if len(left.controls) > 1 else 0
        self._probe = Probe(self._fit_words)
        left.controls.append(self._probe)
        self._aside, self._left = aside, left
        self._right = ft.Container(right, padding=ft.Padding(aside, 0, 0, 0))
        left.on_size_change = self._measuring("left")
        right.on_size_change = self._measuring("right")
        self._pill = ft.Container(support, on_size_change=self._measuring("support")) if support else None
        if self._pill is not None:
            right.controls.append(self._pill)
        left.expand = True
        super().__init__(
            [left, self._right],
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
        """Again when one of them changes: the screen was turned, the words grew."""
        self._fit_words()
        known = self._widths
        if self._pill is None or not {"whole", "support", "left"} <= known.keys():
            return
        beside = known["whole"] - known["support"] - self._aside - GAP
        is_large = beside < LEAST_BESIDE * known["support"]
        if is_large != bool(self.wrap):
            self.wrap, self._left.expand = is_large, None if is_large else True
            self._stand_below(False)
            redraw(self)
        elif is_large and "right" in known:
            needed = known["left"] + GAP + self._aside + known["right"]
            is_below = needed > known["whole"] + 0.5
            if is_below != (self._right.width is not None):
                self._stand_below(is_below)
                redraw(self._right)

    def _fit_words(self) -> None:
        known = self._widths
        if "whole" not in known or not self._probe.line_height:
            return
        room = known["whole"] - self._arrow
        if not self.wrap:
            room -= known.get("support", 0.0) + self._aside + GAP
        longest = max((len(word) for word in str(self._words.value).split()), default=0)
        is_broken = self._probe.width_of(longest, t.SIZE_TITLE, SERIF) > room
        style = letters(t.SIZE_HEADING if is_broken else t.SIZE_TITLE, t.LINE_HEIGHT_TIGHT)
        if style != self._words.style:
            self._words.style = style
            redraw(self._words)

    def _stand_below(self, is_below: bool) -> None:
        self._right.width = float("inf") if is_below else None
        self._right.alignment = ft.Alignment.CENTER_RIGHT if is_below else None


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
    named = title(text)
    written = named.content
    if on_back is not None:
        words.append(icon_button(icons.CLOSE if is_closing else icons.BACK, back_label, on_back))
    named.expand = True
    named.expand_loose = True
    words.append(named)
    left = ft.Row(words, spacing=0, tight=True, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    right: list[ft.Control] = list(actions)
    support = support_pill(support_label, on_support) if on_support is not None else None
    # The arrow's 48 target reaches into the margin, so that its drawing stands on it; what wraps below does not.
    start = t.S8 if on_back is not None else t.PAGE_MARGIN
    aside = t.PAGE_MARGIN - start
    has_right = bool(right) or support is not None
    row: ft.Control = left
    if has_right and isinstance(written, ft.Text):
        row = _Sides(left, ft.Row(right, spacing=t.S8, tight=True), support, aside, written)
    return PageHead(row, padding=ft.Padding(start, t.S8, t.PAGE_MARGIN, t.S4))
