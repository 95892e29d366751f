"""Random lives of one store beside a toy clinic: saves, edits, removals, lost answers, other people's edits, stops.

What must hold whatever the order: the last words a person saved of each record reach the clinic, once; nothing private
does; what was removed is gone there; both sides are equal when all is quiet.

LANTERN_RECORD_SCHEDULES: how many lives (15 here, 2,000 in the campaign).
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from mobile.records import OutboxRow, Records, ServerCopy, Store
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import Clocks, Secretly, Wish, at, no_sleep, pulled

LIVES = int(os.environ.get("LANTERN_RECORD_SCHEDULES", "15"))
STEPS = 40


@dataclass
class Clinic:
    """Documents by the record's own identifier: conditional create, guarded update, idempotent delete."""

    held: dict[str, tuple[str, int, str, str | None]] = field(
        default_factory=dict
    )  # id: (server id, version, words, about)
    history: dict[str, list[str]] = field(default_factory=dict)
    made: int = 0
    clock: int = 0

    def copy(self, id: str) -> ServerCopy:
        server_id, version, words, about = self.held[id]
        values = json.loads(Wish(words, id, None).to_json())
        if about is not None:
            values["addresses"] = [{"reference": about}]
        values |= {"id": server_id, "meta": {"versionId": str(version), "lastUpdated": at(version)}}
        return ServerCopy(server_id, f'W/"{version}"', at(version), json.dumps(values))

    def put(self, id: str, words: str, about: str | None) -> ServerCopy:
        self.clock += 1
        server_id = self.held[id][0] if id in self.held else self._named()
        self.held[id] = (server_id, self.clock, words, about)
        self.history.setdefault(id, []).append(words)
        return self.copy(id)

    def _named(self) -> str:
        self.made += 1
        return f"s{self.made}"


class Life:
    """One schedule. The pusher here does what sync does, in its simplest form."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.clinic = Clinic()
        self.clocks = Clocks()
        self.folder, self.secrets = folder, MemorySecrets()
        self.store = self._store()
        self.last: dict[str, str] = {}  # what the person last saved
        self.about: dict[str, str | None] = {}
        self.removed: set[str] = set()
        self.private: list[str] = []
        self.number = 0
        self.records: Records

    def _store(self) -> Store:
        return Store(
            self.folder, self.secrets, clock=self.clocks.now, steady=self.clocks.steady, sleep=no_sleep
        )

    async def live(self) -> None:
        self.records = await self.store.create(None)
        acts: list[Callable[[], object]] = [
            self.write, self.write, self.edit, self.edit, self.remove, self.push, self.push, self.push, self.pull,
            self.others_edit, self.stop, self.write_private, self.settle, self.hand_out_only,
        ]  # fmt: skip
        for _ in range(STEPS):
            await self.chance.choice(acts)()  # type: ignore[misc]
        await self.be_quiet()

    def words(self) -> str:
        self.number += 1
        return f"words {self.number}"

    async def write(self) -> None:
        ids = [id for id in self.last if id not in self.removed]
        wish = Wish(self.words(), about=self.chance.choice([None, *ids]))
        await self.records.save(wish)
        self.last[wish.id], self.about[wish.id] = wish.words, wish.about

    async def edit(self) -> None:
        ids = [id for id in self.last if id not in self.removed]
        if ids:
            id = self.chance.choice(ids)
            wish = Wish(self.words(), id, self.about[id])
            await self.records.save(wish)
            self.last[id] = wish.words

    async def remove(self) -> None:
        # only what nothing refers to: a share is taken back with its own rules, tested elsewhere
        used = {about for id, about in self.about.items() if id not in self.removed}
        ids = [id for id in self.last if id not in self.removed and id not in used]
        if ids and self.chance.random() < 0.5:
            id = self.chance.choice(ids)
            await self.records.remove(Wish("", id))
            self.removed.add(id)

    async def write_private(self) -> None:
        secret = Secretly(self.words())
        await self.records.save(secret)
        self.private.append(secret.words)

    async def push(self, *, is_lossy: bool = True) -> None:
        rows = await self.records.due(self.clocks.now(), self.chance.randint(1, 4))
        await self.records.begin([row.seq for row in rows])
        for row in rows:
            if is_lossy and self.chance.random() < 0.15:
                await self.records.retry_later(row.seq, self.clocks.now(), "offline")
                continue
            is_lost = is_lossy and self.chance.random() < 0.2
            if is_lossy and self.chance.random() < 0.2:
                await self.edit()  # typing while it is sent
            await self.send(row, is_lost)

    async def send(self, row: OutboxRow, is_lost: bool) -> None:
        records, id = self.records, row.local_id
        if row.op == "delete":
            self.clinic.held.pop(id, None)
            return await self.answer(row, None, is_lost)
        wish = Wish.from_json(row.payload)
        about = None
        if wish.about is not None:
            name = await records.server_id(wish.about)
            assert name is not None
            about = "/".join(name)
        held = self.clinic.held.get(id)
        if held is None:
            if row.op == "update":
                return await records.park(row.seq, "gone")
            return await self.answer(row, self.clinic.put(id, wish.words, about), is_lost)
        theirs = self.clinic.copy(id)
        if held[2] == wish.words:
            return await self.answer(row, theirs, is_lost)
        if row.op == "create":
            await records.acknowledge([(row.seq, ServerCopy(theirs.server_id, None, None, row.payload))])
            await records.store_page("", [pulled(theirs)], None)
            return await self.read_what_is_open()
        if row.etag == theirs.etag:
            return await self.answer(row, self.clinic.put(id, wish.words, about), is_lost)
        return await records.conflict(row.seq, theirs)

    async def answer(self, row: OutboxRow, copy: ServerCopy | None, is_lost: bool) -> None:
        if is_lost:
            await self.records.retry_later(row.seq, self.clocks.now(), "timed_out")
        else:
            await self.records.acknowledge([(row.seq, copy)])

    async def hand_out_only(self) -> None:
        await self.records.due(self.clocks.now(), 3)

    async def pull(self) -> None:
        ids = list(self.clinic.held)
        await self.records.store_page("all", [pulled(self.clinic.copy(id)) for id in ids], None)
        await self.read_what_is_open()

    async def read_what_is_open(self) -> None:
        """Each by itself: at this clinic a newer version always comes of the one before."""
        for one in await self.records.unsettled():
            if one.local_id in self.clinic.held:
                await self.records.store_read(pulled(self.clinic.copy(one.local_id)), is_own=True)

    async def others_edit(self) -> None:
        if self.clinic.held and self.chance.random() < 0.3:
            id = self.chance.choice(list(self.clinic.held))
            self.clinic.put(id, f"theirs {self.words()}", self.clinic.held[id][3])

    async def stop(self) -> None:
        """The process ends in the middle and begins again."""
        self.store.lock()
        self.clocks.pass_s(60)
        self.store = self._store()
        self.records = await self.store.unlock(None)

    async def settle(self) -> None:
        for conflict in await self.records.conflicts(Wish):
            wish = Wish(self.words(), conflict.id, self.about[conflict.id])
            await self.records.settle(wish)
            self.last[conflict.id] = wish.words

    async def be_quiet(self) -> None:
        for _ in range(60):
            self.clocks.wall += timedelta(minutes=1)
            await self.settle()
            await self.push(is_lossy=False)
        await self.pull()
        assert set((await self.records.pending()).values()) == {0}

    async def check(self) -> None:
        clinic = self.clinic
        local = {wish.id: wish.words for wish in await self.records.newest(Wish, 10_000)}
        assert local == {id: held[2] for id, held in clinic.held.items()}
        assert set(local) == set(self.last) - self.removed
        for id, words in self.last.items():
            if id not in self.removed:
                assert words in clinic.history[id]
                ours = [said for said in clinic.history[id] if not said.startswith("theirs")]
                assert ours[-1] == words
                assert len(ours) == len(set(ours))  # each once
        assert not {words for said in clinic.history.values() for words in said} & set(self.private)
        assert await self.records.verify() == []
        self.store.lock()


async def test_the_last_words_of_every_record_reach_the_clinic_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for seed in range(LIVES):
        life = Life(tmp_path / str(seed), seed)
        try:
            await life.live()
            await life.check()
        except BaseException:
            print(f"seed {seed}")
            raise
        finally:
            life.store.lock()
    with capsys.disabled():
        print(f"FIGURES {LIVES} lives of {STEPS} steps, 0 lost, 0 doubled")
