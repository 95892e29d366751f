"""Invented people and records, as a FHIR server would send them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.course import Course
from mobile.care.intention import Intention, begin
from mobile.care.sharing import Reader

NOW = datetime(2026, 6, 7, 19, 0, tzinfo=UTC)
CHICAGO = ZoneInfo("America/Chicago")
PATIENT = "Patient/p1"
SAM = Reader("Practitioner/t1", "Sam Sample")


def an_intention(words: str = "To meet the quiet without running from it.", id: str = "i1") -> Intention:
    return begin(id, "Appointment/a3", NOW).revise(words, NOW)


def appointment(
    id: str, start: str | None, end: str | None = None, status: str = "booked", **more: Any
) -> str:
    resource: dict[str, Any] = {
        "resourceType": "Appointment",
        "id": id,
        "status": status,
        "participant": [
            {"actor": {"reference": PATIENT}, "status": "accepted"},
            {"actor": {"reference": "Location/r2", "display": "Room 2"}, "status": "accepted"},
        ],
        **more,
    }
    if start:
        resource["start"] = start
        resource["end"] = end or start
    return json.dumps(resource)


def a_session(
    id: str, start: str | None, end: str | None = None, status: str = "booked", **more: Any
) -> Session:
    return Session.from_json(appointment(id, start, end, status, **more))


def a_course(*ids: str, status: str = "active", **more: Any) -> Course:
    return Course.from_json(
        json.dumps(
            {
                "resourceType": "CarePlan",
                "id": "c1",
                "status": status,
                "intent": "plan",
                "subject": {"reference": PATIENT},
                "activity": [{"reference": {"reference": f"Appointment/{id}"}} for id in ids],
                **more,
            }
        )
    )
