"""Random schedules of two devices of a patient and their therapist's: no reply lost or doubled, none readable after taking back."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.faults.sync.grounds import SandboxGround
from tests.faults.sync.threads import TalkDay

SCHEDULES = int(os.environ.get("LANTERN_TALK", "5"))
FIRST = int(os.environ.get("LANTERN_FIRST_SEED", "0"))
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None


@pytest.mark.timeout(0)
async def test_replies_are_there_once_and_close_with_what_they_are_about() -> None:
    steps, failures = 0, list[str]()
    for seed in range(FIRST, FIRST + SCHEDULES):
        ground, folder = SandboxGround(), Path(tempfile.mkdtemp(dir=MEMORY))
        day = TalkDay(seed, ground, folder)
        try:
            await day.play()
        except Exception as error:
            failures.append(f"seed {seed}: {error!r}; {' > '.join(day.done)}")
            print(f"FAILED talk: {failures[-1]}", flush=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            ground.close()
        steps += len(day.done)
    assert not failures, "\n".join(failures)
    print(
        f"FIGURES talk: {SCHEDULES} schedules, 0 lost, 0 doubled, 0 readable after taking back, {steps} steps"
    )
