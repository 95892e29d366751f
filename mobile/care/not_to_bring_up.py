"""What the patient asks not to be brought up: their own words, private until they share them, and the copy somebody is given.

A wish, not an order. It must never be shown to anybody whom the patient did not give it to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mobile.care.codes import CARE
from mobile.care.resource import Json, has_code
from mobile.care.shared_note import OwnNote, SharedNote
from mobile.noun import Kind

NOT_TO_BRING_UP = "not-to-bring-up"


@dataclass(frozen=True, kw_only=True)
class SharedNotToBringUp(SharedNote):
    """A note of category not-to-bring-up. `day`: asked on."""

    CATEGORY: ClassVar[str] = NOT_TO_BRING_UP
    KIND: ClassVar[Kind] = Kind("shared_not_to_bring_up", "DocumentReference")


@dataclass(frozen=True, kw_only=True)
class NotToBringUp(OwnNote[SharedNotToBringUp]):
    """`day` is the clinic's date on which it was begun."""

    KIND: ClassVar[Kind] = Kind("not_to_bring_up", "", "private")
    COPY = SharedNotToBringUp


def is_not_to_bring_up(resource: Json) -> bool:
    """Whether a DocumentReference is one of these."""
    return has_code(resource.get("category"), CARE, NOT_TO_BRING_UP)
