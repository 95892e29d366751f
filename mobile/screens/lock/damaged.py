"""A damaged store: what happened, what is safe, and saving what still opens. Says what came back before it goes on."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.damage import Salvaged
from mobile.screens.app_services import Trouble
from mobile.screens.cancellable_task import CancellableTask
from mobile.screens.frame import Screen
from mobile.screens.panels.pin_entry import PinEntry
from mobile.screens.panels.trouble_notice import trouble_notice


class Damaged(Screen):
    """The store's file does not read as it was written."""

    def title(self) -> str:
        return self._("Your records cannot be read")

    def body(self) -> list[ft.Control]:
        self.salvaging: CancellableTask[Salvaged] = CancellableTask(self._redraw)
        self.is_asking = False
        self.is_done = False
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    # --- acts ---

    async def on_salvage(self) -> None:
        try:
            self.is_asking = await self.s.services.salvage_asks_pin()
        except Trouble as trouble:
            self.salvaging.trouble = trouble
            self._redraw()
            return
        if self.is_asking:
            self._redraw()
        else:
            await self._salvage(None)

    async def on_pin(self, pin: str) -> None:
        await self._salvage(pin)

    async def _salvage(self, pin: str | None) -> None:
        self.is_asking = False
        self.is_done = await self.salvaging.run(self.s.services.salvage(pin))
        self._redraw()

    async def on_go_on(self) -> None:
        await self.s.services.look_again()

    async def on_start_again(self) -> None:
        """Only once saving was tried, and the person has said so twice."""
        _ = self._
        if await self.s.ask(
            _("Start again on this device?"),
            _(
                "The damaged files are kept aside. You sign in, and what your clinic has comes back. A sealed copy can be "
                "brought back after that. What was only on this device and in no copy stays in the damaged files."
            ),
            yes=_("Start again"),
            no=_("Not now"),
        ):
            try:
                await self.s.services.start_again()
            except Trouble as trouble:
                self.salvaging.trouble = trouble
                self._redraw()

    # --- drawing ---

    def _redraw(self) -> None:
        self._draw()
        parts.redraw(self.place)

    def _draw(self) -> None:
        if self.salvaging.is_under_way:
            drawn = self._working()
        elif self.is_done:
            drawn = self._done()
        elif self.is_asking:
            drawn = [PinEntry(self, self._("Your PIN, because it is part of the key"), self.on_pin)]
        else:
            drawn = self._explanation()
        self.place.controls[:] = drawn

    def _trouble(self) -> list[ft.Control]:
        return trouble_notice(self, self.salvaging.trouble)

    def _explanation(self) -> list[ft.Control]:
        _ = self._
        return [
            *self._trouble(),
            parts.card(
                parts.heading(_("What happened")),
                parts.body(
                    _(
                        "The file that holds your records on this device is damaged, and Lantern cannot open it."
                    )
                ),
            ),
            parts.card(
                parts.heading(_("What is safe")),
                parts.body(
                    _(
                        "Lantern keeps the damaged file and erases nothing. What was sent to your clinic is with your clinic."
                    )
                ),
            ),
            parts.card(
                parts.heading(_("What you can do")),
                parts.body(
                    _(
                        "Lantern can save every record that still opens, and go on with those. Please do not delete the app."
                    )
                ),
                parts.gap(t.S4),
                parts.primary_button(_("Save what still opens"), self.guard(self.on_salvage)),
            ),
            *self._anew(),
            parts.notice(_("Support works now, without opening anything."), tone="support"),
        ]

    def _anew(self) -> list[ft.Control]:
        """The way on where the keys themselves do not open, or no PIN is looked at any more."""
        trouble = self.salvaging.trouble
        if trouble is None or trouble.code not in ("cannot_salvage", "no_more_tries"):
            return []
        _ = self._
        return [
            parts.card(
                parts.heading(_("Start again")),
                parts.body(
                    _(
                        "The damaged files are put aside and kept. You sign in, your clinic's copy comes back, and then a "
                        "sealed copy can be brought back too."
                    )
                ),
                parts.gap(t.S4),
                parts.outline_button(_("Start again on this device"), self.guard(self.on_start_again)),
            )
        ]

    def _working(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.spoken(
                parts.empty_state(
                    _("Saving what still opens"), _("This can take a minute."), icon=parts.icons.WAITING
                )
            )
        ]

    def _done(self) -> list[ft.Control]:
        _ = self._
        found = self.salvaging.answer or Salvaged()
        back = self.ngettext("{n} record came back.", "{n} records came back.", found.came_back)
        lines = [parts.body(back.format(n=found.came_back))]
        if found.lost:
            lost = self.ngettext("{n} could not be opened.", "{n} could not be opened.", found.lost)
            lines.append(parts.body(lost.format(n=found.lost)))
        lines.append(
            parts.small(
                _(
                    "The damaged file is kept aside on this device. What your clinic has is fetched again, and a sealed "
                    "copy can be brought back in the settings."
                )
            )
        )
        return [
            parts.spoken(parts.empty_state(_("Your records open again"), "", icon=ft.Icons.CHECK_ROUNDED)),
            parts.card(parts.heading(_("What came back")), *lines),
            parts.primary_button(_("Go on"), self.guard(self.on_go_on)),
        ]
