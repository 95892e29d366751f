"""Random schedules of two devices and a clinic (T1): nothing lost, nothing doubled, all equal when it is quiet.

LANTERN_SCHEDULES: how many against the sandbox (12 here, and one for each habit; 10,000 in the campaign), seeds from
LANTERN_FIRST_SEED on.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.sync.grounds import HABITS, LARGER, OddGround, SandboxGround, ground_with
from tests.faults.sync.schedules import Day

SCHEDULES = int(os.environ.get("LANTERN_SCHEDULES", "12"))
FIRST = int(os.environ.get("LANTERN_FIRST_SEED", "0"))
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None


async def play(seed: int, ground: SandboxGround | OddGround) -> Day:
    folder = Path(tempfile.mkdtemp(dir=MEMORY))
    day = Day(seed, ground, folder)
    try:
        await day.play()
    except Exception as error:
        raise AssertionError(f"seed {seed}: {error!r}; {' > '.join(day.done)}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        ground.close()
    return day


async def many(name: str, count: int, ground: Callable[[], SandboxGround | OddGround]) -> None:
    """Every one is played, so that one failure does not hide another; then the failures are raised together."""
    began, steps, failures = time.monotonic(), 0, list[str]()
    for seed in range(FIRST, FIRST + count):
        try:
            steps += len((await play(seed, ground())).done)
        except AssertionError as error:
            failures.append(str(error))
            print(f"FAILED {name}: {error}", flush=True)  # a campaign of an hour says it when it happens
    assert not failures, f"{name}: {len(failures)} of {count} schedules\n" + "\n".join(failures)
    each_ms = (time.monotonic() - began) / count * 1000
    figures = "0 lost, 0 doubled, 0 grants left active"
    print(f"FIGURES {name}: {count} schedules, {figures}, {steps} steps, {each_ms:.0f} ms each")


@pytest.mark.timeout(0)
async def test_two_devices_and_the_sandbox_agree_when_it_is_quiet() -> None:
    await many("sandbox", SCHEDULES, SandboxGround)


@pytest.mark.timeout(0)
@pytest.mark.parametrize("habit", [*HABITS, *LARGER])
async def test_two_devices_and_an_odd_clinic_agree_when_it_is_quiet(habit: str) -> None:
    await many(habit, max(1, SCHEDULES // 20), lambda: ground_with(habit))
