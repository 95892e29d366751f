"""The text that is signed: what is shown on the page of signing, kept in the Consent and printed in the copy is this, byte for byte.

It holds all of the document in one language, then what was chosen, whom that lets see what, and what was answered, then what the signature means. It is put
together once, before it is shown, and what is signed is what was shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal, cast, get_args

from mobile.care.consent.document import Agreement, Part
from mobile.care.consent.lets import Lets
from mobile.care.consent.progress import Progress, Understood

Role = Literal["t", "h", "b", "p", "s"]
"""Of a line: title, heading, what a text or a question is called, a paragraph, a small line about the one before."""


@dataclass(frozen=True)
class SigningWords:
    """The words around the clinic's own, in the language that is signed in. `meant`: what the signature means."""

    about: str  # "Version 4"
    plain: str  # "In plain words"
    full: str  # "Full text"
    chosen_heading: str
    chosen: str
    left: str  # "Not chosen. {meaning}"
    needed: str
    optional: str
    asked_heading: str
    no_answer: str
    understood: dict[Understood, str]
    meant_heading: str
    meant: str
    lets_heading: str = ""
    lets: Callable[[Sequence[Lets]], Sequence[str]] | None = None  # whom it lets see what, a line each
    file: str = ""  # of a PDF: that the signature is for exactly this file
    assent_heading: str = ""
    stands_heading: str = ""
    stands: str = ""  # what the signature of who stands for the patient means; "": nobody does


@dataclass(frozen=True)
class Line:
    """One line as it is shown: it holds no end of a line."""

    role: Role
    words: str = field(repr=False)


@dataclass(frozen=True)
class SignedText:
    """All lines in order. Two of them are the same text where their bytes and their shape are."""

    lines: tuple[Line, ...] = field(repr=False)
    language: str

    @property
    def text(self) -> str:
        return "\n".join(one.words for one in self.lines)

    @property
    def shape(self) -> str:
        """The role of each line."""
        return "".join(one.role for one in self.lines)

    @property
    def sha256(self) -> str:
        """64 hex digits, of the text's bytes in UTF-8."""
        return sha256(self.text.encode()).hexdigest()

    @classmethod
    def of(cls, text: str, shape: str, language: str) -> SignedText:
        """As it was kept. Raises ValueError where text and shape are not of one another."""
        words = text.split("\n")
        if len(words) != len(shape) or not set(shape) <= set(get_args(Role)):
            raise ValueError("shape")
        lines = zip(shape, words, strict=True)
        return cls(tuple(Line(cast("Role", role), one) for role, one in lines), language)


def text_to_sign(agreement: Agreement, progress: Progress, language: str, words: SigningWords) -> SignedText:
    """The text as it is to be shown and signed now."""
    return _text(_lines(agreement, progress, language, words), language)


def text_to_sign_a_file(title: str, assent: str, language: str, words: SigningWords) -> SignedText:
    """The same of a PDF: the pages are the document, and this says which file it is and what the signature means."""

    def lines() -> Iterator[tuple[Role, str]]:
        yield "t", title
        yield "s", words.about
        yield "p", words.file
        yield from _meant(assent, words)

    return _text(lines(), language)


def _text(lines: Iterator[tuple[Role, str]], language: str) -> SignedText:
    found: list[Line] = []
    for role, text in lines:
        found += [Line(role, one) for one in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return SignedText(tuple(found), language)


def _lines(
    agreement: Agreement, progress: Progress, language: str, words: SigningWords
) -> Iterator[tuple[Role, str]]:
    yield "t", agreement.title.in_language(language)
    yield "s", words.about
    for number, part in enumerate(agreement.parts, 1):
        yield "h", f"{number}. {part.title.in_language(language)}"
        yield from _part(part, language, words)
    if any(True for _ in agreement.choices()):
        yield "h", words.chosen_heading
    for choice in agreement.choices():
        is_on = progress.is_chosen(choice)
        kind = words.needed if choice.is_needed else words.optional
        meaning = words.chosen if is_on else words.left.format(meaning=choice.if_not.in_language(language))
        yield "b", choice.text.in_language(language)
        yield "p", meaning
        yield "s", kind
    if words.lets is not None and _lets_anybody(agreement):
        yield "h", words.lets_heading
        for one in words.lets(agreement.lets_chosen(progress.is_chosen)):
            yield "p", one
    if any(True for _ in agreement.questions()):
        yield "h", words.asked_heading
    for _, question in agreement.questions():
        answer = progress.answers.get(question.link_id)
        option = question.option(answer.code) if answer is not None else None
        yield "b", question.text.in_language(language)
        yield "p", option.text.in_language(language) if option is not None else words.no_answer
        yield "s", words.understood[progress.understood(question)]
    yield from _meant(agreement.assent.in_language(language), words)


def _meant(assent: str, words: SigningWords) -> Iterator[tuple[Role, str]]:
    """What is said by signing, by each who does."""
    if words.stands:
        yield "h", words.assent_heading
        yield "p", assent
    yield "h", words.meant_heading
    yield "p", words.meant
    if words.stands:
        yield "h", words.stands_heading
        yield "p", words.stands


def _lets_anybody(agreement: Agreement) -> bool:
    return bool(agreement.lets) or any(one.lets for one in agreement.choices())


def _part(part: Part, language: str, words: SigningWords) -> Iterator[tuple[Role, str]]:
    layers = (("plain", words.plain), ("full", words.full)) if part.has_both else (("full", ""),)
    for layer, name in layers:
        if name:
            yield "b", name
        for paragraph in part.paragraphs("plain" if layer == "plain" else "full"):
            yield "p", paragraph.in_language(language)
