"""What an item of a form is, read once and never changed. Screens draw from this; the filling holds what was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from mobile.care.questionnaire.expression import Expression
from mobile.care.questionnaire.richtext import NOTHING, Rich
from mobile.care.questionnaire.values import Answer, Coding, Given
from mobile.care.resource import Json

ItemType = Literal[
    "group",
    "display",
    "boolean",
    "decimal",
    "integer",
    "date",
    "dateTime",
    "time",
    "string",
    "text",
    "url",
    "choice",
    "open-choice",
    "attachment",
    "reference",
    "quantity",
]

KEPT_AS: dict[str, str] = {
    "boolean": "Boolean",
    "decimal": "Decimal",
    "integer": "Integer",
    "date": "Date",
    "dateTime": "DateTime",
    "time": "Time",
    "string": "String",
    "text": "String",
    "url": "Uri",
    "attachment": "Attachment",
    "reference": "Reference",
    "quantity": "Quantity",
}
"""The FHIR type of an answer by the item's type. A choice's answer has the type of its option."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose. `ordinal`: what it counts in a score. `display` in the language of the form."""

    given: Given
    display: str
    prefix: str = ""
    rich: Rich = NOTHING
    is_exclusive: bool = False
    ordinal: Decimal | None = None
    is_initially_selected: bool = False

    @property
    def value(self) -> Answer:
        return self.given.value


@dataclass(frozen=True, slots=True)
class Condition:
    """One enableWhen: the `question` by linkId, the operator, and the answer it is held against."""

    question: str
    operator: str
    expected: Given | None


@dataclass(frozen=True, slots=True)
class Constraint:
    """A rule of the form's own. `human`: its words for the person, in the form's language."""

    key: str
    severity: Literal["error", "warning"]
    human: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Slider:
    """Steps from `low` to `high`, both included, with the words at its ends."""

    step: Decimal
    low: Decimal
    high: Decimal
    low_label: str = ""
    high_label: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentLimits:
    """`max_size` in bytes, None for no limit; `mime_types` empty for any kind of file."""

    max_size: int | None = None
    mime_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Toggle:
    """Options that may be chosen only while an expression is true."""

    options: tuple[Given, ...]
    expression: Expression


@dataclass(frozen=True, slots=True)
class Expressions:
    """The item's expressions. `low` and `high` compute limits; `wording` computes the text shown.

    `rows`: what a repeating group has one row for each element of, when it is begun.
    """

    enable: Expression | None = None
    calculated: Expression | None = None
    initial: Expression | None = None
    options: Expression | None = None
    low: Expression | None = None
    high: Expression | None = None
    wording: Expression | None = None
    rows: Expression | None = None
    variables: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Item:
    """An item of a form with everything a screen needs. Two items are the same only if they are one object.

    `help`, `flyover`, `legal`, `why_asked`: words beside the question, from its own help displays. `min_value`,
    `max_value`: fixed limits. `has_missing_options`: the list to choose from was not to be had, so it may be
    answered in words. `help_now`: the id of the routing rule that opens the support screen.
    """

    link_id: str
    type: ItemType
    text: Rich = NOTHING
    prefix: str = ""
    help: Rich | None = None
    flyover: Rich | None = None
    legal: Rich | None = None
    why_asked: Rich | None = None
    gentle_warning: str = ""
    may_withhold: bool = True
    help_now: str | None = None
    link: str | None = None
    control: str | None = None
    category: str | None = None
    codes: tuple[Coding, ...] = ()

    options: tuple[Option, ...] = ()
    is_open: bool = False
    open_label: str = ""
    has_missing_options: bool = False
    orientation: Literal["horizontal", "vertical"] | None = None

    repeats: bool = False
    required: bool = False
    read_only: bool = False
    hidden: bool = False
    min_length: int | None = None
    max_length: int | None = None
    min_value: Given | None = None
    max_value: Given | None = None
    decimals: int | None = None
    regex: str | None = None
    entry_format: str = ""
    min_occurs: int | None = None
    max_occurs: int | None = None
    unit: Coding | None = None
    unit_options: tuple[Coding, ...] = ()
    slider: Slider | None = None
    attachment: AttachmentLimits = AttachmentLimits()
    signature: bool = False

    initial: tuple[Given, ...] = ()
    conditions: tuple[Condition, ...] = ()
    needs_all: bool = True
    expressions: Expressions = Expressions()
    constraints: tuple[Constraint, ...] = ()
    toggles: tuple[Toggle, ...] = ()
    items: tuple[Item, ...] = ()
    source: Json = field(default_factory=dict[str, object], repr=False)

    @property
    def is_group(self) -> bool:
        return self.type == "group"

    @property
    def is_question(self) -> bool:
        return self.type not in ("group", "display")

    @property
    def is_choice(self) -> bool:
        return self.type in ("choice", "open-choice")

    @property
    def is_calculated(self) -> bool:
        return self.expressions.calculated is not None
