"""What somebody is allergic to, as the clinic recorded it, with what happens where it says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from mobile.care.health.stated import Stated, days_stated, is_coded_standing, subject_of, unsure_in, words_of
from mobile.care.resource import Json, each, text_at
from mobile.care.translated import Wording
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class Allergy(Stated):
    """An AllergyIntolerance."""

    TYPE: ClassVar[str] = "AllergyIntolerance"
    KIND: ClassVar[Kind] = Kind("allergy", "AllergyIntolerance")

    happens: tuple[Wording, ...] = field(default=())

    @classmethod
    def read(cls, resource: Json) -> Json:
        happens = [
            *(
                words_of(one)
                for reaction in each(resource, "reaction")
                for one in each(reaction, "manifestation")
            ),
            *(Wording(text_at(reaction, "description") or "") for reaction in each(resource, "reaction")),
        ]
        return {
            "patient": subject_of(resource, "patient"),
            "what": words_of(resource.get("code")),
            **days_stated(resource.get("recordedDate")),
            "is_standing": is_coded_standing(resource),
            "unsure": unsure_in(resource),
            "happens": tuple(one for one in happens if one),
        }
