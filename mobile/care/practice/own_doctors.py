"""The doctors that somebody has elsewhere, as the clinic's record names them, and which agreement of theirs lets one see something.

The record's word alone (`Patient.generalPractitioner`): nobody is one's own doctor because of a title. What a clinic may send without
an agreement is the law's and the clinic's to say; here stands only what was agreed to in Lantern.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mobile.care.consent.scopes import Opening
from mobile.care.consent.signed import SignedAgreement
from mobile.care.people import Patient
from mobile.care.resource import each, text_at


@dataclass(frozen=True)
class OwnDoctor:
    """`reference`: None where the record has only a name."""

    name: str = field(repr=False)
    reference: str | None = None


def own_doctors(patient: Patient | None, names: Mapping[str, str]) -> tuple[OwnDoctor, ...]:
    """Each once. `names`: by reference, where a name is known; one without any name is left out."""
    found: dict[str, OwnDoctor] = {}
    for one in each(patient.to_resource(), "generalPractitioner") if patient is not None else ():
        reference = text_at(one, "reference")
        name = names.get(reference or "") or text_at(one, "display") or ""
        if name:
            found.setdefault(reference or name, OwnDoctor(name, reference))
    return tuple(found.values())


def reads_by_agreement(doctor: OwnDoctor, openings: Iterable[Opening]) -> Sequence[SignedAgreement]:
    """The agreements in force that let this doctor see something."""
    return [
        one.signed
        for one in openings
        if doctor.reference is not None
        and any(rule.is_permitted and rule.who == doctor.reference for rule in one.rules)
    ]
