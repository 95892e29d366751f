"""What was signed: a Consent that names one version of one agreement, written by the clinic or made here by a signature.

Once made it is never written again: it ends by its own period, by the clinic's word or by a withdrawal, which is a record of
its own. A newer version changes nothing of it.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

from mobile.care.codes import CARE
from mobile.care.consent import profile as p
from mobile.care.consent.lets import Rule, rules_of
from mobile.care.consent.signed_text import SignedText
from mobile.care.consent.unreadable import Unreadable
from mobile.care.forms.definition import bare
from mobile.care.resource import Json, Resource, at, each, extension_of, has_code, moment, text_at
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
            "signed": text_at(mark, "valueCanonical") or _where_it_is_kept(resource),
            "title": text_at(resource, "sourceReference", "display")
            or text_at(resource, "sourceAttachment", "title")
            or "",
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

    @property
    def is_signed_here(self) -> bool:
        """Whether it holds the signed text and the signature themselves."""
        return text_at(self._mark(p.TEXT_SHAPE), "valueString") is not None and self._text_file() is not None

    @property
    def is_of_a_file(self) -> bool:
        """Whether what was signed is a PDF, inside it or kept beside it."""
        return self._mark(p.SIGNED_TEXT) is not None

    @property
    def has_file(self) -> bool:
        """Whether the PDF that was signed is inside."""
        return self.is_of_a_file and text_at(self.to_resource(), "sourceAttachment", "data") is not None

    def what_was_signed(self) -> SignedText:
        """The text, byte for byte. Raises Unreadable where it is not here, or not what its fingerprint says."""
        file = self._text_file()
        shape = text_at(self._mark(p.TEXT_SHAPE), "valueString")
        data, language = text_at(file, "data"), text_at(file, "language")
        if shape is None or data is None or language is None:
            raise Unreadable("not_here")
        try:
            text = b64decode(data, validate=True)
            found = SignedText.of(text.decode(), shape, language)
        except ValueError:
            raise Unreadable("changed") from None
        if found.sha256 != self.fingerprint:
            raise Unreadable("changed")
        return found

    def signed_file(self, beside: bytes | None = None) -> bytes:
        """The PDF, byte for byte. `beside`: what is kept of it elsewhere, where it is not inside. Raises Unreadable."""
        data = text_at(self.to_resource(), "sourceAttachment", "data") if self.is_of_a_file else None
        try:
            found = b64decode(data, validate=True) if data is not None else beside
        except ValueError:
            raise Unreadable("changed") from None
        if found is None:
            raise Unreadable("not_here")
        if sha256(found).hexdigest() != self.document_sha256:
            raise Unreadable("changed")
        return found

    @property
    def document_sha256(self) -> str | None:
        """SHA-256, in hex, of the whole document, as it is stated."""
        return text_at(self._mark(p.DOCUMENT_SHA256), "valueString")

    @property
    def fingerprint(self) -> str | None:
        """SHA-256, in hex, of the text that was signed, as it is stated."""
        return text_at(self._mark(p.FINGERPRINT), "valueString")

    @property
    def zone(self) -> str | None:
        """The IANA zone that its moment was shown in."""
        return text_at(self._mark(p.SIGNING_ZONE), "valueCode")

    @property
    def method(self) -> str | None:
        """ "typed" or "drawn"."""
        return text_at(self._mark(p.SIGNING_METHOD), "valueCode")

    @property
    def guardian_method(self) -> str | None:
        """The same of whoever signed beside the patient."""
        return text_at(self._mark(p.GUARDIAN_METHOD), "valueCode")

    @property
    def signer(self) -> str:
        """The name it was signed with; "" where it says none."""
        return text_at(self._signature(), "who", "display") or ""

    @property
    def guardian(self) -> str:
        """The name of who signed for the patient beside them; "" where nobody did."""
        return text_at(self._signature(1), "who", "display") or ""

    @property
    def guardian_is(self) -> str:
        """What they are to the patient, in the clinic's words."""
        inside = each(self.to_resource(), "contained")
        found = next((one for one in inside if one.get("resourceType") == "RelatedPerson"), None)
        return text_at(found, "relationship", 0, "text") or ""

    def signature_png(self) -> bytes | None:
        """The signature as it is seen."""
        return _png(self._signature())

    def guardian_png(self) -> bytes | None:
        """The same of whoever signed beside the patient."""
        return _png(self._signature(1))

    def chosen(self) -> list[tuple[str, bool]]:
        """What was to be chosen, in its own words, and whether it was."""
        inside = (one for one in each(self.to_resource(), "provision", "provision") if one.get("code"))
        return [(text_at(one, "code", 0, "text") or "", at(one, "type") == "permit") for one in inside]

    def choice_codes(self) -> dict[str, bool]:
        """By the linkId of a choice, whether it was chosen."""
        inside = (one for one in each(self.to_resource(), "provision", "provision") if one.get("code"))
        return {
            text_at(one, "code", 0, "coding", 0, "code") or "": at(one, "type") == "permit" for one in inside
        }

    @property
    def is_signed(self) -> bool:
        """Whether a signature stands in it, or the clinic says that it was signed on paper."""
        checked = any(one.get("verified") is True for one in each(self.to_resource(), "verification"))
        return checked or bool(text_at(self._signature(), "data"))

    def rules(self) -> tuple[Rule, ...]:
        """Permitted or denied, as they stand in it."""
        return rules_of(self.to_resource())

    def permits(self) -> tuple[Rule, ...]:
        """What it lets whom see while it is in force: what is denied beside it is not."""
        if text_at(self.to_resource(), "provision", "type") != "permit":
            return ()
        rules = self.rules()
        denied = {(one.who, one.role, one.part) for one in rules if not one.is_permitted}
        return tuple(
            one
            for one in rules
            if one.is_permitted and not {(who, one.role, one.part) for who in ("", one.who)} & denied
        )

    def _mark(self, url: str) -> Json | None:
        return extension_of(self.to_resource(), url)

    def _text_file(self) -> Json | None:
        """The attachment of the text: beside a file, or the source itself."""
        if self.is_of_a_file:
            return at(self._mark(p.SIGNED_TEXT), "valueAttachment")
        return at(self.to_resource(), "sourceAttachment")

    def _signature(self, number: int = 0) -> Json | None:
        inside = each(self.to_resource(), "contained")
        return next(
            (at(one, "signature", number) for one in inside if one.get("resourceType") == "Provenance"), None
        )

    def holds(self, now: datetime) -> bool:
        """Whether it is in force, or will be."""
        return self.status == "active" and (self.ends_at is None or now < self.ends_at)

    def is_in_force(self, now: datetime) -> bool:
        """As the clinic says, at this hour."""
        return self.holds(now) and (self.begins_at is None or self.begins_at <= now)

    def head(self) -> Mapping[str, Any]:
        return {"patient": self.patient, "signed": self.signed, "status": self.status}


def _png(signature: Json | None) -> bytes | None:
    try:
        return b64decode(text_at(signature, "data") or "", validate=True) or None
    except ValueError:
        return None


def _where_it_is_kept(resource: Json) -> str:
    """Of what a clinic signed on paper without saying which version: the document it names, whatever version of the record."""
    return (text_at(resource, "sourceReference", "reference") or "").partition("/_history/")[0]


def last_signed(address: str, signed: Iterable[SignedAgreement], now: datetime) -> SignedAgreement | None:
    """Of one agreement, the version in force that was signed last."""
    own = [one for one in signed if one.address == address and one.is_in_force(now)]
    return max(own, key=lambda one: (one.signed_at is not None, one.signed_at, one.id), default=None)


def is_signed_agreement(resource: Json) -> bool:
    """Whether a Consent is one of these."""
    return has_code(resource.get("category"), CARE, p.AGREEMENT)
