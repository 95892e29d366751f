"""The store: a durable save beside a plain SQLite commit, lists, search, and memory."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from mobile.care.intention import Intention, begin
from mobile.care.sharing import Reader, share
from mobile.records import Store
from mobile.records.secrets import MemorySecrets
from mobile.screens.reads.shares import patient_shares
from mobile.screens.reads.team import team
from mobile.screens.reads.visits import visits
from mobile.screens.reads.writings import writings
from tests.bench.note import Note, notes
from tests.bench.table import Figure

SAVES = 600
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


async def plain_commits_ms(folder: Path, bodies: list[str]) -> tuple[float, float]:
    """Median milliseconds of one commit of the same text by stdlib sqlite3, WAL, synchronous FULL.

    Once called directly, once from an event loop through one thread, as an app that must not freeze has to.
    """
    half = len(bodies) // 2
    direct = _committed_ms(folder / "direct", bodies[:half])
    await asyncio.sleep(0)
    return direct, await _hopped_ms(folder / "hopped", bodies[half:])


def _opened(folder: Path) -> sqlite3.Connection:
    folder.mkdir()
    database = sqlite3.connect(folder / "plain.db", check_same_thread=False, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE record(id TEXT PRIMARY KEY, body TEXT)")
    database.execute("CREATE TABLE outbox(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, body TEXT)")
    return database


def _commit(database: sqlite3.Connection, number: int, body: str) -> None:
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO record VALUES(?, ?)", (str(number), body))
    database.execute("INSERT INTO outbox(id, body) VALUES(?, ?)", (str(number), body))
    database.execute("COMMIT")


def _committed_ms(folder: Path, bodies: list[str]) -> float:
    database = _opened(folder)
    taken: list[float] = []
    for number, body in enumerate(bodies):
        began = time.perf_counter()
        _commit(database, number, body)
        taken.append((time.perf_counter() - began) * 1000)
    database.close()
    return statistics.median(taken)


async def _hopped_ms(folder: Path, bodies: list[str]) -> float:
    database = _opened(folder)
    taken: list[float] = []
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1) as thread:
        for number, body in enumerate(bodies):
            began = time.perf_counter()
            await loop.run_in_executor(thread, _commit, database, number, body)
            taken.append((time.perf_counter() - began) * 1000)
    database.close()
    return statistics.median(taken)


async def saves_ms(store: Store, made: list[Note]) -> tuple[float, float]:
    """Median milliseconds of one save, and of sealing alone what one save seals."""
    records = await store.create(None)
    taken: list[float] = []
    for note in made:
        began = time.perf_counter()
        await records.save(note)
        taken.append((time.perf_counter() - began) * 1000)
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = AESGCM(os.urandom(32))
    sealing: list[float] = []
    for note in made:
        began = time.perf_counter()
        text = note.to_json().encode()
        head = json.dumps(dict(note.head())).encode()
        for part in (text, head, text, b"x" * 200):
            key.encrypt(os.urandom(12), part + bytes(-len(part) % 256), b"associated")
        sealing.append((time.perf_counter() - began) * 1000)
    store.lock()
    return statistics.median(taken), statistics.median(sealing)


async def lists_ms(folder: Path) -> tuple[float, float, float]:
    """Newest 50 of 10,000; a first search (opens every head) and the next one."""
    store = Store(folder, MemorySecrets())
    records = await store.create(None)
    made = notes(10_000)
    for start in range(0, len(made), 500):
        await records.save_all(made[start : start + 500])

    async def timed(work, times: int) -> list[float]:
        taken = []
        for _ in range(times):
            began = time.perf_counter()
            await work()
            taken.append((time.perf_counter() - began) * 1000)
        return taken

    newest = await timed(lambda: records.newest(Note, 50), 30)
    first = await timed(lambda: records.search(Note, "lake sister", 50), 1)
    again = await timed(lambda: records.search(Note, "quiet door", 50), 10)
    store.lock()
    return statistics.median(newest), first[0], statistics.median(again)


async def shares_ms(folder: Path) -> tuple[float, float]:
    """What a place reads of 505 shares: the first time, and after a commit of one intention."""
    store = Store(folder, MemorySecrets())
    records = await store.create(None)
    made = [begin(f"i{number}", None, START).revise(f"words {number}", START) for number in range(505)]
    await records.save_all(
        [noun for one in made for noun in share(one, "Patient/p1", Reader("Practitioner/t1", "T"), START)]
    )

    async def read() -> float:
        began = time.perf_counter()
        await visits(records, START)
        await team(records, START)
        await writings(Intention, records, await patient_shares(records))
        return (time.perf_counter() - began) * 1000

    first, again = await read(), list[float]()
    for number in range(20):
        await records.save(made[0].revise(f"said better {number}", START))
        again.append(await read())
    store.lock()
    return first, statistics.median(again)


MEMORY = """
import asyncio, re, sys, tempfile
from pathlib import Path
from mobile.records import Store
from mobile.records.secrets import MemorySecrets
from tests.bench.note import Note, notes
async def main(count):
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder), MemorySecrets()); records = await store.create(None)
        for start in range(0, count, 500):
            await records.save_all(notes(500, seed=start))
        await records.newest(Note, 50); await records.search(Note, "lake", 50)
        store.lock()
        print(int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) / 1024)
asyncio.run(main(int(sys.argv[1])))
"""


def memory_mb(count: int) -> float:
    """Greatest resident size of a process that wrote, listed and searched `count` entries."""
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(count)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def figures() -> list[Figure]:
    made = notes(SAVES)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        plain, hopped = asyncio.run(plain_commits_ms(Path(one), [note.to_json() for note in made]))
        ours, sealing = asyncio.run(saves_ms(Store(Path(one) / "sealed", MemorySecrets()), made))
        newest, first, again = asyncio.run(lists_ms(Path(two) / "many"))
        whole, changed = asyncio.run(shares_ms(Path(two) / "shares"))
    return [
        Figure(
            "durable save, less the sealing's own cost",
            ours - sealing,
            plain,
            "ms",
            "<= 1.5",
            "sqlite3 WAL+FULL",
        ),
        Figure("  the same", ours - sealing, hopped, "ms", "<= 1.5", "sqlite3, in a thread of an event loop"),
        Figure("  the sealing's own cost, apart", sealing, None, "ms", "shown"),
        Figure("newest 50 of 10,000", newest, None, "ms", "<= 5 ms"),
        Figure("search of 10,000", again, None, "ms", "<= 80 ms"),
        Figure("  the first search after unlock", first, None, "ms", "<= 80 ms"),
        Figure(
            "505 shares read after one commit", changed, whole, "ms", "<= 0.5", "the first reading of them"
        ),
        Figure("memory, 1,000 entries", memory_mb(1_000), None, "MB", "shown"),
        Figure("memory, 10,000 entries", memory_mb(10_000), None, "MB", "shown"),
    ]
