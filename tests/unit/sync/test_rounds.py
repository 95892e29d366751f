"""What one round does and says: what it learns, asks, compares and settles, and how each failure is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api_client import Capabilities, Document
from mobile.sync import PullQuery, Round, SyncEngine
from mobile.sync.arrivals import Arrivals, Unfiled
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry, filing_for
from tests.faults.sync.odd_clinic import OddClinic, outcome
from tests.unit.sync.rows_and_answers import put_in

QUERY = PullQuery("entries", "Goal", {"patient": PATIENT}, 0.0)


def refusing(clinic: OddClinic, path: str, status: int) -> None:
    """Every GET of this path, by itself or in a batch."""

    def lie(request: httpx.Request) -> httpx.Response | None:
        is_meant = request.method == "GET" and request.url.path.endswith(path)
        return httpx.Response(status, json=outcome("x")) if is_meant else None

    clinic.lie = lie


def with_queries(device: Device, *queries: PullQuery) -> Device:
    device.queries = queries
    device.engine = device.new_engine()
    return device


# --- what a round reports ---


async def test_a_round_counts_what_it_sent_received_removed_and_parked(
    device: Device, clinic: OddClinic
) -> None:
    for n in range(3):
        put_in(clinic, Entry.new(PATIENT, f"theirs {n}"))
    await device.records.save(Entry.new(PATIENT, "mine"))
    assert await device.engine.once() == Round(sent=1, received=3)
    assert await device.engine.once() == Round()
    clinic.kept["Goal", "s1"].is_gone = True
    refused = Entry.new(PATIENT, "refused")
    await device.records.save(refused)
    clinic.refused.add(b"refused")
    clinic.lie = lambda request: (
        httpx.Response(422, json=outcome("x"))
        if request.method == "POST" and b"refused" in request.content
        else None
    )
    assert await device.engine.once() == Round(removed=1, parked=1)
    status = device.engine.status
    assert (status.phase, status.reason, status.parked, status.waiting) == ("attention", "parked", 1, 0)


async def test_a_clash_is_counted_and_said(device: Device, clinic: OddClinic) -> None:
    entry = Entry.new(PATIENT, "agreed")
    await device.records.save(entry)
    await device.engine.once()
    put_in(clinic, entry, id="s1", description={"text": "theirs"})
    await device.records.save(replace(entry, words="mine"))
    assert await device.engine.once() == Round(conflicts=1)
    assert (device.engine.status.phase, device.engine.status.conflicts) == ("attention", 1)


@pytest.mark.parametrize("status", [403, 404, 410, 400])
async def test_a_search_that_is_not_offered_is_said_and_is_no_reason_to_hurry(
    device: Device, clinic: OddClinic, status: int
) -> None:
    refusing(clinic, "/Communication", status)
    done = await device.engine.once()
    codes = {403: "forbidden", 404: "not_found", 410: "gone", 400: "rejected"}
    assert done.reason == codes[status]
    assert device.engine.status.phase == "idle"
    assert device.engine.status.first == "here"


async def test_a_search_that_breaks_the_server_is_tried_again_and_keeps_back_no_other(
    device: Device, clinic: OddClinic
) -> None:
    put_in(clinic, Entry.new(PATIENT, "theirs"))
    refusing(clinic, "/Communication", 500)
    done = await device.engine.once()
    assert (done.received, done.reason) == (1, "server_broken")
    assert (device.engine.status.phase, device.engine.status.first) == ("offline", "failed")


async def test_a_server_that_asks_for_patience_ends_the_round(device: Device, clinic: OddClinic) -> None:
    refusing(clinic, "/Goal", 503)
    done = await device.engine.once()
    assert done.reason == "server_broken"
    assert not any("Communication" in line for line in clinic.log)


async def test_what_a_server_states_is_told_once_and_before_anything_is_sent(
    device: Device, clinic: OddClinic
) -> None:
    told: list[Capabilities] = []

    async def learnt(capabilities: Capabilities) -> None:
        assert not any(line.startswith("POST") for line in clinic.log)
        told.append(capabilities)

    engine = SyncEngine(
        device.client,
        device.records,
        device.queries,
        device.file,
        clock=device.time,
        sleep=device.time.sleep,
        random=device.random,
        learnt=learnt,
    )
    await engine.once()
    assert told == [], "nothing is to be sent: nothing has to be known"
    for words in ("one", "two"):
        await device.records.save(Entry.new(PATIENT, words))
        await engine.once()
    assert [one.fhir_version for one in told] == ["4.0.1"]
    assert sum("metadata" in line for line in clinic.log) == 1


async def test_what_is_saved_while_a_round_reads_is_not_sent_before_the_server_was_asked_either(
    device: Device, clinic: OddClinic
) -> None:
    late: list[Entry] = []
    file = device.file

    def writes_meanwhile(document: Document) -> Any:
        late.append(Entry.new(PATIENT, "late"))
        return file(document)

    async def saves() -> None:
        while late:
            await device.records.save(late.pop())

    device.file = writes_meanwhile
    put_in(clinic, Entry.new(PATIENT, "there"))
    engine = device.new_engine()
    settle = engine._rounds._settle

    async def settles(*given: Any) -> None:
        await saves()
        await settle(*given)

    engine._rounds._settle = settles
    await engine.once()
    asked = [line.split("?")[0] for line in clinic.log if "metadata" in line or line.startswith("POST")]
    assert asked[0].endswith("metadata"), asked
    assert any(line.startswith("POST") and "Goal" in line for line in clinic.log)


async def test_a_statement_that_cannot_be_had_is_asked_for_again_and_the_careful_way_is_taken(
    device: Device, clinic: OddClinic
) -> None:
    refusing(clinic, "/metadata", 500)
    await device.records.save(Entry.new(PATIENT, "one"))
    done = await device.engine.once()
    assert (done.sent, done.reason) == (1, "server_broken")
    await device.records.save(Entry.new(PATIENT, "two"))
    await device.engine.once()
    assert sum("metadata" in line for line in clinic.log) == 2
    refusing(clinic, "/metadata", 503)
    await device.records.save(Entry.new(PATIENT, "three"))
    assert (await device.engine.once()).sent == 0


async def test_a_document_nobody_can_file_is_told_and_the_others_come(
    device: Device, clinic: OddClinic
) -> None:
    file = filing_for(PATIENT)

    def broken(document: Document) -> Any:
        if "odd" in document.text:
            raise LookupError("x")
        return file(document)

    device.file = broken
    device.engine = device.new_engine()
    put_in(clinic, Entry.new(PATIENT, "odd"))
    put_in(clinic, Entry.new(PATIENT, "plain"))
    done = await device.engine.once()
    assert (done.received, done.reason) == (1, "fault:LookupError")
    assert device.engine.status.phase == "attention"


# --- what is kept ---


async def test_what_is_filed_is_kept_as_it_was_filed_and_a_stub_only_of_what_is_here(
    device: Device, clinic: OddClinic
) -> None:
    arrivals = Arrivals(device.records, filing_for(PATIENT))
    entry = Entry.new(PATIENT, "theirs")
    text = json.dumps({**json.loads(entry.to_json()), "id": "s1", "meta": {"versionId": "2"}})
    found = await arrivals.filed(Document.of(text))
    assert found is not None
    assert (found.resource_type, found.copy.server_id, found.copy.etag) == ("Goal", "s1", 'W/"2"')
    assert found.filing.local_id == entry.id
    other = Document.of(text.replace(PATIENT, "Patient/other"))
    assert await arrivals.filed(other) is None
    assert await arrivals.filed(replace(Document.of(text), id=None)) is None
    withdrawn_stub = Document.of(text.replace('"active"', '"entered-in-error"'))
    assert await arrivals.filed(withdrawn_stub) is None
    await device.records.store_page("", [found], None)
    assert await arrivals.filed(withdrawn_stub) is not None

    def broken(_: Document) -> None:
        raise KeyError("words")

    with pytest.raises(Unfiled) as met:
        await Arrivals(device.records, broken).filed(Document.of(text))
    assert (met.value.code, str(met.value)) == ("fault:KeyError", "fault:KeyError")


# --- when the next round comes ---


async def test_the_status_tells_when_things_last_went_well(device: Device, clinic: OddClinic) -> None:
    await device.records.save(Entry.new(PATIENT, "one"))
    device.time.forward(5)
    first = device.time()
    await device.engine.once()
    status = device.engine.status
    assert (status.last_sent_at, status.last_received_at) == (first, first)
    device.time.forward(60)
    refusing(clinic, "/Goal", 500)
    await device.engine.once()
    status = device.engine.status
    assert (status.last_sent_at, status.last_received_at) == (first, first)
    clinic.lie = None
    device.time.forward(60)
    await device.engine.once()
    assert device.engine.status.last_received_at == first + timedelta(seconds=120)
    again = device.new_engine()
    await again.recall()
    assert (again.status.last_sent_at, again.status.waiting) == (first, 0)
