"""Two small nouns for sync's tests: an entry, and a notice that points to it. No feature of the app's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import uuid4

from api_client import Document, fhir
from api_client.fhir.making import made
from mobile.care.grant import ShareGrant
from mobile.care.permission import permitting
from mobile.records.ports import Filing, Kind

SYSTEM = "urn:ietf:rfc:3986"
ODD_NUMBERS = ("1.50", "0.12345678901234549999")
"""Every entry carries them: some servers write them otherwise."""


def _own_id(document: Mapping[str, Any]) -> str:
    for identifier in document.get("identifier", []):
        value = str(identifier.get("value", ""))
        if identifier.get("system") == SYSTEM and value.startswith("urn:uuid:"):
            return value.removeprefix("urn:uuid:")
    return f"{document['resourceType']}/{document['id']}"


@dataclass(frozen=True)
class Entry:
    """Words of a fictional person, travelling as a Goal. `rest`: what the server added, sent back unchanged."""

    KIND: ClassVar[Kind] = Kind("test-entry", "Goal")
    id: str
    words: str
    patient: str
    rest: str = "{}"

    @classmethod
    def new(cls, patient: str, words: str) -> Entry:
        return cls(str(uuid4()), words, patient, json.dumps({"vendorMark": {"made": "here"}}))

    def to_json(self) -> str:
        document = json.loads(self.rest)
        document.update(
            resourceType="Goal",
            identifier=[{"system": SYSTEM, "value": f"urn:uuid:{self.id}"}],
            lifecycleStatus="active",
            description={"text": self.words},
            subject={"reference": self.patient},
            expressedBy={"reference": self.patient},
        )
        document["target"] = [{"measure": {"text": "MEASURED"}}]
        measured = f'"detailQuantity": {{"value": {ODD_NUMBERS[0]}, "extension": [{{"url": "urn:x", "valueDecimal": {ODD_NUMBERS[1]}}}]}}'
        return json.dumps(document).replace('"measure": {"text": "MEASURED"}', measured)

    @classmethod
    def from_json(cls, text: str) -> Self:
        document = json.loads(text)
        return cls(_own_id(document), document["description"]["text"], document["subject"]["reference"], text)

    def head(self) -> Mapping[str, Any]:
        return {"words": self.words}

    def withdrawn_stub(self) -> str:
        document = json.loads(self.to_json())
        document.update(lifecycleStatus="entered-in-error", description={"text": "withdrawn"})
        return json.dumps(document)


@dataclass(frozen=True)
class Pointer:
    """A Communication about an entry: it may only travel after the entry has a name at the server."""

    KIND: ClassVar[Kind] = Kind("test-pointer", "Communication")
    id: str
    about: str
    patient: str

    @classmethod
    def to(cls, entry: Entry) -> Pointer:
        return cls(str(uuid4()), f"urn:uuid:{entry.id}", entry.patient)

    def to_json(self) -> str:
        return json.dumps(
            {
                "resourceType": "Communication",
                "identifier": [{"system": SYSTEM, "value": f"urn:uuid:{self.id}"}],
                "status": "in-progress",
                "subject": {"reference": self.patient},
                "sender": {"reference": self.patient},
                "about": [{"reference": self.about}],
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        document = json.loads(text)
        return cls(_own_id(document), document["about"][0]["reference"], document["subject"]["reference"])

    def head(self) -> Mapping[str, Any]:
        return {}


def pass_for(entry: Entry, now: datetime) -> ShareGrant:
    """What lets one practitioner read one entry."""
    named = made(fhir.Identifier, system=SYSTEM, value=f"urn:uuid:{entry.id}")
    link = made(fhir.Reference, reference=f"urn:uuid:{entry.id}", identifier=named)
    opens = made(fhir.ConsentProvision, data=[made(fhir.ConsentData, meaning="instance", reference=link)])
    return ShareGrant.from_made(
        permitting(
            str(uuid4()),
            patient=entry.patient,
            practitioner="Practitioner/sam",
            name=None,
            now=now,
            opens=opens,
        )
    )


def filing_for(patient: str) -> Callable[[Document], Filing | None]:
    """Files entries and pointers of this patient, and refuses everybody else's."""

    def file(document: Document) -> Filing | None:
        noun = {"Goal": Entry, "Communication": Pointer, "Consent": ShareGrant}.get(document.type)
        if noun is ShareGrant:
            grant = ShareGrant.from_json(document.text)
            is_mine = grant.patient == patient
            return Filing(grant.KIND, grant.id, grant.head(), grant.goes_first) if is_mine else None
        if noun is None or json.loads(document.text).get("subject", {}).get("reference") != patient:
            return None
        made = noun.from_json(document.text)
        return Filing(made.KIND, made.id, made.head())

    return file
