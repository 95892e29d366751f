"""What ends at a clinic: by deletion, by a stub in its place, or because it is no longer there."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from api_client import Document
from mobile.sync.absence import fate, fates
from mobile.sync.doubles import MOST_LOOKS, Doubles
from mobile.sync.resolve import Resolver
from mobile.sync.verdicts import Done, Later
from tests.faults.sync.device import Device
from tests.faults.sync.odd_clinic import BASE, OddClinic, outcome
from tests.unit.sync.rows_and_answers import an_entry, answers, put_in

# --- a stub in a record's place ---


async def test_a_stub_wins_over_whatever_was_written_since(device: Device, clinic: OddClinic) -> None:
    entry = an_entry("zebra")
    id = put_in(clinic, entry)
    withdrawn_stub = json.dumps({**json.loads(entry.withdrawn_stub()), "id": id})
    resolver = Resolver(device.client, device.records)
    asked = answers(clinic, "PUT", 412, times=2)
    assert await resolver.put_stub("Goal", id, withdrawn_stub) == Done(None)
    assert len(asked) == 2
    assert "zebra" not in json.dumps(clinic.alive("Goal"))
    clinic.log.clear()
    assert await resolver.put_stub("Goal", id, withdrawn_stub) == Done(None)
    assert not any(line.startswith("PUT") for line in clinic.log), "it stands there already"
    assert await resolver.put_stub("Goal", "nothing", withdrawn_stub) is None
    put_in(clinic, entry, id=id)
    asked = answers(clinic, "PUT", 409)
    assert await resolver.put_stub("Goal", id, withdrawn_stub) == Later("busy")
    assert len(asked) == 4


# --- several under one identifier ---


def doubles(device: Device) -> Doubles:
    return Doubles(device.client, Resolver(device.client, device.records))


async def test_of_several_the_one_that_stays_is_found_and_the_others_end(
    device: Device, clinic: OddClinic
) -> None:
    entry = an_entry()
    for _ in range(3):
        put_in(clinic, entry)
    found = await doubles(device).find("Goal", entry.id, entry.to_json())
    assert found is not None
    assert found.id == "s1"
    assert [goal["id"] for goal in clinic.alive("Goal")] == ["s1"]
    assert await doubles(device).find("Goal", "nobody", entry.to_json()) is None


async def test_what_cannot_be_deleted_is_struck_out_or_replaced_by_the_stub(
    device: Device, clinic: OddClinic
) -> None:
    clinic.can_delete = False
    entry = an_entry("zebra")
    id = put_in(clinic, entry)
    document = Document.of(json.dumps(clinic.shown(clinic.kept["Goal", id])))
    assert await doubles(device).end([document])
    (goal,) = clinic.alive("Goal")
    assert (goal["lifecycleStatus"], goal["description"]) == ("entered-in-error", {"text": "zebra"})
    assert await doubles(device).end([document], entry.withdrawn_stub())
    (goal,) = clinic.alive("Goal")
    assert goal["description"] == {"text": "withdrawn"}
    assert goal["id"] == id


async def test_ending_looks_so_often_and_no_more(device: Device, clinic: OddClinic) -> None:
    entry = an_entry()
    clinic.can_delete = False
    looks: list[str] = []

    def ever_another(request: httpx.Request) -> httpx.Response | None:
        if request.method == "GET" and "identifier" in str(request.url):
            looks.append("look")
            put_in(clinic, entry)
        return None

    clinic.lie = ever_another
    assert not await doubles(device).end_all("Goal", entry.id, entry.withdrawn_stub())
    assert len(looks) == MOST_LOOKS == 3


async def test_ending_stops_where_one_of_them_stays(device: Device, clinic: OddClinic) -> None:
    entry = an_entry()
    put_in(clinic, entry)
    clinic.lie = lambda request: httpx.Response(204) if request.method == "DELETE" else None
    assert not await doubles(device).end_all("Goal", entry.id, "")
    assert sum("identifier" in line for line in clinic.log) == 1


async def test_what_a_search_still_shows_though_it_is_gone_counts_as_gone(
    device: Device, clinic: OddClinic
) -> None:
    entry = an_entry()
    id = put_in(clinic, entry)
    shown = clinic.shown(clinic.kept["Goal", id])
    clinic.kept["Goal", id].is_gone = True
    bundle = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": shown}]}
    clinic.lie = lambda request: (
        httpx.Response(200, json=bundle) if "identifier" in str(request.url) else None
    )
    assert await doubles(device).end_all("Goal", entry.id, "")
    assert not any(line.startswith("DELETE") for line in clinic.log)


async def test_all_are_made_to_say_the_same_but_the_one_that_does(device: Device, clinic: OddClinic) -> None:
    entry = an_entry()
    first, second, withdrawn_stub = put_in(clinic, entry), put_in(clinic, entry), put_in(clinic, entry)
    clinic.kept["Goal", withdrawn_stub].document["lifecycleStatus"] = "entered-in-error"
    body = json.dumps({**json.loads(entry.to_json()), "lifecycleStatus": "cancelled", "id": first})
    assert await doubles(device).say_all("Goal", entry.id, body, first)
    assert [goal["lifecycleStatus"] for goal in clinic.alive("Goal")] == [
        "active",
        "cancelled",
        "entered-in-error",
    ]
    assert clinic.kept["Goal", second].document["id"] == second
    assert await doubles(device).say_all("Goal", entry.id, body, None)
    assert clinic.kept["Goal", first].document["lifecycleStatus"] == "cancelled"


async def test_what_refuses_to_say_it_is_not_over(device: Device, clinic: OddClinic) -> None:
    entry = an_entry()
    put_in(clinic, entry)
    body = json.dumps({**json.loads(entry.to_json()), "lifecycleStatus": "cancelled"})
    asked = answers(clinic, "PUT", 412)
    assert not await doubles(device).say_all("Goal", entry.id, body, None)
    assert len(asked) == 4, "busy once is enough to stop"
    clinic.lie = lambda request: (
        httpx.Response(200, json=clinic.shown(clinic.kept["Goal", "s1"])) if request.method == "PUT" else None
    )
    assert not await doubles(device).say_all("Goal", entry.id, body, None)


# --- what is not listed ---


@pytest.mark.parametrize(
    ("status", "is_others", "expected"),
    [
        (410, False, "gone"),
        (404, False, "lost"),
        (404, True, "gone"),
        (403, False, "here"),
        (403, True, "gone"),
        (200, False, "here"),
    ],
)
async def test_what_became_of_what_a_listing_does_not_name(
    device: Device, clinic: OddClinic, status: int, is_others: bool, expected: str
) -> None:
    id = put_in(clinic, an_entry())

    def lie(request: httpx.Request) -> httpx.Response | None:
        if request.url.path.endswith("_history"):
            return httpx.Response(404, json=outcome("x"))
        return httpx.Response(status, json=outcome("x")) if status >= 400 else None

    clinic.lie = lie
    assert await fate(device.client, "Goal", id, is_others=is_others) == expected


async def test_a_history_that_tells_of_a_deletion_is_believed(device: Device, clinic: OddClinic) -> None:
    def history(id: str) -> dict[str, Any]:
        request = {"method": "DELETE", "url": f"Goal/{id}"}
        entry = {"request": request, "response": {"status": "204"}, "fullUrl": f"{BASE}/Goal/{id}"}
        return {"resourceType": "Bundle", "type": "history", "entry": [entry]}

    def lie(request: httpx.Request) -> httpx.Response | None:
        if request.url.path.endswith("_history"):
            return httpx.Response(200, json=history("s1"))
        return None

    clinic.lie = lie
    found = await fates(device.client, "Goal", ["s1", "s2"], lambda _: False)
    assert found == {"s1": "gone", "s2": "lost"}


@pytest.mark.parametrize("status", [400, 403, 404, 410])
async def test_a_clinic_without_a_history_tells_of_no_deletion(
    device: Device, clinic: OddClinic, status: int
) -> None:
    clinic.lie = lambda request: (
        httpx.Response(status, json=outcome("x")) if request.url.path.endswith("_history") else None
    )
    assert await fate(device.client, "Goal", "s1", is_others=False) == "lost"


async def test_of_each_id_it_is_asked_whether_it_is_somebody_elses(device: Device, clinic: OddClinic) -> None:
    found = await fates(device.client, "Goal", ["mine", "theirs"], lambda id: id == "theirs")
    assert found == {"mine": "lost", "theirs": "gone"}
