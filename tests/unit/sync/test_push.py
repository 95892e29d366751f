"""The way out: once, guarded, each row by itself."""

from __future__ import annotations

import httpx
import pytest

from mobile.records.ports import SendState
from tests.faults.sync.device import PATIENT, Device
from tests.faults.sync.entries import Entry, Pointer
from tests.faults.sync.odd_clinic import OddClinic


def words(clinic: OddClinic) -> list[str]:
    return sorted(d["description"]["text"] for d in clinic.alive("Goal"))


async def test_entry_saved_offline_reaches_the_clinic_once(device: Device, clinic: OddClinic) -> None:
    await device.records.save(Entry.new(PATIENT, "quiet"))
    assert device.engine.status.waiting == 0  # nobody has looked yet
    done = await device.sync()
    assert (done.sent, done.reason) == (1, None)
    await device.sync(3)
    assert words(clinic) == ["quiet"]
    assert (device.engine.status.phase, await device.unsent()) == ("idle", 0)


async def test_create_carries_the_identifier_as_its_guard(device: Device, clinic: OddClinic) -> None:
    entry = Entry.new(PATIENT, "quiet")
    seen: list[str] = []
    clinic.lie = lambda request: seen.append(request.headers.get("if-none-exist", "")) or None
    await device.records.save(entry)
    await device.sync()
    assert any(entry.id in guard and "identifier=" in guard for guard in seen)


async def test_lost_reply_to_a_create_makes_no_second_copy(device: Device, clinic: OddClinic) -> None:
    await device.records.save(Entry.new(PATIENT, "quiet"))
    lose_once(clinic, "POST")
    done = await device.sync()
    assert (done.sent, done.reason) == (0, "offline")
    assert device.engine.status.phase == "offline"
    await device.sync(2)
    assert words(clinic) == ["quiet"]
    assert device.engine.status.phase == "idle"


async def test_server_without_conditional_create_is_searched_before_a_second_try(
    device: Device, clinic: OddClinic
) -> None:
    clinic.has_conditional_create = False
    clinic.has_batch = False
    await device.records.save(Entry.new(PATIENT, "quiet"))
    lose_once(clinic, "POST")
    await device.sync(4)
    assert words(clinic) == ["quiet"]
    assert await device.unsent() == 0


async def test_words_sent_anew_for_what_was_never_gone_are_kept_beside_the_clinics(
    device: Device, clinic: OddClinic
) -> None:
    entry = Entry.new(PATIENT, "quiet")
    await device.records.save(entry)
    await device.sync()
    (there,) = clinic.alive("Goal")
    clinic.lie = lambda request: httpx.Response(404, json={}) if request.method == "PUT" else None
    device.queries = []  # the clinic's version comes by no other way
    device.engine = device.new_engine()
    await device.records.save(Entry(entry.id, "quiet mine", PATIENT, entry.rest))
    await device.sync()
    clinic.lie = lambda _: None
    clinic.put_in({**there, "description": {"text": "quiet theirs"}})
    await device.records.save(Entry(entry.id, "quiet mine more", PATIENT, entry.rest))
    await device.sync(3)
    (conflict,) = await device.records.conflicts(Entry)
    assert "quiet mine more" in conflict.ours
    assert "quiet theirs" in conflict.theirs
    assert words(clinic) == ["quiet theirs"]


async def test_a_search_that_hides_what_its_own_count_tells_of_sends_nothing_again(
    device: Device, clinic: OddClinic
) -> None:
    clinic.has_conditional_create = clinic.has_batch = False
    device.queries = []  # no pull shows what arrived
    device.engine = device.new_engine()
    await device.records.save(Entry.new(PATIENT, "quiet"))
    lose_once(clinic, "POST")
    await device.sync()
    hiding = b'{"resourceType": "Bundle", "type": "searchset", "total": 1}'
    clinic.lie = lambda request: (
        httpx.Response(200, content=hiding) if "identifier" in str(request.url) else None
    )
    await device.sync(8)
    assert words(clinic) == ["quiet"]
    clinic.lie = lambda _: None
    await device.sync(8)
    assert words(clinic) == ["quiet"]
    assert await device.unsent() == 0


async def test_a_create_that_the_network_doubles_before_the_clinic_could_be_asked_makes_one(
    device: Device, clinic: OddClinic
) -> None:
    await device.records.save(Entry.new(PATIENT, "quiet"))
    inner = clinic.handle_async_request
    posted: list[str] = []

    async def doubling(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/metadata"):
            return httpx.Response(500)
        if request.method == "POST" and request.url.path.endswith("/Goal"):
            posted.append(request.headers.get("if-none-exist", ""))
            await inner(request)
        return await inner(request)

    clinic.handle_async_request = doubling  # type: ignore[method-assign]
    await device.sync(3)
    assert words(clinic) == ["quiet"]
    assert len(posted) == 1


async def test_a_clinic_that_could_not_be_asked_and_refuses_the_guard_gets_the_record_without_it(
    device: Device, clinic: OddClinic
) -> None:
    await device.records.save(Entry.new(PATIENT, "quiet"))

    def refusing(request: httpx.Request) -> httpx.Response | None:
        if request.url.path.endswith("/metadata"):
            return httpx.Response(500)
        return httpx.Response(400, json={}) if "if-none-exist" in request.headers else None

    clinic.lie = refusing
    await device.sync(2)
    assert words(clinic) == ["quiet"]


async def test_lost_reply_to_an_update_is_found_out_by_comparing(device: Device, clinic: OddClinic) -> None:
    entry = Entry.new(PATIENT, "quiet")
    await device.records.save(entry)
    await device.sync()
    await device.records.save(Entry(entry.id, "quiet water", PATIENT))
    lose_once(clinic, "PUT")
    await device.sync(3)
    assert words(clinic) == ["quiet water"]
    assert await device.unsent() == 0
    assert (await device.records.pending())["conflict"] == 0
    assert next(iter(clinic.kept.values())).version == 2


async def test_two_writers_keep_both_versions_and_the_person_chooses(
    device: Device, clinic: OddClinic
) -> None:
    entry = Entry.new(PATIENT, "quiet")
    await device.records.save(entry)
    await device.sync()
    clinic.put_in({**clinic.alive("Goal")[0], "description": {"text": "theirs"}})
    await device.records.save(Entry(entry.id, "ours", PATIENT))
    done = await device.sync()
    assert done.conflicts == 1
    assert device.engine.status.phase == "attention"
    [conflict] = await device.records.conflicts(Entry)
    assert "ours" in conflict.ours
    assert "theirs" in conflict.theirs
    assert words(clinic) == ["theirs"]
    await device.records.settle(Entry(entry.id, "both", PATIENT))
    await device.sync(2)
    assert words(clinic) == ["both"]


async def test_server_without_versions_is_read_and_compared_before_it_is_written(
    device: Device, clinic: OddClinic
) -> None:
    clinic.has_versions = False
    entry = Entry.new(PATIENT, "quiet")
    await device.records.save(entry)
    await device.sync()
    await device.records.save(Entry(entry.id, "quiet water", PATIENT))
    await device.sync(2)
    assert words(clinic) == ["quiet water"]
    clinic.put_in({**clinic.alive("Goal")[0], "description": {"text": "theirs"}})
    await device.records.save(Entry(entry.id, "ours", PATIENT))
    await device.sync(2)
    assert words(clinic) == ["theirs"]
    assert (await device.records.pending())["conflict"] == 1


async def test_what_points_to_an_unsent_record_follows_it_under_its_servers_name(
    device: Device, clinic: OddClinic
) -> None:
    entry = Entry.new(PATIENT, "quiet")
    pointer = Pointer.to(entry)
    await device.records.save_all([pointer, entry])
    await device.sync()
    [goal] = clinic.alive("Goal")
    [message] = clinic.alive("Communication")
    assert message["about"] == [{"reference": f"Goal/{goal['id']}"}]


async def test_removal_deletes_once_and_a_second_answer_of_gone_is_done(
    device: Device, clinic: OddClinic
) -> None:
    entry = Entry.new(PATIENT, "quiet")
    await device.records.save(entry)
    await device.sync()
    await device.records.remove(entry)
    lose_once(clinic, "DELETE")
    await device.sync(3)
    assert clinic.alive("Goal") == []
    assert await device.unsent() == 0


async def test_where_deletion_is_refused_the_stub_takes_the_words_place(
    device: Device, clinic: OddClinic
) -> None:
    clinic.can_delete = False
    entry = Entry.new(PATIENT, "quiet")
    await device.records.save(entry)
    await device.sync()
    await device.records.remove(entry, withdrawn_stub=entry.withdrawn_stub())
    await device.sync(3)
    assert words(clinic) == ["withdrawn"]
    assert await device.unsent() == 0
    assert await device.records.get(Entry, entry.id) is None  # the stub does not come back as an entry


async def test_refused_removal_is_never_laid_aside_and_is_said(device: Device, clinic: OddClinic) -> None:
    entry = Entry.new(PATIENT, "quiet")
    await device.records.save(entry)
    await device.sync()
    clinic.lie = lambda request: httpx.Response(403) if request.method in ("DELETE", "PUT") else None
    await device.records.remove(entry)
    await device.sync(20)
    status = device.engine.status
    assert (status.phase, status.reason, status.parked) == ("attention", "deletion_refused", 0)
    clinic.lie = None
    await device.sync(2)
    assert clinic.alive("Goal") == []
    assert device.engine.status.phase == "idle"


async def test_stale_entry_of_a_batch_is_resolved_by_itself(device: Device, clinic: OddClinic) -> None:
    entries = [Entry.new(PATIENT, f"w{n}") for n in range(30)]
    await device.records.save_all(entries)
    await device.sync()
    goals = {goal["description"]["text"]: goal for goal in clinic.alive("Goal")}
    clinic.put_in({**goals["w3"], "description": {"text": "theirs"}})
    clinic.put_in(goals["w4"])  # written anew and unchanged
    await device.records.save_all([Entry(e.id, f"{e.words} more", PATIENT) for e in entries])
    done = await device.sync()
    assert (done.sent, done.conflicts) == (29, 1)
    assert {"theirs", "w4 more"} <= set(words(clinic))


@pytest.mark.parametrize(
    ("status", "reason"), [(400, "rejected"), (422, "rejected"), (413, "too_large"), (403, "forbidden")]
)
async def test_one_bad_row_is_parked_and_blocks_no_other(
    device: Device, clinic: OddClinic, status: int, reason: str
) -> None:
    entries = [Entry.new(PATIENT, f"w{n}") for n in range(30)]
    await device.records.save_all(entries)
    refuse(clinic, b"w7", status)
    rounds = [await device.sync(), await device.sync(2)]
    assert sum(one.parked for one in rounds) == 1
    assert len(words(clinic)) == 29
    standing = await device.records.standing(Entry, entries[7].id)
    assert standing is not None
    assert (standing.state, standing.reason) == (SendState.NEEDS_ATTENTION, reason)
    assert (device.engine.status.phase, device.engine.status.parked) == ("attention", 1)


@pytest.mark.parametrize("has_batch", [True, False])
async def test_row_that_breaks_the_server_blocks_no_other(
    device: Device, clinic: OddClinic, has_batch: bool
) -> None:
    clinic.has_batch = has_batch
    await device.records.save_all([Entry.new(PATIENT, f"w{n}") for n in range(30)])
    refuse(clinic, b"w7", 500)
    await device.sync(3)
    assert len(words(clinic)) == 29
    assert device.engine.status.phase != "idle"
    clinic.lie = None
    await device.sync(4)
    assert len(words(clinic)) == 30


async def test_row_that_keeps_failing_while_others_pass_is_parked_in_the_end(
    device: Device, clinic: OddClinic
) -> None:
    clinic.has_batch = False
    await device.records.save(Entry.new(PATIENT, "w7"))
    refuse(clinic, b"w7", 500)
    for n in range(20):
        await device.records.save(Entry.new(PATIENT, f"x{n}"))
        await device.sync(2)
    assert device.engine.status.parked == 1


async def test_many_go_in_batches_with_a_verdict_each(device: Device, clinic: OddClinic) -> None:
    await device.records.save_all([Entry.new(PATIENT, f"w{n}") for n in range(250)])
    done = await device.sync()
    assert done.sent == 250
    assert len(words(clinic)) == 250
    assert sum(line.startswith("POST ?") for line in clinic.log) == 3


async def test_batch_that_was_announced_and_fails_is_replaced_by_single_requests(
    device: Device, clinic: OddClinic
) -> None:
    await device.records.save_all([Entry.new(PATIENT, f"w{n}") for n in range(40)])

    def no_batch(request: httpx.Request) -> httpx.Response | None:
        return httpx.Response(404) if request.method == "POST" and request.url.path == "/fhir" else None

    clinic.lie = no_batch
    assert (await device.sync()).sent == 40
    assert len(words(clinic)) == 40


async def test_lost_reply_to_a_batch_doubles_nothing(device: Device, clinic: OddClinic) -> None:
    await device.records.save_all([Entry.new(PATIENT, f"w{n}") for n in range(40)])
    lose_once(clinic, "POST")
    await device.sync(4)
    assert len(words(clinic)) == 40
    assert await device.unsent() == 0


async def test_silent_server_gets_no_batches_and_loses_nothing(device: Device, clinic: OddClinic) -> None:
    clinic.announces = False
    await device.records.save_all([Entry.new(PATIENT, f"w{n}") for n in range(40)])
    lose_once(clinic, "POST")
    await device.sync(4)
    assert len(words(clinic)) == 40
    assert not any(line.startswith("POST ?") for line in clinic.log)


async def test_create_that_arrived_and_was_written_on_since_keeps_the_others_words(
    device: Device, clinic: OddClinic
) -> None:
    entry = Entry.new(PATIENT, "quiet")
    await device.records.save(entry)
    lose_once(clinic, "POST")
    await device.sync()
    clinic.put_in({**clinic.alive("Goal")[0], "note": [{"text": "read"}]})
    await device.sync(3)
    assert clinic.alive("Goal")[0]["note"] == [{"text": "read"}]
    kept = await device.records.get(Entry, entry.id)
    assert kept is not None
    assert '"read"' in kept.rest


async def test_update_of_what_was_deleted_there_is_parked_as_gone_and_kept_here(
    device: Device, clinic: OddClinic
) -> None:
    entry = Entry.new(PATIENT, "quiet")
    await device.records.save(entry)
    await device.sync()
    for kept in clinic.kept.values():
        kept.is_gone = True
    await device.records.save(Entry(entry.id, "quiet water", PATIENT))
    await device.sync()
    standing = await device.records.standing(Entry, entry.id)
    assert standing is not None
    assert standing.reason == "gone"
    await device.records.try_again(Entry, entry.id)
    await device.sync(2)
    assert words(clinic) == ["quiet water"]


async def test_expired_sign_in_keeps_the_queue_and_says_so(device: Device, clinic: OddClinic) -> None:
    await device.records.save(Entry.new(PATIENT, "quiet"))
    clinic.lie = lambda request: httpx.Response(401)
    await device.sync(3)
    assert (device.engine.status.phase, device.engine.status.waiting) == ("signed_out", 1)
    clinic.lie = None
    await device.sync()
    assert words(clinic) == ["quiet"]


def lose_once(clinic: OddClinic, method: str) -> None:
    """The next request of this method is applied, and its reply lost."""
    inner = clinic.handle_async_request

    async def losing(request: httpx.Request) -> httpx.Response:
        response = await inner(request)
        if request.method == method:
            clinic.handle_async_request = inner  # type: ignore[method-assign]
            raise httpx.ReadError("lost")
        return response

    clinic.handle_async_request = losing  # type: ignore[method-assign]


def refuse(clinic: OddClinic, marker: bytes, status: int) -> None:
    """Requests with the marker in quotes fail; in a batch the whole batch does where the status is 500."""
    quoted = b'"' + marker + b'"'

    def lie(request: httpx.Request) -> httpx.Response | None:
        if quoted not in request.content:
            return None
        if request.url.path == "/fhir" and status != 500:
            clinic.refused.add(quoted)
            return None
        return httpx.Response(status)

    clinic.refused_status = status
    clinic.lie = lie


@pytest.mark.parametrize("is_old", [True, False])
async def test_a_search_that_may_be_older_than_the_question_proves_no_absence(
    device: Device, clinic: OddClinic, is_old: bool
) -> None:
    clinic.has_conditional_create = False
    created = 0

    def lie(request: httpx.Request) -> httpx.Response | None:
        nonlocal created
        if request.method == "POST" and request.url.path.endswith("/Goal"):
            created += 1
            return httpx.Response(504) if created == 1 else None
        if "identifier" in str(request.url):
            body = b'{"resourceType":"Bundle","type":"searchset"}'
            headers = {"content-type": "application/fhir+json", **({"age": "30"} if is_old else {})}
            return httpx.Response(200, headers=headers, content=body)
        return None

    clinic.lie = lie
    await device.records.save(Entry.new(PATIENT, "quiet"))
    await device.sync(3)
    assert created == (
        0 if is_old else 2
    )  # it is looked for first, and nothing is sent on a word of a while ago
