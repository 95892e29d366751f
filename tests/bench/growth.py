"""Years of use: Today, the list of intentions and Journal of a person with 1,000 intentions and 500 of them shared, beside one
with 10 and 5; and how long the loop stands still meanwhile, for 10,000 and 2,000.

A page without a screen over a real store: what is read, made and put on the wire is all there, Flutter's drawing is not.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from mobile.app import collect_garbage_less_often
from mobile.care.intention import begin
from mobile.care.sharing import Reader, share
from tests.bench.table import Figure
from tests.screens.clinic_of import NOW, seeded
from tests.screens.clinic_of import person as sample
from tests.screens.harness import Phone, PretendWiring

ROWAN = sample("rowan")
ROUNDS = 7
AT_ONCE = 500


@dataclass(frozen=True)
class Taken:
    """Milliseconds, medians but for the stall, which is the longest."""

    redraw: float
    opened: float
    stall: float


async def person(folder: Path, intentions: int, shared: int) -> Any:
    """Records of somebody at the sandbox clinic who wrote and shared as many."""
    records = await seeded(folder, "rowan")
    made = [
        begin(f"i{number}", None, NOW - timedelta(hours=number)).revise(
            f"To look at {number} kindly", NOW - timedelta(hours=number)
        )
        for number in range(intentions)
    ]
    nouns = [
        noun
        for one in made[:shared]
        for noun in share(one, "Patient/rowan", Reader("Practitioner/sam", "Sam"), NOW)
    ]
    for start in range(0, intentions - shared, AT_ONCE):
        await records.save_all(made[shared:][start : start + AT_ONCE])
    for start in range(0, len(nouns), AT_ONCE):
        await records.save_all(nouns[start : start + AT_ONCE])
    return records, made


async def taken(folder: Path, intentions: int, shared: int) -> Taken:
    records, made = await person(folder, intentions, shared)
    redraws, opened = list[float](), list[float]()
    wiring = PretendWiring(records=records, person=ROWAN, at=NOW)
    stall = _Stall()
    async with Phone(wiring) as phone:
        await phone.start("/")
        with stall:
            for number in range(ROUNDS):
                await records.save(made[-1].revise(f"said otherwise {number}", NOW))
                await phone.rest()
                began = time.perf_counter()
                await phone.shell._top.redraw()  # type: ignore[union-attr]
                redraws.append((time.perf_counter() - began) * 1000)
    for _ in range(3):
        async with Phone(wiring) as phone:
            await phone.start("/")
            with stall:
                began = time.perf_counter()
                await phone.goes_to("/intentions")
                opened.append((time.perf_counter() - began) * 1000)
    return Taken(statistics.median(redraws), statistics.median(opened), stall.longest_ms)


class _Stall:
    """The longest that the event loop did nothing else."""

    longest_ms = 0.0

    def __enter__(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._tick())

    def __exit__(self, *_: object) -> None:
        self._task.cancel()

    async def _tick(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            self.longest_ms = max(self.longest_ms, (time.perf_counter() - began) * 1000 - 1)


def figures() -> list[Figure]:
    collect_garbage_less_often()  # as every process of the app does
    with tempfile.TemporaryDirectory() as folder:
        few = asyncio.run(taken(Path(folder) / "few", 10, 5))
        many = asyncio.run(taken(Path(folder) / "many", 1_000, 500))
        most = asyncio.run(taken(Path(folder) / "most", 10_000, 2_000))
    peer = "10 and 5"
    return [
        Figure(
            "Today after a commit, 1,000 intentions, 500 shared",
            many.redraw,
            few.redraw,
            "ms",
            "<= 30 ms",
            peer,
        ),
        Figure("  the list of intentions opened", many.opened, few.opened, "ms", "<= 100 ms", peer),
        Figure("  10,000 and 2,000: Today", most.redraw, few.redraw, "ms", "shown", peer),
        Figure("  10,000 and 2,000: the list", most.opened, few.opened, "ms", "shown", peer),
        Figure("  10,000 and 2,000: the loop's longest stall", most.stall, few.stall, "ms", "<= 20 ms", peer),
    ]
