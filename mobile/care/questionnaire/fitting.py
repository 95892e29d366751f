"""Whether a value is an answer of an item, and as which FHIR type. Nothing is guessed: what does not fit is None."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

from mobile.care.questionnaire.item import KEPT_AS, Item, Option
from mobile.care.questionnaire.optionlists import worth
from mobile.care.questionnaire.values import (
    Answer,
    Attachment,
    Coding,
    Given,
    Quantity,
    Reference,
    decimal_of,
    read_as,
    value_in,
)
from mobile.care.resource import Json, text_at
from mobile.documents.carriable import is_blank

_COMPLEX: dict[type, str] = {
    Coding: "Coding",
    Quantity: "Quantity",
    Attachment: "Attachment",
    Reference: "Reference",
}


def fitted(item: Item, value: Answer, options: tuple[Option, ...] | None = None) -> Given | None:
    """A typed value as an answer of this item, None if the item takes no such value. `options`: those offered now."""
    if item.is_choice or item.options or options:
        chosen = _chosen(value, item.options if options is None else options)
        if chosen is not None:
            return chosen
    if item.is_choice:
        return _free_choice(value)
    type = KEPT_AS.get(item.type, "")
    return _as_type(type, value, item)


def _chosen(value: Answer, options: Iterable[Option]) -> Given | None:
    for option in options:
        kind = _COMPLEX.get(type(value))
        if kind is None:
            if type(option.value) is type(value) and option.value == value:
                return option.given
        elif kind == option.given.type and option.given.is_same(Given(kind, value)):
            return option.given
    return None


def _free_choice(value: Answer) -> Given | None:
    if isinstance(value, Coding | Reference):
        return Given(_COMPLEX[type(value)], value) if value.to_json() else None
    if isinstance(value, str):
        return None if is_blank(value) else Given("String", value)
    return None


def _as_type(type: str, value: Answer, item: Item) -> Given | None:
    if isinstance(value, Coding | Quantity | Attachment | Reference):
        return Given(type, value) if _COMPLEX[value.__class__] == type and value.to_json() else None
    if type == "Quantity":
        number = decimal_of(value)
        return Given(type, quantity_of(number, item)) if number is not None else None
    if type == "Decimal" and isinstance(value, int) and not isinstance(value, bool):
        return Given(type, Decimal(value))
    if type == "Integer" and isinstance(value, Decimal) and value == value.to_integral_value():
        return Given(type, int(value)) if abs(value) < 2**53 else None
    return read_as(type, value)


def quantity_of(number: Decimal, item: Item) -> Quantity:
    """A number in the item's own unit."""
    unit = item.unit
    if unit is None:
        return Quantity(number)
    return Quantity(number, unit.display or unit.code, unit.system, unit.code)


def fitted_json(item: Item, value: Any, options: tuple[Option, ...] | None = None) -> Given | None:
    """A JSON value (from an expression) as an answer of this item. `options`: those offered now."""
    if isinstance(value, Mapping):
        made = _fitted_object(item, cast("Json", value))
    elif isinstance(value, bool | int | Decimal | str):
        made = fitted(item, value, options)
    else:
        made = None
    return of_the_list(item, made, options) if made is not None else None


def of_the_list(item: Item, given: Given, options: tuple[Option, ...] | None = None) -> Given | None:
    """What the form itself gives to a question whose answers are a closed list: one of the list, found by its code too.

    None for anything else: the person could neither choose nor mend it. A list that is not at hand refuses nothing.
    """
    offered = item.options if options is None else options
    if not item.is_choice or item.is_open or not offered:
        return given
    chosen = _chosen(given.value, offered)
    if chosen is not None:
        return chosen
    value = given.value
    code = value.code if isinstance(value, Coding) and not value.system else value
    named = [one.given for one in offered if isinstance(one.value, Coding) and one.value.code == code]
    return named[0] if len(named) == 1 and isinstance(code, str) else None


def _fitted_object(item: Item, value: Json) -> Given | None:
    if item.type == "quantity":
        return read_as("Quantity", value)
    if item.is_choice:
        made = read_as("Coding", _coding_of(value))
        return fitted(item, made.value) if made is not None else None
    kept = KEPT_AS.get(item.type, "")
    if kept in ("Decimal", "Integer") and "value" in value:  # a Quantity's number
        number = decimal_of(value.get("value"))
        return fitted(item, number) if number is not None else None
    if kept == "String":
        words = text_at(value, "text") or text_at(value, "display")
        return Given("String", words) if words else None
    return read_as(kept, value)


def _coding_of(value: Json) -> object:
    codings = value.get("coding")
    return cast("list[object]", codings)[0] if isinstance(codings, list) and codings else value


def taken_up(item: Item, holder: Json) -> Given | None:
    """The `valueX` of a response's answer, or of a form's initial value, as an answer of this item; None if it does not fit."""
    given = value_in(holder)
    if given is None:
        return None
    if item.is_choice or item.options:
        return given if item.is_choice or given.type == KEPT_AS.get(item.type) else fitted(item, given.value)
    if given.type == KEPT_AS.get(item.type):
        return given
    if {given.type, KEPT_AS.get(item.type)} <= {"Date", "DateTime"} and isinstance(given.value, str):
        return fitted(item, given.value[:10] if item.type == "date" else given.value)
    return fitted(item, given.value)


def offered(values: Iterable[Any], item: Item) -> tuple[Option, ...]:
    """What an expression gives, as options to choose from."""
    found: list[Option] = []
    for value in values:
        held = cast("Json", value) if isinstance(value, Mapping) else {}
        if held:
            is_reference = text_at(held, "reference") is not None
            given = read_as(
                "Reference" if is_reference else "Coding", held if is_reference else _coding_of(held)
            )
        elif isinstance(value, bool):
            continue
        elif isinstance(value, int):
            given = Given("Integer", value)
        else:
            given = read_as("String", cast("object", value))
        if given is not None and not item.is_choice:
            given = _as_type(KEPT_AS.get(item.type, ""), given.value, item)
        if given is not None:
            shown = given.value
            name = (
                getattr(shown, "display", None)
                or getattr(shown, "code", None)
                or getattr(shown, "reference", None)
            )
            found.append(Option(given, str(name or shown), ordinal=worth(held)))
    return tuple(found)
