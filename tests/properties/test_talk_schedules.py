"""Random schedules of two devices of a patient and their therapist's, with a journal, shares of every kind, replies and messages:
nothing lost or doubled, nothing readable after taking back, nothing sent that was not given.

LANTERN_TALK: how many (5 here, 1,000 in the campaign `talk`); in the campaign `schedules` a tenth of its own number.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.faults.sync.grounds import SandboxGround
from tests.faults.sync.thread_facts import played
from tests.faults.sync.threads import TalkDay

OF_ALL = int(os.environ.get("LANTERN_SCHEDULES", "0")) // 10
SCHEDULES = int(os.environ.get("LANTERN_TALK", "0")) or OF_ALL or 5
FIRST = int(os.environ.get("LANTERN_FIRST_SEED", "0"))
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None


@pytest.mark.timeout(0)
async def test_what_is_given_is_there_once_and_what_is_not_is_nowhere() -> None:
    steps, failures = 0, list[str]()
    for seed in range(FIRST, FIRST + SCHEDULES):
        ground, folder = SandboxGround(keeps_signed=True), Path(tempfile.mkdtemp(dir=MEMORY))
        day = TalkDay(seed, ground, folder)
        try:
            await played(day)
        except Exception as error:
            failures.append(f"seed {seed}: {error!r}; {' > '.join(day.done)}")
            print(f"FAILED talk: {failures[-1]}", flush=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            ground.close()
        steps += len(day.done)
    assert not failures, "\n".join(failures)
    figures = "0 lost, 0 doubled, 0 readable after taking back, ungranted 0"
    print(f"FIGURES talk: {SCHEDULES} schedules, {figures}, {steps} steps")
