"""A text of a form in the language of the person: its translation extension, its markdown or xhtml, else as written."""

from __future__ import annotations

from mobile.care.questionnaire.addresses import MARKDOWN, TRANSLATION, XHTML
from mobile.care.questionnaire.richtext import NOTHING, Rich
from mobile.care.resource import Json, at, each, extension_of, text_at


def said(holder: object, name: str, language: str) -> str:
    """The text of element `name` (with its sibling `_name`) in this language, or as first written; "" without one."""
    return translated(at(holder, "_" + name), language) or text_at(holder, name) or ""


def translated(sibling: object, language: str) -> str | None:
    """The translation a primitive's sibling carries for this language: the same region first, else the language."""
    wanted = language.lower()
    found: dict[str, str] = {}
    for translation in each(sibling, "extension"):
        if translation.get("url") != TRANSLATION:
            continue
        parts: dict[object, Json] = {part.get("url"): part for part in each(translation, "extension")}
        spoken = text_at(parts.get("lang"), "valueCode") or text_at(parts.get("lang"), "valueString")
        content = text_at(parts.get("content"), "valueString") or text_at(
            parts.get("content"), "valueMarkdown"
        )
        if spoken and content:
            found.setdefault(spoken.lower(), content)
    primary = wanted.split("-")[0]
    near = (words for spoken, words in found.items() if spoken.split("-")[0] == primary)
    return found.get(wanted) or found.get(primary) or next(near, None)


def rich_said(holder: object, name: str, language: str) -> Rich:
    """The same with structure. A translation without markup of its own wins over markup in the first language."""
    plain = said(holder, name, language)
    sibling = at(holder, "_" + name)
    is_translated = translated(sibling, language) is not None
    for url, element in ((MARKDOWN, "valueMarkdown"), (XHTML, "valueString")):
        found = extension_of(sibling, url)
        own = translated(at(found, "_" + element), language)
        first = text_at(found, element) or text_at(found, "valueString")
        markup = own or (None if is_translated else first)
        if markup:
            return Rich.of_markdown(markup, plain) if url == MARKDOWN else Rich.of_xhtml(markup, plain)
    return Rich.of_text(plain) if plain else NOTHING


def of_extension(holder: object, url: str, language: str) -> str:
    """The words of a valueString or valueMarkdown extension, in this language; "" without one."""
    found = extension_of(holder, url)
    return said(found, "valueString", language) or said(found, "valueMarkdown", language)


def rich_extension(holder: object, url: str, language: str) -> Rich | None:
    """The same with structure: markdown where it says so."""
    found = extension_of(holder, url)
    markdown = said(found, "valueMarkdown", language)
    if markdown:
        return Rich.of_markdown(markdown)
    words = said(found, "valueString", language)
    return Rich.of_text(words) if words else None
