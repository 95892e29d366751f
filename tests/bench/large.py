"""A large journal beside a small one, each in a process of its own: 10,000 entries with 500 voice notes against 1,000 with 50.

Start is from the sealed files to the first page's values; memory is the most that the process ever held, with the whole app loaded.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from mobile.records import Store
from mobile.records.secrets import MemorySecrets
from mobile.screens.journal.entries import EntryList
from mobile.screens.writing.listing import beside
from tests.bench.journal import FEW, MANY, NOW, entries, median_ms
from tests.bench.table import Figure
from tests.bench.voice import ME, spoken

SPOKEN_OF = 20
"""One entry in so many has a voice note of twelve seconds; they are the newest, so that all of the first page have one."""
RUNS = 3
"""Processes of each; what is shown is the median."""


async def filled(folder: Path, count: int) -> dict[str, str]:
    """The secrets that open it, as text."""
    secrets = MemorySecrets()
    store = Store(folder, secrets)
    records = await store.create(None)
    made, voices = entries(count), count // SPOKEN_OF
    made[-voices:] = [replace(one, voice=(f"v{one.id}",)) for one in made[-voices:]]
    for one in made[-voices:]:
        note, pieces = spoken(f"v{one.id}")
        await records.save_all([note, *pieces])
    for start in range(0, count, 500):
        await records.save_all(made[start : start + 500])
    store.lock()
    return {name: value.hex() for name, value in secrets._values.items()}


async def opened(folder: Path, kept: dict[str, str]) -> dict[str, float]:
    """Milliseconds, and megabytes."""
    secrets = MemorySecrets()
    secrets._values = {name: bytes.fromhex(value) for name, value in kept.items()}
    began = time.perf_counter()
    store = Store(folder, secrets)
    await store.look()
    records = await store.unlock(None)
    around, found = await beside(records, NOW, ME), EntryList(records)
    await found.load(around)
    start = (time.perf_counter() - began) * 1000
    assert len(found.lines) == 50
    assert all(line.spoken_s == 12.0 for line in found.lines)
    page = await median_ms(lambda: found.load(around), 15)
    found.search = "lake sister"
    first = await median_ms(lambda: found.load(around), 1)
    again = await median_ms(lambda: found.load(around), 10)
    status = Path("/proc/self/status").read_text()
    held = {line.split(":")[0]: line.split()[1] for line in status.splitlines() if line.startswith("Vm")}
    store.lock()
    return {
        "start": start,
        "page": page,
        "first search": first,
        "search": again,
        "memory": int(held["VmHWM"]) / 1024,
    }


def measured(folder: Path, count: int) -> dict[str, float]:
    """Of `RUNS` processes, the median of each."""
    secrets = asyncio.run(filled(folder, count))
    runs: list[dict[str, Any]] = []
    for _ in range(RUNS):
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.large", str(folder)],
            input=json.dumps(secrets),
            capture_output=True,
            text=True,
            check=True,
        )
        runs.append(json.loads(done.stdout))
    return {name: sorted(run[name] for run in runs)[RUNS // 2] for name in runs[0]}


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        few = measured(Path(folder) / "few", FEW)
        many = measured(Path(folder) / "many", MANY)
    peer = f"{FEW:,} entries, {FEW // SPOKEN_OF} notes"
    goals = {
        "start": ("start, to the first page", "ms", "shown"),
        "page": ("first page, all 50 spoken", "ms", "<= 5 ms"),
        "first search": ("the first search", "ms", "<= 80 ms"),
        "search": ("search", "ms", "<= 80 ms"),
        "memory": ("memory at most", "MB", "<= 1.2"),
    }
    head = f"{MANY:,} entries, {MANY // SPOKEN_OF} notes: "
    return [
        Figure((head if name == "start" else "  ") + words, many[name], few[name], unit, goal, peer)
        for name, (words, unit, goal) in goals.items()
    ]


if __name__ == "__main__":
    import mobile.app  # what the process holds besides

    mobile.app.collect_garbage_less_often()
    print(json.dumps(asyncio.run(opened(Path(sys.argv[1]), json.load(sys.stdin)))))
