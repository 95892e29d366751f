"""One row, one verdict: what each answer of a clinic's means for a create, an update and a removal."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from api_client import ClinicClient, Retry
from mobile.records.ports import OutboxRow
from mobile.sync.resolve import MOST_REBASES
from mobile.sync.send import MOST_REFUSED, UNCLEAR_WAIT_S, UNGUARDED_WAIT_S, Sender
from mobile.sync.traits import Traits
from mobile.sync.verdicts import Clash, Done, Later, Parked
from tests.faults.sync.device import Device
from tests.faults.sync.entries import Entry
from tests.faults.sync.odd_clinic import BASE, OddClinic, outcome
from tests.unit.sync.rows_and_answers import a_row, an_entry, answers, capable, put_in


def sender(device: Device, traits: Traits | None = None) -> Sender:
    return Sender(device.client, device.records, traits or capable())


def posts(clinic: OddClinic) -> int:
    return sum(line.startswith("POST Goal") for line in clinic.log)


# --- creates ---


async def test_a_create_is_done_with_what_the_server_made_of_it(device: Device, clinic: OddClinic) -> None:
    verdict = await sender(device).send(a_row(an_entry()))
    assert isinstance(verdict, Done)
    assert verdict.copy is not None
    assert (verdict.copy.server_id, verdict.copy.etag, verdict.newer) == ("s1", 'W/"1"', None)
    assert json.loads(verdict.copy.text)["id"] == "s1"


async def test_a_create_is_looked_for_first_where_it_may_have_arrived(
    device: Device, clinic: OddClinic
) -> None:
    entry = an_entry()
    for row, traits, is_looked_for in (
        (a_row(entry), capable(), False),
        (a_row(entry), Traits(), False),
        (a_row(entry, attempt=1), capable(), True),
        (replace(a_row(entry), is_again=True), capable(), True),
        (a_row(entry), capable(conditional=False), True),
    ):
        clinic.kept.clear()
        clinic.log.clear()
        await sender(device, traits).send(row)
        assert any("identifier=" in line for line in clinic.log) is is_looked_for, row
        assert posts(clinic) == 1


async def test_a_record_that_is_found_is_not_sent_again(device: Device, clinic: OddClinic) -> None:
    entry = an_entry()
    put_in(clinic, entry)
    verdict = await sender(device).send(a_row(entry, attempt=1))
    assert isinstance(verdict, Done)
    assert verdict.copy is not None
    assert (verdict.copy.server_id, posts(clinic)) == ("s1", 0)
    put_in(clinic, entry, id="s1", description={"text": "written on"})
    verdict = await sender(device).send(a_row(entry, attempt=1))
    assert isinstance(verdict, Done)
    assert verdict.newer is not None
    assert isinstance(await sender(device).send(replace(a_row(entry), is_again=True)), Clash)


async def test_a_create_that_met_its_guard_is_compared_with_what_is_there(
    device: Device, clinic: OddClinic
) -> None:
    entry = an_entry()
    put_in(clinic, entry)
    verdict = await sender(device).send(a_row(entry))
    assert isinstance(verdict, Done)
    put_in(clinic, entry, id="s1", description={"text": "theirs"})
    assert isinstance(await sender(device).send(a_row(entry)), Clash)


@pytest.mark.parametrize("status", [409, 412])
async def test_a_create_that_is_in_the_way_of_something_is_looked_for(
    device: Device, clinic: OddClinic, status: int
) -> None:
    entry = an_entry()
    answers(clinic, "POST", status)
    assert await sender(device).send(a_row(entry)) == Later("precondition")
    assert await sender(device).send(a_row(entry, attempt=MOST_REFUSED - 1)) == Later("precondition")
    assert await sender(device).send(a_row(entry, attempt=MOST_REFUSED)) == Parked("in_the_way")
    put_in(clinic, entry)
    assert isinstance(await sender(device).send(a_row(entry, attempt=MOST_REFUSED)), Done)
    assert isinstance(await sender(device).send(a_row(entry)), Done)


@pytest.mark.parametrize(
    ("status", "traits", "verdict"),
    [
        (404, capable(), Later("not_found")),
        (410, capable(), Later("gone")),
        (403, capable(), Parked("forbidden")),
        (413, capable(), Parked("too_large")),
        (422, capable(), Parked("rejected")),
        (500, capable(), Later("server_broken", least_s=UNCLEAR_WAIT_S)),
        (500, Traits(), Later("server_broken", least_s=UNGUARDED_WAIT_S)),
        (500, capable(conditional=False), Later("server_broken", least_s=UNGUARDED_WAIT_S)),
        (401, capable(), Later("signed_out", is_stop=True, is_blameless=True, is_signed_out=True)),
    ],
)
async def test_what_an_answer_means_for_a_create(
    device: Device, clinic: OddClinic, status: int, traits: Traits, verdict: Later | Parked
) -> None:
    answers(clinic, "POST", status)
    assert await sender(device, traits).send(a_row(an_entry())) == verdict


async def test_a_create_is_never_repeated_as_it_is(tmp_path: Any, device: Device, clinic: OddClinic) -> None:
    async def no_sleep(_: float) -> None:
        return None

    patient = ClinicClient(BASE, transport=clinic, retry=Retry(tries=3, sleep=no_sleep))
    for traits in (capable(), capable(conditional=False), Traits()):
        asked = answers(clinic, "POST", 503)
        await Sender(patient, device.records, traits).send(a_row(an_entry()))
        assert len(asked) == 1
    await patient.aclose()


async def test_a_guard_that_is_refused_is_left_out_only_where_nothing_rests_on_it(
    device: Device, clinic: OddClinic
) -> None:
    guards: list[str | None] = []

    def refusing(request: httpx.Request) -> httpx.Response | None:
        if request.method != "POST":
            return None
        guards.append(request.headers.get("if-none-exist"))
        return httpx.Response(400, json=outcome("x")) if guards[-1] else None

    clinic.lie = refusing
    entry = an_entry()
    guard = f"identifier=urn:ietf:rfc:3986%7Curn:uuid:{entry.id}"
    assert await sender(device).send(a_row(entry)) == Parked("rejected")
    assert guards == [guard]
    guards.clear()
    assert isinstance(await sender(device, Traits()).send(a_row(entry)), Done)
    assert guards == [guard, None]
    guards.clear()
    clinic.kept.clear()
    assert isinstance(await sender(device, capable(conditional=False)).send(a_row(entry)), Done)
    assert guards == [None]


async def test_what_points_to_what_has_no_name_yet_waits(device: Device, clinic: OddClinic) -> None:
    row = replace(a_row(an_entry()), payload='{"resourceType":"Goal","a":[{"reference":"urn:uuid:nobody"}]}')
    assert await sender(device).send(row) == Later("waits_for_other", never_left=True)
    assert clinic.log == []


# --- updates ---


async def test_an_update_is_done_with_what_the_server_made_of_it(device: Device, clinic: OddClinic) -> None:
    entry = an_entry()
    id = put_in(clinic, entry)
    newer = replace(entry, words="newer")
    row = a_row(newer, "update", id, etag='W/"1"', base=entry.to_json())
    verdict = await sender(device).send(row)
    assert isinstance(verdict, Done)
    assert verdict.copy is not None
    assert (verdict.copy.server_id, verdict.copy.etag) == (id, 'W/"2"')
    assert not any(line.startswith("GET") for line in clinic.log)


async def test_an_update_that_names_no_version_is_compared_before_it_is_written(
    device: Device, clinic: OddClinic
) -> None:
    entry = an_entry()
    id = put_in(clinic, entry)
    row = a_row(replace(entry, words="newer"), "update", id, base=entry.to_json())
    assert isinstance(await sender(device).send(row), Done)
    assert [line.split()[0] for line in clinic.log] == ["GET", "PUT"]


async def test_an_update_that_is_there_already_is_done_and_one_beside_another_is_a_clash(
    device: Device, clinic: OddClinic
) -> None:
    entry = an_entry()
    newer = replace(entry, words="newer")
    id = put_in(clinic, newer)
    put_in(clinic, newer, id=id)
    row = a_row(newer, "update", id, etag='W/"1"', base=entry.to_json())
    verdict = await sender(device).send(row)
    assert isinstance(verdict, Done)
    assert verdict.copy is not None
    assert verdict.copy.etag == 'W/"2"'
    put_in(clinic, entry, id=id, description={"text": "theirs"})
    verdict = await sender(device).send(row)
    assert isinstance(verdict, Clash)
    assert verdict.theirs.etag == 'W/"3"'


async def test_an_update_over_what_changed_only_in_writing_goes_on_top(
    device: Device, clinic: OddClinic
) -> None:
    entry = an_entry()
    id = put_in(clinic, entry)
    put_in(clinic, entry, id=id, meta={"profile": []})
    row = a_row(replace(entry, words="newer"), "update", id, etag='W/"1"', base=entry.to_json())
    verdict = await sender(device).send(row)
    assert isinstance(verdict, Done)
    assert verdict.copy is not None
    assert verdict.copy.etag == 'W/"3"'


async def test_a_version_that_is_another_each_time_is_busy_in_the_end(
    device: Device, clinic: OddClinic
) -> None:
    entry = an_entry()
    id = put_in(clinic, entry)
    asked = answers(clinic, "PUT", 412)
    row = a_row(replace(entry, words="newer"), "update", id, etag='W/"1"', base=entry.to_json())
    assert await sender(device).send(row) == Later("busy")
    assert len(asked) == 1 + MOST_REBASES == 4


@pytest.mark.parametrize(("status", "verdict"), [(404, Parked("lost")), (410, Parked("gone"))])
async def test_an_update_of_what_is_not_there_is_laid_aside(
    device: Device, clinic: OddClinic, status: int, verdict: Parked
) -> None:
    answers(clinic, "PUT", status)
    row = a_row(an_entry(), "update", "s1", etag='W/"1"')
    assert await sender(device).send(row) == verdict


async def test_a_portals_ok_is_not_taken_for_the_clinics(device: Device, clinic: OddClinic) -> None:
    entry = an_entry()
    id = put_in(clinic, entry)
    there = clinic.shown(clinic.kept["Goal", id])
    clinic.lie = lambda request: httpx.Response(200, json=there) if request.method == "PUT" else None
    row = a_row(replace(entry, words="newer"), "update", id, etag='W/"1"', base=entry.to_json())
    assert await sender(device).send(row) == Later("not_written")


async def test_an_update_of_what_never_had_a_name_is_a_create(device: Device, clinic: OddClinic) -> None:
    assert isinstance(await sender(device).send(a_row(an_entry(), "update", None)), Done)
    assert posts(clinic) == 1


# --- removals ---


def removal(entry: Entry, server_id: str | None, withdrawn_stub: str | None = None) -> OutboxRow:
    return replace(
        a_row(entry, "delete", server_id),
        payload=entry.withdrawn_stub() if withdrawn_stub is None else withdrawn_stub,
    )


async def test_a_removal_ends_the_record_and_all_under_its_identifier(
    device: Device, clinic: OddClinic
) -> None:
    entry = an_entry()
    first, second = put_in(clinic, entry), put_in(clinic, entry)
    assert await sender(device).send(removal(entry, first)) == Done(None)
    assert clinic.alive("Goal") == []
    assert {id for _, id in clinic.kept} == {first, second}


async def test_a_removal_without_a_name_looks_for_what_bears_the_identifier(
    device: Device, clinic: OddClinic
) -> None:
    entry = an_entry()
    assert await sender(device).send(removal(entry, None)) == Done(None)
    put_in(clinic, entry)
    assert await sender(device).send(removal(entry, None)) == Done(None)
    assert clinic.alive("Goal") == []


async def test_a_removal_that_only_seems_to_be_done_is_not(device: Device, clinic: OddClinic) -> None:
    entry = an_entry()
    id = put_in(clinic, entry)
    clinic.lie = lambda request: httpx.Response(204) if request.method == "DELETE" else None
    assert await sender(device).send(removal(entry, id)) == Later("not_written")
    assert await sender(device).send(removal(entry, None)) == Later("not_written")


@pytest.mark.parametrize("status", [403, 405, 409, 412, 422])
async def test_where_a_removal_is_refused_the_stub_takes_the_words_place(
    device: Device, clinic: OddClinic, status: int
) -> None:
    entry = an_entry("zebra")
    id = put_in(clinic, entry)
    answers(clinic, "DELETE", status)
    verdict = await sender(device).send(removal(entry, id))
    assert "zebra" not in json.dumps(clinic.alive("Goal"))
    assert verdict in (Done(None), Later("not_written"))
    assert await sender(device).send(removal(entry, id, "")) == Later("deletion_refused")


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_a_clinic_that_knows_no_search_is_believed_about_what_it_knew_by_name(
    device: Device, clinic: OddClinic, status: int
) -> None:
    entry = an_entry()
    id = put_in(clinic, entry)

    def unsearchable(request: httpx.Request) -> httpx.Response | None:
        is_search = request.method == "GET" and request.url.path.endswith("/Goal")
        return httpx.Response(status, json=outcome("x")) if is_search else None

    clinic.lie = unsearchable
    assert await sender(device).send(removal(entry, id)) == Done(None)
    assert await sender(device).send(removal(entry, "never-there")) == Later("not_written")
    refused = await sender(device).send(removal(entry, None))
    assert refused == Later("deletion_refused")
    none_kept = await sender(device, capable(types=["Consent"])).send(removal(entry, None))
    assert none_kept == Done(None)


async def test_a_removal_that_meets_a_broken_server_waits(device: Device, clinic: OddClinic) -> None:
    entry = an_entry()
    id = put_in(clinic, entry)
    answers(clinic, "DELETE", 500)
    assert await sender(device).send(removal(entry, id)) == Later("server_broken")
