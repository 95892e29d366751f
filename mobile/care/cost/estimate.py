"""The clinic's written estimate of what care will cost, as it was issued, and that the person was shown it.

The file is the estimate: it is handed over byte for byte. Having seen it agrees to nothing, and the message that says so holds no
word of it.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha1
from typing import Any, ClassVar, Literal, Self
from uuid import NAMESPACE_URL, uuid5

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.clinic_days import OfDays, days_in
from mobile.care.codes import CARE, extension
from mobile.care.cost.money import Money, money
from mobile.care.elements import coded, own_identifier, pointing_to, to
from mobile.care.resource import (
    Json,
    Resource,
    at,
    each,
    extension_of,
    has_code,
    instant,
    moment,
    text_at,
)
from mobile.care.translated import Wording, extension_wording, wording
from mobile.noun import Kind

ESTIMATE = "good-faith-estimate"
ESTIMATE_SEEN = "estimate-seen"
TOTAL = extension("estimate-total")
WORDS = extension("estimate-words")
MOST_BYTES = 20_000_000
FileTrouble = Literal["not_here", "too_long", "unreadable", "changed"]


class NoFile(Exception):
    """Why the file cannot be handed over."""

    def __init__(self, why: FileTrouble) -> None:
        super().__init__(why)
        self.why: FileTrouble = why


@dataclass(frozen=True, kw_only=True)
class Estimate(OfDays):
    """A DocumentReference of category good-faith-estimate."""

    TYPE: ClassVar[str] = "DocumentReference"
    KIND: ClassVar[Kind] = Kind("estimate", "DocumentReference")

    patient: str | None = None
    clinic: str | None = None  # "Organization/clinic"
    name: Wording = field(default_factory=Wording)
    words: Wording = field(
        default_factory=Wording
    )  # what the clinic says about it, and about a bill that is higher
    is_current: bool = False
    is_example: bool = False
    issued_at: datetime | None = None
    begins: date | None = None
    ends: date | None = None
    amount: Money | None = None
    content_type: str | None = None
    fingerprint: str | None = None  # base64 of the file's SHA-1, as FHIR has it
    data: str | None = field(default=None, repr=False)  # base64

    @classmethod
    def read(cls, resource: Json) -> Json:
        file = next((one.get("attachment") for one in each(resource, "content")), None)
        amount = money(at(extension_of(resource, TOTAL), "valueMoney"))
        return {
            "patient": text_at(resource, "subject", "reference"),
            "clinic": text_at(resource, "custodian", "reference"),
            "name": wording(resource, "description") or wording(file, "title"),
            "words": extension_wording(resource, WORDS),
            "is_current": resource.get("status") == "current",
            "is_example": at(extension_of(resource, extension("example-content")), "valueBoolean") is True,
            "issued_at": moment(resource.get("date")),
            **days_in(at(resource, "context", "period")),
            "amount": None if amount is None or amount.is_negative else amount,
            "content_type": text_at(file, "contentType"),
            "fingerprint": text_at(file, "hash"),
            "data": text_at(file, "data"),
        }

    def file(self) -> bytes:
        """As the clinic issued it. Raises NoFile."""
        if self.data is None:
            raise NoFile("not_here")
        if len(self.data) > MOST_BYTES * 4 // 3 + 4:
            raise NoFile("too_long")
        try:
            found = b64decode(self.data, validate=True)
        except ValueError:
            raise NoFile("unreadable") from None
        if self.fingerprint is not None and b64encode(sha1(found).digest()).decode() != self.fingerprint:  # noqa: S324 - the one FHIR names
            raise NoFile("changed")
        return found

    def covers(self, day: date) -> bool:
        """Whether it is about care on that day."""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)

    def head(self) -> Mapping[str, Any]:
        """Nothing of the file."""
        return {"current": self.is_current}


@dataclass(frozen=True, kw_only=True)
class EstimateSeen(Resource):
    """A Communication of category estimate-seen, from the patient to their clinic. `seen_at` is aware UTC."""

    TYPE: ClassVar[str] = "Communication"
    KIND: ClassVar[Kind] = Kind("estimate_seen", "Communication")

    patient: str | None = None
    estimate: str | None = None  # the id of the estimate
    seen_at: datetime | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "patient": text_at(resource, "sender", "reference"),
            "estimate": text_at(resource, "about", 0, "reference"),
            "seen_at": moment(resource.get("sent")),
        }

    @classmethod
    def of(cls, estimate: Estimate, patient: str, now: datetime) -> Self:
        """The patient was shown this estimate. Of one there is one, on every device."""
        return cls.from_made(
            made(
                fhir.Communication,
                identifier=[own_identifier(seen_id(estimate, patient))],
                status="in-progress",  # that it was received, only who receives it says
                category=[coded(CARE, ESTIMATE_SEEN)],
                subject=to(patient),
                about=[pointing_to(estimate)],
                sent=instant(now),
                recipient=[to(estimate.clinic)] if estimate.clinic else None,
                sender=to(patient),
            )
        )

    def head(self) -> Mapping[str, Any]:
        return {"estimate": self.estimate}


def seen_id(estimate: Estimate, patient: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"estimate {estimate.id} seen by {patient}"))


def is_estimate(resource: Json) -> bool:
    """Whether a DocumentReference is one of these."""
    return has_code(resource.get("category"), CARE, ESTIMATE)


def is_estimate_seen(resource: Json) -> bool:
    """Whether a Communication is one of these."""
    return has_code(resource.get("category"), CARE, ESTIMATE_SEEN)


def newest_first(estimates: Iterable[Estimate]) -> list[Estimate]:
    """Those that hold before those that were replaced."""
    return sorted(
        estimates,
        key=lambda one: (not one.is_current, -(one.issued_at.timestamp() if one.issued_at else 0), one.id),
    )


def seen_on(estimate: Estimate, marks: Iterable[EstimateSeen]) -> datetime | None:
    """When the person first said that they saw it."""
    return min(
        (one.seen_at for one in marks if one.estimate in estimate.names and one.seen_at is not None),
        default=None,
    )
