"""Many rows in one batch: which go in it, and what each answer means for each of them."""

from __future__ import annotations

import json
from dataclasses import replace

import httpx
import pytest

from mobile.records.ports import OutboxRow
from mobile.sync.batch import LARGE, BatchSender
from mobile.sync.send import UNCLEAR_WAIT_S
from mobile.sync.traits import Traits
from mobile.sync.verdicts import Done, Later
from tests.faults.sync.device import Device
from tests.faults.sync.odd_clinic import OddClinic
from tests.unit.sync.rows_and_answers import a_row, an_entry, answers, capable, put_in

# --- many in one batch ---


def batch(device: Device, traits: Traits | None = None) -> BatchSender:
    return BatchSender(device.client, device.records, traits or capable())


def rows(count: int = 3) -> list[OutboxRow]:
    return [replace(a_row(an_entry(f"w{n}")), seq=n) for n in range(count)]


async def test_each_entry_of_a_batch_has_its_own_verdict(device: Device, clinic: OddClinic) -> None:
    some = rows()
    clinic.refused.add(b"w1")
    answered, unclear = await batch(device).send(some)
    assert [(row.seq, type(verdict)) for row, verdict in answered] == [(0, Done), (2, Done)]
    assert unclear == [some[1]], "what was refused is looked at by itself"
    assert sum(line.startswith("POST ?") for line in clinic.log) == 1


async def test_what_takes_more_than_one_request_goes_by_itself(device: Device, clinic: OddClinic) -> None:
    entry = an_entry()
    id = put_in(clinic, entry)
    alone = [
        a_row(entry, "delete", id),
        replace(a_row(entry, "update", id, etag='W/"1"'), goes_first=True),
        a_row(entry, "update", id),
        a_row(entry, attempt=1),
        replace(a_row(entry), is_again=True),
        a_row(an_entry("x" * LARGE)),
    ]
    assert await batch(device).send(alone) == ([], alone)
    assert clinic.log == []
    unguarded = [a_row(entry)]
    assert await batch(device, capable(conditional=False)).send(unguarded) == ([], unguarded)
    update = a_row(replace(entry, words="newer"), "update", id, etag='W/"1"')
    ((row, verdict),), unclear = await batch(device).send([update])
    assert (row, unclear) == (update, [])
    assert isinstance(verdict, Done)
    assert verdict.copy is not None
    assert verdict.copy.etag == 'W/"2"'


async def test_a_guard_stands_beside_each_create_of_a_batch(device: Device, clinic: OddClinic) -> None:
    (row,) = rows(1)
    await batch(device).send([row])
    (entry,) = json.loads(clinic.bodies[-1])["entry"]
    assert entry["request"]["ifNoneExist"].endswith(row.local_id)
    assert entry["request"]["method"] == "POST"


async def test_what_waits_for_another_or_does_not_read_keeps_back_no_other(
    device: Device, clinic: OddClinic
) -> None:
    good, waits, broken = rows(3)
    waits = replace(waits, payload='{"resourceType":"Goal","a":[{"reference":"urn:uuid:nobody"}]}')
    broken = replace(broken, payload='{"id":')
    answered, unclear = await batch(device).send([waits, broken, good])
    assert [(row.seq, verdict) for row, verdict in answered][:1] == [
        (waits.seq, Later("waits_for_other", never_left=True))
    ]
    assert len(answered) == 2
    assert unclear == [broken]


@pytest.mark.parametrize(
    ("status", "is_final"), [(404, True), (403, True), (400, True), (412, True), (413, False)]
)
async def test_a_batch_that_is_refused_as_a_whole_is_sent_one_by_one(
    device: Device, clinic: OddClinic, status: int, is_final: bool
) -> None:
    answers(clinic, "POST", status)
    traits, some = capable(), rows()
    assert await batch(device, traits).send(some) == ([], some)
    assert traits.can_batch is not is_final
    assert traits.batch_size == 50


async def test_a_batch_that_breaks_the_server_leaves_its_creates_time_to_arrive(
    device: Device, clinic: OddClinic
) -> None:
    entry = an_entry()
    id = put_in(clinic, entry)
    update = replace(a_row(replace(entry, words="newer"), "update", id, etag='W/"1"'), seq=9)
    answers(clinic, "POST", 500)
    traits, some = capable(), rows(2)
    answered, unclear = await batch(device, traits).send([*some, update])
    assert answered == [(row, Later("server_broken", least_s=UNCLEAR_WAIT_S)) for row in some]
    assert unclear == [update]
    assert (traits.can_batch, traits.batch_size) == (True, 50)


async def test_a_server_that_asks_for_patience_is_not_asked_one_by_one(
    device: Device, clinic: OddClinic
) -> None:
    entry = an_entry()
    update = replace(a_row(entry, "update", "s1", etag='W/"1"'), seq=9)
    answers(clinic, "POST", 503)
    traits, (row,) = capable(), rows(1)
    answered, unclear = await batch(device, traits).send([row, update])
    assert answered == [
        (row, Later("server_broken", is_stop=True, least_s=UNCLEAR_WAIT_S)),
        (update, Later("server_broken", is_stop=True)),
    ]
    assert unclear == []
    assert traits.batch_size == 100


async def test_a_batch_without_an_answer_leaves_every_row_its_own_verdict(
    device: Device, clinic: OddClinic
) -> None:
    def offline(request: httpx.Request) -> None:
        raise httpx.ReadTimeout("slow")

    clinic.lie = offline
    update = replace(a_row(an_entry(), "update", "s1", etag='W/"1"'), seq=9)
    (row,) = rows(1)
    answered, unclear = await batch(device).send([row, update])
    assert answered == [
        (row, Later("timed_out", is_stop=True, least_s=UNCLEAR_WAIT_S)),
        (update, Later("timed_out", is_stop=True)),
    ]
    assert unclear == []
