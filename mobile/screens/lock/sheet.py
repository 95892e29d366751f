"""`/lock/sheet`: the words of the recovery sheet instead of a PIN, then another PIN. Shows and keeps no word after leaving."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.app_services import Trouble
from mobile.screens.frame import Screen
from mobile.screens.lock.sheet_model import Recovering
from mobile.screens.panels.pin_entry import PinEntry
from mobile.screens.panels.sheet_words import SheetWordsField, refused
from mobile.screens.troubles import TroubleSentences

SHEET = "/lock/sheet"


class WithSheet(Screen):
    """Reached from the lock and from what stands before records that no PIN opens."""

    def title(self) -> str:
        return self._("Recovery sheet")

    def body(self) -> list[ft.Control]:
        self.recovering = Recovering(self.s.services)
        self.words = SheetWordsField(self)
        self.entry = PinEntry(self, self._asked(), self.on_pin)
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    def end_watches(self) -> None:
        super().end_watches()
        self.recovering.forget()
        self.words.forget()

    # --- acts ---

    async def on_words(self) -> None:
        """Slips of the pen are named before anything is tried."""
        slip = self.words.slip()
        if slip is not None:
            self._draw(slip)
        else:
            try:
                await self.recovering.take_words(self.words.typed)
                self.words.forget()
                self._draw()
            except Trouble as trouble:
                plain = TroubleSentences(self.s.speech, self.s.moments).explain(trouble, self.s.now())
                self._draw(refused(plain.happened, plain.rest))
        parts.redraw(self.place)

    async def on_pin(self, pin: str) -> None:
        before = self.recovering.step
        try:
            await self.recovering.take_pin(pin)
        except Exception:
            if self.recovering.step != before:
                self.entry.ask(self._asked())
            raise
        if self.recovering.step == "done":
            self.s.say(self._("Your new PIN is set, and your sheet still works."))
            return
        different = self._("Those were not the same. Nothing was set.")
        self.entry.ask(self._asked(), first=different if self.recovering.were_different else "")

    # --- drawing ---

    def _asked(self) -> str:
        _ = self._
        return _("The same six digits again") if self.recovering.step == "again" else _("Choose a new PIN")

    def _draw(self, notice: ft.Control | None = None) -> None:
        _ = self._
        if self.recovering.step != "words":
            self.place.controls[:] = [
                parts.body(_("Your sheet opens your records. Now they need a new PIN.")),
                self.entry,
            ]
            return
        self.place.controls[:] = [
            *self.words.controls(notice),
            parts.primary_button(_("Open my records"), self.guard(self.on_words)),
        ]
