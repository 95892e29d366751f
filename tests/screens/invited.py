"""Invitations as a clinic has them, of the patient of `samples`: for the tests of both sides."""

from __future__ import annotations

from typing import Any

from mobile.care.invitation import Invitation
from tests.unit.care.samples import NOW, PATIENT, sent

CARE = "https://lantern.example/fhir/CodeSystem/care"
GUEST, NAME = "Practitioner/g1", "Kim Elsewhere"
ID = "f47ac10b-58cc-4372-a567-0e02b2c3d4aa"
LINK = "https://clinic.test/auth/invited/abcdefghijklmnopqrstuv"


def asked(id: str = ID, invited: str = "Kim") -> Invitation:
    return Invitation.make(id, patient=PATIENT, patient_name="Robin Example", invited=invited, now=NOW)


def _coded(code: str) -> dict[str, Any]:
    return {"coding": [{"system": CARE, "code": code}]}


def at_clinic(status: str = "requested", id: str = ID, **more: Any) -> dict[str, Any]:
    return {**sent(asked(id), f"task-{id[-2:]}"), "status": status, **more}


def ready(until: str = "2026-06-14T19:00:00Z") -> dict[str, Any]:
    outputs = [
        {"type": _coded("invitation-code"), "valueString": LINK.rsplit("/", 1)[1]},
        {"type": _coded("invitation-link"), "valueUri": LINK},
    ]
    return at_clinic("accepted", output=outputs, restriction={"period": {"end": until}})


def joined(status: str = "completed", version: int = 2, name: str = NAME) -> dict[str, Any]:
    named = {"reference": GUEST, "display": name}
    return at_clinic(
        status,
        owner=named,
        output=[{"type": _coded("joined-as"), "valueReference": named}],
        executionPeriod={"end": "2026-06-06T15:00:00Z"},
        meta={"versionId": str(version)},
    )
