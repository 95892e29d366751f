"""`/settings/<part>`: stands in the route table for every part and hands everything on to the one that is named."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Screen, Surroundings

PARTS: Mapping[str, str] = {
    "lock": "lock:LockPart",
    "pin": "pin:PinPart",
    "remove-pin": "pin:RemovePinPart",
    "biometrics": "biometrics:BiometricsPart",
    "hidden": "hidden:HiddenPart",
    "keys": "keys:KeysPart",
    "sheet": "sheet:SheetPart",
    "reminders": "reminders:RemindersPart",
    "language": "look:LanguagePart",
    "look": "look:LookPart",
    "sync": "sync:SyncPart",
    "where": "where:WherePart",
    "take": "take:TakePart",
    "bring": "bring:BringPart",
    "clinic-copy": "clinic_copy:ClinicCopyPart",
    "clinic-copy-bring": "clinic_copy_bring:ClinicCopyBringPart",
    "sign-out": "sign_out:SignOutPart",
    "wipe": "wipe:WipePart",
    "reading-days": "reading_days:ReadingDaysPart",
    "about": "about:AboutPart",
}
"""Loaded when first asked for, as places are."""


class UnknownPart(Screen):
    """A part nobody built: an old link, or a mistyped one."""

    def title(self) -> str:
        return self._("Nothing here")

    def body(self) -> list[ft.Control]:
        _ = self._
        return [
            parts.empty_state(
                _("There is no such setting"),
                _("Nothing of yours was changed."),
                icon=parts.icons.SETTINGS,
                action=parts.primary_button(_("To the settings"), self.guard(self.on_settings)),
            )
        ]

    def on_settings(self) -> None:
        self.s.go("/settings")


def part_named(name: str) -> type[Screen]:
    """The class of a part; `UnknownPart` for any other word."""
    if name not in PARTS:
        return UnknownPart
    module, _, made = PARTS[name].partition(":")
    return getattr(import_module(f"mobile.screens.settings.{module}"), made)


class SettingsPart(Screen):
    """Adds nothing of its own."""

    def __init__(self, surroundings: Surroundings, params: Mapping[str, str] | None = None) -> None:
        super().__init__(surroundings, params)
        self.inner = part_named(self.params.get("part", ""))(surroundings, self.params)

    def title(self) -> str:
        return self.inner.title()

    def body(self) -> list[ft.Control]:
        return self.inner.body()

    def foot(self) -> ft.Control | None:
        return self.inner.foot()

    async def shown(self) -> None:
        await self.inner.shown()

    async def hidden(self) -> None:
        await self.inner.hidden()

    def end_watches(self) -> None:
        self.inner.end_watches()
