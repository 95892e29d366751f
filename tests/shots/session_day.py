"""`python -m tests.shots.session_day --port PORT`: `lantern demo` in which one sample person has a session in an hour, and another is in theirs."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime, timedelta

import httpx

from api_client.sandbox import Sandbox
from mobile.cli import HOST, _run
from mobile.wiring.setup import Setup
from tests.e2e.browser import DESK, PHONE, Tab
from tests.screens.clinic_of import documents_of
from tests.shots.places import Shot, to_having_eaten

SESSIONS = (
    ("rowan", "rowan-session-3", 60),
    ("tova", "tova-session-4", -20),
    ("marlow", "marlow-session-11", -50),
)
"""And in how many minutes each begins."""
AT_HOME, HOME = "marlow", "https://lantern.example/fhir/PlanDefinition/example-home"


async def to_session_day(tab: Tab) -> None:
    """From wherever the picture before left it: a device comes back to a day that is open."""
    for _ in range(6):
        there = [name for name in WAYS if await tab.by(name, "button").count()]
        if there == ["Speak a note"]:
            return
        await tab.tap(there[0] if there else WAYS[0])
        if there == ["It begins now"]:  # a tap asks
            await tab.tap("Yes")
    raise AssertionError("session day never came")


WAYS = ("Open session day", "Open it", "I am here", "It begins now", "Speak a note")
SESSION_DAY = (
    Shot("session-day", "/", "tova", steps=to_session_day),
    Shot("session-day-leaving", "/session-day/tova-session-4/leaving", "tova"),
    Shot("session-day-hand-over", "/session-day/tova-session-4/hand-over", "tova", (PHONE, DESK)),
    Shot("look-ins", "/session-day/marlow-session-11/look-ins", "marlow"),
    Shot("session-day-told", "/session/rowan-session-3", "rowan", steps=to_having_eaten),
)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    base, now = f"http://{HOST}:{options.port}", datetime.now(UTC)
    sandbox = Sandbox(None, demo=True, base_url=f"{base}/fhir")
    for name, id, minutes in SESSIONS:
        (one,) = [document for document in documents_of(name, now=now) if document["id"] == id]
        start = now + timedelta(minutes=minutes)
        times = {"start": start.isoformat(), "end": (start + timedelta(hours=2)).isoformat()}
        sandbox.write({**one, **times})
    (plan,) = [one for one in documents_of(AT_HOME, now=now) if one["id"] == f"{AT_HOME}-plan"]
    sandbox.write({**plan, "instantiatesCanonical": [HOME]})
    setup = Setup("demo", None, f"{base}/fhir", httpx.ASGITransport(app=sandbox.app))
    run = argparse.Namespace(port=options.port, no_browser=True, data=None)
    return _run(setup, run, [f"Lantern is at {base}"], clinic=sandbox.app)


if __name__ == "__main__":
    sys.exit(main())
