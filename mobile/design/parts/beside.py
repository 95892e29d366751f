"""Things in one line that go below one another where the letters are so large that a word would be broken in its middle.

Only the client knows how large its letters are: an empty line that nobody sees or hears tells it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters

from .handling import redraw

LETTER = 0.5
"""How wide a letter is on average, as a part of the size it is written in."""
WORD_MOST = 13
"""Letters of a long word ("cuestionarios", "appointments"): room for one is left beside anything."""
SEMIBOLD = 0.62
BUTTON_AIR = 2 * t.S12
ICON_BESIDE = 22 + t.S8


class Probe(ft.Semantics):
    """An empty line of body text that nobody sees or hears: how high it is says how large letters are drawn."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self.line_height = 0.0  # until the client said so
        self._on_change = on_change
        self.line = ft.Container(
            ft.Text("\u00a0", style=letters(t.SIZE_BODY), no_wrap=True, max_lines=1),
            width=0,
            on_size_change=self._measured,
        )
        # In a column of its own: a line that stretches what stands in it would stretch this too.
        super().__init__(exclude_semantics=True, content=ft.Column([self.line], spacing=0, tight=True))

    def width_of(self, count: int, size: int = t.SIZE_BODY, letter: float = LETTER) -> float:
        """Of so many letters of a text that is written in this size, in logical pixels as the client draws it."""
        return count * letter * self.line_height / t.LINE_HEIGHT * size / t.SIZE_BODY

    def _measured(self, e: ft.LayoutSizeChangeEvent[ft.LayoutControl]) -> None:
        ft.context.disable_auto_update()
        self.line_height = e.height
        self._on_change()


class Fitting(ft.Row):
    """A line that knows how wide it is and how large its letters are. What inherits says what fits and how it is laid."""

    def __init__(self, controls: Sequence[ft.Control], *, gap: int, alignment: ft.CrossAxisAlignment) -> None:
        self.probe = Probe(self.fit)
        self.is_below = False
        self.gap = gap
        self._room = 0.0
        super().__init__(
            list(controls),
            spacing=0,
            run_spacing=gap,
            vertical_alignment=alignment,
            on_size_change=self._measured_room,
        )

    def fits(self, room: float) -> bool:
        """Whether no word is broken in `room` logical pixels."""
        raise NotImplementedError

    def lay(self, is_below: bool) -> None:
        """Lays it so; `redraw` follows."""
        raise NotImplementedError

    def fit(self) -> None:
        """Again when something changes: the screen was turned, the letters grew."""
        if not (self._room and self.probe.line_height):
            return
        is_below = not self.fits(self._room)
        if is_below != self.is_below:
            self.is_below = self.wrap = is_below
            self.lay(is_below)
            redraw(self)

    def level(self, is_below: bool) -> None:
        """Side by side they are equally high."""
        self.intrinsic_height = not is_below
        self.vertical_alignment = ft.CrossAxisAlignment.START if is_below else ft.CrossAxisAlignment.STRETCH

    def _measured_room(self, e: ft.LayoutSizeChangeEvent[ft.LayoutControl]) -> None:
        ft.context.disable_auto_update()
        self._room = e.width
        self.fit()


class Beside(Fitting):
    """Words, and at their right something to tap or to see. Below the words, still at the right, where it leaves too little."""

    def __init__(
        self, words: ft.Control, aside: ft.Control, *, gap: int = t.S8, size: int = t.SIZE_BODY
    ) -> None:
        self._size = size
        self._words = ft.Container(words, expand=True)
        self._aside_width = 0.0
        self._aside = ft.Container(
            ft.Container(aside, on_size_change=self._measured_aside), padding=ft.Padding(gap, 0, 0, 0)
        )
        super().__init__([], gap=0, alignment=ft.CrossAxisAlignment.CENTER)
        self.gap = gap
        self.controls = [self._words, self._aside, self.probe]

    def fits(self, room: float) -> bool:
        return room - self._aside_width - self.gap >= self.probe.width_of(WORD_MOST, self._size)

    def lay(self, is_below: bool) -> None:
        self._words.expand = None if is_below else True
        self._words.width = self._aside.width = math.inf if is_below else None
        self._aside.alignment = ft.Alignment.CENTER_RIGHT if is_below else None

    def _measured_aside(self, e: ft.LayoutSizeChangeEvent[ft.LayoutControl]) -> None:
        ft.context.disable_auto_update()
        self._aside_width = e.width
        self.fit()


class Buttons(Fitting):
    """Buttons that share a line by their `expand`; each has a line of its own where a word of one would be broken."""

    def __init__(self, buttons: Sequence[ft.Button] = (), *, gap: int = 10) -> None:
        super().__init__([], gap=gap, alignment=ft.CrossAxisAlignment.STRETCH)
        self._parts: list[tuple[ft.Button, int]] = []
        self.show(buttons)

    @property
    def shown(self) -> Sequence[tuple[ft.Button, int]]:
        """Those that are there, each with its share of a line."""
        return self._parts

    def show(self, buttons: Sequence[ft.Button]) -> None:
        """These instead of those before; the caller redraws."""
        self._parts = [(one, int(one.expand or 1)) for one in buttons]
        if self.probe.line_height and self._room:
            self.is_below = self.wrap = not self.fits(self._room)
        self.lay(self.is_below)

    def fits(self, room: float) -> bool:
        shares = sum(share for _, share in self._parts)
        room -= self.gap * (len(self._parts) - 1)
        return all(self._needs(button) <= room * share / shares for button, share in self._parts)

    def lay(self, is_below: bool) -> None:
        self.level(is_below)
        for button, share in self._parts:
            button.expand = None if is_below else share
        buttons: list[ft.Control] = [button for button, _ in self._parts]
        spaced = [buttons[0], *(x for one in buttons[1:] for x in (self._gap(), one))] if buttons else []
        self.controls = [*(buttons if is_below else spaced), *([self.probe] if buttons else [])]

    def _gap(self) -> ft.Control:
        return ft.Container(width=self.gap)

    def _needs(self, button: ft.Button) -> float:
        text, icon = _named(button)
        return self.probe.width_of(_longest(text), t.SIZE_BUTTON, SEMIBOLD) + BUTTON_AIR + icon


class Segments(Fitting):
    """Answers that share a line equally; each has a line of its own where a word of one would be broken. `names`: what they say."""

    def __init__(self, segments: Sequence[ft.Control], names: Sequence[str]) -> None:
        super().__init__([], gap=0, alignment=ft.CrossAxisAlignment.STRETCH)
        self._segments = list(segments)
        self._longest = _longest(" ".join(names))
        self.controls = [*self._segments, self.probe]
        self.lay(False)

    def fits(self, room: float) -> bool:
        needed = self.probe.width_of(self._longest, t.SIZE_BODY, SEMIBOLD) + 2 * t.S8
        return needed <= room / len(self._segments)

    def lay(self, is_below: bool) -> None:
        self.level(is_below)
        for one in self._segments:
            one.expand = None if is_below else True


def _longest(text: str) -> int:
    """Letters of the longest word."""
    return max((len(word) for word in text.split()), default=0)


def _named(button: ft.Button) -> tuple[str, int]:
    """What a button says, and the room its icon takes."""
    content = button.content
    if isinstance(content, ft.Row):
        words = content.controls[-1]
        return (str(words.value) if isinstance(words, ft.Text) else ""), ICON_BESIDE
    return (str(content.value) if isinstance(content, ft.Text) else ""), 0
