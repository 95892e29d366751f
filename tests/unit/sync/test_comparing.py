"""Listings of what the clinic has, at which pace they are asked for, and the pages of a search."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from api_client import Document, Page
from api_client.errors import ClinicError
from mobile.sync import PullQuery
from mobile.sync.listing import LISTED_AT_ONCE, Lister, listing_key, listing_of
from mobile.sync.reader import Reader
from mobile.sync.reconcile import FEW, MANY, is_too_many
from mobile.sync.traits import Traits
from mobile.sync.walk import Walk
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry
from tests.faults.sync.odd_clinic import BASE, OddClinic, outcome
from tests.unit.sync.rows_and_answers import put_in
from tests.unit.sync.test_rounds import QUERY, with_queries

# --- the pace of comparing ---


def listings(clinic: OddClinic) -> int:
    return sum("_elements" in line for line in [*clinic.log, *clinic.within])


async def test_ids_are_compared_at_their_pace_and_at_once_where_the_clock_was_set_back(
    device: Device, clinic: OddClinic
) -> None:
    with_queries(device, replace(QUERY, reconcile_every_s=600.0))
    await device.engine.once()
    assert listings(clinic) == 0, "all that is here was read just now"
    device.time.forward(539)
    await device.engine.once()
    assert listings(clinic) == 0
    device.time.forward(1)
    await device.engine.once()
    assert listings(clinic) == 1, "what would be late by the next round is due in this one"
    device.time.forward(-1)
    await device.engine.once()
    assert listings(clinic) == 2


async def test_what_was_here_before_its_first_reading_is_compared_in_it(
    device: Device, clinic: OddClinic
) -> None:
    """As after a file that was put back: the marks are gone, and the clinic has removed something meanwhile."""
    with_queries(device, replace(QUERY, key="another", reconcile_every_s=600.0))
    await device.records.save(Entry.new(PATIENT, "here before"))
    await device.engine.once()
    with_queries(device, replace(QUERY, reconcile_every_s=600.0))
    await device.engine.once()
    assert listings(clinic) == 1


async def test_a_type_is_compared_at_once_when_what_opens_it_moved(device: Device, clinic: OddClinic) -> None:
    opener = PullQuery("passes", "Communication", {"patient": PATIENT})
    with_queries(device, replace(QUERY, reconcile_every_s=600.0, opened_by="Communication"), opener)
    await device.engine.once()
    await device.engine.once()
    assert listings(clinic) == 0
    pointer = {
        "resourceType": "Communication",
        "subject": {"reference": PATIENT},
        "about": [{"reference": "x/1"}],
    }
    clinic.put_in(pointer)
    await device.engine.once()
    assert listings(clinic) == 1


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
    assert counts == [0, 0, 0, 0, 1]


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
