"""A patient's invitation to somebody from outside of the clinic, who then reads what the patient shares with them and no more.

It is a Task: the patient asks for it and says when it is over; the clinic's system answers with a code and says who joined by
it. A clinic's system need not answer: until it does, the invitation is only asked for. It opens nothing by itself, and
once it is over it never begins again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal, Self

from mobile.care.asked_task import REFUSED, AskedTask, said_in
from mobile.care.codes import CARE
from mobile.care.resource import Json, at, bound, each, has_code, moment, page_address, text_at
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


@dataclass(frozen=True, kw_only=True)
class Invitation(AskedTask):
    """One person is invited by it. `invited` is how the patient calls them, `guest_name` how they called themselves."""

    KIND: ClassVar[Kind] = Kind("invitation", "Task")

    patient_name: str = field(default="", repr=False)
    invited: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    link: str = field(default="", repr=False)
    good_until: datetime | None = None
    guest: str | None = None  # "Practitioner/g1"
    guest_name: str = field(default="", repr=False)
    joined_at: datetime | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        joined = _value(resource, "output", JOINED, "valueReference")
        return {
            **super().read(resource),
            "patient_name": text_at(resource, "for", "display") or "",
            "invited": said_in(resource, "input", INVITED, "valueString"),
            "code": said_in(resource, "output", CODE, "valueString"),
            "link": page_address(said_in(resource, "output", LINK, "valueUri")),
            "good_until": bound(at(resource, "restriction", "period", "end"), is_end=True),
            "guest": text_at(joined, "reference"),
            "guest_name": text_at(joined, "display") or "",
            "joined_at": moment(at(resource, "executionPeriod", "end")) if joined else None,
        }

    @classmethod
    def make(cls, id: str, *, patient: str, patient_name: str, invited: str, now: datetime) -> Self:
        """One that is asked for now. `invited`: in one line, `LONGEST_NAME` letters at most."""
        given = {INVITED: invited}
        return cls.asked(id, INVITE, given, patient=patient, patient_name=patient_name, now=now)

    def state(self, now: datetime) -> State:
        """How far it is, as far as this device knows. Where somebody joined, nothing says that nobody did."""
        if self.guest is not None:
            return "ended" if self.is_over else "joined"
        if self.status in REFUSED:
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
