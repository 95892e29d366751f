"""Something in an agreement that was not clear to its reader, to be talked about: the clinic's own record of which question it is.

It holds no words and no answer: what it is about stands in the agreement. Of it the prescriber says that it was talked about, and may
take that back; the patient reads both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE
from mobile.care.elements import to
from mobile.care.resource import Json, Resource, each, has_code, instant, moment, text_at
from mobile.noun import Kind

POINT, AGREEMENT, QUESTION = "talking-point", "agreement", "question"


@dataclass(frozen=True, kw_only=True)
class TalkingPoint(Resource):
    """A Task of code `talking-point`. Times are aware UTC."""

    TYPE: ClassVar[str] = "Task"
    KIND: ClassVar[Kind] = Kind("talking_point", "Task")

    status: str = ""
    patient: str | None = None
    agreement: str = ""  # url|version
    question: str = ""  # its linkId
    since: datetime | None = None
    changed_at: datetime | None = None
    owner: str | None = None  # who talked about it: "Practitioner/t1"
    owner_name: str = field(default="", repr=False)

    @classmethod
    def read(cls, resource: Json) -> Json:
        given = list(each(resource, "input"))
        return {
            "status": text_at(resource, "status") or "",
            "patient": text_at(resource, "for", "reference"),
            "agreement": next(
                (_text(one) for one in given if has_code(one.get("type"), CARE, AGREEMENT)), ""
            ),
            "question": next((_text(one) for one in given if has_code(one.get("type"), CARE, QUESTION)), ""),
            "since": moment(resource.get("authoredOn")),
            "changed_at": moment(resource.get("lastModified")),
            "owner": text_at(resource, "owner", "reference"),
            "owner_name": text_at(resource, "owner", "display") or "",
        }

    @property
    def is_talked_about(self) -> bool:
        return self.status == "completed"

    @property
    def is_open(self) -> bool:
        return self.status == "requested"

    def talked_about(self, who: str, name: str, now: datetime) -> Self:
        """By this person, now. One that is over stays as it is."""
        if not self.is_open:
            return self
        return self.changed(
            made(fhir.Task, status="completed", owner=to(who, name), lastModified=instant(now))
        )

    def not_talked_about(self, who: str, now: datetime) -> Self:
        """Taken back by whoever said it."""
        if not self.is_talked_about or self.owner != who:
            return self
        return self.changed(made(fhir.Task, status="requested", lastModified=instant(now)), owner=None)

    def head(self) -> Mapping[str, Any]:
        return {"patient": self.patient, "status": self.status}


def _text(given: Json) -> str:
    return text_at(given, "valueCanonical") or text_at(given, "valueString") or ""


def is_talking_point(resource: Json) -> bool:
    """Whether a Task is one of these."""
    return has_code(resource.get("code"), CARE, POINT)
