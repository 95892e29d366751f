"""Invented people and records, as a FHIR server would send them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.catalog import Who, filing
from mobile.care.course import Course
from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention, begin
from mobile.care.opened import Opened
from mobile.care.sharing import Reader
from mobile.records.ports import Pulled, ServerCopy

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


# --- a small clinic, and receiving from it -----------------------------------------------------------------------


def clinic_documents(now: datetime = NOW) -> list[dict[str, Any]]:
    """One patient between sessions 2 and 3 of 6, their team and their sessions, relative to `now`."""
    times = [-5, -2, 2, 5, 9, 12]
    ids = [f"a{number}" for number in range(1, 7)]
    sessions = [
        {
            "resourceType": "Appointment",
            "id": id,
            "status": "fulfilled" if days < 0 else "booked",
            "start": (now + timedelta(days=days)).isoformat(),
            "end": (now + timedelta(days=days, hours=2)).isoformat(),
            "appointmentType": {"text": "IV session"},
            "participant": [
                {"actor": {"reference": PATIENT}, "status": "accepted"},
                {"actor": {"reference": "Location/r2", "display": "Room 2"}, "status": "accepted"},
            ],
        }
        for id, days in zip(ids, times, strict=True)
    ]
    team = {
        "resourceType": "CareTeam",
        "id": "ct1",
        "status": "active",
        "subject": {"reference": PATIENT},
        "participant": [
            {
                "role": [{"text": "Integration therapist"}],
                "member": {"reference": "Practitioner/t1", "display": "Sam Sample"},
            },
            {
                "role": [{"text": "Prescriber"}],
                "member": {"reference": "Practitioner/d1", "display": "Dr Demo"},
            },
        ],
    }
    return [
        {"resourceType": "Patient", "id": "p1", "name": [{"text": "Robin Example"}]},
        {"resourceType": "Practitioner", "id": "t1", "name": [{"text": "Sam Sample"}]},
        team,
        json.loads(a_course(*ids).to_json()),
        *sessions,
    ]


async def receive(records: Any, who: Who, *documents: dict[str, Any]) -> None:
    """Stores documents as a pull would: filed by the catalog, with a server's version; what opens others comes first."""
    opened = Opened()
    for grant in await records.every(ShareGrant):
        opened.note(grant)
    for document in sorted(documents, key=lambda one: one["resourceType"] != "Consent"):
        text = json.dumps(document)
        found = filing(document["resourceType"], text, who, opened)
        assert found is not None, document["resourceType"]
        version = str(document.get("meta", {}).get("versionId", "1"))
        at = NOW + timedelta(minutes=int(version))  # a later version is a later one by the server's clock too
        copy = ServerCopy(document["id"], f'W/"{version}"', at.isoformat(), text)
        await records.store_page("test", [Pulled(document["resourceType"], copy, found)], None)


def sent(noun: Any, server_id: str, links: dict[str, str] | None = None) -> dict[str, Any]:
    """A noun as the server has it: named, and with its references resolved. `links`: urn -> Type/id."""
    text = noun.to_json()
    for urn, name in (links or {}).items():
        text = text.replace(f'"reference":"{urn}"', f'"reference":"{name}"')
    return {**json.loads(text), "id": server_id, "meta": {"versionId": "1"}}
