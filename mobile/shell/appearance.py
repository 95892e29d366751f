"""How one page looks and speaks: language, theme, size of words, as the person chose them or as their device says.

Knows no place and no person. What was chosen always wins over what the device says.
"""

from __future__ import annotations

import flet as ft

from mobile.design import letters, theme
from mobile.i18n import Speech, country_in
from mobile.screens.app_services import Settings


class Appearance:
    """One a page."""

    def __init__(self, page: ft.Page, chosen: Settings, speaks: str) -> None:
        self._page = page
        self._speaks = speaks  # the device's language
        self._look: tuple[str, str, bool, bool] | None = None
        self.speech = Speech(chosen.language or speaks)
        self.country = country_in(speaks)  # ISO 3166, where the device tells

    def heard(self, e: ft.LocaleChangeEvent) -> bool:
        """The device says its languages, best first. False: it said nothing."""
        if not e.locales:
            return False
        self.country = e.locales[0].country_code or self.country
        stated = e.locales[0].language_code
        self._speaks = stated if stated not in ("", "und") else self._speaks
        return True

    def apply(self, chosen: Settings) -> bool:
        """True: words or what stands around them changed, so every place must be built anew."""
        language = Speech(chosen.language or self._speaks).language
        look = (language, chosen.theme, chosen.larger_text, chosen.hide_button)
        if look == self._look:
            return False
        is_new_language = self._look is None or self._look[0] != look[0]
        are_words_new = is_new_language or self._look is None or self._look[2:] != look[2:]
        self._look = look
        if is_new_language:
            self.speech = Speech(chosen.language or self._speaks)
        self._page.title = "Lantern"
        self._page.locale_configuration = ft.LocaleConfiguration(
            supported_locales=[ft.Locale("en", "US"), ft.Locale("es", "US")],
            current_locale=ft.Locale(self.speech.language, "US"),
        )
        letters.give(self._page, is_larger=chosen.larger_text)
        theme.apply(self._page, chosen.theme)
        return are_words_new
