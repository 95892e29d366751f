"""Why somebody is treated, as the clinic recorded it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mobile.care.health.stated import Stated, days_stated, is_coded_standing, subject_of, unsure_in, words_of
from mobile.care.resource import Json
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class HealthProblem(Stated):
    """A Condition. `day`: when it was recorded."""

    TYPE: ClassVar[str] = "Condition"
    KIND: ClassVar[Kind] = Kind("health_problem", "Condition")

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "patient": subject_of(resource),
            "what": words_of(resource.get("code")),
            **days_stated(resource.get("recordedDate")),
            "is_standing": is_coded_standing(resource),
            "unsure": unsure_in(resource),
        }
