"""The lock's dots and keys. Digits live only here, only until they are handed over, and are never in a control's text,
label or value: neither the page nor a screen reader's log can show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flet as ft

from mobile.design import tokens as t
from mobile.design.letters import letters

from . import icons
from .buttons import icon_button
from .handling import Handler, redraw, tell
from .notices import is_asked
from .page_keys import heard_by_part, left_by_part
from .writing import is_writing

GAP = 14  # between keys
RESTING = 0.4  # how much of the keys is seen while they do nothing


@dataclass(frozen=True)
class PinWords:
    """What the pad says. `entered(n, length)` is read out as digits come ("3 of 6")."""

    erase: str
    entered: Callable[[int, int], str]
    fingerprint: str = ""


class PinPad(ft.Column):
    """Dots above a 3x4 pad; a real keyboard works too. `on_done(pin)` is called with the last digit, once.

    After `on_done` the pad is empty again. `clear()` empties it, `set_enabled(False)` is for while a check runs.
    """

    def __init__(
        self,
        words: PinWords,
        on_done: Handler,
        *,
        length: int = 6,
        on_fingerprint: Handler | None = None,
        has_keyboard: bool = True,
    ) -> None:
        self._words, self._on_done, self._length = words, on_done, length
        self._digits = ""
        self._is_enabled, self._is_checking = True, False
        self._heard_on: ft.Page | None = None
        self._dots = [ft.Container(width=16, height=16, border_radius=8) for _ in range(length)]
        self._spoken = ft.Semantics(
            live_region=True,
            container=True,
            label=words.entered(0, length),
            exclude_semantics=True,
            content=ft.Row(list(self._dots), spacing=18, alignment=ft.MainAxisAlignment.CENTER),
        )
        super().__init__(
            [self._spoken, ft.Container(height=t.S12), self._keys(on_fingerprint)],
            spacing=t.S12,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        )
        self._has_keyboard = has_keyboard
        self._show()

    def did_mount(self) -> None:
        super().did_mount()
        if self._has_keyboard and isinstance(self.page, ft.Page):
            self._heard_on = self.page
            heard_by_part(self.page, self._heard)

    def will_unmount(self) -> None:
        super().will_unmount()
        if self._heard_on is not None:
            left_by_part(self._heard_on, self._heard)
            self._heard_on = None

    @property
    def count(self) -> int:
        """How many digits are in."""
        return len(self._digits)

    def clear(self) -> None:
        self._digits = ""
        self._show()
        redraw(self._spoken)

    def set_enabled(self, is_enabled: bool) -> None:
        """While a PIN is being checked or has to wait, keys do nothing, and look it."""
        self._is_enabled = is_enabled
        for key in (*self._digit_keys, self._erase):
            key.disabled = not is_enabled
            key.opacity = 1 if is_enabled else RESTING
        redraw(self._keyboard)

    def set_fingerprint(self, is_there: bool) -> None:
        """Whether the phone can be asked now. It rests with no PIN: what waits for one does not wait for the phone."""
        self._left.content = self._fingerprint if is_there else None
        redraw(self._left)

    def set_tight(self, is_tight: bool) -> None:
        """Where letters are large a key is no higher than its digit needs, so that all of them are seen."""
        for key in self._digit_keys:
            assert key.style is not None
            key.style.padding = _padding(is_tight)
        self._keyboard.spacing = t.S8 if is_tight else GAP
        redraw(self._keyboard)

    async def press(self, digit: str) -> None:
        """One more digit; the last one hands the PIN over."""
        if not self._is_enabled or self._is_checking:
            return
        self._digits += digit
        self._show()
        redraw(self._spoken)
        if self.count == self._length:
            pin, self._digits = self._digits, ""
            self._is_checking = True  # the dots stay full until the answer is there
            try:
                await tell(self._on_done, pin)
            finally:
                self._is_checking = False
                self._show()
                redraw(self._spoken)

    def erase(self) -> None:
        """Takes the last digit back."""
        self._digits = self._digits[:-1]
        self._show()
        redraw(self._spoken)

    async def _heard(self, event: Any) -> None:
        """A key of the page's: none that is the browser's or a question's, no letter of a field, and none for another view."""
        ft.context.disable_auto_update()
        page = event.page
        if (
            event.ctrl
            or event.alt
            or event.meta
            or is_asked(page)
            or is_writing(page)
            or not self._is_in_view()
        ):
            return
        await self.type_key(str(event.key))

    async def type_key(self, key: str) -> None:
        """A key of a real keyboard, by Flutter's name."""
        digit = key[-1:]
        if digit.isdecimal() and digit.isascii() and (len(key) == 1 or key.startswith(("Numpad", "Digit"))):
            await self.press(digit)
        elif key == "Backspace":
            self.erase()

    def _is_in_view(self) -> bool:
        """Another place may stand over this one's."""
        page, above = self._heard_on, self.parent
        while above is not None and not isinstance(above, ft.View):
            above = above.parent
        return page is not None and above is page.views[-1]

    def _show(self) -> None:
        for i, dot in enumerate(self._dots):
            dot.bgcolor = t.PRIMARY if i < self.count else t.LINE
        self._spoken.label = self._words.entered(self.count, self._length)

    def _keys(self, on_fingerprint: Handler | None) -> ft.Control:
        self._digit_keys: list[ft.TextButton] = []
        rows = [ft.Row([self._key(d) for d in row], spacing=GAP, tight=True) for row in ("123", "456", "789")]
        self._fingerprint: ft.Control | None = None
        if on_fingerprint is not None:
            self._fingerprint = icon_button(
                icons.FINGERPRINT, self._words.fingerprint, on_fingerprint, size=28
            )
        self._left = self._side(self._fingerprint)
        self._erase = self._side(icon_button(icons.ERASE, self._words.erase, lambda _: self.erase(), size=28))
        rows.append(ft.Row([self._left, self._key("0"), self._erase], spacing=GAP, tight=True))
        self._keyboard = ft.Column(list(rows), spacing=GAP, tight=True)
        return self._keyboard

    def _key(self, digit: str) -> ft.Control:
        async def pressed(_: Any) -> None:
            await self.press(digit)

        key = ft.TextButton(
            content=ft.Text(
                digit,
                font_family=t.SERIF,
                style=letters(30, 1.2),
                color=t.INK,
            ),
            on_click=pressed,
            width=84,
            style=ft.ButtonStyle(
                bgcolor=t.SURFACE,
                padding=_padding(is_tight=False),
                shape=ft.RoundedRectangleBorder(radius=36),
                visual_density=ft.VisualDensity.STANDARD,
            ),
        )
        self._digit_keys.append(key)
        return key

    def _side(self, key: ft.Control | None) -> ft.Container:
        return ft.Container(key, width=84, alignment=ft.Alignment.CENTER)


def _padding(is_tight: bool) -> ft.Padding:
    """Above and below a digit."""
    between = 8 if is_tight else 18
    return ft.Padding(0, between, 0, between)
