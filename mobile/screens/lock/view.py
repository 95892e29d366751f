"""The lock: six dots, ten keys, and Support without unlocking. Takes a PIN and hands it on; keeps and shows no digit."""

from __future__ import annotations

import asyncio
from datetime import datetime

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens import chrome
from mobile.screens.app_services import Trouble
from mobile.screens.biometric_way import prompt
from mobile.screens.frame import Screen
from mobile.screens.lock.model import LockWords
from mobile.screens.lock.sheet import SHEET

TICK_S = 1.0
LARGE_FROM = 1.4
"""Letters so many times as large as usual leave a phone no room for the ten keys below a greeting in large letters."""


class Lock(Screen):
    """Picture 14."""

    chrome = "bare"

    def title(self) -> str:
        return self._("Welcome back")

    def body(self) -> list[ft.Control]:
        _ = self._
        self.words = LockWords(_, self.ngettext, self.s.moments)
        self.line = parts.body(_("Enter your PIN"), color=t.MUTED, align=ft.TextAlign.CENTER)
        self.wording = parts.spoken(self.line)
        self.pad = parts.PinPad(
            parts.PinWords(
                erase=_("Erase"),
                entered=lambda n, of: _("{n} of {of} entered").format(n=n, of=of),
                fingerprint=_("Open with your fingerprint or face"),
            ),
            self.guard(self.on_pin),
            on_fingerprint=self.guard(self.on_biometrics) if self._asks_phone else None,
        )
        self._is_phone_asked = self._was_offered = False
        self._is_large = False
        self._probe = parts.Probe(self._measured)
        self._greeting = ft.Column(
            spacing=t.S12, horizontal_alignment=ft.CrossAxisAlignment.CENTER, tight=True
        )
        self._greet()
        return [
            ft.Column(
                [
                    # Beside what takes no room: a line of its own would push the keys down.
                    ft.Stack([ft.Container(height=t.S8), ft.Container(self._probe, left=0, top=0)]),
                    self._greeting,
                    self._two_lines(self.wording),
                    self.pad,
                    *self._sheet(),
                ],
                spacing=t.S12,
                horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            )
        ]

    @property
    def _asks_phone(self) -> bool:
        way = self.s.services.biometrics
        return way is not None and way.is_offered

    def _sheet(self) -> list[ft.Control]:
        """The other key, where there is one."""
        if not self.s.services.has_sheet:
            return []
        return [parts.text_button(self._("Use your recovery sheet"), self.guard(self.on_sheet))]

    def on_sheet(self) -> None:
        self.s.go(SHEET)

    def _greet(self) -> None:
        """The mark and a title, or where letters are large the same words no larger than the others."""
        if self._is_large:
            self._greeting.controls = [parts.subheading(self.title(), level=1, align=ft.TextAlign.CENTER)]
        else:
            wording = parts.title(self.title(), align=ft.TextAlign.CENTER)
            self._greeting.controls = [parts.gap(t.S4), parts.mark(), wording]

    def _measured(self) -> None:
        is_large = self._probe.line_height > LARGE_FROM * t.SIZE_BODY * t.LINE_HEIGHT
        if is_large != self._is_large:
            self._is_large = is_large
            self._greet()
            self.pad.set_tight(is_large)
            parts.redraw(self._greeting)

    def _two_lines(self, wording: ft.Control) -> ft.Control:
        """The room a longer sentence takes is kept free: no key may move under a finger."""
        room = ft.Semantics(exclude_semantics=True, content=parts.body("\n"))
        return ft.Stack([room, wording], alignment=ft.Alignment.TOP_CENTER)

    def foot(self) -> ft.Control:
        # It stays in view however large the text is.
        pill = chrome.support_button(self, self._("Support works without unlocking"), self.s.go)
        return ft.Row([pill], alignment=ft.MainAxisAlignment.CENTER, wrap=True)

    async def came(self) -> None:
        """Once by itself: after a no, the phone's own question going away is no new coming."""
        if self._asks_phone and not self._was_offered:
            self.s.run(self.on_biometrics())

    async def hidden(self) -> None:
        self.pad.clear()

    async def on_biometrics(self) -> None:
        """The phone asks; the PIN can be given meanwhile."""
        if self._is_phone_asked:
            return
        self._is_phone_asked = self._was_offered = True
        try:
            await self.s.services.open_by_biometrics(prompt(self._))
        except Trouble as trouble:
            self._say(self.words.sentence(trouble, self.s.now()))
            self.pad.set_fingerprint(self._asks_phone)
        finally:
            self._is_phone_asked = False

    async def on_pin(self, pin: str) -> None:
        """Six digits are in."""
        self.pad.set_enabled(False)
        try:
            await self.s.unlock(pin)
        except Trouble as trouble:
            self.pad.clear()
            self._say(self.words.sentence(trouble, self.s.now()))
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
            parts.redraw(self.wording)
