"""`/settings/biometrics`: opening by a fingerprint or a face, beside the PIN. Says who can open it then, as this phone's system does it."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.biometric_way import BiometricWay, prompt
from mobile.screens.frame import Screen
from mobile.screens.panels.pin_entry import PinEntry
from mobile.screens.panels.trouble_notice import trouble_notice
from mobile.screens.settings.biometrics_model import BiometricSwitch
from mobile.screens.settings.hidden_stays import hidden_stays


class BiometricsPart(Screen):
    """What it means, the PIN, the phone's own question."""

    def title(self) -> str:
        return self._("Fingerprint or face")

    def body(self) -> list[ft.Control]:
        self.switch = BiometricSwitch(self.s.services, prompt(self._), self._redraw)
        self.place = parts.stack(spacing=t.CARD_GAP)
        self._draw()
        return [self.place]

    def end_watches(self) -> None:
        """The person is elsewhere, or it was locked. Not when the page is only covered, as by the phone's own question."""
        super().end_watches()
        self.switch.cancel()

    # --- acts ---

    def on_begin(self) -> None:
        self.switch.begin()

    async def on_pin(self, pin: str) -> None:
        if await self.switch.take_pin(pin):
            self.s.say(self._("Your fingerprint or face opens Lantern from now on. So does your PIN."))

    async def on_off(self) -> None:
        if await self.switch.turn_off():
            self.s.say(self._("Only your PIN opens Lantern now."))

    def on_cancel(self) -> None:
        self.switch.cancel()

    def on_choose_pin(self) -> None:
        self.s.go("/settings/pin")

    # --- drawing ---

    def _redraw(self) -> None:
        self._draw()
        parts.redraw(self.place)

    def _draw(self) -> None:
        _, way = self._, self.s.services.biometrics
        if way is None:
            drawn: list[ft.Control] = [
                parts.body(_("This works in the app on a phone. Here your PIN opens Lantern."))
            ]
        elif self.switch.where == "asking_pin":
            drawn = [
                PinEntry(self, _("Your PIN, because a finger or a face will open everything"), self.on_pin),
                parts.outline_button(_("Cancel"), self.guard(self.on_cancel)),
            ]
        elif self.switch.where == "asking_phone":
            drawn = [
                parts.spoken(
                    parts.empty_state(
                        _("Your phone asks you now"), _("Follow what it says."), icon=parts.icons.WAITING
                    )
                )
            ]
        else:
            text = _("It does not open your hidden entries. Only your second PIN does.")
            drawn = [*self._trouble(), *self._meaning(way), *hidden_stays(self, text), *self._act(way)]
        self.place.controls[:] = drawn

    def _trouble(self) -> list[ft.Control]:
        return trouble_notice(self, self.switch.trouble)

    def _meaning(self, way: BiometricWay) -> list[ft.Control]:
        _ = self._
        now = (
            _("It is on: your fingerprint or face opens Lantern, and so does your PIN.")
            if way.is_on
            else _("It is off: only your PIN opens Lantern.")
        )
        return [
            parts.body(now),
            self._card(
                _("Who can open it this way") if way.is_on else _("Once it is on, who can open it"),
                self._who_lines(way),
            ),
            self._card(
                _("When your PIN is asked") if way.is_on else _("Once it is on, when your PIN is asked"),
                self._pin_lines(way),
            ),
        ]

    def _card(self, title: str, lines: list[str]) -> ft.Control:
        return parts.card(parts.heading(title), *(parts.body(line) for line in lines))

    def _who_lines(self, way: BiometricWay) -> list[str]:
        _ = self._
        lines = [
            _(
                "Whoever opens this phone with a finger or a face can also open Lantern and read what is kept here."
            )
        ]
        if way.terms.takes_phone_code:
            lines.append(_("The code that opens the phone can open it too."))
        if not way.terms.ends_with_change:
            lines.append(_("A finger or a face that is added to this phone later may open Lantern too."))
        return lines

    def _pin_lines(self, way: BiometricWay) -> list[str]:
        _ = self._
        lines = [_("Your PIN works as before, and is asked wherever you confirm something with it.")]
        if way.terms.ends_with_change:
            lines.append(
                _("Once a finger or a face is added to this phone or removed, only your PIN opens Lantern.")
            )
        if way.terms.asks_once:
            lines.append(
                _(
                    "This phone asks for your fingerprint or face only once after Lantern was started. When it locks after "
                    "that, it asks for your PIN."
                )
            )
        return lines

    def _act(self, way: BiometricWay) -> list[ft.Control]:
        _ = self._
        if way.is_on:
            return [parts.outline_button(_("Switch it off"), self.guard(self.on_off))]
        if not self.s.settings.has_pin:
            return [
                parts.body(_("A PIN comes first: it opens Lantern where the phone does not.")),
                parts.primary_button(_("Choose a PIN"), self.guard(self.on_choose_pin)),
            ]
        if not way.can_ask:
            return [
                parts.notice(
                    _("Close Lantern completely and open it again. Then it can be turned on."),
                    title=_("This phone does not ask again now."),
                    icon=parts.icons.INFO,
                )
            ]
        return [parts.primary_button(_("Turn on"), self.guard(self.on_begin))]
