"""One answer in words, as it stands in a response: what was answered, and nothing about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from mobile.care.forms.documents import photo_id
from mobile.care.resource import Json, text_at
from mobile.care.translated import wording
from mobile.i18n import Moments
from mobile.i18n.amounts import amount, plain_number


@dataclass(frozen=True)
class Words:
    """The reader's language, and the clinic's zone for moments."""

    translate: Callable[[str], str]
    moments: Moments

    @property
    def language(self) -> str:
        return self.moments.language


def signed_text(_: Callable[[str], str], name: str, day: str, *, is_drawn: bool) -> str:
    """How something was signed, by whom and on which day."""
    line = _("Signed by hand: {name}, {day}") if is_drawn else _("Signed by typing: {name}, {day}")
    return line.format(name=name, day=day)


Where = Literal["here", "clinic", "elsewhere"]
"""Where a file is: on this device, at the clinic and not here, or anywhere else."""


def where_of(data: str | None, url: str | None) -> Where:
    """As its answer tells: its own data, or the address it names."""
    if data is not None or url is None:
        return "here"
    return "elsewhere" if photo_id(url, {}) is None else "clinic"


def file_text(_: Callable[[str], str], title: str | None, where: Where) -> str:
    """What a file is called, and where it is if it cannot be seen here. Nothing is fetched from elsewhere."""
    name = title or _("A photo or a file")
    if where == "elsewhere":
        return _("{name} (kept in another place, it cannot be shown here)").format(name=name)
    return _("{name} (it is not on this device)").format(name=name) if where == "clinic" else name


def value_text(name: str, value: Any, words: Words) -> str:
    """`name`: the element of a response's answer ("valueCoding"). What cannot be read is said to be there."""
    _ = words.translate
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict):
        return _of_object(name, value, words)
    if name == "valueDate":
        return _date(str(value), words)
    if name == "valueDateTime":
        return _moment(str(value), words)
    if name == "valueTime":
        return str(value)[:5]
    return _number(value)


def _number(value: object) -> str:
    return plain_number(value) if isinstance(value, Decimal) else f"{value}"


def _of_object(name: str, value: Json, words: Words) -> str:
    _ = words.translate
    if name == "valueCoding":
        return wording(value, "display").in_language(words.language) or text_at(value, "code") or ""
    if name == "valueQuantity":
        unit = text_at(value, "unit") or text_at(value, "code") or ""
        return amount(_number(value.get("value", "")), unit, text_at(value, "comparator"))
    if name == "valueAttachment":
        where = where_of(text_at(value, "data"), text_at(value, "url"))
        return file_text(_, text_at(value, "title"), where)
    return (
        text_at(value, "display") or text_at(value, "reference") or _("An answer that cannot be shown here")
    )


def _date(text: str, words: Words) -> str:
    """As exact as it was given: a year or a month stays one."""
    try:
        return words.moments.full_date(date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


def _moment(text: str, words: Words) -> str:
    if "T" not in text:
        return _date(text, words)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    if at.tzinfo is None:
        return f"{words.moments.full_date(at.date())}, {text[11:16]}"
    return f"{words.moments.full_date(at)}, {words.moments.time(at)}"
