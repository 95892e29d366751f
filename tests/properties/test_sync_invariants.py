"""The nine invariants of sync, one test each; the schedules hold them together."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

import httpx
import pytest

from mobile.records.errors import NotSaved
from mobile.records.ports import Kind
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry, Pointer
from tests.faults.sync.grounds import SandboxGround
from tests.faults.sync.odd_clinic import BASE, OddClinic
from tests.faults.sync.story import device_at
from tests.faults.sync.weather import Weather


@pytest.fixture
def clinic() -> OddClinic:
    return OddClinic()


@pytest.fixture
async def device(tmp_path: Path, clinic: OddClinic) -> AsyncIterator[Device]:
    one = await Device(tmp_path, BASE, clinic).open()
    yield one
    await one.close()


def words(clinic: OddClinic) -> list[str]:
    return sorted(d["description"]["text"] for d in clinic.alive("Goal"))


class Held:
    """Holds the first request of a method until released: `begun` tells that it is on its way."""

    def __init__(self, clinic: OddClinic, method: str) -> None:
        self.begun, self.release = asyncio.Event(), asyncio.Event()
        self.under_way: list[str] = []
        self.most: dict[str, int] = {}
        inner = clinic.handle_async_request

        async def holding(request: httpx.Request) -> httpx.Response:
            if request.method != method:
                return await inner(request)
            name = json.loads(request.content)["identifier"][0]["value"]
            self.under_way.append(name)
            self.most[name] = max(self.most.get(name, 0), self.under_way.count(name))
            self.begun.set()
            await self.release.wait()
            self.under_way.remove(name)
            return await inner(request)

        clinic.handle_async_request = holding  # type: ignore[method-assign]


async def test_i1_no_edit_is_dropped_without_the_persons_word_or_the_clinics_version(
    device: Device, clinic: OddClinic
) -> None:
    entry = Entry.new(PATIENT, "one")
    await device.records.save(entry)
    for n, status in enumerate((500, 401, 403, 400, 413, 429, 503, 404)):
        clinic.lie = lambda request, status=status: httpx.Response(status)
        await device.records.save(dataclasses.replace(entry, words=f"edit {n}"))
        await device.sync(2)
        await device.kill()
    clinic.lie = None
    for head in await device.records.heads(Entry, 5):
        await device.records.try_again(Entry, head.id)
    await device.sync(3)
    assert words(clinic) == ["edit 7"]


async def test_i2_edit_made_while_its_forerunner_travels_is_sent_after_it(
    device: Device, clinic: OddClinic
) -> None:
    entry = Entry.new(PATIENT, "first")
    await device.records.save(entry)
    held = Held(clinic, "POST")
    round_ = asyncio.create_task(device.engine.once())
    await held.begun.wait()
    await device.records.save(dataclasses.replace(entry, words="second"))
    assert await device.unsent() == 2
    held.release.set()
    await round_
    await device.sync()
    assert words(clinic) == ["second"]
    sent = [json.loads(body)["description"]["text"] for body in clinic.bodies if body]
    assert sent == ["first", "second"]


async def test_i3_one_row_of_a_record_is_on_its_way_at_a_time(device: Device, clinic: OddClinic) -> None:
    clinic.has_batch = False
    entries = [Entry.new(PATIENT, f"w{n}") for n in range(4)]
    await device.records.save_all(entries)
    held = Held(clinic, "POST")
    rounds = [asyncio.create_task(device.engine.once()) for _ in range(3)]
    await held.begun.wait()
    for entry in entries:
        await device.records.save(dataclasses.replace(entry, words=f"{entry.words} more"))
    held.release.set()
    await asyncio.gather(*rounds)
    assert max(held.most.values()) == 1
    assert words(clinic) == [f"w{n} more" for n in range(4)]


async def test_i4_every_request_may_arrive_twice(tmp_path: Path) -> None:
    ground = SandboxGround()
    device = await device_at(ground, tmp_path)
    weather = device.transport
    assert isinstance(weather, Weather)
    weather.choose = lambda kind: "duplicate"
    entries = [Entry.new(ground.patient, f"w{n}") for n in range(20)]
    await device.records.save_all([*entries, Pointer.to(entries[0])])
    await device.sync(2)
    await device.records.save(dataclasses.replace(entries[1], words="edited"))
    await device.records.remove(entries[2])
    await device.sync(3)
    found = sorted(goal["description"]["text"] for goal in ground.alive("Goal"))
    assert found == sorted(["w0", "edited", *(f"w{n}" for n in range(3, 20))])
    assert len(ground.alive("Communication")) == 1
    assert await device.unsent() == 0
    await device.close()
    ground.close()


async def test_i5_mark_never_passes_a_page_that_could_not_be_stored(
    device: Device, clinic: OddClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        clinic.put_in(json.loads(Entry.new(PATIENT, f"w{n}").to_json()))

    async def full(*_: object) -> None:
        raise NotSaved("full")

    with monkeypatch.context() as patch:
        patch.setattr(device.records, "store_page", full)
        with pytest.raises(NotSaved):
            await device.engine.once()
    assert await device.records.mark("entries") is None
    await device.sync()
    assert await device.records.count(Entry) == 3


async def test_i6_pull_never_writes_over_unsent_words(device: Device, clinic: OddClinic) -> None:
    entry = Entry.new(PATIENT, "mine")
    await device.records.save(entry)
    await device.sync()
    clinic.put_in({**clinic.alive("Goal")[0], "description": {"text": "theirs"}})
    clinic.lie = lambda request: httpx.Response(500) if request.method == "PUT" else None
    await device.records.save(dataclasses.replace(entry, words="mine, newer"))
    await device.sync(2)
    kept = await device.records.get(Entry, entry.id)
    assert kept is not None
    assert kept.words == "mine, newer"
    [conflict] = await device.records.conflicts(Entry)
    assert "theirs" in conflict.theirs


@dataclass(frozen=True)
class Secret:
    """What is only the patient's."""

    KIND: ClassVar[Kind] = Kind("test-secret", "Goal", "private")
    id: str
    words: str

    def to_json(self) -> str:
        return json.dumps({"id": self.id, "words": self.words})

    @classmethod
    def from_json(cls, text: str) -> Self:
        return cls(**json.loads(text))

    def head(self) -> Mapping[str, Any]:
        return {"words": self.words}


async def test_i7_private_words_are_in_no_queue_and_in_no_request(device: Device, clinic: OddClinic) -> None:
    canary = "nightjar-by-the-window"
    secret = Secret("5d0d3b3c-0000-4000-8000-000000000001", canary)
    shared = Entry.new(PATIENT, "what I share")
    await device.records.save(secret)
    await device.records.save_all([Secret(secret.id, f"{canary} again"), shared, Pointer.to(shared)])
    await device.sync(2)
    await device.records.remove(shared, withdrawn_stub=shared.withdrawn_stub())
    await device.records.remove(secret)
    await device.sync(2)
    assert len(clinic.bodies) > 6
    assert not any(canary.encode() in body for body in clinic.bodies)
    assert not any(canary in line for line in clinic.log)


@pytest.mark.parametrize(
    ("has_batch", "at"), [*((True, n) for n in range(3)), *((False, n) for n in range(5))]
)
@pytest.mark.parametrize("is_applied", [True, False])
async def test_i8_kill_at_any_request_converges_after_a_restart(
    tmp_path: Path, clinic: OddClinic, has_batch: bool, at: int, is_applied: bool
) -> None:
    clinic.has_batch = has_batch  # where searches travel together a round has three requests, else more
    weather = Weather(clinic)
    device = await Device(tmp_path / "d", BASE, weather).open()
    entry = Entry.new(PATIENT, "one")
    await device.records.save(entry)
    await device.sync()
    await device.records.save_all([dataclasses.replace(entry, words="two"), Entry.new(PATIENT, "new")])
    weather.hang_at, weather.hangs_after = at, is_applied
    round_ = asyncio.create_task(device.engine.once())
    hanging = asyncio.create_task(weather.hangs.wait())
    await asyncio.wait({hanging, round_}, return_when=asyncio.FIRST_COMPLETED)
    assert not round_.done(), "the round had no such request: nothing was killed"
    await device.store_closed()
    round_.cancel()
    await asyncio.gather(round_, return_exceptions=True)
    weather.hang_at = None
    await device.client.aclose()
    await device.open()
    await device.sync(3)
    assert words(clinic) == ["new", "two"]
    assert await device.unsent() == 0
    await device.close()


async def test_i9_nothing_crosses_from_one_person_to_another(tmp_path: Path) -> None:
    ground, other = SandboxGround(), SandboxGround("ines")
    other.sandbox, other.app = ground.sandbox, ground.app
    other.auth = ground.auth_of("ines")
    first, second = await device_at(ground, tmp_path / "rowan"), await device_at(other, tmp_path / "ines")
    await first.records.save(Entry.new(ground.patient, "of Rowan"))
    await second.records.save(Entry.new(other.patient, "of Ines"))
    for device in (first, second, first, second):
        await device.sync()
    assert [e.words for e in await first.records.newest(Entry, 9)] == ["of Rowan"]
    assert [e.words for e in await second.records.newest(Entry, 9)] == ["of Ines"]
    # A server that mixes people up: what it shows of another is refused here.
    second.queries = [dataclasses.replace(q, params={}, reconcile_every_s=None) for q in second.queries]
    second.auth = ground.auth_of("rowan")
    await second.close()
    await second.open()
    await second.sync(2)
    assert [e.words for e in await second.records.newest(Entry, 9)] == ["of Ines"]
    await first.close()
    await second.close()
    ground.close()
