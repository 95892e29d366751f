"""Who gives the receipt, as the clinic's own record says: its name, address, numbers for payers, and its signature.

What is not there is empty. No number is taken from anywhere else, and none is made up.
"""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass, field

from mobile.care.clinic import Clinic
from mobile.care.codes import extension
from mobile.care.people import Practitioner
from mobile.care.resource import Json, at, each, extension_of, text_at, texts

NPI = "http://hl7.org/fhir/sid/us-npi"
TAX_ID = "urn:oid:2.16.840.1.113883.4.4"
"""The systems of a United States provider number, and of an employer's tax number."""
SIGNATURE = extension("receipt-signature")
"""On the Organization: the signature that stands on its receipts (valueSignature), as a picture with who signed."""
MOST_SIGNATURE = 600_000
"""Letters of base64; a record with more is a slip."""


@dataclass(frozen=True)
class Issuer:
    name: str = ""
    address: tuple[str, ...] = ()
    npi: str = ""
    tax_id: str = ""
    signer: str = ""
    signature: bytes = field(default=b"", repr=False)


def issuer_of(clinic: Clinic | None) -> Issuer:
    if clinic is None:
        return Issuer()
    resource = clinic.to_resource()
    signed = at(extension_of(resource, SIGNATURE), "valueSignature")
    return Issuer(
        clinic.name,
        _address(resource),
        _identifier(resource, NPI),
        _identifier(resource, TAX_ID),
        text_at(signed, "who", "display") or "",
        _picture(text_at(signed, "data")),
    )


def npi_of(practitioner: Practitioner | None) -> str:
    """Their own number for payers; "" where their record has none."""
    return _identifier(practitioner.to_resource(), NPI) if practitioner is not None else ""


def _identifier(resource: Json, system: str) -> str:
    """The first that holds; an old one is theirs no more."""
    found = (
        text_at(one, "value")
        for one in each(resource, "identifier")
        if one.get("system") == system and one.get("use") != "old"
    )
    return next((value for value in found if value), "")


def _address(resource: Json) -> tuple[str, ...]:
    held = [one for one in each(resource, "address") if one.get("use") != "old"]
    if not held:
        return ()
    first = held[0]
    town = " ".join(part for name in ("state", "postalCode") if (part := text_at(first, name)))
    city = ", ".join(part for part in (text_at(first, "city") or "", town) if part)
    lines = [*texts(first, "line"), city, text_at(first, "country") or ""]
    found = tuple(line for line in lines if line)
    whole = text_at(first, "text")
    return found or (tuple(whole.split("\n")) if whole else ())


def _picture(data: str | None) -> bytes:
    if data is None or len(data) > MOST_SIGNATURE:
        return b""
    try:
        return b64decode(data, validate=True)
    except ValueError:
        return b""
