"""`python -m tests.shots.after_session --port PORT [--hours N]`: `lantern demo` in which a sample person's second session ended N
hours ago, and what the clinic asks in the first minutes and in the evening is asked until the next session."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from api_client.sandbox import Sandbox
from mobile.cli import HOST, _run
from mobile.wiring.setup import Setup
from tests.screens.clinic_of import documents_of

SESSION, PROTOCOL = "rowan-session-2", "example-iv-six"
ASKED = ("first-minutes", "evening")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--hours", type=float, default=0.1)
    options = parser.parse_args()
    base = f"http://{HOST}:{options.port}"
    sandbox = Sandbox(None, demo=True, base_url=f"{base}/fhir")
    known = {one["id"]: one for one in documents_of("rowan", now=datetime.now(UTC))}
    sandbox.write(_ended(known[SESSION], datetime.now(UTC) - timedelta(hours=options.hours)))
    sandbox.write(_asking(known[PROTOCOL]))
    setup = Setup("demo", None, f"{base}/fhir", httpx.ASGITransport(app=sandbox.app))
    run = argparse.Namespace(port=options.port, no_browser=True, data=None)
    return _run(setup, run, [f"Lantern is at {base}"], clinic=sandbox.app)


def _ended(session: dict[str, Any], at: datetime) -> dict[str, Any]:
    return {**session, "start": (at - timedelta(hours=2)).isoformat(), "end": at.isoformat()}


def _asking(protocol: dict[str, Any]) -> dict[str, Any]:
    """Whatever the hour is at the clinic."""
    layers = next(one for one in protocol["action"] if one.get("id") == "layers")
    asked = [one for one in layers["action"] if one["id"] in ASKED]
    for one in asked:
        one.pop("timingTiming", None)
        one["relatedAction"] = [{"actionId": "session", "relationship": "after-end"}]
    layers["action"] = asked
    return protocol


if __name__ == "__main__":
    sys.exit(main())
