"""The pictures among a question's answers, as far as they are here and can be shown. Nothing is fetched from anywhere."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from mobile.care.resource import text_at
from mobile.device.pictures import can_be_shown
from mobile.screens.panels.answers.values import Words, value_text


@dataclass(frozen=True)
class Pictured:
    """A picture with the name that stands beside it."""

    name: str
    data: bytes = field(repr=False)


def pictured(answers: Iterable[tuple[str, Any]], words: Words) -> tuple[Pictured, ...]:
    """`answers`: ("valueAttachment", {...}), as they stand in a response."""
    found: list[Pictured] = []
    for name, value in answers:
        data = picture_in(text_at(value, "data")) if name == "valueAttachment" else None
        if data is not None:
            found.append(Pictured(value_text(name, value, words), data))
    return tuple(found)


def picture_in(base64: str | None) -> bytes | None:
    """The picture that this text holds; None where it is none, or one that must not be drawn."""
    if not base64:
        return None
    try:
        data = b64decode(base64)
    except (Error, ValueError):
        return None
    return data if can_be_shown(data) else None
