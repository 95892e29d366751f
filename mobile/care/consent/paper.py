"""An agreement that is a plain PDF: a DocumentReference the clinic puts into the patient's record.

The file is the agreement: it is shown, signed and handed over byte for byte, or not at all. A file that lies elsewhere is named and
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
from mobile.care.consent.reading import phases_in
from mobile.care.consent.unreadable import Unreadable
from mobile.care.forms.definition import bare
from mobile.care.measures.spans import Span, span_of
from mobile.care.resource import Json, Resource, at, each, extension_of, has_code, moment, text_at
from mobile.care.translated import Wording, extension_wording, wording
from mobile.noun import Kind

MOST_BYTES = 20_000_000
MOST_PAGES = 120
"""More is a book, and nobody is asked to sign a book on a phone: it is handed over to be read, and signed at the clinic."""

_VERSION = re.compile(r"[A-Za-z0-9\-.]{1,64}")
"""As FHIR has it: what a server writes otherwise is no version that could be asked for."""


@dataclass(frozen=True, kw_only=True)
class PaperAgreement(Resource):
    """A DocumentReference of one PDF."""

    TYPE: ClassVar[str] = "DocumentReference"
    KIND: ClassVar[Kind] = Kind("paper_agreement", "DocumentReference")

    patient: str | None = None
    title: Wording = field(default_factory=Wording)
    version: str | None = None
    address: str = ""  # what it is in every version: as the clinic names it, else the record's own name
    replaces: frozenset[str] = frozenset()  # names of the records of earlier versions
    dated_at: datetime | None = None
    is_current: bool = False
    is_needed: bool = False
    is_example: bool = False
    signing: str | None = None
    assent: Wording = field(default_factory=Wording)
    term: Span | None = None
    again_in: frozenset[str] = frozenset()  # phases (`url#id`) for which it is signed again
    content_type: str | None = None
    fingerprint: str | None = None  # base64 of the file's SHA-1, as FHIR has it
    data: str | None = field(default=None, repr=False)  # base64

    @classmethod
    def read(cls, resource: Json) -> Json:
        file = next((one.get("attachment") for one in each(resource, "content")), None)
        named = text_at(extension_of(resource, p.SIGNED_VERSION), "valueCanonical") or ""
        return {
            "patient": text_at(resource, "subject", "reference"),
            "title": wording(resource, "description") or wording(file, "title"),
            "version": named.partition("|")[2] or text_at(resource, "masterIdentifier", "value"),
            "address": bare(named) or f"DocumentReference/{text_at(resource, 'id') or ''}",
            "replaces": frozenset(
                name
                for one in each(resource, "relatesTo")
                if one.get("code") == "replaces" and (name := text_at(one, "target", "reference"))
            ),
            "dated_at": moment(resource.get("date")),
            "is_current": text_at(resource, "status") == "current",
            "is_needed": _is_marked(resource, p.NEEDED),
            "is_example": _is_marked(resource, p.EXAMPLE),
            "signing": text_at(extension_of(resource, p.SIGNING), "valueCode"),
            "assent": extension_wording(resource, p.ASSENT),
            "term": span_of(at(extension_of(resource, p.TERM), "valueDuration")),
            "again_in": frozenset(phases_in(resource)),
            "content_type": text_at(file, "contentType"),
            "fingerprint": text_at(file, "hash"),
            "data": text_at(file, "data"),
        }

    @property
    def canonical(self) -> str:
        """`address|version`, as a signature names it."""
        return f"{self.address}|{self.version}" if self.version else self.address

    @property
    def where_kept(self) -> str:
        """The record with the very version that is here: "DocumentReference/d1/_history/3"."""
        version = text_at(self.to_resource(), "meta", "versionId")
        name = f"{self.TYPE}/{self.server_id}" if self.server_id else self.reference
        is_one = (
            self.server_id is not None and version is not None and _VERSION.fullmatch(version) is not None
        )
        return f"{name}/_history/{version}" if is_one else name

    def is_earlier(self, address: str) -> bool:
        """Whether this is what somebody signed, in this version or another."""
        return address == self.address or address in self.replaces

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
        return found

    def head(self) -> Mapping[str, Any]:
        """Nothing of the file."""
        return {"patient": self.patient, "current": self.is_current}


def is_paper_agreement(resource: Json) -> bool:
    """Whether a DocumentReference is one of these."""
    return has_code(resource.get("category"), CARE, p.AGREEMENT)


def _is_marked(resource: Json, url: str) -> bool:
    return at(extension_of(resource, url), "valueBoolean") is True
