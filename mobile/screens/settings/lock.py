"""`/settings/lock`: when Lantern locks, the PIN, locking and hiding now."""

from __future__ import annotations

from datetime import timedelta

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Screen
from mobile.screens.panels.row_cards import card_of
from mobile.screens.settings.pin_model import PinRemoval

LOCK_AFTER_S = (0, 30, 60, 300)


class LockPart(Screen):
    """Redrawn when the PIN or the time changes."""

    def title(self) -> str:
        return self._("Lock and PIN")

    def body(self) -> list[ft.Control]:
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    async def shown(self) -> None:
        self.keep(self.s.services.watch_settings(self.on_this_page(self._redraw)))
        self._redraw()

    # --- acts ---

    async def on_lock(self) -> None:
        await self.s.services.lock_now()

    def on_hide(self) -> None:
        self.s.quick_hide()

    async def on_everywhere(self, is_on: bool) -> None:
        await self.s.services.change_settings(hide_button=is_on)

    def on_pin(self) -> None:
        self.s.go("/settings/pin")

    def on_biometrics(self) -> None:
        self.s.go("/settings/biometrics")

    def on_hidden(self) -> None:
        self.s.go("/settings/hidden")

    def on_keys(self) -> None:
        self.s.go("/settings/keys")

    def on_remove(self) -> None:
        self.s.go("/settings/remove-pin")

    async def on_after(self, seconds: str) -> None:
        await self.s.services.change_settings(lock_after_s=int(seconds))

    # --- drawing ---

    def _redraw(self) -> None:
        self._draw()
        parts.redraw(self.place)

    def _draw(self) -> None:
        has_pin = self.s.settings.has_pin
        self.place.controls[:] = self._with_pin() if has_pin else self._without_pin()

    def _without_pin(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.body(_("There is no PIN yet: whoever opens Lantern here can read what is kept here.")),
            parts.primary_button(_("Choose a PIN"), self.guard(self.on_pin)),
            self._hide(),
            *self._hidden(),
            *self._keys(),
        ]

    def _with_pin(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.primary_button(_("Lock now"), self.guard(self.on_lock), icon=parts.icons.ONLY_ME),
            self._hide(),
            parts.section(_("Lock when I leave Lantern")),
            parts.choice_list(
                [parts.Choice(str(after), self._after(after)) for after in LOCK_AFTER_S],
                str(self.s.settings.lock_after_s),
                self.guard(self.on_after),
                label=_("Lock when I leave Lantern"),
            ),
            parts.section(_("PIN")),
            card_of(self._pin_rows()),
            *self._hidden(),
            *self._keys(),
        ]

    def _after(self, seconds: int) -> str:
        _ = self._
        if seconds == 0:
            return _("At once")
        return _("After {time}").format(time=self.s.moments.span(timedelta(seconds=seconds)))

    def _pin_rows(self) -> list[ft.Control]:
        _ = self._
        rows = [
            parts.list_row(
                _("Change your PIN"), _("You give the old one first"), self.guard(self.on_pin), has_arrow=True
            )
        ]
        way = self.s.services.biometrics
        if way is not None:
            rows.append(
                parts.list_row(
                    _("Open with your fingerprint or face"),
                    _("On, beside the PIN") if way.is_on else _("Off"),
                    self.guard(self.on_biometrics),
                    has_arrow=True,
                )
            )
        if PinRemoval(self.s.services).is_offered:
            rows.append(
                parts.list_row(
                    _("Go without a PIN"),
                    _("Only where nobody else opens this"),
                    self.guard(self.on_remove),
                    has_arrow=True,
                )
            )
        return rows

    def _hidden(self) -> list[ft.Control]:
        """Without the second PIN the same for everybody, whether there is one or not."""
        _, s = self._, self.s
        is_patient = s.person is not None and s.person.role == "patient"
        if not (is_patient and s.services.keeps_after_closing):
            return []
        detail = _("Open now") if s.hiding_is_open else _("Entries that open with a PIN of their own")
        return [
            card_of([parts.list_row(_("Hidden entries"), detail, self.guard(self.on_hidden), has_arrow=True)])
        ]

    def _keys(self) -> list[ft.Control]:
        """Where what is kept outlives the page."""
        if not self.s.services.keeps_after_closing:
            return []
        _ = self._
        change = self.s.services.key_change
        detail = (
            _("Under way")
            if change is not None and change.state == "under_way"
            else _("When somebody may have copied this device's files")
        )
        row = parts.list_row(_("Change the keys"), detail, self.guard(self.on_keys), has_arrow=True)
        return [parts.section(_("Keys")), card_of([row])]

    def _hide(self) -> ft.Control:
        _ = self._
        detail = (
            _("Covers the page and locks, in one tap")
            if self.s.settings.has_pin
            else _("Covers the page in one tap")
        )
        now = parts.list_row(
            _("Hide everything now"),
            detail,
            self.guard(self.on_hide),
            icon=ft.Icons.VISIBILITY_OFF_OUTLINED,
            has_arrow=True,
        )
        everywhere = parts.toggle_row(
            _("A button for that on every page"),
            detail=_(
                "At the top, beside Support. What you were reading is not there when somebody comes back"
            ),
            is_on=self.s.settings.hide_button,
            on_change=self.guard(self.on_everywhere),
        )
        return parts.stack(card_of([now]), parts.card(everywhere), spacing=t.CARD_GAP)
