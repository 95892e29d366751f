"""Taking back at clinics that check references: the end of a grant goes first, alone, and never fails for what it names."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from mobile.care.grant import ShareGrant
from mobile.records.ports import SendState
from mobile.sync import PullQuery
from mobile.sync.arrivals import ENTERED_IN_ERROR
from tests.faults.sync.device import PATIENT, Device, pulls
from tests.faults.sync.entries import Entry, pass_for
from tests.faults.sync.habits.checking import CheckingClinic
from tests.faults.sync.odd_clinic import BASE, OddClinic


def own_pulls() -> list[PullQuery]:
    return [*pulls(), PullQuery("passes", "Consent", {"patient": PATIENT}, 0.0, is_own=True)]


async def device_at(folder: Path, clinic: OddClinic) -> Device:
    return await Device(folder, BASE, clinic, queries=own_pulls()).open()


@pytest.fixture(params=[True, False], ids=["guarded", "unguarded"])
def checking(request: pytest.FixtureRequest) -> CheckingClinic:
    return CheckingClinic(guards_deletion=request.param)


@pytest.fixture
async def phone(tmp_path: Path, checking: CheckingClinic) -> AsyncIterator[Device]:
    one = await device_at(tmp_path, checking)
    yield one
    await one.close()


async def shared(device: Device) -> tuple[Entry, ShareGrant]:
    entry = Entry.new(PATIENT, "quiet")
    grant = pass_for(entry, device.time())
    await device.records.save_all([entry, grant])
    await device.sync(2)
    return entry, grant


async def take_back(device: Device, entry: Entry, grant: ShareGrant) -> None:
    await device.records.save_all([grant.ended(device.time())], [entry])


def statuses(clinic: OddClinic) -> list[str]:
    return [grant["status"] for grant in clinic.alive("Consent")]


def writes(clinic: OddClinic, since: int = 0) -> list[str]:
    return [line for line in clinic.log[since:] if not line.startswith("GET")]


async def test_what_was_taken_back_is_over_at_a_clinic_that_checks_references(
    phone: Device, checking: CheckingClinic
) -> None:
    entry, grant = await shared(phone)
    await take_back(phone, entry, grant)
    await phone.sync(3)
    assert statuses(checking) == ["inactive"]
    assert [
        goal["description"]["text"]
        for goal in checking.alive("Goal")
        if goal["lifecycleStatus"] != ENTERED_IN_ERROR
    ] == []
    assert phone.engine.status.phase == "idle"
    standing = await phone.records.standing(ShareGrant, grant.id)
    assert standing is not None
    assert standing.state is SendState.SENT


async def test_the_end_of_a_grant_goes_before_all_that_waited_longer(
    phone: Device, checking: CheckingClinic
) -> None:
    entry, grant = await shared(phone)
    await phone.records.save_all([Entry.new(PATIENT, f"mine {n}") for n in range(40)])
    await take_back(phone, entry, grant)
    since = len(checking.log)
    await phone.sync()
    assert writes(checking, since)[0].startswith("PUT Consent/")
    assert statuses(checking) == ["inactive"]


async def test_a_removal_waits_until_the_end_of_its_grant_is_acknowledged(
    phone: Device, checking: CheckingClinic
) -> None:
    entry, grant = await shared(phone)
    checking.lie = lambda request: httpx.Response(500) if request.method == "PUT" else None
    await take_back(phone, entry, grant)
    await phone.sync(2)
    assert [line for line in checking.log if line.startswith("DELETE")] == []
    checking.lie = None
    await phone.sync(2)
    assert statuses(checking) == ["inactive"]
    assert phone.engine.status.phase == "idle"


async def test_a_removal_does_not_wait_for_what_is_parked(phone: Device, checking: CheckingClinic) -> None:
    entry, grant = await shared(phone)
    checking.lie = lambda request: (
        httpx.Response(403) if request.method == "PUT" and "Consent" in request.url.path else None
    )
    await take_back(phone, entry, grant)
    await phone.sync(3)
    assert [goal for goal in checking.alive("Goal") if goal["lifecycleStatus"] != ENTERED_IN_ERROR] == []


@pytest.mark.parametrize("ended_on", ["the same device", "another", "another that never saw it"])
async def test_the_end_names_by_identifier_only_what_the_clinic_no_longer_has(
    tmp_path: Path, ended_on: str
) -> None:
    clinic = CheckingClinic(guards_deletion=False)
    first = await device_at(tmp_path / "a", clinic)
    entry, grant = await shared(first)
    device = await device_at(tmp_path / "b", clinic) if ended_on != "the same device" else first
    if ended_on != "another that never saw it":
        await device.sync()
    clinic.kept[("Goal", "s1")].is_gone = True  # deleted there, before anybody here heard of it
    if ended_on == "another that never saw it":
        await device.sync()
    held = await device.records.get(ShareGrant, grant.id)
    assert held is not None
    await device.records.save(held.ended(device.time()))
    await device.sync(2)
    (left,) = clinic.alive("Consent")
    assert left["status"] == "inactive"
    named = left["provision"]["data"][0]["reference"]
    assert "reference" not in named
    assert named["identifier"]["value"] == f"urn:uuid:{entry.id}"
    assert device.engine.status.phase == "idle"
    await first.close()
    if device is not first:
        await device.close()


async def test_a_clinic_that_finds_nothing_for_a_while_is_not_believed(
    phone: Device, checking: CheckingClinic
) -> None:
    entry, grant = await shared(phone)
    checking.lie = lambda request: httpx.Response(404)
    await take_back(phone, entry, grant)
    await phone.sync(3)
    assert await phone.unsent() > 0, "called taken back while nothing shows it"
    checking.lie = None
    await phone.sync(3)
    assert statuses(checking) == ["inactive"]
    assert [goal for goal in checking.alive("Goal") if goal["lifecycleStatus"] != ENTERED_IN_ERROR] == []
    assert phone.engine.status.phase == "idle"


async def test_a_grant_that_was_said_to_be_gone_and_stands_in_force_is_ended_again(
    phone: Device, checking: CheckingClinic
) -> None:
    _, grant = await shared(phone)
    checking.lie = lambda request: httpx.Response(410) if "Consent" in request.url.path else None
    await phone.records.save(grant.ended(phone.time()))
    await phone.sync(2)
    checking.lie = None
    await phone.sync(4)
    assert statuses(checking) == ["inactive"]
    held = await phone.records.get(ShareGrant, grant.id)
    assert held is not None
    assert not held.is_active


async def test_the_end_of_a_grant_that_never_arrived_is_written_though_what_it_opened_is_gone(
    phone: Device, checking: CheckingClinic
) -> None:
    """It may have arrived after all: so its end goes, and a clinic that checks references must not refuse that for a name."""
    entry = Entry.new(PATIENT, "quiet")
    await phone.records.save(entry)
    await phone.sync()
    held = await phone.records.get(Entry, entry.id)
    assert held is not None
    grant = pass_for(held, phone.time())
    checking.lie = lambda request: httpx.Response(500) if request.method == "POST" else None
    await phone.records.save(grant)
    await phone.sync(2)
    checking.lie = None
    checking.kept[("Goal", "s1")].is_gone = True
    await phone.sync(2)
    await phone.records.save(grant.ended(phone.time()))
    await phone.sync(3)
    assert "active" not in statuses(checking)
    standing = await phone.records.standing(ShareGrant, grant.id)
    assert standing is not None
    assert standing.state is SendState.SENT
    assert phone.engine.status.phase == "idle"
