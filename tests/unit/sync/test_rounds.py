"""What one round does and says: what it learns, asks, compares and settles, and how each failure is told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api_client import Capabilities, Document, Page
from api_client import Entry as Asked
from api_client.errors import BadReply, ClinicError, Forbidden, NotFound, ServerBroken, TimedOut
from mobile.records.ports import Unsettled
from mobile.sync import PullQuery, Round, SyncEngine
from mobile.sync.arrivals import Arrivals, Unfiled
from mobile.sync.gathering import FAILURES, Gatherer, Search
from mobile.sync.listing import LISTED_AT_ONCE, Lister, listing_key, listing_of
from mobile.sync.reader import Reader
from mobile.sync.reconcile import FEW, MANY, is_too_many
from mobile.sync.settling import Settler
from mobile.sync.traits import Traits
from mobile.sync.walk import Walk
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry, filing_for
from tests.faults.sync.odd_clinic import BASE, OddClinic, outcome

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


def put_in(clinic: OddClinic, entry: Entry, **changes: Any) -> str:
    return clinic.put_in({**json.loads(entry.to_json()), **changes})


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


# --- the pace of comparing ---


def listings(clinic: OddClinic) -> int:
    return sum("_elements" in line for line in [*clinic.log, *clinic.within])


async def test_ids_are_compared_at_their_pace_and_at_once_where_the_clock_was_set_back(
    device: Device, clinic: OddClinic
) -> None:
    with_queries(device, replace(QUERY, reconcile_every_s=600.0))
    await device.engine.once()
    assert listings(clinic) == 1
    device.time.forward(539)
    await device.engine.once()
    assert listings(clinic) == 1
    device.time.forward(1)
    await device.engine.once()
    assert listings(clinic) == 2, "what would be late by the next round is due in this one"
    device.time.forward(-1)
    await device.engine.once()
    assert listings(clinic) == 3


async def test_a_type_is_compared_at_once_when_what_opens_it_moved(device: Device, clinic: OddClinic) -> None:
    opener = PullQuery("passes", "Communication", {"patient": PATIENT})
    with_queries(device, replace(QUERY, reconcile_every_s=600.0, opened_by="Communication"), opener)
    await device.engine.once()
    assert listings(clinic) == 1
    await device.engine.once()
    assert listings(clinic) == 1
    pointer = {
        "resourceType": "Communication",
        "subject": {"reference": PATIENT},
        "about": [{"reference": "x/1"}],
    }
    clinic.put_in(pointer)
    await device.engine.once()
    assert listings(clinic) == 2


async def test_where_each_listing_is_a_request_what_another_type_opens_waits_for_it_or_five_minutes(
    device: Device, clinic: OddClinic
) -> None:
    opener = PullQuery("passes", "Communication", {"patient": PATIENT})
    with_queries(device, replace(QUERY, reconcile_every_s=60.0, opened_by="Communication"), opener)
    device.engine._rounds.traits.is_gathering_broken = True
    counts = list[int]()
    for _ in range(5):
        await device.engine.once()
        counts.append(listings(clinic))
        device.time.forward(75)
    assert counts == [1, 1, 1, 1, 2]


@pytest.mark.parametrize(
    ("gone", "known", "is_so"),
    [(5, 5, False), (6, 30, False), (6, 29, True), (50, 250, False), (51, 9999, True), (0, 0, False)],
)
def test_how_many_may_go_without_asking(gone: int, known: int, is_so: bool) -> None:
    assert is_too_many(gone, known) is is_so
    assert (FEW, MANY) == (5, 50)


# --- listings ---


async def test_a_listing_asks_for_ids_and_versions_only_and_names_each_in_the_servers_order(
    device: Device, clinic: OddClinic
) -> None:
    ids = [put_in(clinic, Entry.new(PATIENT, f"w{n}")) for n in range(5)]
    clinic.most_per_page = 2
    listed, is_whole = await Lister(device.client, Traits()).ids(QUERY)
    assert is_whole
    assert list(listed) == ids
    assert {copy.text for copy in listed.values()} == {""}
    assert [copy.etag for copy in listed.values()] == ['W/"1"'] * 5
    first = clinic.log[0]
    assert "_elements=id%2Cmeta" in first or "_elements=id,meta" in first
    assert f"_count={LISTED_AT_ONCE}" in first
    assert listing_key(QUERY) == "ids:entries"
    entry = listing_of(QUERY)
    assert entry.count == 500
    assert "_count=500" in entry.entry.path


async def test_a_first_page_that_came_in_a_batch_is_not_asked_for_again(
    device: Device, clinic: OddClinic
) -> None:
    document = Document("Goal", "s1", "1", "2031-03-01T09:00:00Z", "{}")
    other = Document("Practitioner", "p1", "1", "2031-03-01T09:00:00Z", "{}")
    listed, is_whole = await Lister(device.client, Traits()).ids(QUERY, Page([document, other], matches=1))
    assert (list(listed), is_whole, clinic.log) == (["s1"], True, [])


# --- pages ---


async def test_a_count_of_all_is_asked_for_until_the_server_refuses_it(
    device: Device, clinic: OddClinic
) -> None:
    traits = Traits()
    reader = Reader(device.client, QUERY, traits)
    await reader.page(Walk(None, "Goal", 7))
    assert "_total=accurate" in clinic.log[-1]
    assert "_sort=_lastUpdated" in clinic.log[-1]
    assert "_count=7" in clinic.log[-1]
    assert not traits.is_total_refused
    clinic.lie = lambda request: (
        httpx.Response(400, json=outcome("x")) if "_total" in str(request.url) else None
    )
    await Reader(device.client, QUERY, traits).page(Walk(None, "Goal", 7))
    assert traits.is_total_refused
    clinic.log.clear()
    await Reader(device.client, QUERY, traits).page(Walk(None, "Goal", 7))
    assert len(clinic.log) == 1
    assert "_total" not in clinic.log[0]


async def test_a_kept_link_that_has_expired_begins_anew_and_one_in_the_middle_is_a_failure(
    device: Device, clinic: OddClinic
) -> None:
    for n in range(3):
        put_in(clinic, Entry.new(PATIENT, f"w{n}"))
    link = f"{BASE}/Goal?patient={PATIENT}&_offset=2"
    clinic.lie = lambda request: (
        httpx.Response(410, json=outcome("x")) if "_offset" in str(request.url) else None
    )
    walk = Walk(None, "Goal", 2)
    walk.link = link
    page = await Reader(device.client, QUERY, Traits()).page(walk)
    assert walk.link is None
    assert len(page.documents) == 2
    walk.seen["Goal/s1/1"] = None
    walk.link = link
    with pytest.raises(ClinicError):
        await Reader(device.client, QUERY, Traits()).page(walk)


# --- searches in one batch ---


def page_of(matches: int, **more: Any) -> Page:
    return Page([], matches=matches, **more)


class Batches:
    """The client's port for a batch of searches: answers as it is told, and counts."""

    def __init__(self, *answers: Sequence[Page | ClinicError] | ClinicError) -> None:
        self.answers = list(answers)
        self.asked: list[int] = []

    async def searches(self, entries: Sequence[Asked]) -> Sequence[Page | ClinicError]:
        self.asked.append(len(entries))
        answer = self.answers.pop(0)
        if isinstance(answer, ClinicError):
            raise answer
        return answer


def gatherer(*answers: Sequence[Page | ClinicError] | ClinicError) -> tuple[Gatherer, Batches]:
    batches = Batches(*answers)
    return Gatherer(batches, Traits()), batches  # type: ignore[arg-type]


def searches(*names: str, count: int = 5) -> dict[str, Search]:
    return {name: Search(Asked.search("Goal", {"a": name}), count) for name in names}


async def test_two_searches_and_more_go_together_and_one_goes_alone() -> None:
    one, batches = gatherer([page_of(1), page_of(2)])
    assert await one.ask(searches("a")) == {}
    assert await one.ask({}) == {}
    assert batches.asked == []
    assert await one.ask(searches("a", "b")) == {"a": page_of(1), "b": page_of(2)}
    one.traits.is_gathering_broken = True
    assert await one.ask(searches("a", "b")) == {}
    assert batches.asked == [2]


async def test_an_answer_that_is_not_plain_is_asked_for_again_by_itself() -> None:
    full, counted = page_of(5), page_of(5, total=5)
    linked, cut = page_of(5, next="more"), page_of(5, is_cut=True)
    one, _ = gatherer(
        [
            full,
            counted,
            linked,
            cut,
            page_of(4),
            ServerBroken(status=500),
            BadReply(),
            Forbidden(),
            NotFound(),
        ]
    )
    found = await one.ask(searches(*"abcdefghi"))
    assert set(found) == {"b", "c", "d", "e", "h", "i"}
    assert found["c"] == replace(linked, next=None, is_cut=True), "its link leads on in pages as small"
    assert found["d"] == cut
    assert isinstance(found["h"], Forbidden)


async def test_batches_that_fail_twice_in_a_row_are_given_up_and_one_that_passes_begins_anew() -> None:
    broken = ServerBroken(status=500)
    one, batches = gatherer(broken, [page_of(1), page_of(1)], broken, [Forbidden(), NotFound()])
    for _ in range(4):
        assert not one.traits.is_gathering_broken
        await one.ask(searches("a", "b"))
    assert one.traits.is_gathering_broken
    assert len(batches.asked) == 4
    assert FAILURES == 2


async def test_a_batch_that_is_refused_is_given_up_at_once_and_silence_is_passed_on() -> None:
    one, _ = gatherer(Forbidden())
    assert await one.ask(searches("a", "b")) == {}
    assert one.traits.is_gathering_broken
    one, _ = gatherer(TimedOut())
    with pytest.raises(TimedOut):
        await one.ask(searches("a", "b"))
    assert not one.traits.is_gathering_broken


# --- what is kept ---


async def test_what_is_filed_is_kept_as_it_was_filed_and_a_husk_only_of_what_is_here(
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


# --- what was left open ---


@pytest.fixture
async def settler(device: Device) -> Settler:
    return Settler(device.client, device.records, Arrivals(device.records, device.file), device.queries)


def leave_open(device: Device, monkeypatch: pytest.MonkeyPatch, *ones: Unsettled) -> None:
    left = [list(ones)]

    async def unsettled() -> list[Unsettled]:
        return left.pop() if left else []

    monkeypatch.setattr(device.records, "unsettled", unsettled)


async def test_what_was_left_open_is_read_once_and_stored(
    device: Device, clinic: OddClinic, settler: Settler, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = Entry.new(PATIENT, "theirs")
    id = put_in(clinic, entry)
    leave_open(device, monkeypatch, Unsettled("Goal", id, entry.id))
    assert await settler.run() == 1
    assert await device.records.get(Entry, entry.id) is not None
    clinic.log.clear()
    assert await settler.run() == 0
    assert clinic.log == []


async def test_what_cannot_be_read_is_tried_again_and_what_is_not_there_is_left_to_the_comparison(
    device: Device, clinic: OddClinic, settler: Settler, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = Entry.new(PATIENT, "theirs")
    id = put_in(clinic, entry)
    leave_open(device, monkeypatch, Unsettled("Goal", "nothing", "x"), Unsettled("Goal", id, entry.id))
    refusing(clinic, f"/{id}", 500)
    with pytest.raises(ServerBroken):
        await settler.run()
    clinic.lie = None
    clinic.log.clear()
    assert await settler.run() == 1
    assert clinic.log == [f"GET Goal/{id}?"]


async def test_of_several_under_one_identifier_the_others_end(
    device: Device, clinic: OddClinic, settler: Settler, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = Entry.new(PATIENT, "mine")
    await device.records.save(entry)
    await device.engine.once()
    put_in(clinic, entry)
    leave_open(device, monkeypatch, Unsettled("Goal", "s2", entry.id, True))
    assert await settler.run() == 0
    assert [goal["id"] for goal in clinic.alive("Goal")] == ["s1"]
    clinic.log.clear()
    assert await settler.run() == 0
    assert clinic.log == []


async def test_the_others_do_not_end_before_what_waits_was_sent(
    device: Device, clinic: OddClinic, settler: Settler, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = Entry.new(PATIENT, "mine")
    await device.records.save(entry)
    await device.engine.once()
    put_in(clinic, entry)
    await device.records.save(replace(entry, words="newer"))
    leave_open(device, monkeypatch, Unsettled("Goal", "s2", entry.id, True))
    await settler.run()
    assert len(clinic.alive("Goal")) == 2
    await device.engine.once()
    await settler.run()
    assert [goal["description"]["text"] for goal in clinic.alive("Goal")] == ["newer"]


async def test_what_is_anothers_is_not_ended(
    device: Device, clinic: OddClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = Entry.new(PATIENT, "theirs")
    for _ in range(2):
        put_in(clinic, entry)
    leave_open(device, monkeypatch, Unsettled("Goal", "s2", entry.id, True))
    theirs = [replace(QUERY, is_own=False)]
    settler = Settler(device.client, device.records, Arrivals(device.records, device.file), theirs)
    assert await settler.run() == 0
    assert (len(clinic.alive("Goal")), clinic.log) == (2, [])


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
