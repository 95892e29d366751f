"""An agreement that is a plain PDF: a DocumentReference the clinic puts into the patient's record.

The file is the agreement: it is handed to the person byte for byte, or not at all. A file that lies elsewhere is named and
never fetched.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha1
from typing import Any, ClassVar

from mobile.care.codes import CARE
from mobile.care.consent import profile as p
from mobile.care.consent.unreadable import Unreadable
from mobile.care.resource import Json, Resource, at, each, extension_of, has_code, moment, text_at
from mobile.care.translated import Wording, wording
from mobile.noun import Kind

MOST_BYTES = 20_000_000
MOST_PAGES = 120
"""More is a book, and nobody is asked to agree to a book on a phone."""
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_COUNT = re.compile(rb"/Count\s+(\d{1,9})")


@dataclass(frozen=True, kw_only=True)
class PaperAgreement(Resource):
    """A DocumentReference of one PDF."""

    TYPE: ClassVar[str] = "DocumentReference"
    KIND: ClassVar[Kind] = Kind("paper_agreement", "DocumentReference")

    patient: str | None = None
    title: Wording = field(default_factory=Wording)
    version: str | None = None
    dated_at: datetime | None = None
    is_current: bool = False
    is_needed: bool = False
    is_example: bool = False
    signing: str | None = None
    content_type: str | None = None
    fingerprint: str | None = None  # base64 of the file's SHA-1, as FHIR has it
    data: str | None = field(default=None, repr=False)  # base64

    @classmethod
    def read(cls, resource: Json) -> Json:
        file = next((one.get("attachment") for one in each(resource, "content")), None)
        return {
            "patient": text_at(resource, "subject", "reference"),
            "title": wording(resource, "description") or wording(file, "title"),
            "version": text_at(resource, "masterIdentifier", "value"),
            "dated_at": moment(resource.get("date")),
            "is_current": text_at(resource, "status") == "current",
            "is_needed": _is_marked(resource, p.NEEDED),
            "is_example": _is_marked(resource, p.EXAMPLE),
            "signing": text_at(extension_of(resource, p.SIGNING), "valueCode"),
            "content_type": text_at(file, "contentType"),
            "fingerprint": text_at(file, "hash"),
            "data": text_at(file, "data"),
        }

    def pdf(self) -> bytes:
        """The file. Raises Unreadable."""
        if self.data is None:
            raise Unreadable("not_here")
        if len(self.data) > MOST_BYTES * 4 // 3 + 4:
            raise Unreadable("too_long")
        try:
            found = b64decode(self.data, validate=True)
        except ValueError:
            raise Unreadable("not_a_pdf") from None
        if not found.startswith(b"%PDF-"):
            raise Unreadable("not_a_pdf")
        if self.fingerprint is not None and b64encode(sha1(found).digest()).decode() != self.fingerprint:  # noqa: S324 - the one FHIR names
            raise Unreadable("changed")
        if pages_of(found) > MOST_PAGES:
            raise Unreadable("too_many_pages")
        return found

    def head(self) -> Mapping[str, Any]:
        """Nothing of the file."""
        return {"patient": self.patient, "current": self.is_current}


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF says it has, as far as that can be seen without opening its packed parts; 0: it cannot."""
    counted = [int(one) for one in _COUNT.findall(pdf)]
    return max([len(_PAGE.findall(pdf)), *counted])


def is_paper_agreement(resource: Json) -> bool:
    """Whether a DocumentReference is one of these."""
    return has_code(resource.get("category"), CARE, p.AGREEMENT)


def _is_marked(resource: Json, url: str) -> bool:
    return at(extension_of(resource, url), "valueBoolean") is True
