"""A text of a form in the language of the person: its translation extension, its markdown or xhtml, else as written."""

from __future__ import annotations

from mobile.care.questionnaire.addresses import MARKDOWN, TRANSLATION, XHTML
from mobile.care.questionnaire.elements import extension_of, sibling
from mobile.care.questionnaire.richtext import NOTHING, Rich
from mobile.care.resource import Json, each, text_at


def text_of(holder: object, name: str, language: str) -> str:
    """The text of element `name` (with its sibling `_name`) in this language, or as first written; "" without one."""
    beside = sibling(holder, "_" + name)
    other = translated(beside, language) if beside is not None else None
    return other or text_at(holder, name) or ""


def translated(beside: object, language: str) -> str | None:
    """The translation a primitive's sibling carries for this language: the same region first, else the language."""
    wanted = language.lower()
    found: dict[str, str] = {}
    for translation in each(beside, "extension"):
        if translation.get("url") != TRANSLATION:
            continue
        parts = parts_of(translation)
        spoken = text_at(parts.get("lang"), "valueCode") or text_at(parts.get("lang"), "valueString")
        content = text_at(parts.get("content"), "valueString") or text_at(
            parts.get("content"), "valueMarkdown"
        )
        if spoken and content:
            found.setdefault(spoken.lower(), content)
    primary = wanted.split("-")[0]
    near = (words for spoken, words in found.items() if spoken.split("-")[0] == primary)
    return found.get(wanted) or found.get(primary) or next(near, None)


def parts_of(extension: object) -> dict[str, Json]:
    """The extensions inside an extension, by their short addresses."""
    return {url: part for part in each(extension, "extension") if (url := text_at(part, "url"))}


def rich_text_of(holder: object, name: str, language: str) -> Rich:
    """The same with structure. A translation without markup of its own wins over markup in the first language."""
    plain = text_of(holder, name, language)
    beside = sibling(holder, "_" + name)
    if beside is None:
        return Rich.of_text(plain) if plain else NOTHING
    is_translated = translated(beside, language) is not None
    for url, element in ((MARKDOWN, "valueMarkdown"), (XHTML, "valueString")):
        found = extension_of(beside, url)
        own = translated(sibling(found, "_" + element), language)
        first = text_at(found, element) or text_at(found, "valueString")
        markup = own or (None if is_translated else first)
        if markup:
            return Rich.of_markdown(markup, plain) if url == MARKDOWN else Rich.of_xhtml(markup, plain)
    return Rich.of_text(plain) if plain else NOTHING


def of_extension(holder: object, url: str, language: str) -> str:
    """The words of a valueString or valueMarkdown extension, in this language; "" without one."""
    found = extension_of(holder, url)
    if found is None:
        return ""
    return text_of(found, "valueString", language) or text_of(found, "valueMarkdown", language)


def rich_extension(holder: object, url: str, language: str) -> Rich | None:
    """The same with structure: markdown where it says so."""
    found = extension_of(holder, url)
    if found is None:
        return None
    markdown = text_of(found, "valueMarkdown", language)
    if markdown:
        return Rich.of_markdown(markdown)
    words = text_of(found, "valueString", language)
    return Rich.of_text(words) if words else None
