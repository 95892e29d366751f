"""`python -m tests.shots.full_bookings --port PORT`: `lantern demo` whose coordinator books for 60 patients, twelve of whom ask for
another date."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from api_client.sandbox import Sandbox
from mobile.cli import HOST, _run
from mobile.wiring.setup import Setup
from tests.e2e.browser import DESK, PHONE
from tests.screens.clinic_of import documents_of
from tests.shots.full_desk import FAMILY, GIVEN
from tests.shots.places import Shot, to_the_first_request

MANY = 60
ASKING = 12
_OF = ("Patient", "CareTeam", "CarePlan", "Appointment")
_EXT = "https://lantern.example/fhir/StructureDefinition"


def patients(now: datetime, slots: Sequence[dict[str, Any]], many: int = MANY) -> Iterator[dict[str, Any]]:
    """Each with a course as the sample person has it, some days and hours apart; every fifth has a step that is open, every
    seventh missed one, and the first of them ask for another date."""
    for number in range(many):
        fourth: dict[str, Any] = {}
        for one in documents_of("rowan", now=now):
            if one["resourceType"] in _OF:
                made = _as(number, one)
                fourth = made if made["id"].endswith("session-4") else fourth
                yield made
        if number % 5 == 0:
            yield _step(number)
        if number < ASKING:
            yield _asking(number, now, slots[number % len(slots)], fourth["start"])


def _as(number: int, document: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(document).replace("rowan", f"many{number}"))
    if made["resourceType"] == "Patient":
        name = f"{GIVEN[number % len(GIVEN)]} {FAMILY[number // len(GIVEN) % len(FAMILY)]}"
        made["name"] = [{"text": name}]
    if made["resourceType"] == "Appointment" and made.get("start"):
        by = timedelta(days=number % 6, hours=number % 4, minutes=15 * (number % 3))
        made |= {key: (datetime.fromisoformat(made[key]) + by).isoformat() for key in ("start", "end")}
        if number % 7 == 3 and made["id"].endswith("session-2"):
            made["status"] = "noshow"
    return made


def _step(number: int) -> dict[str, Any]:
    patient = {"reference": f"Patient/many{number}"}
    code = {"system": "https://lantern.example/fhir/CodeSystem/care", "code": "readiness-consent"}
    return {
        "resourceType": "Task",
        "id": f"many{number}-consent",
        "status": "requested",
        "intent": "order",
        "code": {"coding": [code]},
        "for": patient,
        "owner": patient,
    }


def _asking(number: int, now: datetime, time: dict[str, Any], start: str) -> dict[str, Any]:
    patient = {"reference": f"Patient/many{number}"}
    slot = {"url": "slot", "valueReference": {"reference": f"Slot/{time['id']}"}}
    period = {"url": "period", "valuePeriod": {key: time[key] for key in ("start", "end")}}
    asked_from = {"url": f"{_EXT}/asked-from", "valueDateTime": start}
    asked_at = {"url": f"{_EXT}/asked-at", "valueDateTime": (now - timedelta(hours=number)).isoformat()}
    return {
        "resourceType": "AppointmentResponse",
        "id": f"many{number}-asks",
        "extension": [{"url": f"{_EXT}/wanted-time", "extension": [slot, period]}, asked_at, asked_from],
        "appointment": {"reference": f"Appointment/many{number}-session-4"},
        "actor": patient,
        "participantStatus": "tentative",
        "comment": "Jo cannot drive that day.",
    }


BOOKINGS = (Shot("bookings-many", "/bookings/waiting", "coordinator", (PHONE, DESK), to_the_first_request),)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    base, now = f"http://{HOST}:{options.port}", datetime.now(UTC)
    sandbox = Sandbox(None, demo=True, base_url=f"{base}/fhir")
    for document in patients(now, sandbox.find("Slot", status="free")[2:5]):
        sandbox.write(document)
    setup = Setup("demo", None, f"{base}/fhir", httpx.ASGITransport(app=sandbox.app))
    run = argparse.Namespace(port=options.port, no_browser=True, data=None)
    return _run(setup, run, [f"Lantern is at {base}"], clinic=sandbox.app)


if __name__ == "__main__":
    sys.exit(main())
