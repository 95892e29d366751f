"""What is said about a step, in the clinic's words: whose turn, since when, what comes next, how long, what one may do.

The same extensions stand on a Task, on a plan's activity, on the clinic's own list of steps and on a message about one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, cast

from mobile.care.codes import CARE, READINESS, extension
from mobile.care.resource import Json, at, each, extension_of, moment, text_at
from mobile.care.translated import Wording, extension_wording, wording

Turn = Literal["you", "clinic", "third_party"]
_TURNS: dict[str, Turn] = {"patient": "you", "clinic": "clinic", "third-party": "third_party"}

TURN = extension("turn")
ROLE = extension("turn-role")
SINCE = extension("since")
NEXT = extension("next")
USUAL_TIME = extension("usual-time")
NUDGE = extension("nudge")
ORDER = extension("order")
ANSWER_BY = extension("answer-by")


@dataclass(frozen=True)
class StepGuidance:
    """All of it is the clinic's to say; what it does not say is empty, never made up."""

    title: Wording = field(default_factory=Wording)
    turn: Turn | None = None
    role: Wording = field(default_factory=Wording)  # who, by role: "The prescriber", "Your last clinic"
    since: datetime | None = None
    next: Wording = field(default_factory=Wording)
    usual_time: Wording = field(default_factory=Wording)
    nudge: Wording = field(default_factory=Wording)
    so: Wording = field(default_factory=Wording)  # what is so now
    is_reviewed: bool = False  # the clinic says it has looked at what was sent
    order: int | None = None
    answer_by: date | None = None

    def over(self, other: StepGuidance) -> StepGuidance:
        """This, and what the other says of whatever this leaves open."""
        return replace(
            self,
            **{
                name: getattr(other, name)
                for name in self.__dataclass_fields__
                if not getattr(self, name) and getattr(other, name)
            },
        )


def guidance_in(holder: Json, *, so: str) -> StepGuidance:
    """What a Task, an activity's detail or a plan's action says. `so`: the concept that tells what is so now."""
    order = at(extension_of(holder, ORDER), "valueInteger")
    turn = text_at(extension_of(holder, TURN), "valueCode")
    return StepGuidance(
        title=wording(holder, "description")
        or wording(holder, "title")
        or wording(at(holder, "code"), "text"),
        turn=_TURNS.get(turn or ""),
        role=extension_wording(holder, ROLE),
        since=moment(at(extension_of(holder, SINCE), "valueDateTime")),
        next=extension_wording(holder, NEXT),
        usual_time=extension_wording(holder, USUAL_TIME),
        nudge=extension_wording(holder, NUDGE),
        so=wording(at(holder, so), "text"),
        is_reviewed=_is_reviewed(at(holder, so)),
        order=order if isinstance(order, int) and not isinstance(order, bool) else None,
        answer_by=_day(at(extension_of(holder, ANSWER_BY), "valueDate")),
    )


def code_of(concept: object) -> str | None:
    """ "records" for the code `readiness-records`, in a concept or in the first of a list that has one."""
    listed = [cast("Json", concept)] if isinstance(concept, dict) else list(each({"is": concept}, "is"))
    for one in listed:
        for coding in each(one, "coding"):
            code = text_at(coding, "code") or ""
            if coding.get("system") == CARE and code.startswith(READINESS):
                return code.removeprefix(READINESS)
    return None


def _is_reviewed(concept: object) -> bool:
    return any(one.get("system") == CARE and one.get("code") == "reviewed" for one in each(concept, "coding"))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
