"""The journal: its first page and its search with 10,000 entries beside 1,000, and a keystroke in a very long entry."""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mobile.care.journal.entry import JournalEntry
from mobile.care.sharing import Reader, share
from mobile.records import Store
from mobile.records.secrets import MemorySecrets
from mobile.screens.entry.model import EntryDraft
from mobile.screens.journal.entries import EntryList
from mobile.screens.journal.filters import STARRED
from mobile.screens.writing.listing import beside
from tests.bench.note import WORDS
from tests.bench.table import Figure

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/Chicago")
MANY, FEW = 10_000, 1_000
LONG = "word by word of it. " * 10_000


def entries(count: int) -> list[JournalEntry]:
    """Of about 1.5 kB each, one in a hundred starred."""
    chance = random.Random(count)
    made: list[JournalEntry] = []
    for number in range(count):
        words = " ".join(chance.choice(WORDS) for _ in range(250))
        at = NOW - timedelta(hours=count - number)
        entry = JournalEntry(
            id=f"e{number}", words="", made_at=at, changed_at=at, is_starred=number % 100 == 0
        )
        made.append(entry.revise(words, at))
    return made


async def median_ms(work: Callable[[], Awaitable[object]], times: int) -> float:
    taken: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


async def lists_ms(folder: Path, count: int) -> dict[str, float]:
    store = Store(folder, MemorySecrets())
    records = await store.create(None)
    made = entries(count)
    for start in range(0, count, 500):
        await records.save_all(made[start : start + 500])
    await records.save_all(list(share(made[3], "Patient/p1", Reader("Practitioner/t1", "T"), NOW)))
    around, found = await beside(records, NOW, "Patient/p1"), EntryList(records)
    first = await median_ms(lambda: found.load(around), 1)
    again = await median_ms(lambda: found.load(around), 15)
    found.where = STARRED.where
    starred = await median_ms(lambda: found.load(around), 5)
    found.where, found.search = {}, "lake sister"
    await found.load(around)
    searched = await median_ms(lambda: found.load(around), 10)
    store.lock()
    return {"first": first, "again": again, "starred": starred, "searched": searched}


async def keystroke_ms(folder: Path) -> tuple[float, float]:
    """On the event loop: what a letter costs before the next can be heard, and its save."""
    store = Store(folder, MemorySecrets())
    records = await store.create(None)
    entry = JournalEntry(id="e", words="", made_at=NOW, changed_at=NOW).revise(LONG, NOW)
    await records.save(entry)
    draft = EntryDraft(
        records, "Patient/p1", ZONE, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None
    )
    await draft.load("e")
    typed, saved = list[float](), list[float]()
    for _ in range(30):
        words = draft.noun.words + "x"
        began = time.thread_time()
        draft.type(words)
        _ = draft.sendable, draft.is_unshared, draft.is_changed_since_shared
        typed.append((time.thread_time() - began) * 1000)
        began = time.thread_time()
        await draft.flush()
        saved.append((time.thread_time() - began) * 1000)
    store.lock()
    return statistics.median(typed), statistics.median(saved)


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        few = asyncio.run(lists_ms(Path(folder) / "few", FEW))
        many = asyncio.run(lists_ms(Path(folder) / "many", MANY))
        typed, saved = asyncio.run(keystroke_ms(Path(folder) / "long"))
    peer = f"{FEW:,} entries"
    return [
        Figure(f"first page of {MANY:,} entries", many["again"], few["again"], "ms", "<= 1.5", peer),
        Figure("  the first time after unlock, one shared", many["first"], few["first"], "ms", "shown", peer),
        Figure("  those with a star", many["starred"], few["starred"], "ms", "shown", peer),
        Figure(f"search of {MANY:,} entries", many["searched"], few["searched"], "ms", "<= 12", peer),
        Figure("a letter in 50,000 words", typed, None, "ms", "<= 30 ms"),
        Figure("  its save, on the event loop", saved, None, "ms", "<= 30 ms"),
    ]
