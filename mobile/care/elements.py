"""The FHIR elements that resources made here are put together from.

They are made as FHIR names them (`api_client.fhir`), so that the type checker holds what is sent. No model is loaded before
something is made.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from api_client import fhir
from api_client.fhir.making import as_received, made
from mobile.care.codes import URI_SYSTEM, URN
from mobile.care.resource import each

if TYPE_CHECKING:
    from mobile.care.resource import Resource


def own_identifier(id: str) -> fhir.Identifier:
    """The identifier that every resource made here carries."""
    return made(fhir.Identifier, system=URI_SYSTEM, value=URN + id)


def coded(system: str, code: str, display: str | None = None) -> fhir.CodeableConcept:
    """A concept of one code."""
    return made(fhir.CodeableConcept, coding=[made(fhir.Coding, system=system, code=code, display=display)])


def to(reference: str, display: str | None = None) -> fhir.Reference:
    """A reference to "Type/id", with a name to show."""
    return made(fhir.Reference, reference=reference, display=display or None)


def pointing_to(shared: Resource) -> fhir.Reference:
    """A reference to a record, by its device's UUID too: that one stays true when the server's name is put in."""
    link = to(shared.reference)
    if "/" not in shared.id:
        link.identifier = own_identifier(shared.id)
    return link


def with_extensions(
    resource: object, *extensions: fhir.Extension, without: Collection[str] = ()
) -> list[fhir.Extension]:
    """The extensions of a resource or an element, with these in place of those of the same address, and those `without` gone."""
    replaced = {one.url for one in extensions} | set(without)
    others = (one for one in each(resource, "extension") if one.get("url") not in replaced)
    return [*(as_received(fhir.Extension, one) for one in others), *extensions]
