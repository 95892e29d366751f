"""What goes along with a shared entry in a record of its own: a DocumentReference by the patient with one file and some numbers.

Another program's file, or one that was taken back, reads as no bytes: it is neither played nor drawn as one of ours.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE
from mobile.care.elements import coded, own_identifier, to
from mobile.care.resource import Json, at, extension_of, text_at

_MOST = 10_000
"""No entry has so many notes, pictures or parts: a larger number is another program's."""


def shared_file(
    id: str,
    patient: str,
    what: tuple[str, str],
    file: tuple[str, bytes],
    marks: Sequence[fhir.Extension],
    description: str | None = None,
) -> fhir.DocumentReference:
    """A new one. `patient` is "Patient/p1"; `what`: our code and its name; `file`: content type and bytes, up to a megabyte as base64."""
    (code, named), (content_type, data) = what, file
    attachment = made(
        fhir.Attachment, contentType=content_type, data=b64encode(data).decode(), size=len(data)
    )
    return made(
        fhir.DocumentReference,
        identifier=[own_identifier(id)],
        status="current",
        type=made(fhir.CodeableConcept, text=named),
        category=[coded(CARE, code, named)],
        subject=to(patient),
        author=[to(patient)],
        description=description,
        content=[made(fhir.DocumentContent, attachment=attachment)],
        extension=list(marks),
    )


def numbered(places: Mapping[str, int]) -> list[fhir.Extension]:
    """Numbers from 0, by the address of what each counts."""
    return [made(fhir.Extension, url=url, valueInteger=number) for url, number in places.items()]


def number_of(resource: Json, url: str) -> int:
    """0 where there is none of ours."""
    found = at(extension_of(resource, url), "valueInteger")
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < _MOST else 0


def is_current(resource: Json) -> bool:
    """Whether it was not taken back."""
    return resource.get("status") == "current"


def type_of(resource: Json) -> str:
    """The content type of its file; "" where it says none."""
    return text_at(_attachment(resource), "contentType") or ""


def bytes_of(resource: Json) -> bytes:
    """Of its file; none where that was taken back or is no base64."""
    data = text_at(_attachment(resource), "data")
    try:
        return b64decode(data, validate=True) if data and is_current(resource) else b""
    except ValueError:
        return b""


def _attachment(resource: Json) -> object:
    return at(resource, "content", 0, "attachment")
