"""A word for the day: one line of the patient's own, private, and the copy of it that somebody may be given.

The copy is a DocumentReference by the patient, a plain text with its date. Nothing counts it and nothing scores it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE
from mobile.care.elements import coded, own_identifier, to
from mobile.care.plain_document import plain_content, plain_text
from mobile.care.resource import Json, at, has_code, text_at
from mobile.care.shareable import Shareable, SharedRecord
from mobile.noun import Kind

DAILY_WORD = "daily-word"
BEGINS = "word-"
"""With this begins the id of a day's word."""


@dataclass(frozen=True, kw_only=True)
class SharedDailyWord(SharedRecord):
    """A DocumentReference of category daily-word."""

    TYPE: ClassVar[str] = "DocumentReference"
    KIND: ClassVar[Kind] = Kind("shared_daily_word", "DocumentReference")

    day: date | None = None

    @classmethod
    def emptied(cls) -> fhir.DocumentReference:
        nothing = made(fhir.DocumentContent, attachment=made(fhir.Attachment, title="withdrawn"))
        return made(fhir.DocumentReference, status="entered-in-error", content=[nothing])

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "words": plain_text(at(resource, "content", 0, "attachment")),
            "patient": text_at(resource, "subject", "reference"),
            "is_withdrawn": resource.get("status") == "entered-in-error",
            "day": _day(text_at(resource, "content", 0, "attachment", "creation")),
        }

    @classmethod
    def make(cls, id: str, words: str, *, patient: str, day: date) -> Self:
        """A new copy. `words` must already be sendable."""
        return cls.from_made(
            made(
                fhir.DocumentReference,
                identifier=[own_identifier(id)],
                status="current",
                category=[coded(CARE, DAILY_WORD)],
                subject=to(patient),
                author=[to(patient)],
                content=[plain_content(words, day.isoformat())],
            )
        )

    def head(self) -> Mapping[str, Any]:
        return {**super().head(), "day": self.day.isoformat() if self.day else None}


@dataclass(frozen=True, kw_only=True)
class DailyWord(Shareable[SharedDailyWord]):
    """`day` is the clinic's date on which it was begun."""

    KIND: ClassVar[Kind] = Kind("daily_word", "", "private")
    COPY = SharedDailyWord

    day: date

    def copied(self, id: str, words: str, *, patient: str, on: date) -> SharedDailyWord:
        return SharedDailyWord.make(id, words, patient=patient, day=self.day)

    def renewed(self, copy: SharedDailyWord, words: str) -> SharedDailyWord:
        return copy.changed(
            made(fhir.DocumentReference, content=[plain_content(words, self.day.isoformat())])
        )

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
