"""`/settings/take`: everything kept here as a paper to read, or as one file to move, open or under a passphrase."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.file_export import CannotSave, PickerSaver, Saver
from mobile.screens.frame import Screen
from mobile.screens.own_record.paper import own_pdf
from mobile.screens.panels.pin_entry import PinEntry
from mobile.screens.panels.trouble_notice import explained, trouble_notice
from mobile.screens.settings.hidden_stays import hidden_stays
from mobile.screens.settings.take_model import SHORTEST, Form, Taking


class TakePart(Screen):
    """The warning first, the PIN where there is one, then the file."""

    def title(self) -> str:
        return self._("Take it with me")

    def body(self) -> list[ft.Control]:
        _ = self._
        self.saver: Saver = PickerSaver(self.page)
        self.taking = Taking(self.s.services, self._redraw)
        self.could_not_save = False
        self.passphrase = parts.text_field(
            _("Passphrase"),
            is_secret=True,
            helper=_("At least {n} characters. Four ordinary words are easy to remember.").format(n=SHORTEST),
        )
        self.again = parts.text_field(_("Passphrase again"), is_secret=True)
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    async def hidden(self) -> None:
        self.taking.cancel()
        self._forget_words()

    # --- acts ---

    async def on_paper(self) -> None:
        await self._choose("paper")

    async def on_open(self) -> None:
        await self._choose("open")

    async def on_sealed(self) -> None:
        await self._choose("sealed")

    async def _choose(self, form: Form) -> None:
        self.could_not_save = False
        is_ready = self.taking.choose(form, self.passphrase.value or "", self.again.value or "")
        if is_ready and self.taking.where == "making":
            await self._make()

    async def on_pin(self, pin: str) -> None:
        """Opening the app is not enough to carry everything away."""
        if await self.taking.take_pin(pin):
            await self._make()

    async def _make(self) -> None:
        made = await self.taking.make(self.s.moments.local(self.s.now()).date(), self._paper)
        if made is None:
            return
        is_saved = False
        try:
            is_saved = await self.saver.save(made, self.title())
        except CannotSave:
            self.could_not_save = True
        finally:
            self.taking.ended(is_saved=is_saved)
        if is_saved:
            self._forget_words()

    async def _paper(self) -> bytes:
        return await own_pdf(self.s, self.records, self.person.name)

    def on_cancel(self) -> None:
        self.taking.cancel()

    def _forget_words(self) -> None:
        self.passphrase.value = self.again.value = ""

    # --- drawing ---

    def _redraw(self) -> None:
        self._draw()
        parts.redraw(self.place)

    def _draw(self) -> None:
        draw = {
            "choosing": self._choosing,
            "asking_pin": self._asking_pin,
            "making": self._making,
            "made": self._made,
        }[self.taking.where]
        self.place.controls[:] = draw()

    def _explanation(self) -> list[ft.Control]:
        _ = self._
        if self.could_not_save:
            text = _("Nothing of yours was changed. Try again, or choose another place for it.")
            return [explained(_("The file could not be saved there."), text)]
        if self.taking.are_different:
            return [
                explained(_("The two passphrases are not the same."), _("No file was made. Type both again."))
            ]
        return trouble_notice(self, self.taking.trouble)

    def _open_file(self, title: str, what: str, button: ft.Control) -> ft.Control:
        """A file that opens for everybody, and the warning that it does."""
        warning = self._("Whoever has this file can read all of it. Keep it where only you can open it.")
        return parts.card(
            parts.heading(title), parts.body(what), parts.small(warning), parts.gap(t.S4), button
        )

    def _choosing(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.body(_("Everything that is kept here, in one file that is yours.")),
            *hidden_stays(self, _("Your hidden entries are not in it.")),
            *self._explanation(),
            self._open_file(
                _("To read"),
                _("A PDF with what you wrote and answered, your sessions, and who can see what."),
                parts.primary_button(_("Make the PDF"), self.guard(self.on_paper)),
            ),
            self._open_file(
                _("To move"),
                _(
                    "One file with everything as data (a FHIR Bundle) and your pictures beside it: for another phone, another "
                    "clinic or another program."
                ),
                parts.soft_button(_("Make the file to move"), self.guard(self.on_open)),
            ),
            *self._summary(),
            parts.card(
                parts.heading(_("To move, sealed")),
                parts.body(
                    _("The same file, and only your passphrase opens it. Nobody can help if you forget it.")
                ),
                parts.gap(t.S4),
                self.passphrase,
                self.again,
                parts.gap(t.S4),
                parts.soft_button(_("Make the sealed copy"), self.guard(self.on_sealed)),
            ),
            parts.notice(
                _(
                    "Not in the file: your PIN, the keys of this device, your clinic's sign-in, and what your clinic "
                    "keeps but never sent here."
                )
            ),
        ]

    def _summary(self) -> list[ft.Control]:
        """The way to less than everything, for a patient."""
        if self.person.role != "patient":
            return []
        text = self._("Facts of your care for another clinic, chosen section by section.")
        way = self.guard(partial(self.s.go, "/portable-summary"))
        button = parts.outline_button(self._("Summary to hand over"), way)
        return [
            parts.card(parts.heading(self._("For another clinic")), parts.body(text), parts.gap(t.S4), button)
        ]

    def _asking_pin(self) -> list[ft.Control]:
        _ = self._
        return [
            PinEntry(self, _("Your PIN, because the file holds everything"), self.on_pin),
            parts.outline_button(_("Cancel"), self.guard(self.on_cancel)),
        ]

    def _making(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.spoken(
                parts.empty_state(
                    _("Making your file"), _("This can take a moment."), icon=parts.icons.WAITING
                )
            ),
            parts.outline_button(_("Cancel"), self.guard(self.on_cancel)),
        ]

    def _made(self) -> list[ft.Control]:
        _ = self._
        text = (
            _("Keep it where only you can open it. Lantern keeps no copy of the file.")
            if self.taking.form != "sealed"
            else _("Keep it and its passphrase in two places. Lantern keeps no copy of either.")
        )
        return [
            parts.spoken(parts.empty_state(_("Your file is made"), text, icon=ft.Icons.CHECK_ROUNDED)),
            parts.outline_button(_("Make another file"), self.guard(self.on_cancel)),
        ]
