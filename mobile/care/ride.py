"""A patient's question to somebody who may take them home, and what was answered.

It is a Task: the patient says whom they ask and takes it back; the clinic's system answers with the address of a page that the
patient hands on, and says what was answered there. An answer is for the times at which the session then stood, beginning and
end, and is worth nothing for others: whoever drives was told when to come. Once it is taken back it never begins again: another person, or another number, is another question.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal, Self

from mobile.care.agenda.session import NOT_COMING, Session
from mobile.care.asked_task import REFUSED, AskedTask, said_in
from mobile.care.codes import CARE
from mobile.care.names import one_line
from mobile.care.resource import Json, has_code, moment, page_address
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


@dataclass(frozen=True, kw_only=True)
class RideRequest(AskedTask):
    """One person is asked by it. `session` is the appointment's reference; `number` is empty where the clinic was not given it."""

    KIND: ClassVar[Kind] = Kind("ride_request", "Task")

    driver: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    link: str = field(default="", repr=False)
    answer: Answer | None = None
    answered_for: datetime | None = None
    answered_until: datetime | None = None
    answered_at: datetime | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            **super().read(resource),
            "driver": said_in(resource, "input", DRIVER, "valueString"),
            "number": said_in(resource, "input", NUMBER, "valueString"),
            "link": page_address(said_in(resource, "output", LINK, "valueUri")),
            "answer": _ANSWERS.get(said_in(resource, "output", ANSWER, "valueCode")),
            "answered_for": moment(said_in(resource, "output", ANSWERED_FOR, "valueDateTime")),
            "answered_until": moment(said_in(resource, "output", ANSWERED_UNTIL, "valueDateTime")),
            "answered_at": moment(said_in(resource, "output", ANSWERED_AT, "valueDateTime")),
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
        return cls.asked(id, ASK, given, patient=patient, session=session, now=now)

    def state(self, session: Session | None, now: datetime) -> RideState:
        """How far it is, as far as this device knows. `session`: as it stands; None where it is gone."""
        if self.status in REFUSED:
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


def is_ride_request(resource: Json) -> bool:
    """Whether a Task is one of these."""
    return has_code(resource.get("code"), CARE, ASK)
