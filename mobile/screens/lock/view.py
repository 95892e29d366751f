"""The lock: six dots, ten keys, and Support without unlocking. Takes a PIN and hands it on; keeps and shows no digit."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import chrome
from mobile.screens.frame import Screen
from mobile.screens.house import Trouble
from mobile.screens.lock.model import LockWords

TICK_S = 1.0
FOCUS_S = 2.0


class Lock(Screen):
    """Picture 14."""

    chrome = "bare"

    def title(self) -> str:
        return self._("Welcome back")

    def body(self) -> list[ft.Control]:
        _ = self._
        self.words = LockWords(_, self.ngettext, self.s.moments)
        self.line = parts.body(_("Enter your PIN"), color=t.MUTED, align=ft.TextAlign.CENTER)
        self.said = parts.spoken(self.line)
        self.pad = parts.PinPad(
            parts.PinWords(
                erase=_("Erase"), entered=lambda n, of: _("{n} of {of} entered").format(n=n, of=of)
            ),
            self.guard(self.on_pin),
        )
        return [
            ft.Column(
                [
                    parts.gap(t.S24),
                    parts.mark(),
                    self._welcome(),
                    self._two_lines(self.said),
                    self.pad,
                ],
                spacing=t.S12,
                horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            )
        ]

    def _welcome(self) -> ft.Control:
        said = parts.title(self.title())
        words = getattr(said, "content", None)
        if isinstance(words, ft.Text):
            words.text_align = ft.TextAlign.CENTER
        return said

    def _two_lines(self, said: ft.Control) -> ft.Control:
        """The room a longer sentence takes is kept free: no key may move under a finger."""
        room = ft.Semantics(exclude_semantics=True, content=parts.body("\n"))
        return ft.Stack([room, said], alignment=ft.Alignment.TOP_CENTER)

    def foot(self) -> ft.Control:
        # It stays in view however large the text is.
        pill = chrome.support_button(self, self._("Support works without unlocking"), self.s.go)
        return ft.Row([pill], alignment=ft.MainAxisAlignment.CENTER, wrap=True)

    async def shown(self) -> None:
        # A real keyboard types the PIN too, also after Support was open in between.
        with contextlib.suppress(TimeoutError, RuntimeError):
            await asyncio.wait_for(self.pad.focus(), FOCUS_S)

    async def hidden(self) -> None:
        self.pad.clear()

    async def on_pin(self, pin: str) -> None:
        """Six digits are in."""
        self.pad.set_enabled(False)
        try:
            await self.s.unlock(pin)
        except Trouble as trouble:
            self.pad.clear()
            self._say(self.words.told(trouble, self.s.now()))
            if trouble.code == "pin_wait" and trouble.until is not None:
                self.s.run(self._wait(trouble.until))
            elif trouble.code != "no_more_tries":
                self.pad.set_enabled(True)
        except Exception:
            self.pad.set_enabled(True)
            raise

    async def _wait(self, until: datetime) -> None:
        """Says how long; whatever becomes of the saying, the keys come back. The store itself refuses what is too early."""
        try:
            while (now := self.s.now()) < until and self.is_mounted(self.line):
                self._say(self.words.waiting(until, now))
                await asyncio.sleep(TICK_S)
            self._say(self._("Enter your PIN"))
        finally:
            self.pad.set_enabled(True)

    def _say(self, text: str) -> None:
        if self.line.value != text:
            self.line.value = text
            parts.redraw(self.said)
