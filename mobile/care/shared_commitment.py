"""The copy of a commitment that a practitioner may read: a Goal at the clinic, made by the patient.

A Goal, because it has what a commitment has: a day it is for (`target.dueDate`), what became of it (`achievementStatus`) and
that somebody let it go (`cancelled`), and because a patient may write one. A Task is a request somebody is asked to do and is
outside the patient's own records; an activity belongs to the CarePlan, which the clinic writes. Its category is its own, so
that it is never taken for an intention, nor for the clinic's own treatment goals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal, Self

from api_client import fhir
from api_client.fhir.making import as_received, made
from mobile.care.codes import CARE, COMMITMENT, GOAL_ACHIEVEMENT, SESSION_EXTENSION
from mobile.care.elements import coded
from mobile.care.resource import Json, at, day_of, extension_of, has_code, text_at
from mobile.care.shared_goal import SharedGoal
from mobile.noun import Kind

State = Literal["open", "done", "not_this_time", "let_go"]
"""What became of it, as far as the person said."""

_LIFE: Mapping[State, str] = {
    "open": "active",
    "done": "completed",
    "not_this_time": "completed",
    "let_go": "cancelled",
}
_ACHIEVED: Mapping[State, str] = {
    "open": "in-progress",
    "done": "achieved",
    "not_this_time": "not-achieved",
}
"""What was let go says no more than that it was: whether it could have been is nobody's to say."""


@dataclass(frozen=True, kw_only=True)
class SharedCommitment(SharedGoal):
    """A Goal of category commitment."""

    CATEGORY: ClassVar[str] = COMMITMENT
    KIND: ClassVar[Kind] = Kind("shared_commitment", "Goal")

    day: date | None = None
    set_on: date | None = None
    state: State = "open"

    @classmethod
    def read(cls, resource: Json) -> Json:
        session = extension_of(resource, SESSION_EXTENSION)
        is_withdrawn = resource.get("lifecycleStatus") == "entered-in-error"
        return {
            "words": "" if is_withdrawn else text_at(resource, "description", "text") or "",
            "patient": text_at(resource, "subject", "reference"),
            "session": text_at(session, "valueReference", "reference"),
            "is_withdrawn": is_withdrawn,
            "day": day_of(at(resource, "target", 0, "dueDate")),
            "set_on": day_of(resource.get("startDate")),
            "state": _state(resource),
        }

    @classmethod
    def make(
        cls,
        id: str,
        words: str,
        *,
        patient: str,
        session: str | None,
        day: date,
        set_on: date,
        state: State,
    ) -> Self:
        """A new copy. `words` must already be sendable; the dates are the clinic's."""
        copy = cls._new(id, words, patient=patient, on=set_on)
        return copy.saying(words, session=session, day=day, state=state)

    def saying(self, words: str, *, session: str | None, day: date, state: State) -> Self:
        """The same copy with other words, another day, another state. What a server or another app added stays."""
        target = as_received(fhir.GoalTarget, at(self.to_resource(), "target", 0) or {})
        target.dueDate = day.isoformat()
        changed = self._saying(words, session).changed(made(fhir.Goal, target=[target]))
        return changed.in_state(state)

    def in_state(self, state: State) -> Self:
        """The same copy, and what became of it: not a word of it is another."""
        achieved = _ACHIEVED.get(state)
        status = coded(GOAL_ACHIEVEMENT, achieved) if achieved else None
        if status is None:
            return self.changed(made(fhir.Goal, lifecycleStatus=_LIFE[state]), achievementStatus=None)
        return self.changed(made(fhir.Goal, lifecycleStatus=_LIFE[state], achievementStatus=status))

    def head(self) -> Mapping[str, Any]:
        return {
            **super().head(),
            "day": self.day.isoformat() if self.day else None,
            "set_on": self.set_on.isoformat() if self.set_on else None,
            "state": self.state,
        }


def is_commitment(resource: Json) -> bool:
    """Whether a Goal is one of these."""
    return has_code(resource.get("category"), CARE, COMMITMENT)


def _state(resource: Json) -> State:
    life = resource.get("lifecycleStatus")
    if life == "cancelled":
        return "let_go"
    if life == "completed":
        is_not = has_code(resource.get("achievementStatus"), GOAL_ACHIEVEMENT, "not-achieved")
        return "not_this_time" if is_not else "done"
    return "open"
