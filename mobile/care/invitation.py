"""A patient's invitation to somebody from outside of the clinic, who then reads what the patient shares with them and no more.

It is a Task: the patient asks for it and says when it is over; the clinic's system answers with a code and says who joined by
it. A clinic's system need not answer: until it does, the invitation is only asked for. It opens nothing by itself, and
once it is over it never begins again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar, Literal, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE
from mobile.care.elements import coded, own_identifier, to
from mobile.care.resource import (
    Json,
    Resource,
    at,
    bound,
    each,
    has_code,
    instant,
    moment,
    page_address,
    text_at,
)
from mobile.noun import Kind

INVITE = "invite-therapist"
INVITED = "invited-name"
CODE = "invitation-code"
LINK = "invitation-link"
JOINED = "joined-as"
LONGEST_NAME = 80

State = Literal["asked", "ready", "run_out", "joined", "ended", "called_off", "refused"]
"""`asked`: the clinic has not answered. `ready`: there is a code to hand over. `ended`: after somebody had joined;
`called_off`: before anybody had. `refused`: by the clinic."""

_REFUSED = frozenset({"rejected", "failed", "entered-in-error"})


@dataclass(frozen=True, kw_only=True)
class Invitation(Resource):
    """One person is invited by it. `invited` is how the patient calls them, `guest_name` how they called themselves."""

    TYPE: ClassVar[str] = "Task"
    KIND: ClassVar[Kind] = Kind("invitation", "Task")

    status: str = ""
    patient: str | None = None
    patient_name: str = field(default="", repr=False)
    invited: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    link: str = field(default="", repr=False)
    good_until: datetime | None = None
    guest: str | None = None  # "Practitioner/g1"
    guest_name: str = field(default="", repr=False)
    joined_at: datetime | None = None
    asked_at: datetime | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        joined = _value(resource, "output", JOINED, "valueReference")
        return {
            "status": text_at(resource, "status") or "",
            "patient": text_at(resource, "for", "reference"),
            "patient_name": text_at(resource, "for", "display") or "",
            "invited": _text(resource, "input", INVITED, "valueString"),
            "code": _text(resource, "output", CODE, "valueString"),
            "link": page_address(_text(resource, "output", LINK, "valueUri")),
            "good_until": bound(at(resource, "restriction", "period", "end"), is_end=True),
            "guest": text_at(joined, "reference"),
            "guest_name": text_at(joined, "display") or "",
            "joined_at": moment(at(resource, "executionPeriod", "end")) if joined else None,
            "asked_at": moment(resource.get("authoredOn")),
        }

    @classmethod
    def make(cls, id: str, *, patient: str, patient_name: str, invited: str, now: datetime) -> Self:
        """One that is asked for now. `invited`: in one line, `LONGEST_NAME` letters at most."""
        named = made(fhir.TaskValue, type=coded(CARE, INVITED), valueString=invited)
        task = made(
            fhir.Task,
            identifier=[own_identifier(id)],
            status="requested",
            intent="order",
            code=coded(CARE, INVITE),
            requester=to(patient),
            authoredOn=instant(now),
            input=[named],
        )
        return cls.from_resource({**fhir.to_object(task), "for": fhir.to_object(to(patient, patient_name))})

    def state(self, now: datetime) -> State:
        """How far it is, as far as this device knows. Where somebody joined, nothing says that nobody did."""
        if self.guest is not None:
            return "ended" if self.is_over else "joined"
        if self.status in _REFUSED:
            return "refused"
        if self.status == "cancelled":
            return "called_off"
        if not self.code and not self.link:
            return "asked"
        return "run_out" if self.good_until is not None and self.good_until < now else "ready"

    @property
    def stands(self) -> bool:
        """Whether somebody joined by it, and it was not ended."""
        return self.status == "completed" and self.guest is not None

    @property
    def is_over(self) -> bool:
        return self.status == "cancelled" or self.status in _REFUSED

    @property
    def goes_first(self) -> bool:
        """An end is sent before everything else: until the clinic has it, a code may still be used."""
        return self.is_over

    def over(self) -> Self:
        """Called off, or ended. One that is over stays as it is."""
        return self if self.is_over else self.changed(made(fhir.Task, status="cancelled"))

    def ended_over(self, theirs: Self) -> Self | None:
        """What stands where this was written in two places: an end wins. None: neither side ended it."""
        if not self.is_over and not theirs.is_over:
            return None
        return replace(theirs.over(), id=self.id)

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"patient": self.patient, "status": self.status}


def is_invitation(resource: Json) -> bool:
    """Whether a Task is one of these."""
    return has_code(resource.get("code"), CARE, INVITE)


def is_guest(practitioner: str | None, invitations: Iterable[Invitation]) -> bool:
    """Whether somebody ever joined by one of these."""
    return practitioner is not None and any(one.guest == practitioner for one in invitations)


def stands_for(practitioner: str | None, invitations: Iterable[Invitation]) -> bool:
    """Whether somebody joined by one of these that stands."""
    return practitioner is not None and any(one.stands and one.guest == practitioner for one in invitations)


def _value(resource: Json, part: str, code: str, name: str) -> Any:
    found = (one for one in each(resource, part) if has_code(one.get("type"), CARE, code))
    return next((one.get(name) for one in found if one.get(name) is not None), None)


def _text(resource: Json, part: str, code: str, name: str) -> str:
    found = next((one for one in each(resource, part) if has_code(one.get("type"), CARE, code)), None)
    return text_at(found, name) or ""
