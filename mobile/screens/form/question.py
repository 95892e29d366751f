"""One question as a place draws it: plain values, already in the person's language. Knows no Flet, and nothing of the engine but its words.

`reading` makes these from the engine's nodes; everything that draws knows only these. Never carries a score or a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from mobile.care.questionnaire.richtext import NOTHING, Rich
from mobile.screens.panels.answers.values import Where

Kind = Literal[
    "read",  # words only
    "yes_no",
    "one",
    "many",
    "pick",  # one of a long list, with a filter
    "line",
    "lines",
    "number",
    "quantity",
    "date",
    "moment",
    "time",
    "scale",
    "file",
    "sign",
    "rows",  # a question or a group asked again and again
    "group",  # questions that belong together inside another question or a row
    "shown",  # a value the form reckons by itself
]
Withheld = Literal["not-sure", "in-person"]


@dataclass(frozen=True)
class Option:
    """One answer to choose. `key` is stable for this question."""

    key: str
    label: str
    detail: str = ""
    is_exclusive: bool = False


@dataclass(frozen=True)
class KeptFile:
    """What was attached. `data`: base64, where it is here."""

    name: str
    size: int | None  # bytes
    data: str | None = field(default=None, repr=False)
    where: Where = "here"


@dataclass(frozen=True)
class Flaw:
    """Something missing or not right, by code; `words` where the form has its own words for it."""

    node: str
    code: str
    params: tuple[tuple[str, str], ...] = ()
    words: str = ""
    is_warning: bool = False


@dataclass(frozen=True)
class Question:
    """Everything needed to ask it, and what was answered. `id` is the engine's node id."""

    id: str
    link: str
    kind: Kind
    text: str
    rich: Rich = NOTHING  # the text with its structure
    prefix: str = ""
    why: str = ""
    help: Rich = NOTHING
    warning: str = ""
    options: tuple[Option, ...] = ()
    is_open: bool = False
    open_label: str = ""  # what the form calls an answer of one's own
    chosen: tuple[str, ...] = ()
    other: str = field(default="", repr=False)
    written: str = field(default="", repr=False)
    units: tuple[Option, ...] = ()
    unit: str = ""  # key of the chosen one, or the only one's words
    low: str = ""
    high: str = ""
    example: str = ""
    is_figures: bool = False  # its answer needs no sign and no decimal mark
    files: tuple[KeptFile, ...] = ()
    file_types: tuple[str, ...] = ()
    most_bytes: int | None = None
    is_across: bool = False  # the form wants its answers side by side
    is_compact: bool = False  # drawn side by side
    is_read_only: bool = False
    may_withhold: bool = False
    withheld: Withheld | None = None
    is_answered: bool = False
    answer: str = field(default="", repr=False)  # in words, for the review
    can_add: bool = False
    can_remove: bool = False
    inside: tuple[
        Question, ...
    ] = ()  # asked below it; rows of a "rows" question, each a "group" or a question

    @property
    def is_asked(self) -> bool:
        """Whether it takes an answer of its own."""
        return self.kind not in ("read", "group", "rows", "shown") and not self.is_read_only

    @property
    def is_dealt_with(self) -> bool:
        return self.is_answered or self.withheld is not None

    def every(self) -> list[Question]:
        """Itself and all below it, in reading order."""
        return [self, *(deeper for one in self.inside for deeper in one.every())]
