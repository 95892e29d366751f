"""`/settings/hidden`: a second PIN that opens hidden entries too. Says what it does and what it does not, before it is set.

Where the second PIN did not open Lantern this page is the same whether there is one or not.
"""

from __future__ import annotations

import flet as ft

from mobile.care.journal.entry import JournalEntry
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Screen
from mobile.screens.panels.pin_entry import PinEntry
from mobile.screens.settings.hidden_model import SecondPin


class HiddenPart(Screen):
    """What it means, the PINs, and while they are open what can be done with it."""

    def title(self) -> str:
        return self._("Hidden entries")

    def body(self) -> list[ft.Control]:
        self.second = SecondPin(self.s.services, is_open=self.s.hiding_is_open)
        self.count = 0
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    async def shown(self) -> None:
        if self.s.records is not None:
            self.keep(self.s.records.watch(JournalEntry, lambda _: self.s.run(self._count())))
            await self._count()

    async def _count(self) -> None:
        self.count = await self.records.hiding.count(JournalEntry)
        if self.second.where == "about":
            self._redraw()

    def end_watches(self) -> None:
        """The person is elsewhere, or it was locked."""
        super().end_watches()
        self.second.cancel()

    # --- acts ---

    def on_choose(self) -> None:
        self.second.choose()
        self._redraw()

    async def on_choice(self, pin: str) -> None:
        """One step further, or back to where it has to be given again."""
        change = self.second.change
        before = change.step if change is not None else None
        try:
            is_set = await self.second.take_choice(pin)
        except Exception:
            if change is not None and change.step != before:
                self.entry.ask(self._asked())
            raise
        if is_set:
            self._redraw()
            self.s.say(self._said())
        elif change is not None:
            different = self._("Those were not the same. Nothing was set.") if change.were_different else ""
            self.entry.ask(self._asked(), first=different)

    def _said(self) -> str:
        if self.second.is_open:
            return self._("Your second PIN is another one now.")
        return self._("Your second PIN is set. Lock Lantern and enter it to hide entries.")

    def on_end(self) -> None:
        self.second.end()
        self._redraw()

    async def on_end_pin(self, pin: str) -> None:
        if await self.second.take_end(pin):
            self._redraw()
            self.s.say(self._("Nothing is hidden now. Your second PIN opens nothing any more."))

    def on_cancel(self) -> None:
        self.second.cancel()
        self._redraw()

    def on_pin(self) -> None:
        self.s.go("/settings/pin")

    async def on_lock(self) -> None:
        await self.s.services.lock_now()

    # --- drawing ---

    def _redraw(self) -> None:
        self._draw()
        parts.redraw(self.place)

    def _draw(self) -> None:
        _ = self._
        if not self.s.services.keeps_after_closing:
            drawn: list[ft.Control] = [
                parts.body(_("Nothing is kept here after you leave, so nothing can be hidden."))
            ]
        elif self.s.person is not None and self.s.person.role != "patient":
            drawn = [parts.body(_("Only the entries of a patient's own journal can be hidden."))]
        elif self.second.where == "choosing":
            self.entry = PinEntry(self, self._asked(), self.on_choice)
            drawn = [self.entry, self._cancel()]
        elif self.second.where == "ending":
            ask = _("A PIN of yours, because everybody who opens Lantern will see them")
            drawn = [PinEntry(self, ask, self.on_end_pin), self._cancel()]
        else:
            drawn = self._opened() if self.second.is_open else self._explained()
        self.place.controls[:] = drawn

    def _cancel(self) -> ft.Control:
        return parts.outline_button(self._("Cancel"), self.guard(self.on_cancel))

    def _asked(self) -> str:
        _ = self._
        step = self.second.change.step if self.second.change is not None else "old"
        return {
            "old": _("Your PIN now"),
            "new": _("Choose six digits for the second PIN"),
            "again": _("The same six digits again"),
        }.get(step, "")

    def _explained(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.body(
                _(
                    "A second PIN can open Lantern too. It opens everything your PIN opens, and also the journal entries "
                    "that you hide."
                )
            ),
            self._card(_("What it does"), self._does()),
            self._card(_("What it does not do"), [*self._does_not(), self._silent()]),
            *self._way(),
        ]

    def _opened(self) -> list[ft.Control]:
        _ = self._
        count = self.ngettext("{n} entry is hidden.", "{n} entries are hidden.", self.count)
        none = _(
            "No entry is hidden yet. An entry you write now begins hidden; any other is hidden on its page."
        )
        return [
            parts.body(_("Your second PIN opened Lantern: hidden entries are here too.")),
            parts.body(count.format(n=self.count) if self.count else none),
            self._card(_("What it does not do"), self._does_not()),
            parts.outline_button(_("Change the second PIN"), self.guard(self.on_choose)),
            parts.text_button(
                _("End it and show them in the journal"), self.guard(self.on_end), tone="danger"
            ),
        ]

    def _does(self) -> list[str]:
        _ = self._
        return [
            _(
                "Opened with your PIN, Lantern shows your journal without them, and nothing on its pages says that they exist."
            ),
            _(
                "Opened with the second PIN, it shows them too. An entry you write then begins hidden, and you can hide or show any."
            ),
            _(
                "Only journal entries can be hidden, with what you spoke and drew in them. What your clinic asks for after a "
                "session, and all else, is seen with either PIN."
            ),
        ]

    def _does_not(self) -> list[str]:
        _ = self._
        return [
            _(
                "Whoever examines the files of this device can tell that something more is there, though not what it says."
            ),
            _("Whoever makes you enter the second PIN sees it all."),
            _(
                "If you forget the second PIN, or this device is lost, the hidden words are gone. The recovery sheet does not "
                "open them, and copies made while they are hidden do not have them."
            ),
            _("A copy made before you hid an entry still has it."),
        ]

    def _silent(self) -> str:
        return self._(
            "This page does not say whether you have a second PIN. Each one that you set opens hidden entries of its own."
        )

    def _card(self, title: str, lines: list[str]) -> ft.Control:
        return parts.card(parts.heading(title), *(parts.body(line) for line in lines))

    def _way(self) -> list[ft.Control]:
        _ = self._
        if not self.s.settings.has_pin:
            return [
                parts.body(_("A PIN comes first: the second one stands beside it.")),
                parts.primary_button(_("Choose a PIN"), self.guard(self.on_pin)),
            ]
        return [
            parts.primary_button(_("Set a second PIN"), self.guard(self.on_choose)),
            parts.outline_button(_("Lock now"), self.guard(self.on_lock)),
        ]
