"""A short note of the patient's own with the day it was begun on, private; and the copy of it that somebody may be given: a
DocumentReference by the patient, one plain text.

Each kind has a category of its own, so that none is taken for another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Generic, Self, TypeVar

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE
from mobile.care.elements import coded, own_identifier, to
from mobile.care.plain_document import plain_content, plain_text, withdrawn_document
from mobile.care.resource import Json, at, day_of, text_at
from mobile.care.shareable import Shareable, SharedRecord


@dataclass(frozen=True, kw_only=True)
class SharedNote(SharedRecord):
    """A subclass says its category. `day` is the clinic's date."""

    TYPE: ClassVar[str] = "DocumentReference"
    CATEGORY: ClassVar[str]

    day: date | None = None

    @classmethod
    def emptied(cls) -> fhir.DocumentReference:
        return withdrawn_document()

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "words": plain_text(at(resource, "content", 0, "attachment")),
            "patient": text_at(resource, "subject", "reference"),
            "is_withdrawn": resource.get("status") == "entered-in-error",
            "day": day_of(text_at(resource, "content", 0, "attachment", "creation")),
        }

    @classmethod
    def make(cls, id: str, words: str, *, patient: str, day: date) -> Self:
        """A new copy. `words` must already be sendable."""
        return cls.from_made(
            made(
                fhir.DocumentReference,
                identifier=[own_identifier(id)],
                status="current",
                category=[coded(CARE, cls.CATEGORY)],
                subject=to(patient),
                author=[to(patient)],
                content=[plain_content(words, day.isoformat())],
            )
        )

    def saying(self, words: str, day: date) -> Self:
        """The same copy with other words. What a server or another app added stays."""
        return self.changed(made(fhir.DocumentReference, content=[plain_content(words, day.isoformat())]))

    def head(self) -> Mapping[str, Any]:
        return {**super().head(), "day": self.day.isoformat() if self.day else None}


N = TypeVar("N", bound=SharedNote)


@dataclass(frozen=True, kw_only=True)
class OwnNote(Shareable[N], Generic[N]):
    """A subclass says its kind, and its copies' type. `day` is the clinic's date on which it was begun."""

    day: date

    def copied(self, id: str, words: str, *, patient: str, on: date) -> N:
        copy: type[N] = self.COPY  # type: ignore[assignment]
        return copy.make(id, words, patient=patient, day=self.day)

    def renewed(self, copy: N, words: str) -> N:
        return copy.saying(words, self.day)

    def is_as_in(self, copy: N) -> bool:
        return True

    @classmethod
    def seen_in(cls, copy: N, at: datetime, on: date) -> Self:
        bare = cls(id=copy.id, words="", made_at=at, changed_at=at, day=copy.day or on)
        return bare.revise(copy.words, at).settle()

    def head(self) -> Mapping[str, Any]:
        return {**super().head(), "day": self.day.isoformat()}

    def to_kept(self) -> dict[str, Any]:
        return super().to_kept() | {"day": self.day.isoformat()}

    @classmethod
    def of_kept(cls, kept: dict[str, Any]) -> dict[str, Any]:
        return super().of_kept(kept) | {"day": date.fromisoformat(kept["day"])}
