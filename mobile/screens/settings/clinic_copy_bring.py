"""`/settings/clinic-copy-bring`: a sealed copy brought back from the clinic with the words of a recovery sheet.

The day it was made is shown as it is sealed in it, before anything is added: by that a person sees whether it is the one.
"""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.clinic_copy.standing import Readable
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Screen
from mobile.screens.panels.sheet_words import SheetWordsField, refused
from mobile.screens.settings.brought import came_back, under_way
from mobile.screens.settings.clinic_copy_bring_model import CopyBringing
from mobile.screens.troubles import TroubleSentences


class ClinicCopyBringPart(Screen):
    """The words, the copies they open, and what became of them."""

    bringing: CopyBringing | None = None

    def title(self) -> str:
        return self._("Bring back from your clinic")

    def body(self) -> list[ft.Control]:
        copy = self.s.services.clinic_copy
        self.bringing = CopyBringing(copy, self._redraw) if copy is not None else None
        self.words = SheetWordsField(self)
        self.slip: ft.Control | None = None
        self.button = ft.Container()
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    async def shown(self) -> None:
        if self.s.status is not None:
            self.keep(self.s.status.watch(self.on_this_page(self._on_status)))

    def end_watches(self) -> None:
        super().end_watches()
        self.words.forget()
        if self.bringing is not None:
            self.bringing.cancel()

    # --- acts ---

    def _on_status(self) -> None:
        if self.bringing is not None and has_all(self.s):
            self.bringing.fetched_all()

    async def on_words(self) -> None:
        """Slips of the pen are named before anything is asked of the clinic."""
        self.slip = self.words.slip()
        if self.slip is not None or self.bringing is None:
            self._redraw()
        elif await self.bringing.look(self.words.typed):
            self.words.forget()

    def on_choose(self, name: str, is_on: bool) -> None:
        if self.bringing is not None:
            self.bringing.choose(name, is_on=is_on)
            self._draw_button(self.bringing)  # the rows stay as they stand under the finger
            parts.redraw(self.button)

    async def on_bring(self) -> None:
        if self.bringing is not None:
            await self.bringing.bring()

    def on_cancel(self) -> None:
        self.words.forget()
        if self.bringing is not None:
            self.bringing.cancel()

    async def on_deleted(self) -> None:
        if self.bringing is not None:
            await self.bringing.bring_deleted()

    def on_settings(self) -> None:
        self.s.go("/settings")

    # --- drawing ---

    def _redraw(self) -> None:
        self._draw()
        parts.redraw(self.place)

    def _draw(self) -> None:
        bringing = self.bringing
        if bringing is None:
            self.place.controls[:] = [parts.body(self._("There is no such copy for this account."))]
            return
        draw = {
            "words": self._asking,
            "looking": self._looking,
            "choosing": self._choosing,
            "bringing": self._under_way,
            "brought": self._brought,
        }[bringing.where]
        self.place.controls[:] = draw(bringing)

    def _trouble(self, bringing: CopyBringing) -> ft.Control | None:
        if bringing.trouble is None:
            return None
        plain = TroubleSentences(self.s.speech, self.s.moments).explain(bringing.trouble, self.s.now())
        return refused(plain.happened, plain.rest)

    def _asking(self, bringing: CopyBringing) -> list[ft.Control]:
        return [
            *self.words.controls(self.slip or self._trouble(bringing)),
            parts.primary_button(self._("Look for copies"), self.guard(self.on_words)),
            parts.notice(
                self._(
                    "The words of the sheet you made on the device that the copy is from. They stay on this device."
                )
            ),
        ]

    def _looking(self, bringing: CopyBringing) -> list[ft.Control]:
        _ = self._
        return [
            parts.spoken(
                parts.empty_state(
                    _("Looking for copies"), _("Your clinic is asked what it has."), icon=parts.icons.WAITING
                )
            ),
            parts.outline_button(_("Cancel"), self.guard(self.on_cancel)),
        ]

    def _choosing(self, bringing: CopyBringing) -> list[ft.Control]:
        _, found = self._, bringing.found
        trouble = self._trouble(bringing)
        self._draw_button(bringing)
        return [
            *([trouble] if trouble is not None else []),
            parts.body(
                self.ngettext(
                    "Your words open {n} copy.", "Your words open {n} copies.", len(found.copies)
                ).format(n=len(found.copies))
            ),
            *(self._tick(bringing, one) for one in found.copies),
            *self._others(bringing),
            parts.small(
                _(
                    "Only what is missing here is added. Nothing newer is overwritten, and your clinic gets nothing twice."
                )
            ),
            self.button,
            parts.outline_button(_("Cancel"), self.guard(self.on_cancel)),
        ]

    def _draw_button(self, bringing: CopyBringing) -> None:
        self.button.content = parts.primary_button(
            self._("Bring it back"), self.guard(self.on_bring), is_off=not bringing.chosen
        )

    def _tick(self, bringing: CopyBringing, one: Readable) -> ft.Control:
        _, moments = self._, self.s.moments
        detail = [_("From this device") if one.is_of_this_device else _("From another device")]
        if not one.is_whole:
            detail.append(_("Not whole"))
        if one.is_older:
            detail.append(_("Your clinic had a newer one of that device before"))
        made = f"{moments.full_date(one.made_at)}, {moments.time(one.made_at)}"
        return parts.tick_row(
            _("Has everything up to {time}").format(time=made),
            detail=" · ".join(detail),
            is_on=one.name in bringing.chosen,
            on_change=self.guard(partial(self.on_choose, one.name)),
        )

    def _others(self, bringing: CopyBringing) -> list[ft.Control]:
        """What is there and does not open."""
        found, lines = bringing.found, list[str]()
        if found.others:
            lines.append(
                self.ngettext(
                    "{n} other copy is there, and another sheet opens it.",
                    "{n} other copies are there, and other sheets open them.",
                    found.others,
                ).format(n=found.others)
            )
        if found.damaged:
            lines.append(
                self.ngettext(
                    "{n} copy is there that is damaged.",
                    "{n} copies are there that are damaged.",
                    found.damaged,
                ).format(n=found.damaged)
            )
        return [parts.small(line) for line in lines]

    def _under_way(self, bringing: CopyBringing) -> list[ft.Control]:
        _ = self._
        (parts_done, parts_of), (done, of) = bringing.fetched, bringing.looked_at
        bar: list[ft.Control] = []
        if of:
            label = _("{n} of {of} looked at").format(n=done, of=of)
            bar = [parts.progress_bar(done, of, label, text=f"{100 * done // of} %")]
        elif parts_of:
            label = _("{n} of {of} parts here").format(n=parts_done, of=parts_of)
            bar = [parts.progress_bar(parts_done, parts_of, label, text=f"{100 * parts_done // parts_of} %")]
        return under_way(self, bar)

    def _brought(self, bringing: CopyBringing) -> list[ft.Control]:
        way_on = parts.outline_button(self._("To the settings"), self.guard(self.on_settings))
        on_deleted = self.on_deleted if bringing.can_bring_deleted else None
        return came_back(self, bringing.brought, on_deleted, way_on)
