"""`/lock/sheet`: the words of the recovery sheet instead of a PIN, then another PIN. Shows and keeps no word after leaving."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.sheet_words import COUNT, split
from mobile.screens.app_services import Trouble
from mobile.screens.frame import Screen
from mobile.screens.lock.sheet_model import Recovering, Slip, slip_of
from mobile.screens.panels.pin_entry import PinEntry
from mobile.screens.troubles import TroubleTeller

SHEET = "/lock/sheet"


class WithSheet(Screen):
    """Reached from the lock and from what stands before records that no PIN opens."""

    def title(self) -> str:
        return self._("Recovery sheet")

    def body(self) -> list[ft.Control]:
        _ = self._
        self.recovering = Recovering(self.s.services)
        self.field = parts.writing_field(
            _("The words of your sheet"),
            on_change=self.guard(self.on_typed),
            min_lines=6,
            is_own_words=False,
        )
        self.count = parts.spoken(parts.small(self._count()))
        self.entry = PinEntry(self, self._asked(), self.on_pin)
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    def end_watches(self) -> None:
        super().end_watches()
        self.recovering.forget()
        self.field.value = ""

    # --- acts ---

    def on_typed(self) -> None:
        self._tell_count()
        parts.redraw(self.count)

    async def on_words(self) -> None:
        """Slips of the pen are named before anything is tried."""
        slip = slip_of(self.field.value)
        if not slip.is_none:
            self._draw(self._slip(slip))
        else:
            try:
                await self.recovering.take_words(self.field.value)
                self.field.value = ""
                self._draw()
            except Trouble as trouble:
                plain = TroubleTeller(self.s.speech, self.s.moments).explain(trouble, self.s.now())
                self._draw(self._refused(plain.happened, plain.rest))
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

    def _count(self) -> str:
        have = len(split(self.field.value))
        return self._("{n} of {of} words").format(n=have, of=COUNT)

    def _tell_count(self) -> None:
        self.count.content = parts.small(self._count())

    def _slip(self, slip: Slip) -> ft.Control:
        _ = self._
        if slip.count != COUNT:
            return self._refused(
                _("A sheet has {n} words.").format(n=COUNT),
                self.ngettext("Here is {n}.", "Here are {n}.", slip.count).format(n=slip.count),
            )
        numbers = ", ".join(str(one) for one in slip.unknown)
        return self._refused(
            _("No sheet has a word like that."),
            _("Compare these with your paper: {numbers}.").format(numbers=numbers),
        )

    def _refused(self, title: str, text: str) -> ft.Control:
        return parts.notice(text, title=title, tone="support", icon=parts.icons.INFO, is_live=True)

    def _draw(self, refused: ft.Control | None = None) -> None:
        _ = self._
        if self.recovering.step != "words":
            self.place.controls[:] = [
                parts.body(_("Your sheet opens your records. Now they need a new PIN.")),
                self.entry,
            ]
            return
        self._tell_count()
        self.place.controls[:] = [
            parts.body(
                _("Type the {n} words in their order. The first four letters of each are enough.").format(
                    n=COUNT
                )
            ),
            *([refused] if refused is not None else []),
            self.field,
            self.count,
            parts.primary_button(_("Open my records"), self.guard(self.on_words)),
        ]
