"""One record of a copy that the clinic keeps and cannot open: a DocumentReference with sealed bytes, and nothing that says what of.

Which copy it is of is a name made by chance, and its place in it a number. It must never bear a title, a day, a count of
entries or the name of a device: what the clinic may know is that there is a copy, when it came and how many parts it has.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from uuid import UUID, uuid5

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE, URI_SYSTEM, URN, extension
from mobile.care.elements import coded, own_identifier, to
from mobile.care.resource import Json, at, compose, extension_of, has_code, parse, text_at
from mobile.care.withdrawn_file import withdrawn_file

SEALED_COPY = "sealed-copy"
BYTES = "application/octet-stream"
TYPE = "DocumentReference"
COPY_EXTENSION = extension("sealed-copy")
NUMBER_EXTENSION = extension("sealed-copy-part")
OF_EXTENSION = extension("sealed-copy-parts")
MOST_PARTS = 100_000
"""Fifty gigabytes."""


@dataclass(frozen=True)
class PartName:
    """`number` 0 is the head; the parts are 1 to `of`. `copy`: a UUID as text."""

    copy: str
    number: int
    of: int

    @property
    def id(self) -> str:
        """The same for the same part, so that it is made once however often it is sent."""
        return str(uuid5(UUID(self.copy), str(self.number)))

    @property
    def token(self) -> str:
        """For If-None-Exist."""
        return f"{URI_SYSTEM}|{URN}{self.id}"


def written(name: PartName, data: bytes, patient: str) -> str:
    """The record's JSON text. `patient` is "Patient/p1"."""
    attachment = made(fhir.Attachment, contentType=BYTES, data=b64encode(data).decode())
    marks = [
        made(fhir.Extension, url=COPY_EXTENSION, valueString=name.copy),
        made(fhir.Extension, url=NUMBER_EXTENSION, valueInteger=name.number),
        made(fhir.Extension, url=OF_EXTENSION, valueInteger=name.of),
    ]
    return compose(
        fhir.to_object(
            made(
                fhir.DocumentReference,
                identifier=[own_identifier(name.id)],
                status="current",
                type=made(fhir.CodeableConcept, text="Sealed copy"),
                category=[coded(CARE, SEALED_COPY, "Sealed copy")],
                subject=to(patient),
                author=[to(patient)],
                content=[made(fhir.DocumentContent, attachment=attachment)],
                extension=marks,
            )
        )
    )


def name_in(text: str, patient: str) -> PartName | None:
    """Which part a record is; None for what is none, is withdrawn, or is another person's."""
    resource = _read(text)
    if not has_code(resource.get("category"), CARE, SEALED_COPY) or resource.get("status") != "current":
        return None
    whose = text_at(resource, "subject", "reference") or ""
    if not f"/{whose}".endswith(f"/{patient}"):
        return None
    number, of = _number(resource, NUMBER_EXTENSION), _number(resource, OF_EXTENSION)
    try:
        copy = str(UUID(text_at(extension_of(resource, COPY_EXTENSION), "valueString") or ""))
    except ValueError:
        return None
    if number is None or of is None or not 0 <= number <= of or of < 1:
        return None
    return PartName(copy, number, of)


def bytes_in(text: str) -> bytes:
    """The sealed bytes; b"" where there are none."""
    data = at(_read(text), "content", 0, "attachment", "data")
    try:
        return b64decode(data, validate=True) if isinstance(data, str) else b""
    except ValueError:
        return b""


def withdrawn(text: str) -> str:
    """What is put in its place where a server refuses to delete it: no byte is left."""
    return withdrawn_file(_read(text), BYTES)


def _read(text: str) -> Json:
    try:
        return parse(text)
    except (ValueError, RecursionError):
        return {}


def _number(resource: Json, url: str) -> int | None:
    found = at(extension_of(resource, url), "valueInteger")
    return found if isinstance(found, int) and not isinstance(found, bool) and found <= MOST_PARTS else None
