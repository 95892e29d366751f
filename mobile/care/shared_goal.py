"""A copy that is a Goal of the patient's own: its words are the description, and an extension says which session it is for.

Each kind has a category of its own, so that none is taken for another, nor for the clinic's treatment goals.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from api_client import fhir
from api_client.fhir.making import as_received, made
from mobile.care.codes import CARE, SESSION_EXTENSION
from mobile.care.elements import coded, own_identifier, to, with_extensions
from mobile.care.resource import at
from mobile.care.shareable import SharedRecord

WITHDRAWN_TEXT = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class SharedGoal(SharedRecord):
    """A subclass says its category."""

    TYPE: ClassVar[str] = "Goal"
    CATEGORY: ClassVar[str]

    @classmethod
    def emptied(cls) -> fhir.Goal:
        nothing = made(fhir.CodeableConcept, text=WITHDRAWN_TEXT)
        return made(fhir.Goal, lifecycleStatus="entered-in-error", description=nothing)

    @classmethod
    def _new(cls, id: str, words: str, *, patient: str, on: date) -> Self:
        """`words` must already be sendable; `on` is the clinic's date."""
        return cls.from_made(
            made(
                fhir.Goal,
                identifier=[own_identifier(id)],
                lifecycleStatus="active",
                category=[coded(CARE, cls.CATEGORY)],
                description=made(fhir.CodeableConcept, text=words),
                subject=to(patient),
                expressedBy=to(patient),
                startDate=on.isoformat(),
            )
        )

    def _saying(self, words: str, session: str | None, *marks: fhir.Extension) -> Self:
        """The same copy with other words. Everything a server or another app added stays."""
        resource = self.to_resource()
        description = as_received(fhir.CodeableConcept, at(resource, "description") or {})
        description.text = words
        about = [made(fhir.Extension, url=SESSION_EXTENSION, valueReference=to(session))] if session else []
        extensions = with_extensions(resource, *about, *marks, without=(SESSION_EXTENSION,))
        return self.changed(made(fhir.Goal, description=description, extension=extensions))
