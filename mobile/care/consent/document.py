"""An agreement as it is read: parts with plain words and full text, questions about them, and what is chosen.

Every word is the clinic's, in the languages it wrote it in. Nothing is added, left out or put in another order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from mobile.care.consent.lets import Lets
from mobile.care.measures.spans import Span
from mobile.care.translated import Wording

Layer = Literal["plain", "full"]


@dataclass(frozen=True)
class Option:
    """One answer to a question about a part."""

    code: str
    text: Wording
    is_right: bool = False


@dataclass(frozen=True)
class Question:
    """Asked to see whether the text was clear. `idea`: what is said after another answer; `point`: the same in a few words."""

    link_id: str
    text: Wording
    options: tuple[Option, ...]
    idea: Wording
    point: Wording

    def option(self, code: str | None) -> Option | None:
        return next((one for one in self.options if one.code == code), None)


@dataclass(frozen=True)
class Choice:
    """One thing to agree to or to leave. `if_not`: what leaving it means; `lets`: whom it lets see what, where it is chosen."""

    link_id: str
    text: Wording
    is_needed: bool
    if_not: Wording = field(default_factory=Wording)
    lets: tuple[Lets, ...] = ()


@dataclass(frozen=True)
class Part:
    """One part, read as one page."""

    link_id: str
    title: Wording
    plain: tuple[Wording, ...] = ()  # paragraphs
    full: tuple[Wording, ...] = ()
    questions: tuple[Question, ...] = ()
    choices: tuple[Choice, ...] = ()

    def paragraphs(self, layer: Layer) -> tuple[Wording, ...]:
        """Of this layer; of the other where it has only that one."""
        return (self.plain or self.full) if layer == "plain" else (self.full or self.plain)

    @property
    def has_both(self) -> bool:
        return bool(self.plain and self.full)


@dataclass(frozen=True)
class Agreement:
    """One version of one agreement."""

    id: str  # of the Questionnaire, as it is kept here
    address: str  # its canonical address, without the version
    version: str | None
    title: Wording
    parts: tuple[Part, ...]
    is_needed: bool = False
    is_example: bool = False
    signing: str | None = None  # "in-app", "at-clinic", "with-guardian", as the clinic says
    assent: Wording = field(default_factory=Wording)  # what the patient says where somebody signs with them
    term: Span | None = None  # how long a signature holds; None: the clinic says no end
    in_use_since: date | None = None
    again_in: frozenset[str] = frozenset()  # phases (`url#id`) for which it is signed again
    protocols: frozenset[str] = frozenset()  # addresses of the plans it is for; none: it is for everybody
    lets: tuple[Lets, ...] = ()  # whom it lets see what once it is signed, whatever is chosen

    @property
    def canonical(self) -> str:
        """`url|version`, as a signature names it."""
        return f"{self.address}|{self.version}" if self.version else self.address

    def questions(self) -> Iterator[tuple[Part, Question]]:
        for part in self.parts:
            for question in part.questions:
                yield part, question

    def choices(self) -> Iterator[Choice]:
        for part in self.parts:
            yield from part.choices

    def lets_chosen(self, is_chosen: Callable[[Choice], bool]) -> tuple[Lets, ...]:
        """Whom it lets see what with these choices."""
        return (*self.lets, *(one for choice in self.choices() if is_chosen(choice) for one in choice.lets))

    def part(self, link_id: str | None) -> Part | None:
        return next((one for one in self.parts if one.link_id == link_id), None)

    def number(self, link_id: str) -> int:
        """Which part it is, from 1. Raises ValueError for another agreement's."""
        return [one.link_id for one in self.parts].index(link_id) + 1
