"""A therapist's morning: the list of 60 patients with 2,000 things they shared, from an open store to the page, beside the same
documents read and parsed by sqlite3 and json alone; and the list again after one commit.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from mobile.care.notices import ShareNotice
from mobile.records import Store
from mobile.records.secrets import MemorySecrets
from mobile.screens.shared.model import SharedModel
from tests.bench.table import Figure, median_ms
from tests.screens.harness import THERAPIST, Phone, PretendWiring
from tests.screens.many_patients import FULL, NOW, THEO, documents, received
from tests.unit.care.samples import CHICAGO

ROUNDS = 3
SHOWN = f"{FULL.patients} people · sorted by need"


def plain_ms(folder: Path) -> float:
    """Median milliseconds to read every document out of a plain SQLite file and parse it."""
    database = sqlite3.connect(folder / "plain.db")
    database.execute("CREATE TABLE record(id INTEGER PRIMARY KEY, body TEXT)")
    texts = [(json.dumps(document),) for document in documents(FULL)]
    database.executemany("INSERT INTO record(body) VALUES(?)", texts)
    database.commit()
    taken = median_ms(
        lambda: [json.loads(body) for (body,) in database.execute("SELECT body FROM record")], ROUNDS
    )
    database.close()
    return taken


async def list_ms(folder: Path) -> tuple[float, float, float]:
    """Of a store that was just opened: what the list is made from, read; the whole list on the page; again after a commit."""
    store = Store(folder, MemorySecrets())
    await received(await store.create(None), FULL)
    read: list[float] = []
    shown: list[float] = []
    again: list[float] = []
    for number in range(ROUNDS):
        records = await _opened_anew(store)
        began = time.perf_counter()
        await SharedModel(records, lambda: NOW, THEO.reference, CHICAGO).load()
        read.append((time.perf_counter() - began) * 1000)
        records = await _opened_anew(store)
        async with Phone(PretendWiring(records=records, person=THERAPIST, at=NOW), width=1280) as desk:
            began = time.perf_counter()
            desk.soon(desk.start("/shared", rests=False))  # looking for stillness would take the same core
            await desk.until(lambda: _rows(desk) > 1)  # by name, the whole page would be walked each time
            shown.append((time.perf_counter() - began) * 1000)
            await desk.until(lambda: _rows(desk) > FULL.patients)
            await desk.sees(SHOWN)
            await desk.rest()
            again.append(await _after_a_commit(desk, records, number))
    store.lock()
    return statistics.median(read), statistics.median(shown), statistics.median(again)


def _rows(desk: Phone) -> int:
    """How many pieces the list has."""
    shell: Any = getattr(desk, "shell", None)
    top = shell._top if shell is not None else None
    return len(top._people.controls) if top is not None else 0


async def _opened_anew(store: Store) -> Any:
    store.lock()
    return await store.unlock(None)


async def _after_a_commit(desk: Phone, records: Any, number: int) -> float:
    """One notice is completed elsewhere; the place reads and draws again, as it does when a commit tells it to."""
    unread = [one for one in await records.every(ShareNotice) if not one.is_read]
    if unread:
        await records.save(unread[0].read_now(NOW))
    began = time.perf_counter()
    await desk.shell._top.redraw()  # type: ignore[union-attr]
    return (time.perf_counter() - began) * 1000


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        plain = plain_ms(Path(one))
        read, shown, again = asyncio.run(list_ms(Path(two) / "desk"))
    return [
        Figure(
            "therapist's list, 60 patients, 2,000 items: read",
            read,
            plain,
            "ms",
            "<= 4",
            "the same documents, sqlite3 and json",
        ),
        Figure("  its first screenful, from an open store", shown, plain, "ms", "<= 300 ms", "the same"),
        Figure("  read and drawn again after a commit", again, shown, "ms", "<= 0.3", "the first time"),
    ]
