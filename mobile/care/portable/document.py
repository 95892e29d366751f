"""The document: one Bundle of type `document` whose first entry is the Composition. Every reference in it leads to an entry of it.

Each section has its words as they stand on the page, and the records behind them. Nothing of a record goes in but what its entry
was made of: no note, no address elsewhere, no reference to anything that is not here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import CARE, URI_SYSTEM, URN
from mobile.care.elements import coded, to
from mobile.care.narrative import narrative
from mobile.care.resource import instant
from mobile.documents.carriable import carried_in

PORTABLE = "portable-summary"
"""The code of the document's type; sections have codes of the same system that begin with it."""


@dataclass(frozen=True)
class Whose:
    """The patient and the clinic, as references within the document. `clinic` None: the record names none."""

    patient: fhir.Reference
    clinic: fhir.Reference | None


@dataclass(frozen=True)
class Entry:
    """A record in the document. `key`: unlike that of any other; the same key twice is one record."""

    key: str
    make: Callable[[Whose], fhir.DomainResource]


@dataclass(frozen=True)
class Section:
    """`words`: all that the page says in this place."""

    title: str
    code: str
    words: str = field(repr=False)
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class About:
    """Whom and what the document is about. `id`: a UUID; `made_at` is aware."""

    id: str
    title: str
    language: str
    made_at: datetime
    patient: Entry
    clinic: Entry | None = None


def document_of(about: About, sections: Sequence[Section]) -> str:
    """Its JSON text."""
    addresses = _Addresses(about.id)
    whose = Whose(
        to(addresses.of(about.patient.key)), to(addresses.of(about.clinic.key)) if about.clinic else None
    )
    composition = made(
        fhir.Composition,
        language=about.language,
        identifier=_identifier(addresses.of("composition")),
        status="final",
        type=coded(CARE, PORTABLE),
        subject=whose.patient,
        date=instant(about.made_at),
        author=[whose.patient],
        title=about.title,
        section=[_section(one, addresses) for one in sections],
    )
    composition.type.text = about.title  # type: ignore[union-attr]
    people = [about.patient, *([about.clinic] if about.clinic is not None else [])]
    listed = {one.key: one for one in (*people, *(each for one in sections for each in one.entries))}
    entries = [
        made(
            fhir.BundleEntry,
            fullUrl=addresses.of("composition"),
            resource=carried_in(fhir.to_object(composition)),
        )
    ]
    entries += [
        made(
            fhir.BundleEntry, fullUrl=addresses.of(key), resource=carried_in(fhir.to_object(one.make(whose)))
        )
        for key, one in listed.items()
    ]
    return fhir.to_text(
        made(
            fhir.Bundle,
            language=about.language,
            identifier=_identifier(URN + about.id),
            type="document",
            timestamp=instant(about.made_at),
            entry=entries,
        )
    )


@dataclass(frozen=True)
class _Addresses:
    """By its key, the address of an entry: the same for the same document, another in any other."""

    document: str

    def of(self, key: str) -> str:
        return URN + str(uuid5(UUID(self.document), key))


def _identifier(value: str) -> fhir.Identifier:
    return made(fhir.Identifier, system=URI_SYSTEM, value=value)


def _section(one: Section, addresses: _Addresses) -> fhir.CompositionSection:
    return made(
        fhir.CompositionSection,
        title=one.title,
        code=coded(CARE, f"{PORTABLE}-{one.code}"),
        text=narrative(one.words),
        entry=[to(addresses.of(entry.key)) for entry in one.entries] or None,
    )
