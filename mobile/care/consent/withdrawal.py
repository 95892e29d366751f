"""Withdrawing what was signed: a Communication of the patient's own that names the Consent, which itself stays as it was signed.

From that moment it is in force no more, here and wherever the withdrawal is read. It ends what comes after, never what was
done before; nothing undoes it but a new signature.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE
from mobile.care.consent import profile as p
from mobile.care.consent.signed import SignedAgreement
from mobile.care.elements import coded, own_identifier, pointing_to, to
from mobile.care.grant import names_in
from mobile.care.resource import Json, Resource, each, has_code, instant, moment, text_at
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class AgreementWithdrawal(Resource):
    """A Communication of our category `agreement-withdrawn`. `about`: every name it gives the Consent."""

    TYPE: ClassVar[str] = "Communication"
    KIND: ClassVar[Kind] = Kind("agreement_withdrawal", "Communication")

    patient: str | None = None
    about: frozenset[str] = frozenset()
    at: datetime | None = None

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "patient": text_at(resource, "subject", "reference"),
            "about": frozenset[str]().union(*(names_in(link) for link in each(resource, "about"))),
            "at": moment(resource.get("sent")),
        }

    @classmethod
    def make(
        cls, id: str, signed: SignedAgreement, *, patient: str, to_whom: Sequence[str], now: datetime
    ) -> Self:
        """A new one. `to_whom`: the clinic and who treats the patient there, as far as that is known: "Organization/c"."""
        return cls.from_made(
            made(
                fhir.Communication,
                identifier=[own_identifier(id)],
                status="in-progress",
                category=[coded(CARE, p.WITHDRAWN)],
                subject=to(patient),
                about=[pointing_to(signed)],
                sent=instant(now),
                recipient=[to(one) for one in to_whom] or None,
                sender=to(patient),
            )
        )

    @property
    def goes_first(self) -> bool:
        """Sent before everything else: until the clinic has it, others may still read what the agreement lets them."""
        return True

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"patient": self.patient}


def withdrawal_of(
    signed: SignedAgreement, withdrawals: Iterable[AgreementWithdrawal]
) -> AgreementWithdrawal | None:
    """The first by which it was withdrawn; None: it was not."""
    own = [one for one in withdrawals if one.about & signed.names and one.patient == signed.patient]
    return min(own, key=lambda one: (one.at is None, one.at, one.id), default=None)


def not_withdrawn(
    signed: Iterable[SignedAgreement], withdrawals: Sequence[AgreementWithdrawal]
) -> list[SignedAgreement]:
    """Those that nobody took back."""
    return [one for one in signed if withdrawal_of(one, withdrawals) is None]


def is_agreement_withdrawal(resource: Json) -> bool:
    """Whether a Communication is one of these."""
    return has_code(resource.get("category"), CARE, p.WITHDRAWN)
