"""`python -m tests.shots.full_desk --port PORT`: `lantern demo` whose therapist has 60 patients and 2,000 things they shared.

`--few`: the same patients, each with two or three things.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from api_client.sandbox import Sandbox
from api_client.sandbox.seed.agreements import lets_of, on_paper
from api_client.sandbox.seed.published import form
from mobile.cli import HOST, _run
from mobile.wiring.setup import Setup
from tests.screens.many_patients import FULL, THEO, Desk, documents

SAM = ("Practitioner/sam", "Sam Fixture")
FEW = Desk(shared=2, answers=90)
GIVEN = ("Tove", "Marlow", "Ines", "Rowan", "Ada", "Kit", "Wren", "Noor", "Lior", "Mara", "Juniper", "Sol")
FAMILY = ("Example", "Placeholder", "Specimen", "Sample", "Fixture")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--few", action="store_true")
    options = parser.parse_args()
    port: int = options.port
    base = f"http://{HOST}:{port}"
    sandbox = Sandbox(None, demo=True, base_url=f"{base}/fhir")
    for document in documents(FEW if options.few else FULL, datetime.now(UTC)):
        if document["resourceType"] in ("Questionnaire", "PlanDefinition"):
            continue  # the sandbox publishes these itself
        sandbox.write(_at_the_sandbox(document))
        if document["resourceType"] == "Patient":
            sandbox.write(_team(document["id"]))
            sandbox.write(_released(document["id"]))
    setup = Setup("demo", None, f"{base}/fhir", httpx.ASGITransport(app=sandbox.app))
    given = argparse.Namespace(port=port, no_browser=True, data=None)
    return _run(setup, given, [f"Lantern is at {base}"], clinic=sandbox.app)


def _at_the_sandbox(document: dict[str, Any]) -> dict[str, Any]:
    """For the sandbox's therapist, and with names to look at."""
    if document["resourceType"] == "Patient":
        number = int(document["id"].removeprefix("p"))
        name = f"{GIVEN[number % len(GIVEN)]} {FAMILY[number // len(GIVEN) % len(FAMILY)]}"
        phone = {"system": "phone", "value": f"+1-202-555-{1000 + number}"}
        document = {**document, "name": [{"text": name}], "telecom": [phone]}
    text = json.dumps(document).replace(THEO.reference, SAM[0]).replace(THEO.name or "", SAM[1])
    found: dict[str, Any] = json.loads(text)
    return found


def _released(patient: str) -> dict[str, Any]:
    """What lets the therapist read what is shared, signed on paper at the clinic."""
    text, now = form("therapist-release"), datetime.now(UTC)
    return on_paper(
        f"released-{patient}",
        f"Patient/{patient}",
        canonical=f"{text['url']}|{text['version']}",
        title=text["title"],
        since=(now - timedelta(days=40)).isoformat(),
        until=(now + timedelta(days=300)).isoformat(),
        lets=lets_of(text),
    )


def _team(patient: str) -> dict[str, Any]:
    return {
        "resourceType": "CareTeam",
        "id": f"team-{patient}",
        "status": "active",
        "subject": {"reference": f"Patient/{patient}"},
        "participant": [
            {
                "role": [{"text": "Integration therapist"}],
                "member": {"reference": SAM[0], "display": SAM[1]},
            }
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
