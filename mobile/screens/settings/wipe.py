"""`/settings/wipe`: what is destroyed, what stays at the clinic, the copy offered first, and then the steps."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.clinic_copy import standing_of, there_text
from mobile.screens.frame import Screen
from mobile.screens.panels.pin_entry import PinEntry
from mobile.screens.panels.put_off import ask_again_button, waits_for_another_day, waits_text
from mobile.screens.panels.trouble_notice import trouble_notice
from mobile.screens.settings.what_stays import (
    WhatStays,
    only_here_text,
    shared_text,
    stays_lines,
    what_stays,
)
from mobile.screens.settings.wipe_model import Wiping

ROUTE = "/settings/wipe"


class WipePart(Screen):
    """Nothing here happens with one tap."""

    def title(self) -> str:
        return self._("Destroy it here")

    def body(self) -> list[ft.Control]:
        _ = self._
        self.unsent = 0
        self.stays = WhatStays()
        self.wiping = Wiping(self.s.services, _("destroy"), self._redraw)
        self.field = parts.text_field(
            _("Type the word {word}").format(word=self.wiping.word),
            on_change=self.guard(self.on_typed),
            on_submit=self.guard(self.on_confirm),
        )
        self.button = ft.Container()
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    async def shown(self) -> None:
        self.unsent = await self.s.services.unsent()
        if self._is_patients and self.s.records is not None:
            self.stays = await what_stays(self.s, self.s.records)
        self._redraw()

    async def hidden(self) -> None:
        self.field.value = ""
        self.wiping.stay()

    # --- acts ---

    def on_take(self) -> None:
        self.s.go("/settings/take")

    def on_clinic_copy(self) -> None:
        self.s.go("/settings/clinic-copy")

    def on_take_back(self) -> None:
        self.s.go("/sharing")

    def on_go_on(self) -> None:
        self.wiping.go_on()

    def on_typed(self) -> None:
        was = self.wiping.is_typed
        self.wiping.typed = self.field.value or ""
        if was == self.wiping.is_typed:
            ft.context.disable_auto_update()
            return
        self._draw_button()
        parts.redraw(self.button)

    async def on_confirm(self) -> None:
        records = self.s.records if self._is_patients else None
        # The day may have come while the page stood open.
        if records is not None and await waits_for_another_day(self.s, records, "delete", ROUTE):
            return
        await self.wiping.confirm()
        self._leave_if_gone()

    async def on_pin(self, pin: str) -> None:
        await self.wiping.take_pin(pin)
        self._leave_if_gone()

    def on_stay(self) -> None:
        self.field.value = ""
        self.wiping.stay()

    def _leave_if_gone(self) -> None:
        if self.wiping.where == "gone":
            self.s.say(self._("What was kept here is destroyed."))
            self.s.go("/")

    # --- drawing ---

    def _draw_button(self) -> None:
        self.button.content = parts.danger_button(
            self._("Destroy it now"), self.guard(self.on_confirm), is_off=not self.wiping.is_typed
        )

    def _redraw(self) -> None:
        self._draw()
        parts.redraw(self.place)

    def _draw(self) -> None:
        draw = {
            "reading": self._reading,
            "typing": self._typing,
            "asking_pin": self._asking_pin,
            "destroying": self._destroying,
            "gone": self._destroying,
        }[self.wiping.where]
        self.place.controls[:] = draw()

    def _reading(self) -> list[ft.Control]:
        _ = self._
        copy: list[ft.Control] = []
        if self._is_patients:
            copy = [parts.soft_button(_("Take everything with me first"), self.guard(self.on_take))]
        return [
            *self._trouble(),
            parts.card(
                parts.heading(_("What is destroyed")),
                parts.body(self._destroyed_text()),
                *self._lost(),
            ),
            parts.card(
                parts.heading(_("What stays")),
                *self._staying(),
            ),
            *copy,
            self._on(),
        ]

    def _destroyed_text(self) -> str:
        _ = self._
        standing = standing_of(self.s)
        if standing is not None and standing.has_some_there:
            return _(
                "The keys to everything Lantern keeps here, and then everything itself: what you wrote, what your clinic sent, your "
                "PIN. Nobody can bring it back from this device. A sealed copy at your clinic is not touched by this."
            )
        return _(
            "The keys to everything Lantern keeps here, and then everything itself: what you wrote, "
            "what your clinic sent, your PIN. Nobody can bring it back."
        )

    @property
    def _is_patients(self) -> bool:
        return self.s.person is None or self.s.person.role == "patient"

    def _staying(self) -> list[ft.Control]:
        _ = self._
        if not self._is_patients:
            return [parts.body(_("What patients shared stays with them and with your clinic."))]
        lines: list[ft.Control] = [parts.body(line) for line in stays_lines(self.s, self.stays)]
        if there_text(self.s, standing_of(self.s)):
            lines.append(
                parts.soft_button(
                    _("See the sealed copy, or delete it there"), self.guard(self.on_clinic_copy)
                )
            )
        if not self.stays.shared:
            return lines
        back = parts.soft_button(_("See what I share"), self.guard(self.on_take_back))
        return [*lines, parts.body(shared_text(self.s, self.stays)), parts.gap(t.S4), back]

    def _on(self) -> ft.Control:
        """Nothing is destroyed on the day of a session."""
        _ = self._
        waits = self.stays.waits
        if waits is not None and self.s.records is not None:
            return parts.notice(
                waits_text(self.s, "delete", waits.until),
                title=_("This waits until after your session."),
                tone="prepare",
                action=ask_again_button(self.s, self.s.records, "delete", ROUTE, waits),
            )
        return parts.outline_button(_("Go on to destroy it"), self.guard(self.on_go_on), tone="danger")

    def _lost(self) -> list[ft.Control]:
        only = (
            [parts.notice(only_here_text(self.s, self.stays), tone="danger")] if self.stays.only_here else []
        )
        if not self.unsent:
            return only
        text = self.ngettext(
            "{n} change has not reached your clinic yet and is destroyed too.",
            "{n} changes have not reached your clinic yet and are destroyed too.",
            self.unsent,
        )
        return [*only, parts.notice(text.format(n=self.unsent), tone="danger")]

    def _trouble(self) -> list[ft.Control]:
        return trouble_notice(self, self.wiping.trouble)

    def _typing(self) -> list[ft.Control]:
        _ = self._
        self._draw_button()
        return [
            parts.body(_("This cannot be undone. To go on, type the word below.")),
            self.field,
            self.button,
            self._stay_button(),
        ]

    def _asking_pin(self) -> list[ft.Control]:
        return [
            PinEntry(self, self._("Your PIN, to destroy what is kept here"), self.on_pin),
            self._stay_button(),
        ]

    def _stay_button(self) -> ft.Control:
        return parts.outline_button(self._("Keep everything"), self.guard(self.on_stay))

    def _destroying(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.spoken(
                parts.empty_state(
                    _("Destroying"), _("Please leave Lantern open for a moment."), icon=parts.icons.WAITING
                )
            )
        ]
