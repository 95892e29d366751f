"""Random histories of one person's device (T23): taken out, wiped, brought to another: equal, once; and what was wiped opens no more.

Every private noun is in them by its table (tests/private_things.py), and every kind that can be shared, written, changed, shared,
taken back and removed; nothing of it was sent. LANTERN_HISTORIES: how many (4 here, 1,000 in the campaign `histories`).
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from mobile.care.grant import ShareGrant
from mobile.care.own_words import OwnWords
from mobile.care.shared_kinds import SHAREABLE
from mobile.care.sharing import Reader, new_id, share, take_back
from mobile.noun import Noun
from mobile.records import Records, Store
from mobile.records.errors import DamagedCopy, StoreError, WrongPassphrase
from mobile.records.secrets import MemorySecrets
from mobile.wiring.known_nouns import known_nouns
from tests.private_things import AT, MADE, blank
from tests.unit.records.read_out import read_out

HISTORIES = int(os.environ.get("LANTERN_HISTORIES", "4"))
FIRST = int(os.environ.get("LANTERN_FIRST_SEED", "0"))
STEPS = 20
ME, SAM = "Patient/p1", Reader("Practitioner/t1", "Sam Sample")
OF = f"https://clinic.test/fhir|{ME}"
PASSPHRASE = "four ordinary words"
Private = dict[str, Noun]


class History:
    """`private`: by id, what there is as it was saved last."""

    def __init__(self, records: Records, seed: int) -> None:
        self.records, self.chance = records, random.Random(seed)
        self.private: Private = {}
        self.words = 0

    def word(self) -> str:
        self.words += 1
        return f"zq{self.words}q"

    async def live(self) -> None:
        every = list(MADE)
        self.chance.shuffle(every)
        for kind in every[: self.chance.randint(1, len(every))]:
            await self._keep(MADE[kind](self.word))
        for _ in range(STEPS):
            await self.chance.choice(
                (self.writes, self.changes, self.shares, self.takes_back, self.removes)
            )()

    async def _keep(self, noun: Noun) -> None:
        await self.records.save(noun)
        self.private[noun.id] = noun

    async def writes(self) -> None:
        await self._keep(blank(self.chance.choice(SHAREABLE)).revise(f"New {self.word()}", AT))

    async def changes(self) -> None:
        own = [one for one in self.private.values() if isinstance(one, OwnWords)]
        if own:
            await self._keep(self.chance.choice(own).revise(f"Other {self.word()}", AT).settle())

    async def shares(self) -> None:
        kind = self.chance.choice(SHAREABLE)
        nouns = share(blank(kind).revise(f"Shared {self.word()}", AT), ME, SAM, AT, make_id=new_id)
        await self.records.save_all(nouns)
        self.private[nouns[-1].id] = nouns[-1]

    async def takes_back(self) -> None:
        shared: list[Any] = [one for one in self.private.values() if getattr(one, "copies", ())]
        if shared:
            thing = self.chance.choice(shared)
            link = thing.copies[0]
            grant = await self.records.get(ShareGrant, link.grant_id)
            copy = await self.records.get(type(thing).COPY, link.copy_id)
            assert grant is not None
            save, remove = take_back([(grant, copy)], thing, AT)
            await self.records.save_all(save, remove)
            self.private[thing.id] = save[-1]

    async def removes(self) -> None:
        if self.private:
            id = self.chance.choice(list(self.private))
            await self.records.remove(self.private.pop(id))


async def has_it_all(records: Records, private: Private) -> None:
    for noun in private.values():
        found = await records.get(type(noun), noun.id)
        assert found == noun, type(noun).__name__
    assert sum([await records.count(kind) for kind in MADE]) == len(private), (
        "nothing came back that was removed"
    )


def in_order(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As they lie, those last that are seen only in an entry: they are brought after it."""
    return sorted(found, key=lambda one: one["kind"] in known_nouns().within)


@pytest.mark.timeout(0)
async def test_what_is_taken_out_is_equal_on_another_device_and_what_is_wiped_opens_no_more(
    tmp_path: Path,
) -> None:
    records_moved, opened = 0, 0
    for seed in range(FIRST, FIRST + HISTORIES):
        folder, secrets = tmp_path / str(seed), MemorySecrets()
        old = Store(folder / "old", secrets)
        records = await old.create(None)
        history = History(records, seed)
        await history.live()
        is_sealed = seed % 2 == 0
        before = await read_out(records)
        copy = await (records.export_sealed(PASSPHRASE, OF) if is_sealed else records.export_open(OF))
        old.lock()
        shutil.copytree(folder / "old", folder / "image")  # as somebody has who took the disk's image before
        await old.shred()
        thief = Store(folder / "image", secrets)
        try:
            await thief.look()
            await thief.unlock(None)
            opened += 1
        except StoreError:
            pass
        finally:
            thief.lock()
        new = Store(folder / "new", MemorySecrets())
        here = await new.create(None)
        if is_sealed:
            with pytest.raises(WrongPassphrase):
                await here.import_sealed(copy, PASSPHRASE + "x", OF, known=known_nouns())
        cut = copy[: -(1 + history.chance.randrange(len(copy) // 2))]
        with pytest.raises((DamagedCopy, StoreError)):
            await here.import_sealed(cut, PASSPHRASE, OF, known=known_nouns())
        assert await read_out(here) == []
        brought = await here.import_sealed(copy, PASSPHRASE, OF, known=known_nouns())
        assert brought.unreadable == 0
        await has_it_all(here, history.private)
        if is_sealed:  # of an open file no share is believed
            assert in_order(await read_out(here)) == in_order(before)
        again = await here.import_sealed(copy, PASSPHRASE, OF, known=known_nouns())
        assert (again.added, again.renewed) == (0, 0)
        assert await here.verify() == []
        records_moved += brought.added
        new.lock()
        shutil.rmtree(folder)
    print(f"FIGURES {HISTORIES} histories, {records_moved} records brought back, wiped and opened {opened}")
    assert opened == 0
