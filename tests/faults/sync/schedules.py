"""Random days of two devices and a clinic, and what must hold when all is quiet again.

The model is simple on purpose. Every edit, wherever it is made, adds a token to the record's words, and whoever settles
a conflict joins both sides' tokens. So a token that was ever saved must be at the clinic in the end, once, unless the
record was deleted. No order and no clock is modelled, because none may matter.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import httpx

from mobile.care.grant import ShareGrant
from mobile.documents.meaning import plain_text
from mobile.records.ports import SendState
from mobile.sync import PullQuery
from mobile.sync.arrivals import ENTERED_IN_ERROR, is_withdrawn_stub
from mobile.sync.engine import RECENT_S
from mobile.wiring.revocation_priority import settle_ended
from tests.faults.sync.device import Device, Time
from tests.faults.sync.entries import SYSTEM, Entry, Pointer, filing_for, pass_for
from tests.faults.sync.habits.gateway import GatewayClinic
from tests.faults.sync.habits.restored import RestoredClinic
from tests.faults.sync.keeping_habits import ORNAMENTS
from tests.faults.sync.weather import FAULTS, Weather


class Ground(Protocol):
    """A clinic to play against."""

    base: str
    app: Any
    patient: str
    clock: Any
    auth: httpx.Auth | None
    beyond: frozenset[str]
    """Faults nobody can make good against this clinic: a doubled create where no create is guarded."""

    def alive(self, resource_type: str) -> list[dict[str, Any]]: ...

    def write(self, document: Mapping[str, Any]) -> None:
        """As somebody at the clinic."""
        ...

    def passed(self, seconds: float) -> None:
        """Time goes by at the clinic."""
        ...


def tokens(words: str) -> set[str]:
    return set(words.split())


def own_id(document: Mapping[str, Any]) -> str:
    """The device-made id, or the server's name of what was made there."""
    for identifier in document.get("identifier", []):
        if identifier["system"] == SYSTEM:
            return str(identifier["value"]).removeprefix("urn:uuid:")
    return f"{document['resourceType']}/{document['id']}"


@dataclass
class Day:
    """One schedule. `saved`: every token whose save returned, by record."""

    seed: int
    ground: Ground
    folder: Path
    steps: int = 25
    saved: dict[str, set[str]] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)  # grants taken back
    by_clinic: set[str] = field(default_factory=set)  # tokens that somebody at the clinic wrote
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self._next = 0

    async def play(self) -> None:
        self.devices = [await self._device(name) for name in ("a", "b")]
        try:
            for _ in range(self.steps):
                step = self.chance.choice(STEPS)
                self.done.append(step.__name__)
                self.ground.passed(self.chance.choice([0.0, 0.001, 1.0, 60.0]))
                await step(self, self.chance.choice(self.devices))
            await self._quiet()
            await self._check()
        finally:
            for device in self.devices:
                await device.close()

    async def _device(self, name: str) -> Device:
        patient = self.ground.patient
        queries = [
            PullQuery("entries", "Goal", {"patient": patient}, 0.0),
            PullQuery("pointers", "Communication", {"subject": patient}, 0.0),
            PullQuery("passes", "Consent", {"patient": patient}, 0.0, is_own=True),
        ]
        time = Time()
        weather = Weather(self.ground.app, self.ground.clock)
        device = Device(
            self.folder / name,
            self.ground.base,
            weather,
            queries,
            filing_for(patient),
            self.ground.auth,
            time,
            self.chance.random,
        )
        return await device.open()

    def token(self) -> str:
        self._next += 1
        return f"t{self._next}"

    def _ornament(self) -> str:
        """The end of a text that a clinic may give back in another writing."""
        return ORNAMENTS[self._next % len(ORNAMENTS)]

    # --- steps ---

    async def write(self, device: Device) -> None:
        token = self.token()
        entry = Entry.new(self.ground.patient, token + self._ornament())
        await device.records.save(entry)
        self.saved[entry.id] = {token}

    async def edit(self, device: Device) -> None:
        entries = await device.records.newest(Entry, 20)
        if not entries:
            return
        entry = self.chance.choice(entries)
        added = self.token()
        await device.records.save(
            Entry(entry.id, f"{entry.words} {added}{self._ornament()}", entry.patient, entry.rest)
        )
        self.saved.setdefault(entry.id, set()).add(added)

    async def delete(self, device: Device) -> None:
        entries = await device.records.newest(Entry, 20)
        if entries:
            entry = self.chance.choice(entries)
            await device.records.remove(entry, withdrawn_stub=entry.withdrawn_stub())
            self.deleted.add(entry.id)

    async def share(self, device: Device) -> None:
        entry = Entry.new(self.ground.patient, self.token())
        await device.records.save_all([entry, Pointer.to(entry)])
        self.saved[entry.id] = tokens(entry.words)

    async def permit(self, device: Device) -> None:
        entry = Entry.new(self.ground.patient, self.token())
        await device.records.save_all([entry, pass_for(entry, device.time())])
        self.saved[entry.id] = tokens(entry.words)

    async def take_back(self, device: Device) -> None:
        """Ends a grant and removes what it opened, as a person does."""
        grants = [grant for grant in await device.records.newest(ShareGrant, 50) if grant.is_active]
        if not grants:
            return
        grant = self.chance.choice(grants)
        opened = [e for e in await device.records.newest(Entry, 200) if _is_opened(grant, e)]
        self.deleted.update(entry.id for entry in opened)
        self.ended.add(grant.id)
        await device.records.save_all([grant.ended(device.time())], opened)

    async def back_up(self, device: Device) -> None:
        if isinstance(self.ground.app, RestoredClinic):
            self.ground.app.back_up()

    async def restore(self, device: Device) -> None:
        """What only the clinic had since its backup is lost, and nobody's fault here. It answers nobody while it is put back."""
        clinic = self.ground.app
        if not isinstance(clinic, RestoredClinic) or not clinic.backup:
            return
        clinic.restore()
        for one in self.devices:
            one.time.forward(RECENT_S)
        left: dict[str, set[str]] = {}
        here = [await one.records.newest(Entry, 500) for one in self.devices]
        for entry in [entry for some in here for entry in some]:
            left.setdefault(entry.id, set()).update(tokens(entry.words))
        for goal in self.ground.alive("Goal"):
            left.setdefault(own_id(goal), set()).update(tokens(goal["description"]["text"]))
        if not clinic.has_versions:
            # Its own words that it lost, and wrote over before a device looked again: nothing tells that from a plain change of its.
            there = {
                id: tokens(goal["description"]["text"])
                for goal in self.ground.alive("Goal")
                for id in [own_id(goal)]
            }
            left = {id: said - (self.by_clinic - there.get(id, set())) for id, said in left.items()}
        self.saved = {id: said & left[id] for id, said in self.saved.items() if id in left}

    async def clinic_edit(self, device: Device) -> None:
        goals = [goal for goal in self.ground.alive("Goal") if not is_withdrawn_stub(json.dumps(goal))]
        if goals:
            goal = self.chance.choice(goals)
            added = self.token()
            text = f"{goal['description']['text']} {added}"
            self.by_clinic.add(added)
            self.ground.write({**goal, "description": {"text": text}})
            self.saved.setdefault(own_id(goal), set()).add(added)

    async def kill(self, device: Device) -> None:
        weather = self._weather(device)
        weather.hangs.clear()
        weather.hang_at, weather.hangs_after = self.chance.randrange(8), self.chance.random() < 0.5
        round_ = asyncio.create_task(device.engine.once())
        hung = asyncio.create_task(weather.hangs.wait())
        await asyncio.wait({round_, hung}, return_when=asyncio.FIRST_COMPLETED)
        await device.store_closed()
        for task in (round_, hung):
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task
        weather.hang_at = None
        await device.client.aclose()
        await device.open()

    async def clock_jump(self, device: Device) -> None:
        device.time.forward(self.chance.choice([-7200.0, 7200.0, -60.0, 900.0]))

    async def sync(self, device: Device) -> None:
        await device.engine.once()
        device.time.forward(self.chance.choice([1.0, 30.0]))

    async def bad_sync(self, device: Device) -> None:
        weather = self._weather(device)
        fault = self.chance.choice([f for f in FAULTS if f not in self.ground.beyond])
        share = self.chance.choice([0.2, 0.5, 1.0])
        weather.choose = lambda kind: fault if self.chance.random() < share else None
        await device.engine.once()
        weather.choose = lambda kind: None
        self.done[-1] = f"bad_sync {fault}"

    async def go_offline(self, device: Device) -> None:
        self._weather(device).is_offline = True
        await device.engine.once()
        self._weather(device).is_offline = False

    def _weather(self, device: Device) -> Weather:
        assert isinstance(device.transport, Weather)
        return device.transport

    # --- the evening ---

    async def _quiet(self) -> None:
        """Everybody comes home, settles what is to be settled, and waits until nothing moves any more.

        Each time for longer than this clinic hands out an old answer: what it hides until then nobody can know.
        """
        wait_s = 10.0 + getattr(self.ground.app, "keeps_s", 0.0)
        for _ in range(30):
            moved = 0
            self.ground.passed(wait_s)
            for device in self.devices:
                device.time.forward(4000)
                done = await device.engine.once()
                moved += done.sent + done.received + done.removed + await device.unsent()
                await self._settle(device)
                moved += device.engine.status.phase in ("offline", "sending")
                if device.engine.status.phase == "held":
                    device.engine.let_go()
                    moved += 1
            if isinstance(self.ground.app, GatewayClinic):
                self.ground.app.slow_every = 0  # the gateway is well again; what is on its way still arrives
                moved += len(self.ground.app.late)
                await self.ground.app.arrive()
            if not moved:
                return
        raise AssertionError("never quiet")

    async def _settle(self, device: Device) -> None:
        for conflict in await device.records.conflicts(Entry):
            theirs = json.loads(conflict.theirs)
            ours = json.loads(conflict.ours)["description"]["text"]
            both = sorted(tokens(theirs["description"]["text"]) | tokens(ours))
            await device.records.settle(
                Entry(conflict.id, " ".join(both), self.ground.patient, conflict.theirs)
            )
        await settle_ended(device.records)
        for noun in (Entry, Pointer, ShareGrant):
            for head in await device.records.heads(noun, 200):
                if head.standing.state is SendState.NEEDS_ATTENTION:
                    await self._decide(device, noun, head.id, head.standing.reason)

    async def _decide(self, device: Device, noun: type[Any], id: str, reason: str | None) -> None:
        found = await device.records.get(noun, id)
        if reason == "gone" and found is not None and self.chance.random() < 0.5:
            await device.records.remove(found)
            self.deleted.add(id)
        elif reason == "rejected" and isinstance(found, ShareGrant) and not await self._opens(device, found):
            self.ended.add(id)  # refused, and what it opened is no more: nobody tries that for ever
            await device.records.save(found.ended(device.time()))
        elif reason == "rejected" and isinstance(found, Pointer) and not await self._is_about(device, found):
            await device.records.remove(found)
        else:
            await device.records.try_again(noun, id)

    async def _opens(self, device: Device, grant: ShareGrant) -> bool:
        return any(_is_opened(grant, entry) for entry in await device.records.newest(Entry, 500))

    async def _is_about(self, device: Device, pointer: Pointer) -> bool:
        name = pointer.about
        id = (
            name.removeprefix("urn:uuid:") if name.startswith("urn:") else await device.records.local_id(name)
        )
        return id is not None and await device.records.get(Entry, id) is not None

    async def _picture(self, device: Device) -> dict[str, str]:
        entries = await device.records.newest(Entry, 500)
        return {e.id: plain_text(e.words) for e in entries if not is_withdrawn_stub(e.rest)}

    async def _check(self) -> None:
        goals = [goal for goal in self.ground.alive("Goal") if not is_withdrawn_stub(json.dumps(goal))]
        at_clinic = {own_id(goal): goal["description"]["text"] for goal in goals}
        assert len(at_clinic) == len(goals), "a record is there twice"
        for id, wanted in self.saved.items():
            if id not in self.deleted:
                assert id in at_clinic, "a record is lost"
                assert wanted <= tokens(at_clinic[id]), "words are lost"
        said = {id: plain_text(words) for id, words in at_clinic.items()}
        for device in self.devices:
            assert await self._picture(device) == said, "a device and the clinic differ"
            assert device.engine.status.phase == "idle"
        grants = [grant for grant in self.ground.alive("Consent") if grant["status"] != ENTERED_IN_ERROR]
        assert len({own_id(grant) for grant in grants}) == len(grants), "a grant is there twice"
        active = {own_id(grant) for grant in grants if grant["status"] == "active"}
        assert not active & self.ended, "a grant that was taken back is active"
        messages = self.ground.alive("Communication")
        assert len({own_id(m) for m in messages}) == len(messages), "a notice is there twice"
        assert all(m["about"][0]["reference"].startswith("Goal/") for m in messages)


def _is_opened(grant: ShareGrant, entry: Entry) -> bool:
    return f"urn:uuid:{entry.id}" in grant.data


Step = Callable[[Day, Device], Any]
STEPS: list[Step] = [
    Day.write,
    Day.write,
    Day.edit,
    Day.edit,
    Day.edit,
    Day.delete,
    Day.share,
    Day.permit,
    Day.take_back,
    Day.back_up,
    Day.restore,
    Day.clinic_edit,
    Day.kill,
    Day.clock_jump,
    Day.sync,
    Day.sync,
    Day.sync,
    Day.bad_sync,
    Day.bad_sync,
    Day.go_offline,
]
