"""`/settings/sheet`: the recovery sheet. Shows its words once, asks three of them back, and ends it where the person wants."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.sheet_words import COUNT
from mobile.screens.clinic_copy import (
    earlier_sheet_text,
    ended_sheet_text,
    ending_sheet_text,
    standing_of,
)
from mobile.screens.file_export import CannotSave, Made, PickerSaver, Saver
from mobile.screens.frame import Screen
from mobile.screens.panels.pin_entry import PinEntry
from mobile.screens.panels.trouble_notice import explained, trouble_notice
from mobile.screens.settings.hidden_stays import hidden_stays
from mobile.screens.settings.sheet_model import SheetMaking
from mobile.screens.settings.sheet_paper import sheet_pdf

NUMBER_WIDTH = 24
"""Two digits; where letters are large they stand above the word."""


class SheetPart(Screen):
    """What it is for, the PIN, the words, the check."""

    def title(self) -> str:
        return self._("Recovery sheet")

    def body(self) -> list[ft.Control]:
        self.saver: Saver = PickerSaver(self.page)
        self.making = SheetMaking(self.s.services, self.s.language, self._redraw)
        self.answers: list[ft.TextField] = []
        self.could_not_save = False
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    async def shown(self) -> None:
        copy = self.s.services.clinic_copy
        if copy is not None:
            self.keep(copy.watch(self.on_this_page(self._on_copy)))

    def _on_copy(self) -> None:
        """What a sheet opens at the clinic is otherwise now."""
        if self.making.where in ("made", "ended"):
            self._redraw()

    def end_watches(self) -> None:
        """The person is elsewhere, or it was locked. Not when the page is only covered, as by a device's dialog for the file."""
        super().end_watches()
        self.answers = []
        self.making.cancel()

    # --- acts ---

    def on_make(self) -> None:
        self.making.begin("make")

    async def on_end(self) -> None:
        _ = self._
        if await self.s.ask(
            _("Turn the recovery sheet off?"),
            ending_sheet_text(self.s, standing_of(self.s)),
            yes=_("Turn it off"),
            no=_("Keep it"),
        ):
            self.making.begin("end")

    async def on_pin(self, pin: str) -> None:
        await self.making.take_pin(pin)

    async def on_paper(self) -> None:
        """As a file to print. Nothing is kept of it here, and nothing is drawn anew where it went well."""
        failed_before, self.could_not_save = self.could_not_save, False
        try:
            made = Made("lantern-sheet.pdf", await sheet_pdf(self.s, self.making.words))
            await self.saver.save(made, self.title())
        except (CannotSave, OSError):
            self.could_not_save = True
        if self.could_not_save != failed_before:
            self._redraw()

    def on_written(self) -> None:
        self.making.written()

    def on_look_again(self) -> None:
        self.making.look_again()

    async def on_check(self) -> None:
        await self.making.check([field.value or "" for field in self.answers])

    def on_cancel(self) -> None:
        self.making.cancel()

    def on_clinic_copy(self) -> None:
        self.s.go("/settings/clinic-copy")

    def on_settings(self) -> None:
        self.s.go("/settings")

    # --- drawing ---

    def _redraw(self) -> None:
        self._draw()
        parts.redraw(self.place)

    def _draw(self) -> None:
        draw = {
            "about": self._about,
            "asking_pin": self._asking_pin,
            "words": self._words,
            "checking": self._checking,
            "made": self._made,
            "ended": self._ended,
        }[self.making.where]
        text = self._("It does not open your hidden entries. Only your second PIN does.")
        is_told = self.making.where in ("about", "made")
        self.place.controls[:] = [*draw(), *(hidden_stays(self, text) if is_told else [])]

    def _about(self) -> list[ft.Control]:
        _ = self._
        if not (self.s.settings.has_pin and self.s.services.keeps_after_closing):
            return [parts.body(_("A sheet stands in for a PIN, and there is none here."))]
        has_sheet = self.s.services.has_sheet
        return [
            *self._trouble(),
            parts.body(
                _("{n} words on paper that open what is kept here when the PIN cannot.").format(n=COUNT)
            ),
            parts.card(
                parts.heading(_("When it helps")),
                parts.body(
                    _(
                        "You forgot the PIN, it was wrong too often, or the key of this device is gone. Then the words let you "
                        "choose a new PIN, and everything is there."
                    )
                ),
                parts.small(
                    _(
                        "Without a sheet, what you neither shared nor sent would come back only from a sealed copy. "
                        "Lantern works the same with or without one."
                    )
                ),
            ),
            parts.notice(
                self._warning(),
                icon=parts.icons.ONLY_ME,
            ),
            *(self._with_sheet() if has_sheet else self._without_sheet()),
        ]

    def _warning(self) -> str:
        _ = self._
        standing = standing_of(self.s)
        if standing is not None and (standing.is_on or standing.has_some_there):
            return _(
                "Whoever has the sheet and this device can read everything, and so can whoever has the sheet and your "
                "clinic’s sign-in. Keep them apart."
            )
        return _("Whoever has the sheet and this device can read everything. Keep the two apart.")

    def _without_sheet(self) -> list[ft.Control]:
        return [parts.primary_button(self._("Make a recovery sheet"), self.guard(self.on_make))]

    def _with_sheet(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.card(
                parts.heading(_("You have a sheet")),
                parts.body(
                    _("If it is lost, or somebody may have seen it, make a new one. It ends the old one.")
                ),
                parts.gap(t.S4),
                parts.soft_button(_("Make a new sheet"), self.guard(self.on_make)),
            ),
            parts.outline_button(_("Turn the sheet off"), self.guard(self.on_end), tone="danger"),
        ]

    def _trouble(self) -> list[ft.Control]:
        return trouble_notice(self, self.making.trouble)

    def _asking_pin(self) -> list[ft.Control]:
        _ = self._
        return [
            PinEntry(self, _("Your PIN, because a sheet opens everything"), self.on_pin),
            parts.outline_button(_("Cancel"), self.guard(self.on_cancel)),
        ]

    def _words(self) -> list[ft.Control]:
        _ = self._
        unsaved = _("Nothing of yours was changed. Try again, or write the words down.")
        return [
            parts.body(_("Write them down in this order, or print them. They are shown this one time.")),
            *([explained(_("The file could not be saved there."), unsaved)] if self.could_not_save else []),
            parts.card(*self._columns()),
            parts.small(_("On paper they are safer than in a photo, which travels to other devices.")),
            parts.small(_("A PDF stays on this device until you delete it. Delete it once it is printed.")),
            parts.primary_button(_("I have them on paper"), self.guard(self.on_written)),
            parts.soft_button(_("Make a PDF to print"), self.guard(self.on_paper)),
            parts.outline_button(_("Cancel"), self.guard(self.on_cancel)),
        ]

    def _columns(self) -> list[ft.Control]:
        """Two columns, each read down; every word is one thing for a screen reader, with its number."""
        words = list(enumerate(self.making.words, 1))
        half = (len(words) + 1) // 2
        columns = [
            ft.Column([self._word(*one) for one in some], spacing=t.S8, expand=True)
            for some in (words[:half], words[half:])
        ]
        return [
            ft.Row(list[ft.Control](columns), spacing=t.S12, vertical_alignment=ft.CrossAxisAlignment.START)
        ]

    def _word(self, number: int, word: str) -> ft.Control:
        numbered = ft.Container(parts.small(str(number)), width=NUMBER_WIDTH)
        return ft.MergeSemantics(
            ft.Row(
                [numbered, parts.body(word)],
                spacing=t.S4,
                wrap=True,
                vertical_alignment=ft.CrossAxisAlignment.CENTER,
            )
        )

    def _checking(self) -> list[ft.Control]:
        _ = self._
        wrong = self.making.wrong
        if not wrong:
            self.answers = [
                parts.text_field(
                    _("Word {n}").format(n=number),
                    on_submit=self.guard(self.on_check),
                )
                for number in self.making.asked
            ]
        for field, number in zip(self.answers, self.making.asked, strict=True):
            field.error = _("That is another word. Compare it with your paper.") if number in wrong else None
        return [
            *self._trouble(),
            parts.body(_("Three words from your paper, to be sure that it can be read later.")),
            *self.answers,
            parts.primary_button(_("Check them"), self.guard(self.on_check)),
            parts.outline_button(_("Show the words again"), self.guard(self.on_look_again)),
        ]

    def _made(self) -> list[ft.Control]:
        return self._done(self._("Your sheet works from now on"), self._made_text())

    def _made_text(self) -> str:
        _ = self._
        still = earlier_sheet_text(self.s, standing_of(self.s))
        if still:
            here = _("Lantern keeps no copy of the words. An earlier sheet opens nothing here any more.")
            return f"{here} {still}"
        return _("Lantern keeps no copy of the words. An earlier sheet opens nothing any more.")

    def _ended(self) -> list[ft.Control]:
        return self._done(self._("The sheet is off"), ended_sheet_text(self.s, standing_of(self.s)))

    def _done(self, title: str, text: str) -> list[ft.Control]:
        """With the way to the copy where a sheet that counts no more still opens it."""
        _ = self._
        buttons = [parts.outline_button(_("To the settings"), self.guard(self.on_settings))]
        if earlier_sheet_text(self.s, standing_of(self.s)):
            to_copy = self.guard(self.on_clinic_copy)
            buttons.insert(0, parts.soft_button(_("See the sealed copy, or delete it there"), to_copy))
        return [parts.spoken(parts.empty_state(title, text, icon=ft.Icons.CHECK_ROUNDED)), *buttons]
