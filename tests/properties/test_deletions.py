"""Deleting, copying and bringing back in any order, on two devices: nothing is lost that was not deleted there, and nothing that was
deleted on a device comes back on it unasked."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mobile.records import Records, Store
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import START, Secretly, no_sleep

OF = "somebody"
SEEDS, STEPS = 40, 30
Words = dict[str, str]
"""By id."""


@dataclass
class Device:
    """What a store holds, and beside it what it should: the words that are there, and what was deleted there."""

    store: Store
    records: Records
    there: Words = field(default_factory=dict[str, str])
    deleted: set[str] = field(default_factory=set[str])

    async def write(self, chance: random.Random, number: int) -> None:
        """A new one, a change, or what was deleted written again under its id."""
        known = sorted(self.there.keys() | self.deleted)
        one = Secretly(f"words {number}")
        if known and chance.random() < 0.4:
            one = Secretly(one.words, chance.choice(known))
        await self.records.save(one)
        self.there[one.id] = one.words
        self.deleted.discard(one.id)

    async def delete(self, chance: random.Random) -> None:
        if self.there:
            id = chance.choice(sorted(self.there))
            await self.records.remove(Secretly(self.there.pop(id), id))
            self.deleted.add(id)

    async def bring(self, copy: bytes, held: Words, *, with_deleted: bool) -> None:
        brought = await self.records.import_sealed(copy, "", OF, with_deleted=with_deleted)
        missing = held.keys() - self.there.keys()
        left_out = set[str]() if with_deleted else missing & self.deleted
        assert brought.deleted == left_out
        assert brought.added == len(missing - left_out)
        for id in missing - left_out:
            self.there[id] = held[id]
            self.deleted.discard(id)

    async def check(self) -> None:
        assert {one.id: one.words for one in await self.records.every(Secretly)} == self.there


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_any_order(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    devices: list[Device] = []
    for name in ("phone", "laptop"):
        store = Store(tmp_path / name, MemorySecrets(), clock=lambda: START, sleep=no_sleep)
        devices.append(Device(store, await store.create(None)))
    copies: list[tuple[bytes, Words]] = []
    for number in range(STEPS):
        device = chance.choice(devices)
        act = chance.choice(("write", "write", "delete", "copy", "bring", "bring", "bring with deleted"))
        if act == "write":
            await device.write(chance, number)
        elif act == "delete":
            await device.delete(chance)
        elif act == "copy":
            copies.append((await device.records.export_open(OF), dict(device.there)))
        elif copies:
            copy, held = chance.choice(copies)
            await device.bring(copy, held, with_deleted=act != "bring")
        await device.check()
    for device in devices:
        assert await device.records.verify() == []
        device.store.lock()
