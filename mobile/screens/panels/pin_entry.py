"""The pad with its sentence, wherever a PIN is asked for inside the app. Digits are handed on and never kept or shown."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.app_services import Trouble
from mobile.screens.frame import Screen
from mobile.screens.troubles import TroubleSentences

TICK_S = 1.0


class PinEntry(ft.Column):
    """`take(pin)` may raise Trouble: the entry says it, and waits where there is a wait."""

    def __init__(self, screen: Screen, ask: str, take: Callable[[str], Awaitable[None]]) -> None:
        _ = screen._
        self._screen, self._ask, self._take = screen, ask, take
        self._line = parts.body(ask, align=ft.TextAlign.CENTER)
        self._spoken_line = parts.spoken(self._line)
        self._pad = parts.PinPad(
            parts.PinWords(
                erase=_("Erase"), entered=lambda n, of: _("{n} of {of} entered").format(n=n, of=of)
            ),
            screen.guard(self._on_pin),
        )
        super().__init__(
            [self._spoken_line, self._pad],
            spacing=t.S16,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        )

    def ask(self, text: str, *, first: str = "") -> None:
        """Asks for the next PIN. `first`: what there is to say about the one before."""
        self._ask = text
        self._say(f"{first} {text}" if first else text)

    async def _on_pin(self, pin: str) -> None:
        self._pad.set_enabled(False)
        try:
            await self._take(pin)
        except Trouble as trouble:
            self._pad.set_enabled(self._pin_trouble_shown(trouble))
        except Exception:
            self._pad.set_enabled(True)
            raise
        else:
            self._pad.set_enabled(True)

    def _pin_trouble_shown(self, trouble: Trouble) -> bool:
        """Says it. True: the pad may be used again now."""
        screen = self._screen
        now = screen.s.now()
        plain = TroubleSentences(screen.s.speech, screen.s.moments).explain(trouble, now)
        self._say(f"{plain.happened} {plain.do}")
        if trouble.code == "pin_wait" and trouble.until is not None:
            screen.s.run(self._wait(trouble.until))
            return False
        return trouble.code != "no_more_tries"

    async def _wait(self, until: datetime) -> None:
        while self._screen.s.now() < until:
            if not parts.is_shown(self):
                return
            self._show_wait(until)
            await asyncio.sleep(TICK_S)
        self._say(self._ask)
        self._pad.set_enabled(True)

    def _show_wait(self, until: datetime) -> None:
        screen = self._screen
        sentences = TroubleSentences(screen.s.speech, screen.s.moments)
        plain = sentences.explain(Trouble("pin_wait", until=until), screen.s.now())
        self._say(f"{plain.happened} {plain.do}")

    def _say(self, text: str) -> None:
        if self._line.value != text:
            self._line.value = text
            parts.redraw(self._spoken_line)
