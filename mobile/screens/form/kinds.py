"""How each item is asked, what its keys stand for, and how an answer stands in a field. Pure; keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from mobile.care.questionnaire import Item, Node
from mobile.care.questionnaire.values import Answer, Quantity, Reference
from mobile.i18n.amounts import plain_number
from mobile.screens.form.question import Kind

FEW = 12
"""From one more than this on, one of a list is found by typing a few letters."""
STEPS_MOST = 21
PLAIN: Mapping[str, Kind] = {
    "boolean": "yes_no",
    "string": "line",
    "url": "line",
    "reference": "line",
    "text": "lines",
    "integer": "number",
    "decimal": "number",
    "quantity": "quantity",
    "date": "date",
    "dateTime": "moment",
    "time": "time",
}


def kind_of(node: Node) -> Kind:
    """How an item is asked."""
    item = node.item
    if item.type == "display":
        return "read"
    if item.is_group:
        return "group"
    if node.is_read_only:
        return "shown"
    if item.type == "attachment":
        return "sign" if item.signature else "file"
    if item.slider is not None and steps_of(item):
        return "scale"
    if node.options:
        if item.repeats:
            return "many"
        return "pick" if len(node.options) > FEW else "one"
    if item.is_choice:
        return "line"
    return PLAIN.get(item.type, "line")


def is_figures(item: Item) -> bool:
    """Whether figures alone are enough to answer: a count, which the form does not let go below zero by its own words."""
    lowest = item.min_value.value if item.min_value is not None else 0
    return item.type == "integer" and not (isinstance(lowest, int | Decimal) and lowest < 0)


def option_value(node: Node, key: str) -> Answer | None:
    """The answer a key of `Question.options` stands for."""
    kind = kind_of(node)
    if kind == "yes_no":
        return key == "yes"
    if kind == "scale":
        number = Decimal(key)
        return int(number) if node.item.type == "integer" else number
    place = int(key) if key.isdecimal() else -1
    return node.options[place].value if 0 <= place < len(node.options) else None


def steps_of(item: Item) -> list[Decimal]:
    slider = item.slider
    if slider is None or slider.step <= 0 or (slider.high - slider.low) / slider.step > STEPS_MOST:
        return []
    count = int((slider.high - slider.low) / slider.step) + 1
    return [slider.low + slider.step * n for n in range(count)]


def slots_of(node: Node) -> list[str]:
    """What stands in each line, read or not, in order."""
    raw, values = dict(node.raw), list(node.values)
    found: list[str] = []
    for n in range(len(node.values) + len(node.raw)):
        found.append(raw[n] if n in raw else as_written(values.pop(0) if values else None))
    return found


def as_written(value: Answer | None) -> str:
    """An answer as it stands in a field; a day as FHIR writes it, which can be read again."""
    if value is None:
        return ""
    if isinstance(value, Quantity):
        return f"{value.comparator or ''} {plain_number(value.value)}".strip()
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, Reference):
        return value.display or value.reference or ""
    return value if isinstance(value, str) else str(value)
