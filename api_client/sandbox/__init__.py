"""The sandbox clinic: a FHIR R4 server with SMART sign-in and sample people, for the demo, the tests and a first look.

It must never hold a real person's record: it is a stand-in for a clinic's own server.
"""

from __future__ import annotations

from api_client.sandbox.clinic import Sandbox
from api_client.sandbox.faults import Fault, Faults, ShiftingClock
from api_client.sandbox.seed import seed

__all__ = ["Fault", "Faults", "Sandbox", "ShiftingClock", "seed"]
