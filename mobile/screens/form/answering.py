"""Giving answers: what a tap or a letter means for the filling. Every verb is captured at once and awaits nothing.

It must never refuse what a person typed: what cannot be read stays as they wrote it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from mobile.care.questionnaire import Filling, Node
from mobile.care.questionnaire.values import Answer, Attachment, Quantity
from mobile.care.resource import instant
from mobile.documents.carriable import is_blank
from mobile.screens.form.kinds import option_value


def choose(filling: Filling, node: Node, keys: Sequence[str]) -> None:
    """These of the offered answers, and whatever was said in own words beside them where several may be."""
    values = [value for key in keys if (value := option_value(node, key)) is not None]
    if node.item.repeats:
        values += own_words(node)
    filling.answer(node.id, *values)


def own_words(node: Node) -> list[Answer]:
    """Answers that are none of those offered."""
    return [
        value
        for value in node.values
        if isinstance(value, str) and not any(option.value == value for option in node.options)
    ]


def type_other(filling: Filling, node: Node, words: str) -> None:
    """An answer of one's own: beside the chosen ones where several may be, else in their place."""
    own = set(map(str, own_words(node)))
    chosen = [value for value in node.values if not (isinstance(value, str) and value in own)]
    kept = chosen if node.item.repeats else []
    filling.answer(node.id, *kept, *([] if is_blank(words) else [words]))


def choose_unit(filling: Filling, node: Node, key: str) -> None:
    """The same number in another unit; nothing is converted."""
    place = int(key) if key.isdecimal() else -1
    if not 0 <= place < len(node.item.unit_options):
        return
    unit, value = node.item.unit_options[place], node.value
    if isinstance(value, Quantity) and value.value is not None:
        named = replace(value, unit=unit.display or unit.code, system=unit.system, code=unit.code)
        filling.answer(node.id, named)


def attach(filling: Filling, node: Node, name: str, data: bytes, content_type: str | None) -> None:
    """One file more, or in place of the one before where only one may be."""
    made = Attachment(content_type=content_type, data=b64encode(data).decode(), title=name, size=len(data))
    before = list(node.values) if node.item.repeats else []
    filling.answer(node.id, *before, made)


def detach(filling: Filling, node: Node, position: int) -> None:
    """One file less; a signature goes with its drawing."""
    filling.answer(node.id, *[value for n, value in enumerate(node.values) if n != position])
    if node.is_signed:
        filling.sign(node.id, None)


def sign(
    filling: Filling, node_id: str, name: str, who: str, now: datetime, drawing: bytes | None = None
) -> None:
    """The person's own signature, by their typed name or as a PNG of what they drew, at this moment. `node_id` "": of the
    whole form."""
    signature: dict[str, Any] = {
        "type": [{"system": "urn:iso-astm:E1762-95:2013", "code": "1.2.840.10065.1.12.1.1"}],
        "when": instant(now),
        "who": {"reference": who, "display": name},
    }
    if drawing is not None:
        signature |= {"sigFormat": "image/png", "data": b64encode(drawing).decode()}
    filling.sign(node_id, signature)


def write(filling: Filling, node_id: str, words: str, at: int) -> None:
    """Typed text as one of a question's answers: at a place that is not there yet, as one more."""
    node = filling.node(node_id)
    filled = len(node.values) + len(node.raw)
    filling.write(node_id, words, min(at, filled))
