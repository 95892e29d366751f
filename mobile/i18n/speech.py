"""The words of one session in one language. Never global: two people in one process may read two languages.

A message id is the English sentence itself, so English needs no catalogue and a missing translation shows English,
never a code. The Spanish catalogue is the committed `es.mo` that `tools/messages.py` compiles from `es/*.po`.
"""

from __future__ import annotations

import gettext
from importlib import resources
from typing import Literal

from mobile.i18n.sentence import Sentence

Language = Literal["en", "es"]


def N_(message: str) -> str:
    """Marks a sentence kept in data for extraction; say it later with `_`."""
    return message


class Speech:
    """`gettext` and `ngettext` for one language, and which one it is."""

    def __init__(self, language: str = "en") -> None:
        self.language: Language = "es" if language.lower().startswith("es") else "en"
        self._words = _catalogue(self.language)

    def gettext(self, message: str) -> str:
        """The sentence in this language, ready for `format`."""
        return Sentence(self._words.gettext(message))

    def ngettext(self, one: str, many: str, n: int) -> str:
        """The same for a number of things."""
        return Sentence(self._words.ngettext(one, many, n))


def _catalogue(language: Language) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    compiled = resources.files("mobile.i18n").joinpath(f"{language}.mo")
    try:
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    except FileNotFoundError:
        return gettext.NullTranslations()


def country_in(speaks: str) -> str | None:
    """The country in "es-MX"; None where there is none. What devices say behind it of weekdays and degrees names none
    ("en-US-u-fw-mon-mu-celsius")."""
    for part in speaks.replace("_", "-").split("-")[1:]:
        if len(part) == 1:
            return None
        if len(part) == 2 and part.isalpha():
            return part
    return None
