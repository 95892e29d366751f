"""`/settings/language` and `/settings/look`: what is chosen holds at once, signed in or not."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.screens.frame import Screen


class LanguagePart(Screen):
    """Each language is named in itself, so that nobody is shut out by the other one."""

    def title(self) -> str:
        return self._("Language")

    def body(self) -> list[ft.Control]:
        return [
            parts.choice_list(
                [parts.Choice("en", "English"), parts.Choice("es", "Español")],
                self.s.language,
                self.guard(self.on_language),
                label=self._("Language"),
            ),
            parts.small(self._("What your clinic wrote stays in the language it was written in.")),
        ]

    async def on_language(self, language: str) -> None:
        await self.s.services.change_settings(language=language)


class LookPart(Screen):
    """Light or dark, and the size of the words."""

    def title(self) -> str:
        return self._("How it looks")

    def body(self) -> list[ft.Control]:
        _ = self._
        settings = self.s.settings
        return [
            parts.section(_("Light or dark")),
            parts.choice_list(
                [
                    parts.Choice("system", _("As the device is set")),
                    parts.Choice("light", _("Light")),
                    parts.Choice("dark", _("Dark")),
                ],
                settings.theme,
                self.guard(self.on_theme),
                label=_("Light or dark"),
            ),
            parts.section(_("Size of the words")),
            parts.card(
                parts.toggle_row(
                    _("Larger text"),
                    detail=_("On top of the text size the device is set to"),
                    is_on=settings.larger_text,
                    on_change=self.guard(self.on_larger),
                )
            ),
        ]

    async def on_theme(self, theme: str) -> None:
        await self.s.services.change_settings(theme=theme)

    async def on_larger(self, is_larger: bool) -> None:
        await self.s.services.change_settings(larger_text=is_larger)
