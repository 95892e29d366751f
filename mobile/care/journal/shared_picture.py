"""What of an entry's pictures a practitioner may see: a DocumentReference by the patient for each, the bytes as they are kept.

The grant that opens the entry's copy names each. They say what the picture shows in the patient's words, and never the private
picture's own id.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE, extension
from mobile.care.elements import coded, own_identifier, to
from mobile.care.journal.picture import KINDS, EntryPicture
from mobile.care.resource import Json, Resource, at, extension_of, has_code, text_at
from mobile.care.withdrawn_file import withdrawn_file
from mobile.noun import Kind

SHARED_PICTURE = "entry-picture"
PLACE_EXTENSION = extension("entry-picture-place")


@dataclass(frozen=True, kw_only=True)
class SharedPicture(Resource):
    """`place`: which of the copy's pictures, from 0. `shows`: what it shows, in the patient's words; "" where they said nothing."""

    TYPE: ClassVar[str] = "DocumentReference"
    KIND: ClassVar[Kind] = Kind("shared_picture", "DocumentReference")

    patient: str | None = None
    place: int = 0
    shows: str = field(default="", repr=False)
    content_type: str = KINDS[0]
    data: bytes = field(default=b"", repr=False)  # none where it is no picture of ours, or was taken back

    @classmethod
    def read(cls, resource: Json) -> Json:
        file = at(resource, "content", 0, "attachment")
        kind, is_current = text_at(file, "contentType") or "", resource.get("status") == "current"
        return {
            "patient": text_at(resource, "subject", "reference"),
            "place": _number(at(extension_of(resource, PLACE_EXTENSION), "valueInteger")),
            "shows": (text_at(resource, "description") or "") if is_current else "",
            "content_type": kind,
            "data": _bytes(text_at(file, "data")) if is_current and kind in KINDS else b"",
        }

    @classmethod
    def of(cls, id: str, picture: EntryPicture, patient: str, place: int, shows: str) -> Self:
        """A new one of exactly this picture. `patient` is "Patient/p1"."""
        data = b64encode(picture.data).decode()
        attachment = made(
            fhir.Attachment, contentType=picture.content_type, data=data, size=len(picture.data)
        )
        what = "Picture in a journal entry"
        return cls.from_made(
            made(
                fhir.DocumentReference,
                identifier=[own_identifier(id)],
                status="current",
                type=made(fhir.CodeableConcept, text=what),
                category=[coded(CARE, SHARED_PICTURE, what)],
                subject=to(patient),
                author=[to(patient)],
                description=shows or None,
                content=[made(fhir.DocumentContent, attachment=attachment)],
                extension=[made(fhir.Extension, url=PLACE_EXTENSION, valueInteger=place)],
            )
        )

    def withdrawn_stub(self) -> str:
        """What is put in its place where a server refuses to delete it: nothing of the picture is left."""
        return withdrawn_file(self.to_resource(), KINDS[0])

    def head(self) -> Mapping[str, Any]:
        """Nothing of the picture."""
        return {"patient": self.patient, "names": sorted(self.names), "place": self.place}


def is_shared_picture(resource: Json) -> bool:
    return has_code(resource.get("category"), CARE, SHARED_PICTURE)


def _number(found: object) -> int:
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 10_000 else 0


def _bytes(base64: str | None) -> bytes:
    try:
        return b64decode(base64, validate=True) if base64 else b""
    except ValueError:
        return b""
