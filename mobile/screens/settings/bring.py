"""`/settings/bring`: a copy made before, brought back here. Says what came back and what was here already."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.files import Chosen, FileChoice
from mobile.records.ports import Brought
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Screen
from mobile.screens.panels.trouble_notice import explained, trouble_notice
from mobile.screens.settings.asked_first import AskedFirst
from mobile.screens.settings.bring_model import MEGA, Bringing, most_bytes
from mobile.screens.settings.brought import came_back, under_way


class BringPart(Screen):
    """The file, its passphrase, and what became of it."""

    def title(self) -> str:
        return self._("Bring back a copy")

    def body(self) -> list[ft.Control]:
        _ = self._
        if not self.s.services.keeps_after_closing:
            return [
                parts.body(
                    _(
                        "This page keeps nothing when it is closed, so a copy is brought back in Lantern on a device."
                    )
                )
            ]
        most = most_bytes(self.s.services, is_browser=self.page.web)
        self.bringing = Bringing(self.s.services, most, self._redraw)
        self.asked = AskedFirst(self, self._redraw)
        self.choice = FileChoice(self.on_chosen, most, is_browser=self.page.web)
        self.passphrase = parts.text_field(
            _("Passphrase"), is_secret=True, on_submit=self.guard(self.on_bring)
        )
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    async def shown(self) -> None:
        if self.s.services.keeps_after_closing and self.s.status is not None:
            self.keep(self.s.status.watch(self.on_this_page(self._on_status)))

    async def hidden(self) -> None:
        if self.s.services.keeps_after_closing:
            self.bringing.cancel()
            self.passphrase.value = ""

    # --- acts ---

    def _on_status(self) -> None:
        if has_all(self.s):
            self.bringing.fetched()

    def on_clinic(self) -> None:
        self.s.go("/settings/clinic-copy-bring")

    def on_chosen(self, file: Chosen) -> None:
        self.bringing.chosen(file)

    async def on_bring(self) -> None:
        if await self.bringing.bring(self.passphrase.value or ""):
            self.passphrase.value = ""
            if self.bringing.is_open:
                await self.asked.load()

    async def on_deleted(self) -> None:
        await self.bringing.bring_deleted()
        if self.bringing.is_open:
            await self.asked.load()

    def on_cancel(self) -> None:
        self.passphrase.value = ""
        self.bringing.cancel()

    # --- drawing ---

    def _redraw(self) -> None:
        self._draw()
        parts.redraw(self.place)

    def _draw(self) -> None:
        draw = {
            "choosing": self._choosing,
            "asking": self._asking,
            "bringing": self._bringing,
            "brought": self._brought,
        }[self.bringing.where]
        self.place.controls[:] = draw()

    def _explanation(self) -> list[ft.Control]:
        _ = self._
        if self.bringing.refused == "too_large":
            text = _("Here a copy can have up to {n} MB. Nothing was changed.").format(n=self._most())
            return [explained(_("That file is too large."), text)]
        if self.bringing.refused == "unreadable":
            text = _("Nothing was changed. Try again, or choose another place for it.")
            return [explained(_("That file could not be read."), text)]
        return trouble_notice(self, self.bringing.trouble)

    def _most(self) -> int:
        """In MB."""
        return self.bringing.most // MEGA

    def _limit_text(self) -> list[ft.Control]:
        """Before anything is sent: a page that gets too much at once is closed, and could not say so any more."""
        if not self.page.web:
            return []
        text = self._("From a browser a copy can have up to {n} MB. In the app it can be larger.")
        return [parts.small(text.format(n=self._most()))]

    def _choosing(self) -> list[ft.Control]:
        _ = self._
        button = parts.primary_button(_("Choose the copy"), None)
        button.action = self.choice.action((), self.guard)
        return [
            *self._explanation(),
            parts.card(
                parts.heading(_("A copy you made")),
                parts.body(_("The file you made to move, sealed or not, on this device or another one.")),
                parts.small(
                    _(
                        "Its name ends in .lantern, and you need the passphrase you gave it; or it ends in .zip."
                    )
                ),
                *self._limit_text(),
                parts.gap(t.S4),
                button,
            ),
            *self._at_the_clinic(),
            parts.notice(
                _(
                    "Only what is missing here is added. Nothing newer is overwritten, and your clinic gets nothing twice."
                )
            ),
        ]

    def _at_the_clinic(self) -> list[ft.Control]:
        """The other place where a copy may be."""
        if self.s.services.clinic_copy is None:
            return []
        _ = self._
        return [
            parts.card(
                parts.heading(_("A sealed copy at your clinic")),
                parts.body(_("If you had one kept there, the words of your recovery sheet bring it back.")),
                parts.gap(t.S4),
                parts.soft_button(_("Look at your clinic"), self.guard(self.on_clinic)),
            )
        ]

    def _asking(self) -> list[ft.Control]:
        _ = self._
        return [
            *self._explanation(),
            parts.card(
                parts.heading(self.bringing.name or _("The copy")),
                parts.gap(t.S4),
                *self._asked(),
                parts.gap(t.S4),
                parts.primary_button(_("Bring it back"), self.guard(self.on_bring)),
            ),
            parts.outline_button(_("Cancel"), self.guard(self.on_cancel)),
        ]

    def _asked(self) -> list[ft.Control]:
        """The passphrase; or of a file that anybody could have made, whose it should be."""
        if self.bringing.needs_passphrase:
            return [self.passphrase]
        return [parts.body(self._("This file is not sealed. Bring back only a file that you made yourself."))]

    def _bringing(self) -> list[ft.Control]:
        _, done, of = self._, self.bringing.done, self.bringing.of
        percent = f"{100 * done // of} %" if of else ""
        bar = [parts.progress_bar(done, of, _("{n} of {of} looked at").format(n=done, of=of), text=percent)]
        return under_way(self, bar if of else [])

    def _brought(self) -> list[ft.Control]:
        another = parts.outline_button(self._("Bring back another copy"), self.guard(self.on_cancel))
        on_deleted = self.on_deleted if self.bringing.can_bring_deleted else None
        brought, is_open = self.bringing.brought or Brought(), self.bringing.is_open
        asked = self.asked.drawn() if is_open else []
        return came_back(self, brought, on_deleted, another, asked=asked, is_open=is_open)
