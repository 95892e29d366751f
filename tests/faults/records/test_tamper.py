"""A file changed behind our back (T9): every flipped bit is found out or harmless, every swapped row refused.

LANTERN_TAMPER: how many random bits are flipped, one a time (300 here, 10,000 in the campaign); a tenth as many swaps.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from mobile.records import Records, Store
from mobile.records.database import FILE
from mobile.records.errors import StoreError
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import START, Secretly, Wish, copy_of, no_sleep, pulled
from tests.unit.records.read_out import read_out

FLIPS = int(os.environ.get("LANTERN_TAMPER", "300"))
SWAPS = max(60, FLIPS // 10)


async def everything(records: Records) -> dict[str, Any]:
    """All that a person or sync could read."""
    return {
        "copy": await read_out(records),
        "heads": await records.heads(Wish, 1 << 40),
        "search": [head.id for head in await records.search(Wish, "word", 1 << 40)],
        "mine": await records.newest(Secretly, 1 << 40),
        "due": await records.due(START, 1 << 40),
        "pending": await records.pending(),
        "known": await records.known("Goal"),
        "conflicts": await records.conflicts(Wish),
        "credential": await records.read_credential("tokens"),
        "note": await records.note("last"),
    }


async def filled(records: Records) -> None:
    wishes = [Wish(f"wish {n} " + "word " * n) for n in range(12)]
    await records.save_all([*wishes, Secretly("word of mine"), Secretly("another word")])
    rows = await records.due(START, 6)
    await records.begin([row.seq for row in rows])
    # What was begun has a snapshot of its own once the record is written again.
    await records.save_all([Wish(f"newer word {n}", rows[n].local_id) for n in (2, 4, 5)])
    await records.acknowledge(
        [(row.seq, copy_of(Wish.from_json(row.payload), f"s{row.seq}")) for row in rows[:4]]
    )
    await records.park(rows[4].seq, "rejected")
    await records.conflict(
        rows[5].seq, copy_of(Wish.from_json(rows[5].payload), "s-c", 2, words="their word")
    )
    await records.store_page("q", [pulled(copy_of(Wish(f"their word {n}"), f"t{n}")) for n in range(4)], None)
    await records.save(Wish("edited word", wishes[0].id))
    await records.write_credential("tokens", "abc")
    await records.note("last", "then")


class Ground:
    """A closed store, what it holds, and a second folder to break it in."""

    def __init__(self, folder: Path, secrets: MemorySecrets, holds: dict[str, Any]) -> None:
        self.data = (folder / "records" / FILE).read_bytes()
        self.folder = folder / "broken"
        self._secrets = dict(secrets._values)
        self._holds = holds

    async def outcome(self, data: bytes | None) -> str:
        """ "found": some call said so. "harmless": all reads as before. "missed": it reads otherwise, and nothing said so."""
        if data is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir()
            (self.folder / FILE).write_bytes(data)
        secrets = MemorySecrets()
        secrets._values = dict(self._secrets)
        store = Store(self.folder, secrets, sleep=no_sleep)
        try:
            records = await store.unlock(None)
            holds = await everything(records)
            is_known_at_clinic = bool(await records.verify()) or bool(records.unreadable)
        except (StoreError, sqlite3.Error):
            return "found"
        finally:
            store.lock()
        return "found" if is_known_at_clinic else "harmless" if holds == self._holds else "missed"


@pytest.fixture
async def ground(tmp_path: Path) -> Ground:
    secrets = MemorySecrets()
    store = Store(tmp_path / "records", secrets, sleep=no_sleep)
    records = await store.create(None)
    await filled(records)
    store.lock()
    records = await store.unlock(None)
    holds = await everything(records)
    store.lock()
    return Ground(tmp_path, secrets, holds)


async def test_an_untouched_file_reads_as_before(ground: Ground) -> None:
    assert await ground.outcome(ground.data) == "harmless"


async def test_every_flipped_bit_is_found_or_harmless(
    ground: Ground, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(9)
    counts = {"found": 0, "harmless": 0, "missed": 0}
    missed: list[int] = []
    for _ in range(FLIPS):
        data, bit = bytearray(ground.data), chance.randrange(8 * len(ground.data))
        data[bit // 8] ^= 1 << (bit % 8)
        outcome = await ground.outcome(bytes(data))
        counts[outcome] += 1
        if outcome == "missed":
            missed.append(bit // 8)
    with capsys.disabled():
        print(
            f"FIGURES {FLIPS} bits flipped: {counts['found']} found, {counts['harmless']} harmless, {counts['missed']} missed"
        )
    assert missed == []


SWAPPED = [
    ("record", "head"), ("record", "body"), ("outbox", "about"), ("outbox", "payload"), ("link", "about"),
    ("link", "base"), ("small", "sealed"), ("dek", "wrapped"),
]  # fmt: skip


async def test_no_sealed_value_opens_in_another_row(
    ground: Ground, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(10)
    outcomes: list[str] = []
    for number in range(SWAPS):
        table, column = SWAPPED[number % len(SWAPPED)]
        shutil.rmtree(ground.folder, ignore_errors=True)
        ground.folder.mkdir()
        (ground.folder / FILE).write_bytes(ground.data)
        file = sqlite3.connect(ground.folder / FILE, isolation_level=None)
        rows = file.execute(f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()
        (one, first), (other, second) = chance.sample(rows, 2)
        for rowid, sealed in ((one, second), (other, first)):
            file.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (sealed, rowid))
        file.close()
        outcomes.append(await ground.outcome(None))
    with capsys.disabled():
        print(f"FIGURES {SWAPS} swaps, {outcomes.count('found')} refused")
    assert set(outcomes) == {"found"}


async def test_a_row_moved_between_compartments_or_kinds_does_not_open(ground: Ground) -> None:
    for statement in (
        "UPDATE record SET kind = (SELECT kind FROM record WHERE compartment = 2 LIMIT 1) WHERE compartment = 1",
        "UPDATE record SET key = zeroblob(16) WHERE seq = 1",
        "UPDATE outbox SET kind = kind + 1",
        "UPDATE record SET seq = seq + 1000",
    ):
        ground.folder.mkdir(exist_ok=True)
        (ground.folder / FILE).write_bytes(ground.data)
        file = sqlite3.connect(ground.folder / FILE, isolation_level=None)
        file.execute(statement)
        file.close()
        assert await ground.outcome(None) == "found"
