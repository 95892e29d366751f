"""What the patient asks not to be brought up: their own words, private until they share them, and the copy somebody is given.

A wish, not an order. It must never be shown to anybody whom the patient did not give it to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Self

from mobile.care.codes import CARE
from mobile.care.resource import Json, has_code
from mobile.care.shareable import Shareable
from mobile.care.shared_note import SharedNote
from mobile.noun import Kind

NOT_TO_BRING_UP = "not-to-bring-up"


@dataclass(frozen=True, kw_only=True)
class SharedNotToBringUp(SharedNote):
    """A note of category not-to-bring-up. `day`: asked on."""

    CATEGORY: ClassVar[str] = NOT_TO_BRING_UP
    KIND: ClassVar[Kind] = Kind("shared_not_to_bring_up", "DocumentReference")


@dataclass(frozen=True, kw_only=True)
class NotToBringUp(Shareable[SharedNotToBringUp]):
    """`day` is the clinic's date on which it was begun."""

    KIND: ClassVar[Kind] = Kind("not_to_bring_up", "", "private")
    COPY = SharedNotToBringUp

    day: date

    def copied(self, id: str, words: str, *, patient: str, on: date) -> SharedNotToBringUp:
        return SharedNotToBringUp.make(id, words, patient=patient, day=self.day)

    def renewed(self, copy: SharedNotToBringUp, words: str) -> SharedNotToBringUp:
        return copy.saying(words, self.day)

    def is_as_in(self, copy: SharedNotToBringUp) -> bool:
        return True

    @classmethod
    def seen_in(cls, copy: SharedNotToBringUp, at: datetime) -> Self:
        bare = cls(id=copy.id, words="", made_at=at, changed_at=at, day=copy.day or at.date())
        return bare.revise(copy.words, at).settle()

    def head(self) -> Mapping[str, Any]:
        return {**super().head(), "day": self.day.isoformat()}

    def to_kept(self) -> dict[str, Any]:
        return super().to_kept() | {"day": self.day.isoformat()}

    @classmethod
    def of_kept(cls, kept: dict[str, Any]) -> dict[str, Any]:
        return super().of_kept(kept) | {"day": date.fromisoformat(kept["day"])}


def is_not_to_bring_up(resource: Json) -> bool:
    """Whether a DocumentReference is one of these."""
    return has_code(resource.get("category"), CARE, NOT_TO_BRING_UP)
