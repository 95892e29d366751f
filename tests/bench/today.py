"""Today of a patient with a year's course, read and drawn again after a commit: one that changes what is in view, and one that does
not; beside the first time, from the store to the page.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from mobile.care.agenda import Session
from mobile.care.session_day import SessionDay
from mobile.screens.reads.agenda import tick
from tests.bench.table import Figure
from tests.screens.clinic_of import NOW, documents_of, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring

ROUNDS = 15
MORE = 24
"""Sessions after the sample person's six, one every two weeks."""


async def _a_year(folder: Path) -> Any:
    records = await seeded(folder, "rowan")
    known = documents_of("rowan", now=NOW)
    last = max((one for one in known if one["resourceType"] == "Appointment"), key=lambda one: one["start"])
    plan = next(one for one in known if one["resourceType"] == "CarePlan" and "activity" in one)
    added = [
        last
        | {
            "id": f"year-{n}",
            "start": (NOW + timedelta(days=30 + 14 * n)).isoformat(),
            "end": (NOW + timedelta(days=30 + 14 * n, hours=2)).isoformat(),
        }
        for n in range(MORE)
    ]
    links = [{"reference": {"reference": f"Appointment/{one['id']}"}} for one in added]
    await receive_all(records, "rowan", [*added, plan | {"activity": [*plan["activity"], *links]}], version=9)
    return records


async def redraws() -> tuple[float, float, float, int]:
    """Median milliseconds: the first drawing, after a tick in view, after something out of view; and how many sessions."""
    first: list[float] = []
    seen: list[float] = []
    unseen: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        records = await _a_year(Path(folder))
        sessions = await records.every(Session)
        for number in range(3):
            async with Phone(PretendWiring(records=records, person=person("rowan"), at=NOW)) as phone:
                began = time.perf_counter()
                await phone.start("/", rests=False)
                await phone.until(lambda phone=phone: bool(phone.find("Before your session")))
                first.append((time.perf_counter() - began) * 1000)
                await phone.rest()
                top: Any = phone.shell._top  # type: ignore[union-attr]
                item = top.agenda.to_prepare(top.now.session)[0].key
                for turn in range(ROUNDS):
                    await tick(records, item)
                    seen.append(await _redraw(top))
                    await records.save(SessionDay(f"none-{number}-{turn}"))
                    unseen.append(await _redraw(top))
                    await phone.rest()
    return statistics.median(first), statistics.median(seen), statistics.median(unseen), len(sessions)


async def _redraw(top: Any) -> float:
    """As a commit tells the place to."""
    began = time.perf_counter()
    await top.redraw()
    return (time.perf_counter() - began) * 1000


def figures() -> list[Figure]:
    first, seen, unseen, sessions = asyncio.run(redraws())
    return [
        Figure(
            f"Today, {sessions} sessions: again after a tick in view",
            seen,
            first,
            "ms",
            "<= 30 ms",
            "the first time",
        ),
        Figure("  after a commit that changes nothing in view", unseen, first, "ms", "<= 30 ms", "the same"),
    ]
