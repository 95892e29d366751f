"""Voice notes: the list of a journal that has 500 of them, playing from the middle of two hours, and speaking for two hours."""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
from dataclasses import replace
from pathlib import Path

import psutil

from mobile.care.journal.sound import RATE
from mobile.care.journal.voice import PIECE_BYTES, VoiceNote
from mobile.noun import Noun
from mobile.records import Store
from mobile.records.ports import Keeping
from mobile.records.secrets import MemorySecrets
from mobile.screens.entry.model import EntryDraft
from mobile.screens.entry.recording import Recording
from mobile.screens.journal.entries import EntryList
from mobile.screens.journal.filters import VOICE
from mobile.screens.playback import PIECES_AT_ONCE
from mobile.screens.reads.voice import sound_of
from mobile.screens.writing.listing import beside
from tests.bench.journal import MANY, NOW, ZONE, entries, median_ms
from tests.bench.table import Figure

SPOKEN, PIECES = 500, 3
ME = "Patient/p1"
SECOND = bytes(2 * RATE)
MEGABYTE = 1 << 20


def spoken(id: str) -> tuple[VoiceNote, list[Noun]]:
    """Twelve seconds."""
    note, pieces = VoiceNote(id, NOW), list[Noun]()
    for _ in range(PIECES):
        note, piece = note.with_sound(b"\xff" * PIECE_BYTES)
        pieces.append(piece)
    return note.over("kept"), pieces


async def page_ms(folder: Path, *, has_voice: bool) -> tuple[float, float]:
    """The first page, where all of its entries have a voice note or none has; and those that were spoken."""
    store = Store(folder, MemorySecrets())
    records = await store.create(None)
    made = entries(MANY)
    if has_voice:
        made[-SPOKEN:] = [replace(one, voice=(f"v{one.id}",)) for one in made[-SPOKEN:]]
        for one in made[-SPOKEN:]:
            note, pieces = spoken(f"v{one.id}")
            await records.save_all([note, *pieces])
    for start in range(0, MANY, 500):
        await records.save_all(made[start : start + 500])
    around, found = await beside(records, NOW, ME), EntryList(records)
    page = await median_ms(lambda: found.load(around), 15)
    assert all(line.spoken_s == 12.0 for line in found.lines) is has_voice
    found.where = VOICE.where
    narrowed = await median_ms(lambda: found.load(around), 5)
    store.lock()
    return page, narrowed


class Silent:
    """A microphone that does as it is asked."""

    async def begin(self) -> str:
        return "on"

    async def end(self) -> bool:
        return True


async def two_hours(records: Keeping) -> tuple[VoiceNote, float, float]:
    """The note, how many megabytes more the process took while it was spoken, and the CPU milliseconds of a second of it."""
    entry = EntryDraft(
        records, ME, ZONE, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None
    )
    await entry.load("e")
    one = Recording(records, lambda: NOW, entry, start=lambda work: work.close(), on_change=lambda: None)
    one.microphone = Silent()  # type: ignore[assignment]
    await one.begin()
    process = psutil.Process()
    before, cpu = 0, 0.0
    for second in range(7200):
        one.hear(SECOND, second + 1)
        if second % 4 == 3:
            await one.flush()
        if second == 120:  # what every run takes once is taken
            before, cpu = process.memory_info().rss, sum(process.cpu_times()[:2])
    grown = (process.memory_info().rss - before) / MEGABYTE
    spent = (sum(process.cpu_times()[:2]) - cpu) * 1000 / (7200 - 120)
    await one.stop()
    return one.note, grown, spent


async def long_note(folder: Path) -> tuple[float, float, float, float]:
    store = Store(folder, MemorySecrets())
    records = await store.create(None)
    note, grown, spent = await two_hours(records)
    chance = random.Random(7)
    taken = {place: list[float]() for place in (0, note.pieces // 4, note.pieces // 2, note.pieces * 3 // 4)}
    for _ in range(
        25
    ):  # in any order, with others between: what SQLite still holds, and what else the machine does, is in all
        for place in chance.sample(list(taken), len(taken)):
            taken[place].append(
                await median_ms(lambda at=place: sound_of(records, note, at, PIECES_AT_ONCE), 1)
            )
    store.lock()
    middle, first = taken[note.pieces // 2], taken[0]
    return grown, spent, statistics.median(middle), statistics.median(first)


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        spoken_page, narrowed = asyncio.run(page_ms(Path(folder) / "voice", has_voice=True))
        bare_page, _ = asyncio.run(page_ms(Path(folder) / "bare", has_voice=False))
        grown, spent, middle, first = asyncio.run(long_note(Path(folder) / "long"))
    peer = "no entry spoken"
    return [
        Figure(f"first page of {MANY:,}, all 50 spoken", spoken_page, bare_page, "ms", "<= 20 ms", peer),
        Figure("  those that were spoken, found by Voice", narrowed, None, "ms", "shown"),
        Figure("a minute from the middle of two hours", middle, first, "ms", "<= 1.2", "the first minute"),
        Figure("memory more after two hours of speaking", grown, None, "MB", "<= 20 MB"),
        Figure("CPU for a second of speaking, saved", spent, None, "ms", "<= 20 ms"),
    ]
