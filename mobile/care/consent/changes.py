"""What is different between two versions of an agreement: part by part and sentence by sentence, in one language.

Parts are known again by their linkId. A sentence is the same where every letter of it is. It compares texts; which change
matters it does not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from mobile.care.consent.document import Agreement, Layer, Part
from mobile.care.sentences import sentences

Kind = Literal["new", "changed", "taken_out"]


@dataclass(frozen=True)
class Change:
    """One sentence. `was` and `now`: as it stood and stands, "" where there is none; `number`: of the part, None where that is gone."""

    kind: Kind
    part: str  # its linkId
    title: str = field(repr=False)
    number: int | None
    was: str = field(default="", repr=False)
    now: str = field(default="", repr=False)


@dataclass(frozen=True)
class Marked:
    """A sentence of the text as it stands now, and whether it is as it was. `was`: what stood in its place."""

    words: str = field(repr=False)
    kind: Kind | None = None
    was: str = field(default="", repr=False)
    ends_paragraph: bool = False


def changes(before: Agreement, now: Agreement, language: str) -> tuple[Change, ...]:
    """In the order of the text as it stands now; what is of parts that are gone comes last.

    The full text of each part is compared, for that is what is agreed to, and what is chosen with it; where a part's full text
    is the same, its plain words are.
    """
    found: list[Change] = []
    for number, part in enumerate(now.parts, 1):
        title = part.title.in_language(language)
        old = before.part(part.link_id)
        for kind, was, words in _of_part(old, part, language):
            found.append(Change(kind, part.link_id, title, number, was, words))
    for old in before.parts:
        if now.part(old.link_id) is None:
            title = old.title.in_language(language)
            for kind, was, words in _of_part(old, None, language):
                found.append(Change(kind, old.link_id, title, None, was, words))
    return tuple(found)


def marked(before: Part | None, part: Part, layer: Layer, language: str) -> tuple[Marked, ...]:
    """A part's text in sentences, with those marked that are not as they were. `before` None: all of it is new."""
    kinds: dict[int, tuple[Kind, str]] = {}
    for kind, at, old in _differences(_all_words(before, layer, language), _all_words(part, layer, language)):
        if kind != "taken_out":
            kinds[at] = (kind, old)
    return tuple(
        Marked(words, *kinds.get(at, (None, "")), ends_paragraph=ends)
        for at, (words, ends) in enumerate(_sentences(part, layer, language), 1)  # after the title
    )


def _of_part(before: Part | None, part: Part | None, language: str) -> list[tuple[Kind, str, str]]:
    """(kind, was, now) of each sentence that is not as it was."""
    for layer in ("full", "plain"):
        was = _all_words(before, layer, language)
        now = _all_words(part, layer, language)
        found: list[tuple[Kind, str, str]] = [
            (kind, old, now[at] if kind != "taken_out" else "") for kind, at, old in _differences(was, now)
        ]
        if found or before is None or part is None:
            return found
    return []


def _all_words(part: Part | None, layer: Layer, language: str) -> list[str]:
    """A part's title, sentences and what is chosen in it, as lines to compare."""
    if part is None:
        return []
    chosen = [words for one in part.choices for words in (one.text, one.if_not)]
    listed = [part.title.in_language(language), *(words for words, _ in _sentences(part, layer, language))]
    return [*listed, *(one.in_language(language) for one in chosen)]


def _sentences(part: Part, layer: Layer, language: str) -> list[tuple[str, bool]]:
    """Each with whether it is the last of its paragraph."""
    found: list[tuple[str, bool]] = []
    for paragraph in part.paragraphs(layer):
        listed = sentences(paragraph.in_language(language))
        found += [(one.words, at == len(listed) - 1) for at, one in enumerate(listed)]
    return found


def _differences(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[Kind, int, str]]:
    """(kind, where in `now`, what stood there in `was`)."""
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        both = min(i2 - i1, j2 - j1)
        for step in range(both):
            yield "changed", j1 + step, was[i1 + step]
        for at in range(j1 + both, j2):
            yield "new", at, ""
        for at in range(i1 + both, i2):
            yield "taken_out", j2, was[at]
