"""A large journal beside a small one, each in a process of its own: 10,000 entries with 500 voice notes against 1,000 with 50.

Start is from the PIN to the first page's values. Memory is of the whole app's process: the most that it ever held, which is while the
PIN's key is made, and what it holds in the end, with everything that a search looks through.
"""

from __future__ import annotations

import asyncio
import json
import re
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
PIN = "271801"
RUNS = 3
"""Processes of each; what is shown is the median."""


async def filled(folder: Path, count: int) -> dict[str, str]:
    """The secrets that open it, as text."""
    secrets = MemorySecrets()
    store = Store(folder, secrets)
    records = await store.create(PIN)
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
    records = await store.unlock(PIN)
    opened_at = time.perf_counter()
    around, found = await beside(records, NOW, ME), EntryList(records)
    await found.load(around)
    now = time.perf_counter()
    start, read = (now - began) * 1000, (now - opened_at) * 1000
    assert len(found.lines) == 50
    assert all(line.spoken_s == 12.0 for line in found.lines)
    page = await median_ms(lambda: found.load(around), 15)
    ready = await median_ms(found.make_ready, 1)
    found.search = "lake sister"
    first = await median_ms(lambda: found.load(around), 1)
    again = await median_ms(lambda: found.load(around), 10)
    held = held_mb("VmRSS")
    store.lock()
    return {
        "start": start,
        "read": read,
        "page": page,
        "ready": ready,
        "first search": first,
        "search": again,
        "memory": held_mb("VmHWM"),
        "held": held,
    }


def held_mb(which: str) -> float:
    """The resident size of this process: now, "VmRSS", or the greatest there was, "VmHWM"."""
    found = re.search(which + r":\s+(\d+)", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


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
        "start": ("from the PIN to the first page", "ms", "<= 1.2"),
        "read": ("of it, reading what is sealed", "ms", "shown"),
        "page": ("first page, all 50 spoken", "ms", "<= 5 ms"),
        "ready": ("made ready for a search, as its field is touched", "ms", "shown"),
        "first search": ("the first search then", "ms", "<= 80 ms"),
        "search": ("search", "ms", "<= 80 ms"),
        "memory": ("memory at most", "MB", "<= 1.2"),
        "held": ("memory in the end", "MB", "<= 1.2"),
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
