"""How a ride home stands, as the clinic's own system shows it to its people: whether somebody said that they will be there.

It is a Task of the clinic's, one for each question that a patient asked. An answer is for the time at which the session stood
when it was given, and is worth nothing for another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal

from mobile.care.agenda.session import Session
from mobile.care.codes import CARE
from mobile.care.resource import Json, Resource, each, has_code, moment, text_at
from mobile.care.ride import ANSWERED_FOR
from mobile.noun import Kind

RIDE_HOME = "ride-home"
HomeState = Literal["nobody", "asked", "yes", "no", "moved"]
"""`nobody`: none was asked. `asked`: no answer yet. `moved`: the answer was for another time than the session has now."""
_ANSWERED: Mapping[str, HomeState] = {"accepted": "yes", "rejected": "no"}


@dataclass(frozen=True, kw_only=True)
class RideHome(Resource):
    """`session`: the appointment's reference."""

    TYPE: ClassVar[str] = "Task"
    KIND: ClassVar[Kind] = Kind("ride_home", "Task")

    status: str = ""
    patient: str | None = None
    session: str | None = None
    answered_for: datetime | None = None
    changed_at: datetime | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        found = [one for one in each(resource, "output") if has_code(one.get("type"), CARE, ANSWERED_FOR)]
        return {
            "status": text_at(resource, "status") or "",
            "patient": text_at(resource, "for", "reference"),
            "session": text_at(resource, "focus", "reference"),
            "answered_for": moment(found[0].get("valueDateTime")) if found else None,
            "changed_at": moment(resource.get("lastModified")),
        }

    @property
    def is_taken_back(self) -> bool:
        """Then nothing is left in it of whoever was asked."""
        return self.status == "cancelled"

    def head(self) -> Mapping[str, Any]:
        return {"patient": self.patient, "session": self.session}


def is_ride_home(resource: Json) -> bool:
    """Whether a Task is one of these."""
    return has_code(resource.get("code"), CARE, RIDE_HOME)


def home_state(rides: Iterable[RideHome], session: Session) -> HomeState:
    """By the newest question for this session that was not taken back."""
    own = [one for one in rides if one.session in session.names and not one.is_taken_back]
    if not own:
        return "nobody"
    last = max(own, key=lambda one: (one.changed_at is not None, one.changed_at))
    state = _ANSWERED.get(last.status, "asked")
    return "moved" if state != "asked" and last.answered_for != session.start_at else state
