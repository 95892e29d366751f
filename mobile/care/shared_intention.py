"""The copy of an intention that a practitioner may read: a Goal at the clinic, made by the patient, with a life of its own.

It holds only what the patient chose to share: the exact words, which session they are for, and whether they are shown
that day. It must never carry the private intention's id, versions or prompt.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE, SESSION_EXTENSION, SESSION_INTENTION, SHOW_EXTENSION
from mobile.care.resource import Json, at, extension_of, has_code, text_at
from mobile.care.shared_goal import SharedGoal
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class SharedIntention(SharedGoal):
    """A Goal of category session-intention."""

    CATEGORY: ClassVar[str] = SESSION_INTENTION
    KIND: ClassVar[Kind] = Kind("shared_intention", "Goal")

    is_shown_on_session_day: bool = False

    @classmethod
    def read(cls, resource: Json) -> Json:
        session = extension_of(resource, SESSION_EXTENSION)
        show = extension_of(resource, SHOW_EXTENSION)
        return {
            "words": text_at(resource, "description", "text") or "",
            "patient": text_at(resource, "subject", "reference"),
            "session": text_at(session, "valueReference", "reference"),
            "is_shown_on_session_day": at(show, "valueBoolean") is True,
            "is_withdrawn": resource.get("lifecycleStatus") in ("entered-in-error", "cancelled"),
        }

    @classmethod
    def make(
        cls,
        id: str,
        words: str,
        *,
        patient: str,
        session: str | None,
        is_shown_on_session_day: bool,
        started_on: date,
    ) -> Self:
        """A new copy. `words` must already be sendable. `started_on` is the clinic's date."""
        return cls._new(id, words, patient=patient, on=started_on).saying(
            words, session=session, is_shown_on_session_day=is_shown_on_session_day
        )

    def saying(self, words: str, *, session: str | None, is_shown_on_session_day: bool) -> Self:
        """The same copy with other words. Everything a server or another app added stays."""
        mark = made(fhir.Extension, url=SHOW_EXTENSION, valueBoolean=is_shown_on_session_day)
        return self._saying(words, session, mark)


def is_session_intention(resource: Json) -> bool:
    """Whether a Goal is one of these; a clinic's own treatment goals are not."""
    return has_code(resource.get("category"), CARE, SESSION_INTENTION)
