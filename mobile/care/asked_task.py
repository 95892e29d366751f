"""What a patient asks of the clinic's own system: a Task of theirs that it answers, and that they end.

Once it is over it never begins again: asking anew is another question. An end travels before everything else, because until the
clinic has it what was asked for still stands there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE
from mobile.care.elements import coded, own_identifier, to
from mobile.care.resource import Json, Resource, each, has_code, instant, moment, text_at

REFUSED = frozenset({"rejected", "failed", "entered-in-error"})


@dataclass(frozen=True, kw_only=True)
class AskedTask(Resource):
    """`session`: the appointment it is about, as its reference; None where it is about none."""

    TYPE: ClassVar[str] = "Task"

    status: str = ""
    patient: str | None = None
    session: str | None = None
    asked_at: datetime | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "status": text_at(resource, "status") or "",
            "patient": text_at(resource, "for", "reference"),
            "session": text_at(resource, "focus", "reference"),
            "asked_at": moment(resource.get("authoredOn")),
        }

    @classmethod
    def asked(
        cls,
        id: str,
        code: str,
        given: Mapping[str, str],
        *,
        patient: str,
        now: datetime,
        session: str | None = None,
        patient_name: str = "",
    ) -> Self:
        """One that is asked now. `given`: what is said in it, by codes of ours; what is empty is left out. `patient_name`: to be shown
        by whoever it is answered to."""
        inputs = [
            made(fhir.TaskValue, type=coded(CARE, name), valueString=text)
            for name, text in given.items()
            if text
        ]
        task = made(
            fhir.Task,
            identifier=[own_identifier(id)],
            status="requested",
            intent="order",
            code=coded(CARE, code),
            requester=to(patient),
            authoredOn=instant(now),
            input=inputs,
        )
        about = {"focus": fhir.to_object(to(session))} if session is not None else {}
        whose = fhir.to_object(to(patient, patient_name))
        return cls.from_resource({**fhir.to_object(task), "for": whose, **about})

    @property
    def is_over(self) -> bool:
        return self.status == "cancelled" or self.status in REFUSED

    @property
    def goes_first(self) -> bool:
        """An end is sent before everything else."""
        return self.is_over

    def over(self) -> Self:
        """Ended. One that is over stays as it is."""
        return self if self.is_over else self.changed(made(fhir.Task, status="cancelled"))

    def ended_over(self, theirs: Self) -> Self | None:
        """What stands where this was written in two places: an end wins. None: neither side ended it."""
        if not self.is_over and not theirs.is_over:
            return None
        return replace(theirs.over(), id=self.id)

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"patient": self.patient, "session": self.session, "status": self.status}


def said_in(resource: Json, part: str, code: str, name: str) -> str:
    """Of what was asked (`part` "input") or answered ("output"), the text of one code of ours; "" where it is not said."""
    found = next((one for one in each(resource, part) if has_code(one.get("type"), CARE, code)), None)
    return text_at(found, name) or ""
