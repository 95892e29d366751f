"""What was signed: a Consent that names one version of one agreement, as the clinic keeps it.

It is read and never written here. In force is what the clinic says is, at this hour; a newer version changes nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from mobile.care.codes import CARE
from mobile.care.consent import profile as p
from mobile.care.forms.definition import bare
from mobile.care.resource import Json, Resource, at, extension_of, has_code, moment, text_at
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class SignedAgreement(Resource):
    """A Consent of our category `agreement`. Times are aware UTC."""

    TYPE: ClassVar[str] = "Consent"
    KIND: ClassVar[Kind] = Kind("signed_agreement", "Consent")

    patient: str | None = None
    signed: str = ""  # url|version
    title: str = field(default="", repr=False)
    status: str = ""
    signed_at: datetime | None = None
    begins_at: datetime | None = None
    ends_at: datetime | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        mark = extension_of(resource, p.SIGNED_VERSION)
        period = at(resource, "provision", "period")
        return {
            "patient": text_at(resource, "patient", "reference"),
            "signed": text_at(mark, "valueCanonical") or "",
            "title": text_at(resource, "sourceReference", "display") or "",
            "status": text_at(resource, "status") or "",
            "signed_at": moment(resource.get("dateTime")),
            "begins_at": moment(at(period, "start")),
            "ends_at": moment(at(period, "end")),
        }

    @property
    def address(self) -> str:
        return bare(self.signed)

    @property
    def version(self) -> str:
        return self.signed.partition("|")[2]

    def is_in_force(self, now: datetime) -> bool:
        """As the clinic says, at this hour."""
        has_begun = self.begins_at is None or self.begins_at <= now
        return self.status == "active" and has_begun and (self.ends_at is None or now < self.ends_at)

    def head(self) -> Mapping[str, Any]:
        return {"patient": self.patient, "signed": self.signed, "status": self.status}


def last_signed(address: str, signed: Iterable[SignedAgreement], now: datetime) -> SignedAgreement | None:
    """Of one agreement, the version in force that was signed last."""
    own = [one for one in signed if one.address == address and one.is_in_force(now)]
    return max(own, key=lambda one: (one.signed_at is not None, one.signed_at, one.id), default=None)


def is_signed_agreement(resource: Json) -> bool:
    """Whether a Consent is one of these."""
    return has_code(resource.get("category"), CARE, p.AGREEMENT)
