"""A message between a patient and their clinic's team: about nothing that was shared, read by whom the clinic's rule names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mobile.care.codes import CARE
from mobile.care.resource import Json, has_code
from mobile.care.talk.correspondence import Correspondence
from mobile.noun import Kind

TEAM_MESSAGE = "team-message"


@dataclass(frozen=True, kw_only=True)
class Message(Correspondence):
    """A Communication of category team-message, from the patient to a CareTeam or from one of its people to the patient."""

    KIND: ClassVar[Kind] = Kind("message", "Communication")
    CODE: ClassVar[str] = TEAM_MESSAGE


def is_team_message(resource: Json) -> bool:
    """Whether a Communication is one of these."""
    return has_code(resource.get("category"), CARE, TEAM_MESSAGE)
