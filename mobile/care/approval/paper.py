"""A photo that the patient adds to an approval: a DocumentReference of their own, about the approval it was asked for.

It is sent to the clinic like an answer's photo, and read there by whom the clinic's rule names. It must never be made for an
approval that the clinic does not know yet, nor hold more than its record can.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.approval.approval import Approval
from mobile.care.codes import CARE
from mobile.care.elements import coded, own_identifier, pointing_to, to
from mobile.care.forms.documents import APART, PICTURES
from mobile.care.grant import names_in
from mobile.care.resource import Json, Resource, at, each, has_code, instant, moment, text_at
from mobile.care.withdrawn_file import withdrawn_file
from mobile.noun import Kind

APPROVAL_PAPER = "approval-paper"
MOST_BYTES = APART


@dataclass(frozen=True, kw_only=True)
class ApprovalPaper(Resource):
    """`about`: every name of the approval."""

    TYPE: ClassVar[str] = "DocumentReference"
    KIND: ClassVar[Kind] = Kind("approval_paper", "DocumentReference")

    patient: str | None = None
    about: frozenset[str] = frozenset()
    added_at: datetime | None = None
    asked_since: datetime | None = None  # since when what it answers was asked
    title: str = field(default="", repr=False)
    content_type: str | None = None
    data: str | None = field(default=None, repr=False)  # base64

    @classmethod
    def read(cls, resource: Json) -> Json:
        file = next((one.get("attachment") for one in each(resource, "content")), None)
        related = list(each(at(resource, "context"), "related"))
        return {
            "patient": text_at(resource, "subject", "reference"),
            "about": frozenset[str]().union(*(names_in(one) for one in related)),
            "added_at": moment(resource.get("date")),
            "asked_since": moment(at(resource, "context", "period", "start")),
            "title": text_at(file, "title") or "",
            "content_type": text_at(file, "contentType"),
            "data": text_at(file, "data") if text_at(resource, "status") == "current" else None,
        }

    @classmethod
    def of(
        cls, id: str, approval: Approval, data: bytes, content_type: str, title: str, now: datetime
    ) -> Self:
        """A new one, of a photo as it may be kept."""
        patient = approval.patient or ""
        since = approval.step.since
        period = made(fhir.Period, start=instant(since)) if since is not None else None
        file = made(
            fhir.Attachment,
            contentType=content_type,
            data=b64encode(data).decode(),
            title=title or None,
            creation=instant(now),
        )
        what = "Photo for an insurance approval"
        return cls.from_made(
            made(
                fhir.DocumentReference,
                identifier=[own_identifier(id)],
                status="current",
                type=made(fhir.CodeableConcept, text=what),
                category=[coded(CARE, APPROVAL_PAPER, what)],
                subject=to(patient),
                date=instant(now),
                author=[to(patient)],
                content=[made(fhir.DocumentContent, attachment=file)],
                context=made(fhir.DocumentContext, related=[pointing_to(approval)], period=period),
            )
        )

    def withdrawn_stub(self) -> str:
        """What is put in its place where a server refuses to delete it: nothing of the photo is left."""
        return withdrawn_file(self.to_resource(), self.content_type or PICTURES[0])

    def head(self) -> Mapping[str, Any]:
        """Nothing of the photo, and all by which it is told which approval it is for."""
        return {
            "patient": self.patient,
            "names": sorted(self.names),
            "about": sorted(self.about),
            "added_at": instant(self.added_at) if self.added_at is not None else None,
            "asked_since": instant(self.asked_since) if self.asked_since is not None else None,
            "is_there": self.data is not None,
        }


def is_approval_paper(resource: Json) -> bool:
    """Whether a document is one of these."""
    return has_code(resource.get("category"), CARE, APPROVAL_PAPER)


@dataclass(frozen=True)
class PaperSeen:
    """One of them without its photo, which is a megabyte: as its head has it."""

    id: str
    patient: str | None
    names: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    added_at: datetime | None = None
    asked_since: datetime | None = None
    is_there: bool = True  # nothing of the photo is left in one that was withdrawn

    @classmethod
    def of_head(cls, id: str, head: Mapping[str, Any]) -> Self:
        """Reads what `ApprovalPaper.head` says."""
        return cls(
            id,
            head.get("patient"),
            frozenset(head.get("names", ())),
            frozenset(head.get("about", ())),
            moment(head.get("added_at")),
            moment(head.get("asked_since")),
            bool(head.get("is_there")),
        )

    def answers(self, since: datetime | None) -> bool:
        """Whether it is for what has been asked since then. By what it says itself: two devices' clocks may differ."""
        if since is None:
            return True
        if self.asked_since is not None:
            return instant(self.asked_since) == instant(since)
        return self.added_at is None or self.added_at >= since


def papers_of(papers: Iterable[PaperSeen], approval: Approval) -> list[PaperSeen]:
    """Those for this approval that hold something, the last added first."""
    own = [one for one in papers if one.about & approval.names and one.patient == approval.patient]
    there = (one for one in own if one.is_there)
    return sorted(there, key=lambda one: (one.added_at is not None, one.added_at, one.id), reverse=True)
