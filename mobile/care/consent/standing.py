"""How a signed agreement stands, as the clinic shows it to the therapist and the prescriber of a patient's team: since when, until when,
whom it lets see what, whether it was withdrawn. It holds no text, no choice and no signature.

It is the clinic's own record of one signature. The patient's own device keeps it too: it is among what others can see of theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from mobile.care.codes import CARE
from mobile.care.consent import profile as p
from mobile.care.consent.signed import SignedAgreement
from mobile.care.resource import Json, at, each, extension_of, has_code, moment, text_at
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class AgreementStanding(SignedAgreement):
    """A Consent of our category `agreement-standing`. `readers`: who is shown it, "Practitioner/t1"."""

    KIND: ClassVar[Kind] = Kind("agreement_standing", "Consent")

    withdrawn_at: datetime | None = None
    readers: frozenset[str] = frozenset()

    @classmethod
    def read(cls, resource: Json) -> Json:
        named = (text_at(one, "reference", "reference") for one in each(resource, "provision", "actor"))
        return {
            **super().read(resource),
            "withdrawn_at": moment(at(extension_of(resource, p.WITHDRAWN_AT), "valueDateTime")),
            "readers": frozenset(one for one in named if one),
        }

    @property
    def is_signed(self) -> bool:
        """The clinic shows no other."""
        return True

    def head(self) -> Mapping[str, Any]:
        return {**super().head(), "withdrawn": self.withdrawn_at is not None}


def is_agreement_standing(resource: Json) -> bool:
    """Whether a Consent is one of these."""
    return has_code(resource.get("category"), CARE, p.STANDING)
