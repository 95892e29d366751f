"""One short story in which sync makes every kind of request, told with one kind of request struck by one fault."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mobile.records.ports import SendState
from mobile.sync import PullQuery
from mobile.sync.arrivals import ENTERED_IN_ERROR
from tests.faults.sync.device import Device
from tests.faults.sync.entries import Entry, Pointer, filing_for
from tests.faults.sync.grounds import OddGround, SandboxGround
from tests.faults.sync.schedules import own_id
from tests.faults.sync.weather import Weather

Ground = SandboxGround | OddGround


@dataclass
class Story:
    """`strikes`: how many requests of the kind are struck; more than a round's retries, or just one."""

    ground: Ground
    device: Device
    kind: str
    fault: str
    strikes: int
    wanted: dict[str, str] = field(default_factory=dict)
    states: set[str] = field(default_factory=set)
    on_signed_out: Callable[[], Awaitable[None]] | None = None

    async def tell(self) -> None:
        weather = self.device.transport
        assert isinstance(weather, Weather)
        left = self.strikes

        def choose(kind: str) -> str | None:
            nonlocal left
            if kind != self.kind or left <= 0:
                return None
            left -= 1
            return self.fault

        weather.choose = choose
        await self._clinic_writes(12)
        first = await self._patient_writes(18)  # many at once: a batch
        last = await self._patient_writes(1)  # one: a single guarded create
        await self._points_to(last[0])
        await self._edits(first[0])
        await self._both_edit(first[1])
        await self._removes(first[2])
        self._clinic_removes()
        await self._sync()
        weather.choose = lambda kind: None
        await self._calm()
        await self._check()

    # --- chapters ---

    async def _clinic_writes(self, count: int) -> None:
        for n in range(count):
            words = f"from the clinic {n}"
            entry = Entry.new(self.ground.patient, words)
            self.ground.write(_document(entry))
            self.wanted[entry.id] = words
            self.ground.passed(1.0)
        self._made_there = list(self.wanted)
        await self._sync()

    async def _patient_writes(self, count: int) -> list[Entry]:
        entries = [Entry.new(self.ground.patient, f"mine {len(self.wanted) + n}") for n in range(count)]
        await self.device.records.save_all(entries)
        self.wanted.update({entry.id: entry.words for entry in entries})
        await self._sync()
        return entries

    async def _points_to(self, entry: Entry) -> None:
        await self.device.records.save(Pointer.to(entry))
        await self._sync()

    async def _edits(self, entry: Entry) -> None:
        await self._save_edit(entry.id, "edited")
        await self._sync()

    async def _save_edit(self, id: str, added: str) -> None:
        known = await self.device.records.get(Entry, id)
        assert known is not None
        words = f"{known.words} {added}"
        await self.device.records.save(Entry(id, words, known.patient, known.rest))
        self.wanted[id] = words

    async def _both_edit(self, entry: Entry) -> None:
        """The clinic adds a note the device has not seen: both versions are kept, and the person joins them."""
        for goal in self.ground.alive("Goal"):
            if own_id(goal) == entry.id:
                self.ground.write({**goal, "note": [{"text": "seen"}]})
        await self._save_edit(entry.id, "while the clinic wrote")
        await self._sync()

    async def _removes(self, entry: Entry) -> None:
        known = await self.device.records.get(Entry, entry.id)
        assert known is not None
        await self.device.records.remove(known, withdrawn_stub=known.withdrawn_stub())
        del self.wanted[entry.id]
        await self._sync()

    def _clinic_removes(self) -> None:
        """Where a clinic tells of no deletion, what is gone there is kept here as lost: see the tests of what is lost."""
        if not self.ground.tells_of_deletions:
            return
        gone = self._made_there[0]
        for goal in self.ground.alive("Goal"):
            if own_id(goal) == gone:
                self.ground.remove(goal["id"])
                del self.wanted[gone]

    # --- between ---

    async def _sync(self) -> None:
        self.ground.passed(1000.0)
        self.device.time.forward(1000.0)
        await self.device.engine.once()
        status = self.device.engine.status
        self.states.add(f"{status.phase}:{status.reason}")
        if await self.device.unsent():
            assert status.phase != "idle", "called idle while something is unsent"
            assert status.phase == "sending" or status.reason, "a state without a name"
        if status.phase == "signed_out" and self.on_signed_out is not None:
            await self.on_signed_out()

    async def _calm(self) -> None:
        for _ in range(12):
            self.device.time.forward(3000)
            await self._sync()
            await self._settle()
            if self.device.engine.status.phase == "idle" and not await self.device.unsent():
                await self._sync()
                return
        raise AssertionError(f"never calm: {self.device.engine.status}")

    async def _settle(self) -> None:
        """The person ends conflicts, sends again what the clinic seems to have lost, and lets go what it removed: a server
        that says "not found" of that again and again is believed to have lost it too."""
        records = self.device.records
        for conflict in await records.conflicts(Entry):
            theirs = Entry.from_json(conflict.theirs)
            await records.settle(Entry(conflict.id, self.wanted[conflict.id], theirs.patient, theirs.rest))
        for noun in (Entry, Pointer):
            for head in await records.heads(noun, 100):
                if head.standing.state is not SendState.NEEDS_ATTENTION:
                    continue
                known = await records.get(noun, head.id)
                if isinstance(known, Entry) and known.id not in self.wanted:
                    await records.remove(known, withdrawn_stub=known.withdrawn_stub())
                else:
                    await records.try_again(noun, head.id)

    async def _check(self) -> None:
        goals = [g for g in self.ground.alive("Goal") if g["lifecycleStatus"] != ENTERED_IN_ERROR]
        at_clinic = {own_id(goal): goal["description"]["text"] for goal in goals}
        assert len(at_clinic) == len(goals), "doubled"
        odd = {
            id: (at_clinic.get(id), self.wanted.get(id))
            for id in {*at_clinic, *self.wanted}
            if at_clinic.get(id) != self.wanted.get(id)
        }
        assert not odd, f"lost or changed: {odd}"
        here = {entry.id: entry.words for entry in await self.device.records.newest(Entry, 500)}
        assert here == self.wanted, "device and clinic differ"
        notices = [one for one in self.ground.alive("Communication") if one["status"] != ENTERED_IN_ERROR]
        assert len(notices) == 1, "notice lost or doubled"


def _document(entry: Entry) -> dict[str, Any]:
    return json.loads(entry.to_json())


async def device_at(ground: Ground, folder: Path) -> Device:
    queries = [
        PullQuery("entries", "Goal", {"patient": ground.patient}, 0.0),
        PullQuery("pointers", "Communication", {"subject": ground.patient}, 0.0),
    ]
    weather = Weather(ground.app, ground.clock)
    device = Device(folder, ground.base, weather, queries, filing_for(ground.patient), ground.auth)
    return await device.open()
