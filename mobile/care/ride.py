"""A patient's question to somebody who may take them home, and what was answered.

It is a Task: the patient says whom they ask and takes it back; the clinic's system answers with the address of a page that the
patient hands on, and says what was answered there. An answer is for the times at which the session then stood, beginning and
end, and is worth nothing for others: whoever drives was told when to come. Once it is taken back it never begins again: another person, or another number, is another question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar, Literal, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.agenda.session import NOT_COMING, Session
from mobile.care.codes import CARE
from mobile.care.elements import coded, own_identifier, to
from mobile.care.names import one_line
from mobile.care.resource import Json, Resource, each, has_code, instant, moment, page_address, text_at
from mobile.care.ride_plan import RidePlan
from mobile.noun import Kind

ASK = "ask-for-ride"
DRIVER, NUMBER, CALL, LANGUAGE = "driver-name", "driver-number", "number-to-call", "page-language"
LINK, ANSWER = "ride-link", "ride-answer"
ANSWERED_FOR, ANSWERED_UNTIL = "ride-answered-for", "ride-answered-until"
ANSWERED_AT = "ride-answered-at"
LONGEST_NAME = 80

Answer = Literal["yes", "no"]
RideState = Literal[
    "asked", "ready", "yes", "no", "moved", "called_off", "run_out", "taken_back", "refused"
]  # fmt: skip
"""`asked`: the clinic has not answered. `ready`: there is an address to hand on, and no answer. `moved`: the answer was for
another time than the session has now. `called_off`: the session does not take place. `refused`: by the clinic."""

_ANSWERS: dict[str, Answer] = {"yes": "yes", "no": "no"}
_REFUSED = frozenset({"rejected", "failed", "entered-in-error"})


@dataclass(frozen=True, kw_only=True)
class RideRequest(Resource):
    """One person is asked by it. `session` is the appointment's reference; `number` is empty where the clinic was not given it."""

    TYPE: ClassVar[str] = "Task"
    KIND: ClassVar[Kind] = Kind("ride_request", "Task")

    status: str = ""
    patient: str | None = None
    session: str | None = None
    driver: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    link: str = field(default="", repr=False)
    answer: Answer | None = None
    answered_for: datetime | None = None
    answered_until: datetime | None = None
    answered_at: datetime | None = None
    asked_at: datetime | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "status": text_at(resource, "status") or "",
            "patient": text_at(resource, "for", "reference"),
            "session": text_at(resource, "focus", "reference"),
            "driver": _text(resource, "input", DRIVER, "valueString"),
            "number": _text(resource, "input", NUMBER, "valueString"),
            "link": page_address(_text(resource, "output", LINK, "valueUri")),
            "answer": _ANSWERS.get(_text(resource, "output", ANSWER, "valueCode")),
            "answered_for": moment(_text(resource, "output", ANSWERED_FOR, "valueDateTime")),
            "answered_until": moment(_text(resource, "output", ANSWERED_UNTIL, "valueDateTime")),
            "answered_at": moment(_text(resource, "output", ANSWERED_AT, "valueDateTime")),
            "asked_at": moment(resource.get("authoredOn")),
        }

    @classmethod
    def make(
        cls, id: str, plan: RidePlan, *, patient: str, session: str, language: str, now: datetime
    ) -> Self:
        """One that is asked now, of who is in the plan, with what is to be given of it. `language` of the page ("es")."""
        given = {
            DRIVER: plan.name,
            NUMBER: plan.given_number,
            CALL: one_line(plan.call),
            LANGUAGE: language,
        }
        inputs = [
            made(fhir.TaskValue, type=coded(CARE, code), valueString=text)
            for code, text in given.items()
            if text
        ]
        task = made(
            fhir.Task,
            identifier=[own_identifier(id)],
            status="requested",
            intent="order",
            code=coded(CARE, ASK),
            focus=to(session),
            requester=to(patient),
            authoredOn=instant(now),
            input=inputs,
        )
        return cls.from_resource({**fhir.to_object(task), "for": fhir.to_object(to(patient))})

    def state(self, session: Session | None, now: datetime) -> RideState:
        """How far it is, as far as this device knows. `session`: as it stands; None where it is gone."""
        if self.status in _REFUSED:
            return "refused"
        if self.status == "cancelled":
            return "taken_back"
        if session is None or session.status in NOT_COMING:
            return "called_off"
        if session.is_past(now):
            return "run_out"
        if self.answer is not None:
            is_for_this = (self.answered_for, self.answered_until) == (session.start_at, session.ends_at)
            return self.answer if is_for_this else "moved"
        return "ready" if self.link else "asked"

    @property
    def is_over(self) -> bool:
        return self.status == "cancelled" or self.status in _REFUSED

    @property
    def goes_first(self) -> bool:
        """An end is sent before everything else: until the clinic has it, the page still takes an answer."""
        return self.is_over

    def over(self) -> Self:
        """Taken back. One that is over stays as it is."""
        return self if self.is_over else self.changed(made(fhir.Task, status="cancelled"))

    def ended_over(self, theirs: Self) -> Self | None:
        """What stands where this was written in two places: an end wins. None: neither side ended it."""
        if not self.is_over and not theirs.is_over:
            return None
        return replace(theirs.over(), id=self.id)

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"patient": self.patient, "session": self.session, "status": self.status}


def is_ride_request(resource: Json) -> bool:
    """Whether a Task is one of these."""
    return has_code(resource.get("code"), CARE, ASK)


def _text(resource: Json, part: str, code: str, name: str) -> str:
    found = next((one for one in each(resource, part) if has_code(one.get("type"), CARE, code)), None)
    return text_at(found, name) or ""
