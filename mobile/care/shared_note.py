"""A copy that is a short note of the patient's own: a DocumentReference by the patient, one plain text with the day it was begun on.

Each kind has a category of its own, so that none is taken for another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE
from mobile.care.elements import coded, own_identifier, to
from mobile.care.plain_document import plain_content, plain_text
from mobile.care.resource import Json, at, text_at
from mobile.care.shareable import SharedRecord
from mobile.care.shared_commitment import day_of


@dataclass(frozen=True, kw_only=True)
class SharedNote(SharedRecord):
    """A subclass says its category. `day` is the clinic's date."""

    TYPE: ClassVar[str] = "DocumentReference"
    CATEGORY: ClassVar[str]

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
