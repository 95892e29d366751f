"""One written text from one person to another at the clinic: a Communication with its words, its receipt and its place in a thread.

Its identifier is made on the device that wrote it and stays the same through every try. Once it was sent it stands: only
the receipt is ever added, and only by whoever it is to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE
from mobile.care.elements import coded, own_identifier, pointing_to, to
from mobile.care.grant import names_in
from mobile.care.receipt import WithReceipt
from mobile.care.resource import Json, Resource, each, instant, moment, text_at
from mobile.documents.carriable import carried


@dataclass(frozen=True)
class Between:
    """Who writes to whom, and in whose record: "Patient/p1", "Practitioner/t1", "CareTeam/c1"."""

    patient: str
    sender: str
    recipient: str


@dataclass(frozen=True, kw_only=True)
class Correspondence(WithReceipt):
    """What replies and messages have in common. Times are aware UTC."""

    TYPE: ClassVar[str] = "Communication"
    CODE: ClassVar[str]

    words: str = field(default="", repr=False)
    patient: str | None = None  # "Patient/p1"
    sender: str | None = None  # "Practitioner/t1", or the patient
    recipient: str | None = None
    about: frozenset[str] = frozenset()  # every name of what it is about
    answers: frozenset[str] = frozenset()  # every name of what it answers
    is_void: bool = False  # the clinic says that it was made in error

    @classmethod
    def read(cls, resource: Json) -> Json:
        stated = (text_at(part, "contentString") for part in each(resource, "payload"))
        return {
            "words": "\n\n".join(words for words in stated if words),
            "patient": text_at(resource, "subject", "reference"),
            "sender": text_at(resource, "sender", "reference"),
            "recipient": text_at(resource, "recipient", 0, "reference"),
            "about": _named(resource, "about"),
            "answers": _named(resource, "inResponseTo"),
            "sent_at": moment(resource.get("sent")),
            "read_at": moment(resource.get("received")),
            "is_void": resource.get("status") in ("entered-in-error", "not-done"),
        }

    @classmethod
    def written(
        cls,
        id: str,
        words: str,
        between: Between,
        *,
        thread: Sequence[Correspondence],
        now: datetime,
        about: Resource | None = None,
    ) -> Self:
        """A new one, sent now. `words` must be sendable. `thread`: what was written before it, the first first.

        It names only what the clinic has: what was not sent yet may still be taken out, and must hold nothing back.
        """
        there = [one for one in thread if one.server_id is not None]
        answered = [one for one in there if one.sender != between.sender][-1:]
        return cls.from_made(
            made(
                fhir.Communication,
                identifier=[own_identifier(id)],
                partOf=[pointing_to(one) for one in there[:1]] or None,
                inResponseTo=[pointing_to(one) for one in answered] or None,
                status="in-progress",
                category=[coded(CARE, cls.CODE)],
                subject=to(between.patient),
                about=[pointing_to(about)] if about is not None else None,
                sent=instant(now),
                recipient=[to(between.recipient)],
                sender=to(between.sender),
                payload=[made(fhir.CommunicationPayload, contentString=words)],
            )
        )

    @property
    def is_from_patient(self) -> bool:
        return self.sender is not None and self.sender == self.patient

    def head(self) -> Mapping[str, Any]:
        """What a list needs; the words are searched, so they are here too."""
        return {
            "words": carried(self.words),
            "patient": self.patient,
            "sender": self.sender,
            **self.times(),
        }


def _named(resource: Json, element: str) -> frozenset[str]:
    return frozenset[str]().union(*(names_in(link) for link in each(resource, element)))
