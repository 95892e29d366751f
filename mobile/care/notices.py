"""Telling a practitioner that something was shared, or taken back: Communications without a word of what it said.

A share notice is also the read receipt: the practitioner completes it when they open what it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE, SHARE_NOTICE, WITHDRAWAL_NOTICE
from mobile.care.elements import coded, own_identifier, pointing_to, to
from mobile.care.grant import names_in
from mobile.care.receipt import WithReceipt
from mobile.care.resource import Json, Resource, each, has_code, instant, moment, text_at
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class Notice(WithReceipt):
    """What both notices have."""

    TYPE: ClassVar[str] = "Communication"
    CODE: ClassVar[str]

    patient: str | None = None
    practitioner: str | None = None
    about: frozenset[str] = frozenset()

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "patient": text_at(resource, "subject", "reference") or text_at(resource, "sender", "reference"),
            "practitioner": text_at(resource, "recipient", 0, "reference"),
            "about": frozenset[str]().union(*(names_in(link) for link in each(resource, "about"))),
            "sent_at": moment(resource.get("sent")),
            "read_at": moment(resource.get("received")),
        }

    @classmethod
    def make(cls, id: str, about: Resource, *, patient: str, practitioner: str, now: datetime) -> Self:
        """A new notice from the patient to the practitioner."""
        return cls.from_made(
            made(
                fhir.Communication,
                identifier=[own_identifier(id)],
                status="in-progress",
                category=[coded(CARE, cls.CODE)],
                subject=to(patient),
                about=[pointing_to(about)],
                sent=instant(now),
                recipient=[to(practitioner)],
                sender=to(patient),
            )
        )

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {
            "patient": self.patient,
            "practitioner": self.practitioner,
            **self.times(),
        }


@dataclass(frozen=True, kw_only=True)
class ShareNotice(Notice):
    """Something was shared with you."""

    KIND: ClassVar[Kind] = Kind("share_notice", "Communication")
    CODE: ClassVar[str] = SHARE_NOTICE


@dataclass(frozen=True, kw_only=True)
class WithdrawalNotice(Notice):
    """Something was taken back. It is about the grant that ended, not about the words."""

    KIND: ClassVar[Kind] = Kind("withdrawal_notice", "Communication")
    CODE: ClassVar[str] = WITHDRAWAL_NOTICE


def is_share_notice(resource: Json) -> bool:
    """Whether a Communication says that something was shared."""
    return has_code(resource.get("category"), CARE, SHARE_NOTICE)


def is_withdrawal_notice(resource: Json) -> bool:
    """Whether a Communication says that something was taken back."""
    return has_code(resource.get("category"), CARE, WITHDRAWAL_NOTICE)
