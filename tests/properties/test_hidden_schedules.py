"""Random lives of a store with two PINs and several second ones: each PIN shows exactly what it may, whatever was done before.

What must hold whatever the order: an entry is shown by the first PIN unless it was hidden, and by a second one if it was not
hidden by another; nothing is lost or doubled; nothing of what is closed is in a list, a count, a search or a copy.

LANTERN_HIDDEN_SCHEDULES: how many lives (6 here, 300 in the campaign).
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from mobile.records import Records, Store
from mobile.records.errors import WrongPin
from mobile.records.secrets import MemorySecrets
from tests.unit.records.hideable import Entry, Note, again, unzipped, words
from tests.unit.records.parts import Clocks, no_sleep

LIVES = int(os.environ.get("LANTERN_HIDDEN_SCHEDULES", "6"))
STEPS = 30
PINS = ["258013", "480215", "730194", "615972", "804276", "391607", "926038", "170825"]


class Life:
    """The store, and what each PIN may show: by id, the words and whose entry it is ("": everybody's)."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.clocks, self.secrets = Clocks(), MemorySecrets()
        self.store = Store(
            folder, self.secrets, clock=self.clocks.now, steady=self.clocks.steady, sleep=no_sleep
        )
        self.first, *self.spare = PINS
        self.open = 0  # which family, as it is numbered here; 0: the first PIN
        self.pins: dict[int, str] = {}
        self.made = 0
        self.entries: dict[str, tuple[str, int]] = {}

    async def begin(self) -> None:
        self.records: Records = await self.store.create(self.first)

    async def opens(self, family: int) -> None:
        self.store = again(self.store, self.secrets, self.clocks)
        self.open = family
        self.records = await self.store.unlock(self.pins.get(family, self.first))

    def _some(self, *, hidden: bool | None = None) -> str | None:
        """An entry that is in sight."""
        seen = [
            id
            for id, (_, family) in self.entries.items()
            if family in (0, self.open) and (hidden is None or bool(family) is hidden)
        ]
        return self.chance.choice(seen) if seen else None

    async def lives(self) -> None:
        acts = [
            self.writes,
            self.writes,
            self.changes,
            self.removes,
            self.hides,
            self.shows,
            self.goes_elsewhere,
            self.goes_elsewhere,
            self.sets_one,
            self.changes_one,
            self.ends_one,
            self.changes_the_pin,
            self.tries_a_wrong_one,
            self.changes_keys,
            self.is_salvaged,
            self.copies,
        ]
        await self.chance.choice(acts)()

    async def writes(self) -> None:
        self.made += 1
        entry = Entry(f"written{self.made}x", f"e{self.made}", (f"n{self.made}",))
        begins = self.open if self.chance.random() < 0.7 else 0
        if not begins:
            self.records.hiding.begin(entry.id, is_hidden=False)
        await self.records.save_all([Note(f"n{self.made}", entry.words), entry])
        self.entries[entry.id] = (entry.words, begins)

    async def changes(self) -> None:
        id = self._some()
        if id is not None:
            self.made += 1
            text = f"written{self.made}x"
            await self.records.save_all([Note(f"n{id[1:]}", text), Entry(text, id, (f"n{id[1:]}",))])
            self.entries[id] = (text, self.entries[id][1])

    async def removes(self) -> None:
        id = self._some()
        if id is not None:
            text, _ = self.entries.pop(id)
            await self.records.save_all([], [Note(f"n{id[1:]}", text), Entry(text, id)])

    async def hides(self) -> None:
        await self._moves(is_hidden=True)

    async def shows(self) -> None:
        await self._moves(is_hidden=False)

    async def _moves(self, *, is_hidden: bool) -> None:
        id = self._some(hidden=not is_hidden)
        if id is not None and self.open:
            text, _ = self.entries[id]
            entry = Entry(text, id, (f"n{id[1:]}",))
            await self.records.hiding.move(
                [entry, Note(f"n{id[1:]}", text)], is_hidden=is_hidden, over=[entry]
            )
            self.entries[id] = (text, self.open if is_hidden else 0)

    async def goes_elsewhere(self) -> None:
        await self.opens(self.chance.choice([0, *self.pins]))

    async def sets_one(self) -> None:
        if self.spare and not self.open:
            pin = self.spare.pop()
            await self.store.keep_second_pin(self.first, pin)
            self.pins[max(self.pins, default=0) + 1] = pin

    async def changes_one(self) -> None:
        if self.spare and self.open:
            pin = self.spare.pop(0)
            await self.store.change_second_pin(self.first, pin)
            self.spare.append(self.pins[self.open])
            self.pins[self.open] = pin

    async def ends_one(self) -> None:
        if self.open and self.chance.random() < 0.4:
            await self.store.end_second_pin(self.first)
            self.spare.append(self.pins.pop(self.open))
            self.entries = {
                id: (text, 0 if family == self.open else family)
                for id, (text, family) in self.entries.items()
            }
            self.open = 0

    async def changes_the_pin(self) -> None:
        if self.spare:
            pin = self.spare.pop(0)
            await self.store.change_pin(self.pins.get(self.open, self.first), pin)
            self.spare.append(self.first)
            self.first = pin

    async def tries_a_wrong_one(self) -> None:
        self.store.lock()
        for pin in self.spare[:2]:
            with pytest.raises(WrongPin):
                await self.store.unlock(pin)
        await self.opens(self.open)

    async def changes_keys(self) -> None:
        await self.store.rotate()
        await self.records.rekeying.wait()

    async def is_salvaged(self) -> None:
        self.store.lock()
        found = await self.store.salvage(self.pins.get(self.open, self.first))
        shown = sum(not family for _, family in self.entries.values())
        assert (found.came_back, found.lost) == (2 * shown, 0)  # an entry and its note
        await self.opens(self.open)

    async def copies(self) -> None:
        copy = unzipped(await self.records.export_open("me"))
        for text, family in self.entries.values():
            assert (text.encode() in copy) is not bool(family)

    async def check(self) -> None:
        """What this PIN shows is what it may show, by every way of asking."""
        wanted = sorted(text for text, family in self.entries.values() if family in (0, self.open))
        assert await words(self.records) == wanted
        assert await words(self.records, Note) == wanted
        assert not self.records.unreadable
        for text, family in self.entries.values():
            if family not in (0, self.open):
                assert await self.records.search(Entry, text, 9) == []


@pytest.mark.parametrize("seed", range(LIVES))
async def test_each_pin_shows_what_it_may_whatever_was_done_before(tmp_path: Path, seed: int) -> None:
    life = Life(tmp_path / "records", seed)
    await life.begin()
    for _ in range(STEPS):
        await life.lives()
        await life.check()
    for family in [0, *life.pins]:
        await life.opens(family)
        await life.check()
        assert await life.records.verify() == []
    life.store.lock()
