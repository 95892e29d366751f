"""What the clinic answers to a request for another date: a Communication to the patient, with what was decided and words if any.

Its writer decides; the clinic's own system moves the appointment, and refuses where the time went to somebody else meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE, extension
from mobile.care.date_change.request import DateRequest, Wanted, stated_time, wanted_in
from mobile.care.elements import coded, own_identifier, pointing_to, to
from mobile.care.grant import names_in
from mobile.care.receipt import WithReceipt
from mobile.care.resource import Json, each, extension_of, has_code, instant, moment, text_at
from mobile.noun import Kind

DATE_ANSWER = "date-answer"
ANSWERED = extension("date-answer")
OFFERED = extension("offered-time")
Decided = Literal["booked", "other-times", "declined"]
_DECIDED: dict[str, Decided] = {one: one for one in ("booked", "other-times", "declined")}


@dataclass(frozen=True, kw_only=True)
class DateAnswer(WithReceipt):
    """`decided` None: it says nothing that is known here. `offers`: the time that is booked, or those that are offered instead."""

    TYPE: ClassVar[str] = "Communication"
    KIND: ClassVar[Kind] = Kind("date_answer", "Communication")

    patient: str | None = None
    sender: str | None = None
    about: frozenset[str] = frozenset()  # every name of the request
    decided: Decided | None = None
    offers: tuple[Wanted, ...] = ()
    words: str = field(default="", repr=False)

    @classmethod
    def read(cls, resource: Json) -> Json:
        stated = text_at(extension_of(resource, ANSWERED), "valueCode")
        words = (text_at(part, "contentString") for part in each(resource, "payload"))
        return {
            "patient": text_at(resource, "subject", "reference"),
            "sender": text_at(resource, "sender", "reference"),
            "about": frozenset[str]().union(*(names_in(link) for link in each(resource, "about"))),
            "decided": _DECIDED.get(stated or ""),
            "offers": tuple(wanted_in(resource, OFFERED)),
            "words": "\n\n".join(one for one in words if one),
            "sent_at": moment(resource.get("sent")),
            "read_at": moment(resource.get("received")),
        }

    @classmethod
    def make(
        cls,
        id: str,
        request: DateRequest,
        decided: Decided,
        *,
        sender: str,
        offers: Sequence[Wanted] = (),
        words: str = "",
        now: datetime,
    ) -> Self:
        """One that is given now. `booked` has exactly one of `offers`; `words` must be sendable, or empty."""
        patient = request.patient or ""
        stated = [made(fhir.Extension, url=ANSWERED, valueCode=decided)]
        return cls.from_made(
            made(
                fhir.Communication,
                identifier=[own_identifier(id)],
                extension=[*stated, *(stated_time(OFFERED, one) for one in offers)],
                status="in-progress",
                category=[coded(CARE, DATE_ANSWER)],
                subject=to(patient),
                about=[pointing_to(request)],
                sent=instant(now),
                recipient=[to(patient)],
                sender=to(sender),
                payload=[made(fhir.CommunicationPayload, contentString=words)] if words else None,
            )
        )

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"patient": self.patient, **self.times()}


def is_date_answer(resource: Json) -> bool:
    """Whether a Communication is one of these."""
    return has_code(resource.get("category"), CARE, DATE_ANSWER)
