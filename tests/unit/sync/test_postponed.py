"""When a row that was not taken is tried again, why it says it waits, and when it waits for the person instead."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile.records import SendState, Standing
from mobile.sync import Round
from mobile.sync.push import PARK_AFTER
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry
from tests.faults.sync.odd_clinic import OddClinic, outcome


async def standing(device: Device, entry: Entry) -> Standing:
    found = await device.records.standing(Entry, entry.id)
    assert found is not None
    return found


async def wait_s(device: Device) -> float:
    at = await device.records.next_due()
    assert at is not None
    return (at - device.time()).total_seconds()


async def known(device: Device, clinic: OddClinic) -> Entry:
    """An entry the clinic has, changed here."""
    entry = Entry.new(PATIENT, "quiet")
    await device.records.save(entry)
    await device.engine.once()
    newer = replace(entry, words="newer")
    await device.records.save(newer)
    return newer


def answering(clinic: OddClinic, method: str, answer: Any) -> None:
    """An answer, or an exception, to every request of a method."""

    def lie(request: httpx.Request) -> httpx.Response | None:
        if request.method != method:
            return None
        if isinstance(answer, Exception):
            raise answer
        return answer

    clinic.lie = lie


def status(code: int, **headers: str) -> httpx.Response:
    return httpx.Response(code, json=outcome("x"), headers=headers)


@pytest.mark.parametrize(
    ("answer", "reason", "seconds"),
    [
        (status(500), "server_broken", 1.0),
        (status(503, **{"retry-after": "40"}), "server_broken", 40.0),
        (status(429, **{"retry-after": "90"}), "too_many", 90.0),
        (httpx.ConnectError("x"), "offline", 0.0),
        (httpx.ReadTimeout("x"), "timed_out", 1.0),
        (status(401), "signed_out", 0.0),
        (httpx.Response(200, html="<p>portal"), "not_fhir", 0.0),
    ],
)
async def test_an_update_waits_as_long_as_its_failure_asks_for(
    device: Device, clinic: OddClinic, answer: Any, reason: str, seconds: float
) -> None:
    entry = await known(device, clinic)
    answering(clinic, "PUT", answer)
    done = await device.engine.once()
    assert (done.sent, done.reason) == (0, reason)
    assert await standing(device, entry) == Standing(SendState.WAITING, device.time(), reason)
    assert await wait_s(device) == seconds


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [(status(500), 8.0), (status(503, **{"retry-after": "40"}), 40.0), (httpx.ConnectError("x"), 0.0)],
)
async def test_a_create_that_may_be_on_its_way_waits_longer(
    device: Device, clinic: OddClinic, answer: Any, seconds: float
) -> None:
    await device.records.save(Entry.new(PATIENT, "quiet"))
    answering(clinic, "POST", answer)
    await device.engine.once()
    assert await wait_s(device) == seconds


async def test_each_further_failure_of_a_row_makes_it_wait_longer(device: Device, clinic: OddClinic) -> None:
    device.random = lambda: 1.0
    device.engine = device.new_engine()
    await known(device, clinic)
    answering(clinic, "PUT", status(500))
    waits: list[float] = []
    for _ in range(4):
        await device.engine.once()
        waits.append(await wait_s(device))
        device.time.forward(waits[-1])
    assert waits == [2.0, 4.0, 8.0, 16.0]


async def test_a_refused_row_waits_for_the_person_with_its_reason(device: Device, clinic: OddClinic) -> None:
    for code, reason in ((422, "rejected"), (403, "forbidden"), (413, "too_large")):
        entry = Entry.new(PATIENT, f"refused {code}")
        await device.records.save(entry)
        answering(clinic, "POST", status(code))
        assert (await device.engine.once()).parked == 1
        assert await standing(device, entry) == Standing(SendState.NEEDS_ATTENTION, None, reason)


async def test_a_row_that_fails_by_itself_waits_for_the_person_once_others_have_passed(
    device: Device, clinic: OddClinic
) -> None:
    clinic.has_batch = False
    entry = await known(device, clinic)
    answering(clinic, "PUT", status(500))
    for n in range(PARK_AFTER + 1):
        device.time.forward(3700)
        await device.records.save(Entry.new(PATIENT, f"passes {n}"))
        done = await device.engine.once()
        assert (done.sent, done.parked) == (1, int(n == PARK_AFTER)), n
    told = await standing(device, entry)
    assert (told.state, told.reason) == (SendState.NEEDS_ATTENTION, "server_broken")


async def test_a_row_that_fails_with_all_others_is_never_laid_aside(
    device: Device, clinic: OddClinic
) -> None:
    entry = await known(device, clinic)
    answering(clinic, "PUT", status(500))
    for _ in range(PARK_AFTER + 3):
        await device.engine.once()
        device.time.forward(3700)
    assert (await standing(device, entry)).state is SendState.WAITING


async def test_a_removal_is_never_laid_aside_and_tells_why(device: Device, clinic: OddClinic) -> None:
    entry = Entry.new(PATIENT, "quiet")
    await device.records.save(entry)
    await device.engine.once()
    await device.records.remove(entry)
    answering(clinic, "DELETE", status(500))
    for n in range(PARK_AFTER + 3):
        await device.records.save(Entry.new(PATIENT, f"passes {n}"))
        await device.engine.once()
        device.time.forward(3700)
    assert (await standing(device, entry)).state is SendState.WAITING
    clinic.can_delete = False
    clinic.lie = lambda request: status(422) if request.method == "PUT" else None
    done = await device.engine.once()
    assert done == Round(reason=None)
    assert (device.engine.status.phase, device.engine.status.reason) == ("attention", "deletion_refused")
    assert (await standing(device, entry)).reason == "deletion_refused"


async def test_a_create_that_somebody_wrote_on_is_taken_as_they_left_it_in_the_same_round(
    device: Device, clinic: OddClinic
) -> None:
    entry = Entry.new(PATIENT, "quiet")
    await device.records.save(entry)
    answering(clinic, "POST", httpx.ReadError("lost"))
    await device.engine.once()
    clinic.put_in({**json.loads(entry.to_json()), "note": [{"text": "theirs"}]})
    device.queries = []  # no pull shows it
    device.engine = device.new_engine()
    clinic.lie = None
    device.time.forward(3700)
    assert await device.engine.once() == Round(sent=1)
    kept = await device.records.get(Entry, entry.id)
    assert kept is not None
    assert '"theirs"' in kept.rest
    assert await device.unsent() == 0


async def test_what_is_written_on_a_create_and_cannot_be_filed_is_told(
    device: Device, clinic: OddClinic
) -> None:
    entry = Entry.new(PATIENT, "quiet")
    await device.records.save(entry)
    answering(clinic, "POST", httpx.ReadError("lost"))
    await device.engine.once()
    clinic.put_in({**json.loads(entry.to_json()), "note": [{"text": "theirs"}]})

    def broken(_: object) -> None:
        raise LookupError("x")

    device.queries, device.file = [], broken  # type: ignore[assignment]
    device.engine = device.new_engine()
    clinic.lie = None
    device.time.forward(3700)
    done = await device.engine.once()
    assert (done.sent, done.reason) == (1, "fault:LookupError")


async def test_a_row_nobody_can_send_is_told_and_keeps_back_no_other(
    device: Device, clinic: OddClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, good = Entry.new(PATIENT, "broken"), Entry.new(PATIENT, "good")
    await device.records.save_all([broken, good])
    sender = device.engine._rounds._push._single
    real = sender.send

    async def send(row: Any) -> Any:
        if row.local_id == broken.id:
            raise KeyError("x")
        return await real(row)

    monkeypatch.setattr(sender, "send", send)
    done = await device.engine.once()
    assert (done.sent, done.reason) == (1, "fault:KeyError")
    assert await standing(device, broken) == Standing(SendState.WAITING, None, "fault")
    assert await device.records.next_due() == device.time() + timedelta(seconds=1)
