"""A record that stands at the clinic more than once: every device keeps the same one, and the others end."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from mobile.care.grant import ShareGrant
from mobile.records.ports import OutboxRow
from mobile.sync.send import Sender
from mobile.sync.traits import Traits
from mobile.sync.verdicts import Done
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry, pass_for
from tests.faults.sync.habits.gateway import GatewayClinic
from tests.unit.sync.test_taking_back import device_at, shared, statuses, take_back


@pytest.fixture
def clinic() -> GatewayClinic:
    return GatewayClinic(slow_every=0)


@pytest.fixture
async def phone(tmp_path: Path, clinic: GatewayClinic) -> AsyncIterator[Device]:
    one = await device_at(tmp_path, clinic)
    yield one
    await one.close()


def doubled(clinic: GatewayClinic, resource_type: str, times: int = 4, **changes: Any) -> None:
    """The same create, carried out again and again."""
    (first,) = clinic.alive(resource_type)
    for _ in range(times):
        clinic.put_in({**{k: v for k, v in first.items() if k != "id"}, **changes})


def posts(clinic: GatewayClinic) -> int:
    return sum(line.startswith("POST Goal") for line in clinic.log)


async def test_a_create_without_an_answer_is_waited_for_and_looked_for_before_it_is_sent_again(
    phone: Device, clinic: GatewayClinic
) -> None:
    clinic.slow_every, clinic.late_by = 1, 3
    await phone.records.save(Entry.new(PATIENT, "quiet"))
    for _ in range(3):
        await phone.engine.once()
        phone.time.forward(2)
    assert posts(clinic) == 1
    await phone.sync(3)
    assert posts(clinic) == 1
    assert len(clinic.alive("Goal")) == 1
    assert phone.engine.status.phase == "idle"


async def test_of_several_copies_one_stays_the_same_on_two_devices(
    tmp_path: Path, phone: Device, clinic: GatewayClinic
) -> None:
    other = await device_at(tmp_path / "b", clinic)
    entry, grant = await shared(phone)
    doubled(clinic, "Goal")
    doubled(clinic, "Consent")
    await other.sync(3)
    await phone.sync(3)
    await other.sync(3)
    assert len(clinic.alive("Goal")) == 1
    assert len(clinic.alive("Consent")) == 1
    for noun, id in ((Entry, entry.id), (ShareGrant, grant.id)):
        assert await phone.records.server_id(id) == await other.records.server_id(id), noun
    await other.close()


async def test_words_changed_since_go_to_the_copy_that_stays(phone: Device, clinic: GatewayClinic) -> None:
    entry = Entry.new(PATIENT, "early")
    await phone.records.save(entry)
    await phone.sync()
    (first,) = clinic.alive("Goal")
    held = await phone.records.get(Entry, entry.id)
    assert held is not None
    await phone.records.save(Entry(entry.id, "late", PATIENT, held.rest))
    await phone.sync()
    clinic.put_in({**first, "id": "a"})  # arrives minutes later, under a name that every device prefers
    await phone.sync(4)
    (left,) = clinic.alive("Goal")
    assert (left["id"], left["description"]["text"]) == ("a", "late")
    assert phone.engine.status.phase == "idle"


async def test_taking_back_ends_everything_under_the_identifier(phone: Device, clinic: GatewayClinic) -> None:
    entry, grant = await shared(phone)
    doubled(clinic, "Goal")
    doubled(clinic, "Consent")
    await take_back(phone, entry, grant)
    await phone.engine.once()
    assert "active" not in statuses(clinic)
    assert clinic.alive("Goal") == []


async def test_a_create_that_arrives_after_it_was_taken_back_is_taken_back_too(
    phone: Device, clinic: GatewayClinic
) -> None:
    entry, grant = await shared(phone)
    goal, consent = clinic.alive("Goal")[0], clinic.alive("Consent")[0]
    await take_back(phone, entry, grant)
    await phone.sync(2)
    clinic.put_in({k: v for k, v in goal.items() if k != "id"})
    clinic.put_in({k: v for k, v in consent.items() if k != "id"})
    await phone.sync(3)
    assert "active" not in statuses(clinic)
    assert clinic.alive("Goal") == []
    assert await phone.records.count(Entry) == 0
    assert phone.engine.status.phase == "idle"


async def test_words_that_somebody_wrote_into_a_double_are_for_the_person_before_it_ends(
    phone: Device, clinic: GatewayClinic
) -> None:
    entry = Entry.new(PATIENT, "quiet")
    await phone.records.save(entry)
    await phone.sync()
    doubled(clinic, "Goal", 1)
    double = next(goal for goal in clinic.alive("Goal") if goal["id"] != "s1")
    clinic.put_in({**double, "description": {"text": "quiet, and said at the clinic"}})
    await phone.sync(3)
    assert len(clinic.alive("Goal")) == 2, "nothing is ended before the person has seen it"
    (conflict,) = await phone.records.conflicts(Entry)
    assert "said at the clinic" in conflict.theirs
    assert json.loads(conflict.ours)["description"]["text"] == "quiet"
    await phone.records.settle(Entry(entry.id, "quiet, and both", PATIENT, conflict.theirs))
    await phone.sync(3)
    (goal,) = clinic.alive("Goal")
    assert (goal["id"], goal["description"]["text"]) == ("s1", "quiet, and both")
    assert await phone.records.conflicts(Entry) == []


async def test_words_of_a_double_that_the_person_leaves_out_are_not_asked_about_again(
    phone: Device, clinic: GatewayClinic
) -> None:
    entry = Entry.new(PATIENT, "quiet")
    await phone.records.save(entry)
    await phone.sync()
    doubled(clinic, "Goal", 1, description={"text": "quiet, and said at the clinic"})
    await phone.sync(3)
    (conflict,) = await phone.records.conflicts(Entry)
    await phone.records.settle(Entry(entry.id, "quiet", PATIENT, conflict.ours))
    await phone.sync(4)
    (goal,) = clinic.alive("Goal")
    assert goal["description"]["text"] == "quiet"
    assert await phone.records.conflicts(Entry) == []
    assert phone.engine.status.phase == "idle"


@pytest.mark.parametrize("arrived", [["active"], ["active", "inactive"]])
async def test_a_grant_that_comes_late_is_not_taken_for_a_later_word_than_its_end(
    phone: Device, clinic: GatewayClinic, arrived: list[str]
) -> None:
    """Its create got no answer, it was taken back, and the end of it got no answer either: then both may stand there."""
    entry = Entry.new(PATIENT, "quiet")
    await phone.records.save(entry)
    await phone.sync()
    grant = pass_for(entry, phone.time())
    ended = json.loads(grant.ended(phone.time()).to_json())
    for status in arrived:
        clinic.put_in({**ended, "status": status})
    row = OutboxRow(
        seq=1, local_id=grant.id, resource_type="Consent", op="create", payload=json.dumps(ended),
        server_id=None, etag=None, base=None, attempt=1, goes_first=True,
    )  # fmt: skip
    verdict = await Sender(phone.client, phone.records, Traits()).send(row)
    assert isinstance(verdict, Done)
    assert verdict.newer is None
    assert {one["status"] for one in clinic.alive("Consent")} == {"inactive"}


async def test_words_typed_over_that_only_a_double_says_are_not_taken_for_said_by_the_copy_that_stays(
    phone: Device, clinic: GatewayClinic
) -> None:
    entry = Entry.new(PATIENT, "early")
    await phone.records.save(entry)
    await phone.sync(2)
    doubled(clinic, "Goal", 1, description={"text": "early and more"})
    await phone.sync(2)
    (conflict,) = await phone.records.conflicts(Entry)
    held = await phone.records.get(Entry, entry.id)
    assert held is not None
    same = Entry(entry.id, "early and more", PATIENT, held.rest)
    await phone.records.save(same)  # not by the choice between the two: by typing it
    await phone.sync(2)
    assert "early and more" in [goal["description"]["text"] for goal in clinic.alive("Goal")]
    (conflict,) = await phone.records.conflicts(Entry)
    await phone.records.settle(same, conflict)
    await phone.sync(3)
    assert [goal["description"]["text"] for goal in clinic.alive("Goal")] == ["early and more"]
    assert phone.engine.status.phase == "idle"
