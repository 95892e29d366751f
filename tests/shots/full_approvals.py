"""`python -m tests.shots.full_approvals --port PORT`: `lantern demo` whose coordinator records the approvals of sixty patients."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx

from api_client.sandbox import Sandbox
from mobile.cli import HOST, _run
from mobile.wiring.setup import Setup
from tests.e2e.browser import DESK
from tests.screens.clinic_of import documents_of
from tests.shots.full_desk import FAMILY, GIVEN
from tests.shots.places import Shot

PATIENTS, SAMPLES = 60, ("tova", "marlow", "ines")
KINDS = ("Patient", "CareTeam", "Task", "Claim", "ClaimResponse", "Coverage", "CoverageEligibilityResponse")
APPROVALS = (Shot("approvals-full", "/approvals", "coordinator", (DESK,)),)


def of_sixty(now: datetime) -> Iterator[dict[str, Any]]:
    """The sample people's approvals, again and again under other names."""
    for number in range(PATIENTS):
        sample, own = SAMPLES[number % len(SAMPLES)], f"p{number}"
        for one in documents_of(sample, now=now):
            if one["resourceType"] not in KINDS or (
                one["resourceType"] == "Task" and "approval" not in one["id"]
            ):
                continue
            text = json.dumps(one).replace(f'"{sample}', f'"{own}').replace(f"/{sample}", f"/{own}")
            document: dict[str, Any] = json.loads(text)
            if document["resourceType"] == "Patient":
                name = f"{GIVEN[number % len(GIVEN)]} {FAMILY[number // len(GIVEN)]}"
                document = {"resourceType": "Patient", "id": own, "name": [{"text": name}]}
            yield document


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    base = f"http://{HOST}:{options.port}"
    sandbox = Sandbox(None, demo=True, base_url=f"{base}/fhir")
    for document in of_sixty(datetime.now(UTC)):
        sandbox.write(document)
    setup = Setup("demo", None, f"{base}/fhir", httpx.ASGITransport(app=sandbox.app))
    run = argparse.Namespace(port=options.port, no_browser=True, data=None)
    return _run(setup, run, [f"Lantern is at {base}"], clinic=sandbox.app)


if __name__ == "__main__":
    sys.exit(main())
