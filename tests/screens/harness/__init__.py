"""Drives a place, or the whole app, without a browser: find by role and name, tap, type, expect.

    async with Phone(PretendWiring(records=records)) as phone:
        await phone.start("/journal")
        await phone.tap("Write")
        await phone.type("What came up", "the sea")
        await phone.sees("Saved on this phone")
        assert phone.faults() == []

What would cover the screen with Flet's crash text fails the test at once.
"""

from tests.screens.harness.phone import Phone
from tests.screens.harness.tree import Node, faults_of, nodes_of
from tests.screens.harness.wiring import PATIENT, THERAPIST, PretendStatus, PretendWiring, opened_store

__all__ = [
    "PATIENT",
    "THERAPIST",
    "Node",
    "Phone",
    "PretendStatus",
    "PretendWiring",
    "faults_of",
    "nodes_of",
    "opened_store",
]
