"""Taking back wins over whatever the clinic made of the grant meanwhile, with no screen open: real store, sandbox clinic."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from api_client.sandbox.exact import parse
from mobile.care.grant import ShareGrant
from mobile.care.intention import begin
from mobile.care.journal.picture import EntryPicture
from mobile.care.journal.shared_picture import SharedPicture
from mobile.care.measures.agreement import MeasuresGrant
from mobile.care.notices import ShareNotice
from mobile.care.permission import Permission
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import Reader, new_id, share, take_back
from mobile.care.talk.correspondence import Between
from mobile.care.talk.draft import TalkDraft
from mobile.care.talk.reply import Reply
from mobile.records import Store
from mobile.records.ports import SendState, ServerCopy
from mobile.records.secrets import MemorySecrets
from mobile.wiring.account_session import AccountSession
from mobile.wiring.closed_threads import give_back
from mobile.wiring.revocation_priority import PERMISSIONS, settle_ended
from mobile.wiring.setup import Setup
from tests.unit.care.samples import NOW
from tests.unit.wiring.conftest import Opened


def a_copy() -> SharedIntention:
    return SharedIntention.make(
        "c1",
        "words",
        patient="Patient/p1",
        session=None,
        is_shown_on_session_day=False,
        started_on=NOW.date(),
    )


def a_grant(id: str) -> ShareGrant:
    patient, copy = "Patient/p1", a_copy()
    return ShareGrant.make(id, copy, patient=patient, practitioner="Practitioner/t1", name=None, now=NOW)


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(400):
        if await is_so():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came to be")


def edited(sandbox: Sandbox, id: str) -> None:
    """The clinic writes something of its own into the consent."""
    row = sandbox._store.read("Consent", id)
    assert row is not None
    document = json.loads(row.text)
    document["verification"] = [{"verified": True}]
    document["provision"] = {**document["provision"], "securityLabel": [{"code": "R"}]}
    with sandbox._store.writing():
        sandbox._store.update(row, parse(json.dumps(document)))


async def test_taking_back_ends_a_grant_the_clinic_edited_meanwhile(
    demo: Setup, opened: Opened, sandbox: Sandbox
) -> None:
    services = opened(demo)
    await services.start()
    await services.sign_in_as("rowan")
    device = services.account
    assert device is not None
    assert device.records is not None
    assert device.identity is not None
    records = device.records
    now = datetime.now(UTC)
    intention = begin(new_id(), None, now).revise("To meet the quiet", now)
    nouns = share(intention, "Patient/rowan", Reader("Practitioner/sam"), now)
    copy, grant, notice, knowing = nouns
    assert isinstance(notice, ShareNotice)
    await records.save_all(nouns)

    async def is_known_there() -> bool:
        standing = await records.standing(ShareGrant, grant.id)
        return standing is not None and standing.state is SendState.SENT

    await until(is_known_there)
    named = await records.server_id(grant.id)
    assert named is not None
    await device.sending.stop()
    edited(sandbox, named[1])
    kept, shared = await records.get(ShareGrant, grant.id), await records.get(SharedIntention, copy.id)
    assert kept is not None
    await records.save_all(*take_back([(kept, shared)], knowing, now))  # type: ignore[arg-type]
    await device.sending.start(device.identity, records)
    there = await ended_there(sandbox, named[1])
    assert there["verification"] == [{"verified": True}]
    assert there["provision"]["securityLabel"] == [{"code": "R"}]
    assert there["provision"]["period"]["end"]
    assert await records.conflicts(ShareGrant) == []
    await settled(device)


async def ended_there(sandbox: Sandbox, id: str) -> dict[str, Any]:
    async def is_ended() -> bool:
        row = sandbox._store.read("Consent", id)
        return row is not None and json.loads(row.text)["status"] == "inactive"

    await until(is_ended)
    row = sandbox._store.read("Consent", id)
    assert row is not None
    return json.loads(row.text)


async def settled(device: AccountSession) -> None:
    async def is_empty() -> bool:
        return device.records is not None and not any((await device.records.pending()).values())

    await until(is_empty)


@pytest.mark.parametrize("names", [True, False])
def test_an_ending_wins_on_top_of_theirs_and_keeps_its_own_id(names: bool) -> None:
    grant = a_grant("g1")
    ended = grant.ended(NOW)
    theirs = grant.changed(note=[{"text": "theirs"}], **({} if names else {"identifier": None, "id": "7"}))
    over = ended.ended_over(theirs)
    assert over is not None
    assert (over.id, over.is_active, over.ended_at) == ("g1", False, NOW)
    assert ShareGrant.from_json(over.to_json()).id == "g1"
    assert over.to_resource()["note"] == [{"text": "theirs"}]


def test_two_active_grants_are_a_question_and_an_ending_of_theirs_wins_too() -> None:
    grant = a_grant("g1")
    assert grant.ended_over(grant.changed(note=[{"text": "theirs"}])) is None
    over = grant.ended_over(grant.changed(status="rejected"))
    assert over is not None
    assert (over.to_resource()["status"], over.is_active) == ("rejected", False)


@pytest.mark.parametrize("kind", PERMISSIONS)
async def test_an_ending_of_either_permission_wins_over_an_edit_of_the_clinics(
    kind: type[Permission], tmp_path: Path
) -> None:
    grant: Permission = a_grant("g1")
    if kind is MeasuresGrant:
        grant = MeasuresGrant.make(
            "g1", patient="Patient/p1", practitioner="Practitioner/t1", name=None, now=NOW
        )
    store = Store(tmp_path, MemorySecrets())
    records = await store.create(None)
    await records.save(a_copy())  # what a grant of a record waits for
    (row,) = await records.due(NOW, 5)
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, ServerCopy("c", 'W/"1"', None, row.payload))])
    await records.save(grant)
    (row,) = await records.due(NOW, 5)
    await records.begin([row.seq])
    theirs = {**json.loads(grant.to_json()), "id": "s1", "verification": [{"verified": True}]}
    await records.acknowledge([(row.seq, ServerCopy("s1", 'W/"1"', None, row.payload))])
    await records.save(grant.ended(NOW))
    (change,) = await records.due(NOW, 5)
    await records.conflict(change.seq, ServerCopy("s1", 'W/"2"', None, json.dumps(theirs)))
    await settle_ended(records)
    assert await records.conflicts(kind) == []
    (settled,) = await records.due(NOW, 5)
    sent = json.loads(settled.payload)
    assert sent["status"] == "inactive"
    assert sent["verification"] == [{"verified": True}]
    store.lock()


def along(id: str) -> SharedPicture:
    """A picture that goes along with a share."""
    return SharedPicture.of(id, EntryPicture(f"own-{id}", data=b"drawn"), "Patient/p1", 0, "")


def shared_with(*pictures: SharedPicture, id: str = "g1") -> ShareGrant:
    return ShareGrant.make(
        id,
        a_copy(),
        patient="Patient/p1",
        practitioner="Practitioner/t1",
        name=None,
        now=NOW,
        along=pictures,
    )


async def test_what_went_along_with_a_share_that_another_device_took_back_goes_with_it(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path, MemorySecrets())
    records = await store.create(None)
    kept, gone, other = along("p1"), along("p2"), along("p3")
    await records.save_all(
        [kept, gone, other, shared_with(kept, gone).ended(NOW), shared_with(kept, id="g2")]
    )
    await settle_ended(records, is_patient=False)  # whoever only reads removes nothing
    assert await records.count(SharedPicture) == 3
    await settle_ended(records)
    left = {one.id for one in await records.every(SharedPicture)}
    assert left == {"p1", "p3"}, "what another share opens stays, and what none ever named"
    store.lock()


async def test_what_was_put_along_while_another_device_took_the_share_back_is_taken_away(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path, MemorySecrets())
    records = await store.create(None)
    copy, before = a_copy(), shared_with()
    await records.save_all([copy, before])
    for name in ("Goal", "Consent"):
        (row,) = [one for one in await records.due(NOW, 9) if one.resource_type == name]
        await records.begin([row.seq])
        await records.acknowledge([(row.seq, ServerCopy(f"s-{name}", 'W/"1"', None, row.payload))])
    picture = along("p1")
    await records.save_all([picture, before.opening(copy, [picture])])
    (row,) = [one for one in await records.due(NOW, 9) if one.resource_type == "DocumentReference"]
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, ServerCopy("s-picture", 'W/"1"', None, row.payload))])
    (change,) = [one for one in await records.due(NOW, 9) if one.resource_type == "Consent"]
    theirs = {**json.loads(before.ended(NOW).to_json()), "id": "s-Consent"}
    await records.conflict(change.seq, ServerCopy("s-Consent", 'W/"2"', None, json.dumps(theirs)))
    await settle_ended(records)
    assert await records.every(SharedPicture) == []
    (grant,) = await records.every(ShareGrant)
    assert not grant.is_active
    due = [(one.op, one.server_id) for one in await records.due(NOW, 9) if one.op == "delete"]
    queued = await records.unsent(SharedPicture)
    assert due == [("delete", "s-picture")] or list(queued) == ["p1"], "it is removed at the clinic too"
    store.lock()


@pytest.mark.parametrize("is_over", [True, False])
async def test_a_copy_that_comes_after_its_share_was_taken_back_is_taken_away(
    tmp_path: Path, is_over: bool
) -> None:
    """Where it was taken back only the share was known: what it opened was not there to go along."""
    store = Store(tmp_path, MemorySecrets())
    records = await store.create(None)
    copy, grant = a_copy(), a_grant("g1")
    await records.save(grant.ended(NOW) if is_over else grant)
    await settle_ended(records)
    await records.save(copy)
    (row,) = [row for row in await records.due(datetime.now(UTC), 9) if row.local_id == copy.id]
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, ServerCopy("7", None, None, copy.to_json()))])
    await settle_ended(records)
    assert (await records.get(SharedIntention, copy.id) is None) is is_over
    removals = [row.local_id for row in await records.due(datetime.now(UTC), 9) if row.op == "delete"]
    assert removals == ([copy.id] if is_over else [])
    store.lock()


async def test_a_copy_that_the_clinic_has_no_more_stays_readable_though_its_share_is_over(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path, MemorySecrets())
    records = await store.create(None)
    copy = a_copy()
    await records.save(copy)
    (row,) = await records.due(datetime.now(UTC), 9)
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, ServerCopy("7", None, None, copy.to_json()))])
    await records.remove_gone("Goal", ["7"], keeps_words=True)
    await records.save(a_grant("g1").ended(NOW))
    await settle_ended(records)
    assert await records.get(SharedIntention, copy.id) is not None
    store.lock()


@pytest.mark.parametrize(("tries", "back"), [(1, "taken_back"), (2, "maybe_sent")])
async def test_of_a_reply_that_was_refused_it_is_said_whether_an_earlier_try_may_have_arrived(
    tmp_path: Path, tries: int, back: str
) -> None:
    """The answer to the first try was lost, and when it was tried again there was nothing to write about any more."""
    store = Store(tmp_path, MemorySecrets())
    records = await store.create(None)
    reader = "Practitioner/t1"
    between = Between("Patient/p1", reader, "Patient/p1")
    theirs = {**a_copy().to_resource(), "id": "7", "identifier": []}
    about = SharedIntention.from_json(json.dumps(theirs))  # as a reader has it
    reply = Reply.written(new_id(), "said", between, thread=[], now=NOW, about=about)
    await records.save_all([reply], anew=[reply])
    for last in range(1, tries + 1):
        (row,) = await records.due(datetime(2099, 1, 1, tzinfo=UTC), 9)
        await records.begin([row.seq])
        if last == tries:
            await records.park(row.seq, "forbidden")
        else:
            await records.retry_later(row.seq, NOW, "bad_reply")
            await give_back(records, reader)
            assert await records.count(TalkDraft) == 0, "it may be on its way"
    await give_back(records, reader)
    (draft,) = await records.every(TalkDraft)
    assert (draft.words, draft.back) == ("said", back)
    assert await records.count(Reply) == 0
    assert TalkDraft.from_json(draft.to_json()) == draft
    store.lock()
