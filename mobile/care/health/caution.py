"""What the clinic marked for whoever treats somebody to know first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mobile.care.health.stated import Stated, days_stated, subject_of, words_of
from mobile.care.resource import Json, at
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class Caution(Stated):
    """A Flag. `day`: since when it is meant."""

    TYPE: ClassVar[str] = "Flag"
    KIND: ClassVar[Kind] = Kind("caution", "Flag")

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "patient": subject_of(resource),
            "what": words_of(resource.get("code")),
            **days_stated(at(resource, "period", "start"), at(resource, "period", "end")),
            "is_standing": resource.get("status") == "active",
        }
