"""A word for the day: one line of the patient's own, private, and the copy of it that somebody may be given.

The copy is a DocumentReference by the patient, a plain text with its date. Nothing counts it and nothing scores it.
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

DAILY_WORD = "daily-word"
BEGINS = "word-"
"""With this begins the id of a day's word."""


@dataclass(frozen=True, kw_only=True)
class SharedDailyWord(SharedNote):
    """A note of category daily-word."""

    CATEGORY: ClassVar[str] = DAILY_WORD
    KIND: ClassVar[Kind] = Kind("shared_daily_word", "DocumentReference")


@dataclass(frozen=True, kw_only=True)
class DailyWord(Shareable[SharedDailyWord]):
    """`day` is the clinic's date on which it was begun."""

    KIND: ClassVar[Kind] = Kind("daily_word", "", "private")
    COPY = SharedDailyWord

    day: date

    def copied(self, id: str, words: str, *, patient: str, on: date) -> SharedDailyWord:
        return SharedDailyWord.make(id, words, patient=patient, day=self.day)

    def renewed(self, copy: SharedDailyWord, words: str) -> SharedDailyWord:
        return copy.saying(words, self.day)

    def is_as_in(self, copy: SharedDailyWord) -> bool:
        return True

    @classmethod
    def seen_in(cls, copy: SharedDailyWord, at: datetime) -> Self:
        bare = cls(id=copy.id, words="", made_at=at, changed_at=at, day=copy.day or at.date())
        return bare.revise(copy.words, at).settle()

    def head(self) -> Mapping[str, Any]:
        return {**super().head(), "day": self.day.isoformat()}

    def to_kept(self) -> dict[str, Any]:
        return super().to_kept() | {"day": self.day.isoformat()}

    @classmethod
    def of_kept(cls, kept: dict[str, Any]) -> dict[str, Any]:
        return super().of_kept(kept) | {"day": date.fromisoformat(kept["day"])}


def id_of_day(day: date) -> str:
    """The id of a day's word: a day has one on each device."""
    return BEGINS + day.isoformat()


def day_of_id(id: str) -> date | None:
    """The day whose word has this id."""
    day = _day(id.removeprefix(BEGINS)) if id.startswith(BEGINS) else None
    return day if day is not None and id_of_day(day) == id else None


def is_daily_word(resource: Json) -> bool:
    """Whether a DocumentReference is one of these."""
    return has_code(resource.get("category"), CARE, DAILY_WORD)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
