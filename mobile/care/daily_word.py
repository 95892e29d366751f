"""A word for the day: one line of the patient's own, private, and the copy of it that somebody may be given.

The copy is a DocumentReference by the patient, a plain text with its date. Nothing counts it and nothing scores it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from mobile.care.codes import CARE
from mobile.care.resource import Json, day_of, has_code
from mobile.care.shared_note import OwnNote, SharedNote
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
class DailyWord(OwnNote[SharedDailyWord]):
    """`day` is the clinic's date on which it was begun."""

    KIND: ClassVar[Kind] = Kind("daily_word", "", "private")
    COPY = SharedDailyWord


def id_of_day(day: date) -> str:
    """The id of a day's word: a day has one on each device."""
    return BEGINS + day.isoformat()


def day_of_id(id: str) -> date | None:
    """The day whose word has this id."""
    day = day_of(id.removeprefix(BEGINS)) if id.startswith(BEGINS) else None
    return day if day is not None and id_of_day(day) == id else None


def is_daily_word(resource: Json) -> bool:
    """Whether a DocumentReference is one of these."""
    return has_code(resource.get("category"), CARE, DAILY_WORD)
