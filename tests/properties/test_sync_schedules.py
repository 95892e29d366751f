"""Random schedules of two devices and a clinic (T1): nothing lost, nothing doubled, all equal when it is quiet."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.faults.sync.odd_clinic import BASE, OddClinic
from tests.faults.sync.schedules import Day

SCHEDULES = int(os.environ.get("LANTERN_SCHEDULES", "60"))
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None


@dataclass
class OddGround:
    """An odd clinic as a ground: `habits` are its switches."""

    habits: dict[str, Any]
    base: str = BASE
    patient: str = "Patient/rowan"
    clock: None = None
    auth: None = None
    app: OddClinic = field(init=False)
    beyond: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.app = OddClinic(**self.habits)
        is_guarded = self.app.announces and self.app.has_conditional_create
        self.beyond = frozenset() if is_guarded else frozenset({"duplicate"})

    def alive(self, resource_type: str) -> list[dict[str, Any]]:
        return self.app.alive(resource_type)

    def write(self, document: Any) -> None:
        self.app.put_in(dict(document))


HABITS: dict[str, dict[str, Any]] = {
    "plain": {},
    "silent": {"announces": False},
    "no conditional create": {"has_conditional_create": False},
    "no order": {"is_sorted": False, "honours_bound": False},
    "no links": {"has_next": False, "most_per_page": 7, "tells_total": True},
    "one instant": {"ticks": False},
}


async def play(seed: int, ground: Any) -> Day:
    folder = Path(tempfile.mkdtemp(dir=MEMORY))
    day = Day(seed, ground, folder)
    try:
        await day.play()
    except AssertionError as error:
        raise AssertionError(f"seed {seed}: {error}; {' > '.join(day.done)}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return day


@pytest.mark.timeout(0)
@pytest.mark.parametrize("habit", HABITS)
async def test_odd_clinics_and_two_devices_agree_when_it_is_quiet(habit: str) -> None:
    began, count = time.monotonic(), max(2, SCHEDULES // 12)
    steps = 0
    for seed in range(count):
        day = await play(seed, OddGround(HABITS[habit]))
        steps += len(day.done)
    took = time.monotonic() - began
    print(
        f"FIGURES {habit}: {count} schedules, {steps} steps, 0 lost, 0 doubled, {took / count * 1000:.0f} ms each"
    )
