"""The text of an agreement as one text, and its SHA-256: by which a text is told from another.

All words that are shown, in the order they are shown, in every language the clinic wrote them in. What a server writes around
them (ids, dates, versions of a resource) is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from mobile.care.consent.document import Agreement
from mobile.care.translated import Wording


@dataclass(frozen=True)
class AllText:
    """`text`: one line for each text, other languages after the first ("es: ...")."""

    text: str = field(repr=False)

    @property
    def sha256(self) -> str:
        """64 hex digits."""
        return sha256(self.text.encode()).hexdigest()


def text_of(agreement: Agreement) -> AllText:
    """The whole text of this version."""
    lines: list[str] = []
    for one in _wordings(agreement):
        lines.append(one.text)
        lines += [f"{language}: {one.others[language]}" for language in sorted(one.others)]
    return AllText("\n".join(lines))


def _wordings(agreement: Agreement) -> Iterator[Wording]:
    yield agreement.title
    for part in agreement.parts:
        yield part.title
        yield from part.plain
        yield from part.full
        for question in part.questions:
            yield question.text
            yield from (option.text for option in question.options)
            yield question.idea
        for choice in part.choices:
            yield choice.text
            yield choice.if_not
    if agreement.assent:
        yield agreement.assent
