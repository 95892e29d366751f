"""An answer in words, for the review and for reading back what was typed. Says what was answered and nothing about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal

from mobile.care.questionnaire.item import Option
from mobile.care.questionnaire.values import Answer, Attachment, Coding, Quantity, Reference
from mobile.i18n import Moments
from mobile.i18n.amounts import amount, plain_number


class AnswerWords:
    """Says answers in the person's language and the clinic's zone."""

    def __init__(self, translate: Callable[[str], str], moments: Moments) -> None:
        self._, self._moments = translate, moments

    def line(self, values: Iterable[Answer], options: Iterable[Option] = (), kind: str = "") -> str:
        """All answers of one question, in one line."""
        offered = list(options)
        return ", ".join(self._one(value, offered, kind) for value in values)

    def _one(self, value: Answer, options: list[Option], kind: str) -> str:
        for option in options:
            if is_value(option, value):
                return option.display
        if isinstance(value, bool):
            return self._("Yes") if value else self._("No")
        if isinstance(value, Coding):
            return value.display or value.code or ""
        if isinstance(value, Quantity):
            return amount(plain_number(value.value), value.unit or value.code or "", value.comparator)
        if isinstance(value, Attachment):
            return value.title or self._("A photo or a file")
        if isinstance(value, Reference):
            return value.display or value.reference or ""
        if isinstance(value, Decimal):
            return plain_number(value)
        if isinstance(value, str) and kind in ("date", "dateTime", "time"):
            return self._moment(value)
        return str(value)

    def _moment(self, text: str) -> str:
        """A FHIR date in words, as exact as it was given."""
        try:
            if "T" in text:
                at = datetime.fromisoformat(text)
                if at.tzinfo is None:
                    return f"{self._moments.full_date(at.date())}, {text[11:16]}"
                return f"{self._moments.full_date(at)}, {self._moments.time(at)}"
            if len(text) == 10:
                return self._moments.full_date(date.fromisoformat(text))
        except ValueError:
            return text
        if len(text) >= 8 and text[2:3] == ":":
            return text[:5]
        return text


def is_value(option: Option, value: Answer) -> bool:
    """Whether an option is this answer."""
    if isinstance(option.value, Coding):
        return option.value.is_same(value)
    return type(option.value) is type(value) and option.value == value
