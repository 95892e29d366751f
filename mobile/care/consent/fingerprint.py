"""The text of an agreement as one text, and its SHA-256: by which a text is told from another.

All words that are shown, in the order they are shown, in every language the clinic wrote them in, and whom it lets see what. What a
server writes around them (ids, dates, versions of a resource) is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from mobile.care.consent.document import Agreement
from mobile.care.consent.lets import Lets
from mobile.care.consent.signed import SignedAgreement
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
    lines += _lets("", agreement.lets)
    for choice in agreement.choices():
        lines += _lets(choice.link_id, choice.lets)
    return AllText("\n".join(lines))


def is_of_this_text(agreement: Agreement, signed: SignedAgreement) -> bool:
    """Whether it is this version, with this very text, that was signed: a text that was changed without another version is another text.
    What the clinic signed on paper names no text."""
    is_same_text = signed.document_sha256 is None or signed.document_sha256 == text_of(agreement).sha256
    return signed.signed == agreement.canonical and is_same_text


def _lets(link: str, lets: Iterable[Lets]) -> list[str]:
    """Nothing where it lets nobody see anything: then the text alone is what it was before."""
    return [" ".join(filter(None, ("lets-see", link, one.role, *one.parts))) for one in lets]


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
