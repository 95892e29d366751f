"""A clinic's words in the languages it wrote them in: read beside the text, chosen by who reads.

What is not written in a language is shown as it was first written, never guessed and never left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mobile.care.codes import TRANSLATION_EXTENSION
from mobile.care.resource import at, each, extension_of, text_at


@dataclass(frozen=True)
class Wording:
    """One text. `others`: the same in other languages, by language code ("es")."""

    text: str = field(default="", repr=False)
    others: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    def in_language(self, language: str) -> str:
        """In this language ("es", "es-MX"), or as it was first written."""
        return self.others.get(language.split("-")[0].lower(), self.text)

    def __bool__(self) -> bool:
        return bool(self.text)


def wording(holder: object, name: str) -> Wording:
    """The text in an element of a resource, with the translations that stand beside it. Empty where there is none."""
    return Wording(text_at(holder, name) or "", translations(at(holder, f"_{name}")))


def extension_wording(holder: object, url: str) -> Wording:
    """The text an extension holds, as string or markdown."""
    found = extension_of(holder, url)
    name = "valueString" if text_at(found, "valueString") else "valueMarkdown"
    return wording(found, name)


def translations(companion: object) -> dict[str, str]:
    """Every translation in the companion (`_title`) of a text. What cannot be read is left out."""
    found: dict[str, str] = {}
    for translation in each(companion, "extension"):
        if translation.get("url") != TRANSLATION_EXTENSION:
            continue
        language = text_at(extension_of(translation, "lang"), "valueCode")
        stated = extension_of(translation, "content")
        content = text_at(stated, "valueString") or text_at(stated, "valueMarkdown")
        if language and content:
            found[language.split("-")[0].lower()] = content
    return found
