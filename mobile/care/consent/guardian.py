"""Who may sign for a patient beside them: whom the clinic's record names as standing for them, and nobody else.

The clinic writes them as contacts of the Patient, with a relationship that says so (v3-RoleCode). A parent, a partner or whoever is
called in an emergency stands for nobody by that alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from mobile.care.people import Patient
from mobile.care.resource import Json, at, bound, each, text_at
from mobile.care.translated import Wording, wording

ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
STANDS = frozenset({"GUARD", "POWATT", "DPOWATT", "HPOWATT", "SPOWATT"})
"""Guardian, and the powers of attorney."""


@dataclass(frozen=True)
class Guardian:
    """`relationship`: as the clinic words it ("Mother, legal guardian"); `code`: of `ROLE_CODE`; `named`: the name as FHIR has it."""

    name: str = field(repr=False)
    relationship: Wording = field(repr=False)
    code: str
    named: Json = field(repr=False, compare=False, default_factory=dict[str, object])

    def called(self, language: str) -> str:
        """The relationship in words; "" where the clinic gave none."""
        return self.relationship.in_language(language)


def guardians_of(patient: Patient | None, now: datetime) -> tuple[Guardian, ...]:
    """Those who may sign for this patient now, in the clinic's order."""
    if patient is None:
        return ()
    found = [_guardian(one, now) for one in each(patient.to_resource(), "contact")]
    return tuple(one for one in found if one is not None)


def _guardian(contact: Json, now: datetime) -> Guardian | None:
    since, until = bound(at(contact, "period", "start")), bound(at(contact, "period", "end"), is_end=True)
    is_theirs = (since is None or since <= now) and (until is None or now <= until)
    code, words = next(_relationships(contact), (None, Wording()))
    named = at(contact, "name")
    name = _name(named)
    if code is None or not name or not is_theirs:
        return None
    return Guardian(name, words, code, cast("Json", named))


def _relationships(contact: Json) -> Iterator[tuple[str, Wording]]:
    """Those by which somebody stands for the patient."""
    for one in each(contact, "relationship"):
        for coding in each(one, "coding"):
            code = text_at(coding, "code")
            if coding.get("system") == ROLE_CODE and code in STANDS:
                yield code, wording(one, "text") or wording(coding, "display")


def _name(named: object) -> str:
    text = text_at(named, "text")
    if text:
        return text
    given = at(named, "given")
    parts = (
        [one for one in cast("list[object]", given) if isinstance(one, str)]
        if isinstance(given, list)
        else []
    )
    return " ".join([*parts, text_at(named, "family") or ""]).strip()
