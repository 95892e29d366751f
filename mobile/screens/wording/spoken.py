"""What every topic stands on: the language its sentences are said in."""

from __future__ import annotations

from mobile.i18n import Speech


class Spoken:
    """Says sentences in one language."""

    def __init__(self, speech: Speech) -> None:
        self._ = speech.gettext
        self.ngettext = speech.ngettext
        self._language = speech.language
