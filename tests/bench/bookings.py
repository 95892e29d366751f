"""What waits on whoever books for 60 patients, read and drawn again after a commit, beside the first time."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from api_client.sandbox import Sandbox
from mobile.care.agenda import Session
from mobile.screens.frame import Person
from tests.bench.table import Figure
from tests.screens.clinic_of import NOW
from tests.screens.harness import Phone, PretendWiring
from tests.shots.full_bookings import MANY, patients
from tests.unit.care.test_with_the_clinic import BASE, device_of

ROUNDS = 11
QUINN = Person(
    "x|Practitioner/coordinator", "practitioner", "Quinn Template", "Practitioner/coordinator", None
)


async def redraws() -> tuple[float, float]:
    """Median milliseconds: the first drawing, and again after one session was moved."""
    clinic = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    for document in patients(NOW, clinic.find("Slot", status="free")[2:5]):
        clinic.write(document)
    with tempfile.TemporaryDirectory() as folder:
        async with device_of(clinic, "coordinator", Path(folder)) as device:
            await device.sync()
            wiring = PretendWiring(records=device.records, person=QUINN, at=NOW)
            async with Phone(wiring, width=1280) as desk:
                began = time.perf_counter()
                await desk.start("/bookings/waiting", rests=False)
                await desk.until(lambda: bool(desk.find("Times that are free")))
                first = (time.perf_counter() - began) * 1000
                await desk.rest()
                top: Any = desk.shell._top  # type: ignore[union-attr]
                again = [await _after_a_commit(desk, device.records, top, turn) for turn in range(ROUNDS)]
    clinic.close()
    return first, statistics.median(again)


async def _after_a_commit(desk: Phone, records: Any, top: Any, turn: int) -> float:
    one = next(one for one in await records.every(Session) if one.status == "booked")
    at = NOW + timedelta(days=40, minutes=turn)
    await records.save(one.changed(start=at.isoformat(), end=(at + timedelta(hours=2)).isoformat()))
    began = time.perf_counter()
    await top.redraw()
    taken = (time.perf_counter() - began) * 1000
    await desk.rest()
    return taken


def figures() -> list[Figure]:
    first, again = asyncio.run(redraws())
    return [
        Figure(
            f"what waits, {MANY} patients: again after a commit",
            again,
            first,
            "ms",
            "<= 0.3",
            "the first time",
        )
    ]
