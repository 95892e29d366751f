"""A room card: what the patient wants the people in the room to know, in their own words; and the copy somebody may be given.

It is one plain text of parts, each below a line that names it, so that it can be read anywhere as it is. A wish, not an order:
it must never be taken for a consent, and nothing in it is read as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from mobile.care.codes import CARE
from mobile.care.resource import Json, has_code
from mobile.care.shared_note import OwnNote, SharedNote
from mobile.documents.carriable import is_blank
from mobile.noun import Kind

ROOM_CARD = "room-card"
OWN_ID = "room-card"
"""A device has one."""
OTHER = ""
"""The part of whatever stands before the first line that names one."""
_BETWEEN = "\n\n"


@dataclass(frozen=True, kw_only=True)
class SharedRoomCard(SharedNote):
    """A note of category room-card."""

    CATEGORY: ClassVar[str] = ROOM_CARD
    KIND: ClassVar[Kind] = Kind("shared_room_card", "DocumentReference")


@dataclass(frozen=True, kw_only=True)
class RoomCard(OwnNote[SharedRoomCard]):
    """`day` is the clinic's date on which it was begun."""

    KIND: ClassVar[Kind] = Kind("room_card", "", "private")
    COPY = SharedRoomCard


def is_room_card(resource: Json) -> bool:
    """Whether a DocumentReference is one of these."""
    return has_code(resource.get("category"), CARE, ROOM_CARD)


def parts_of(words: str, headings: Mapping[str, str]) -> dict[str, str]:
    """The parts of a card's text, as they were written, in its order. `headings`: which line begins which part, in every language
    one was ever written in. A part that stands there twice is put together."""
    found: dict[str, list[str]] = {}
    key, lines = OTHER, list[str]()
    for line in words.split("\n"):
        if line not in headings:
            lines.append(line)
            continue
        _close(found, key, lines[:-1] if lines and not lines[-1] else lines)
        key, lines = headings[line], []
    _close(found, key, lines)
    return {key: "\n".join(texts) for key, texts in found.items()}


def composed(parts: Mapping[str, str], names: Mapping[str, str], headings: Mapping[str, str]) -> str:
    """The text of these parts, in the order of `names` (part -> the line that begins it); parts with nothing in them are left
    out. Own words that would begin a part by their letters are kept apart by a space."""
    texts = {key: _apart(text, headings) for key, text in parts.items() if not is_blank(text)}
    first = [texts[OTHER]] if OTHER in texts else []
    return _BETWEEN.join([*first, *(f"{line}\n{texts[key]}" for key, line in names.items() if key in texts)])


def _close(found: dict[str, list[str]], key: str, lines: list[str]) -> None:
    text = "\n".join(lines)
    if not is_blank(text):
        found.setdefault(key, []).append(text)


def _apart(text: str, headings: Mapping[str, str]) -> str:
    return "\n".join(f" {line}" if line in headings else line for line in text.split("\n"))
