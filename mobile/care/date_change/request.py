"""A patient's request for another date of one session (AppointmentResponse): the wanted times in order, or words where none suits.

It books nothing: the appointment stays as the clinic has it until the clinic moves it. It stands as it was sent; only that
it is withdrawn is ever added, and a withdrawn one stays so. Its words are read by whoever books at the clinic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.agenda import Session
from mobile.care.codes import extension
from mobile.care.date_change.open_time import OpenTime
from mobile.care.elements import own_identifier, pointing_to, to
from mobile.care.grant import names_in
from mobile.care.resource import Json, Resource, at, each, extension_of, instant, moment, text_at
from mobile.noun import Kind

ASKED_AT = extension("asked-at")
ASKED_FROM = extension("asked-from")
WANTED = extension("wanted-time")
ASKS, KEEPS = "tentative", "accepted"
"""FHIR's words for "another time, please" and "as it is booked", by which a request is withdrawn."""


@dataclass(frozen=True)
class Wanted:
    """One time that is asked for. `slot`: the clinic's name of it, "Slot/s1". Times are aware UTC."""

    slot: str
    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class DateRequest(Resource):
    """`asked_from`: when the session was booked for as it was asked."""

    TYPE: ClassVar[str] = "AppointmentResponse"
    KIND: ClassVar[Kind] = Kind("date_request", "AppointmentResponse")

    patient: str | None = None  # "Patient/p1"
    session: frozenset[str] = frozenset()  # every name of the appointment
    status: str = ""
    wanted: tuple[Wanted, ...] = ()
    words: str = field(default="", repr=False)
    asked_at: datetime | None = None
    asked_from: datetime | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "patient": text_at(resource, "actor", "reference"),
            "session": names_in(resource.get("appointment")),
            "status": text_at(resource, "participantStatus") or "",
            "wanted": tuple(wanted_in(resource, WANTED)),
            "words": text_at(resource, "comment") or "",
            "asked_at": moment(at(extension_of(resource, ASKED_AT), "valueDateTime")),
            "asked_from": moment(at(extension_of(resource, ASKED_FROM), "valueDateTime")),
        }

    @classmethod
    def make(
        cls, id: str, session: Session, *, patient: str, wanted: Sequence[Wanted], words: str, now: datetime
    ) -> Self:
        """One that is asked now. `words` must be sendable, or empty where times are wanted."""
        stated = [made(fhir.Extension, url=ASKED_AT, valueDateTime=instant(now))]
        if session.start_at is not None:
            stated.append(made(fhir.Extension, url=ASKED_FROM, valueDateTime=instant(session.start_at)))
        stated += [stated_time(WANTED, one) for one in wanted]
        first = wanted[0] if wanted else None
        return cls.from_made(
            made(
                fhir.AppointmentResponse,
                identifier=[own_identifier(id)],
                extension=stated,
                appointment=pointing_to(session),
                start=instant(first.start) if first is not None else None,
                end=instant(first.end) if first is not None and first.end is not None else None,
                actor=to(patient),
                participantStatus=ASKS,
                comment=words or None,
            )
        )

    @property
    def is_withdrawn(self) -> bool:
        """Whether the patient keeps the session as it is booked."""
        return self.status != ASKS

    def withdrawn(self) -> Self:
        return self if self.is_withdrawn else self.changed(participantStatus=KEEPS)

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"patient": self.patient, "status": self.status}


def wanting(time: OpenTime) -> Wanted | None:
    """A time that is offered, as it is asked for. None: it has no beginning."""
    return Wanted(time.reference, time.start_at, time.end_at) if time.start_at is not None else None


def stated_time(url: str, one: Wanted) -> fhir.Extension:
    """A time with the clinic's name of it, as an extension."""
    ends = instant(one.end) if one.end is not None else None
    return made(
        fhir.Extension,
        url=url,
        extension=[
            made(fhir.Extension, url="slot", valueReference=to(one.slot)),
            made(
                fhir.Extension,
                url="period",
                valuePeriod=made(fhir.Period, start=instant(one.start), end=ends),
            ),
        ],
    )


def wanted_in(holder: Json, url: str) -> Iterator[Wanted]:
    """The times that an element states, in order; what has no name or no beginning is none."""
    for one in each(holder, "extension"):
        if one.get("url") != url:
            continue
        slot = text_at(extension_of(one, "slot"), "valueReference", "reference")
        period = at(extension_of(one, "period"), "valuePeriod")
        start = moment(at(period, "start"))
        if slot and start is not None:
            yield Wanted(slot, start, moment(at(period, "end")))
