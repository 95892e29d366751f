"""An intention shared and taken back, on one device and on two: what is queued, what the clinic says of it, what the person chooses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from mobile.care.agenda import Session
from mobile.care.grant import ShareGrant
from mobile.care.notices import ShareNotice, WithdrawalNotice
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import share
from mobile.records.ports import Filing, Pulled, SendState, ServerCopy
from tests.screens.harness import opened_store
from tests.screens.test_intention_model import ME, Desk, acknowledged, desk, kept, records, shared
from tests.unit.care.samples import NOW, PATIENT, SAM, receive, sent

__all__ = ["desk", "records"]


# --- sharing ---


async def test_only_me_means_nothing_is_queued(desk: Desk, records: Any):
    desk.model.type("Only mine")
    assert await desk.model.done() == "kept"
    assert (await records.pending())["waiting"] == 0


async def test_sharing_queues_copy_grant_and_notice_and_says_it_waits(desk: Desk, records: Any):
    await shared(desk)
    rows = await records.due(NOW + timedelta(days=1), 50)
    assert rows[0].resource_type == "Goal"
    assert (await records.pending())["waiting"] == 3
    assert desk.model.standing is not None
    assert desk.model.standing.state is SendState.WAITING
    await acknowledged(records)
    await desk.model.look_around()
    assert desk.model.standing is not None
    assert desk.model.standing.state is SendState.SENT


async def test_words_changed_after_sharing_are_shared_only_by_done(desk: Desk, records: Any):
    await shared(desk, "First words")
    desk.model.type("Second words")
    await desk.rest()
    assert desk.model.is_changed_since_shared
    copy = desk.model.share
    assert copy is not None
    assert copy.copy is not None
    assert copy.copy.words == "First words"
    assert await desk.model.done() == "updated"
    assert not desk.model.is_changed_since_shared
    assert await records.count(SharedIntention) == 1
    assert await records.count(ShareNotice) == 2


async def test_done_again_without_a_change_shares_nothing_anew(desk: Desk, records: Any):
    await shared(desk)
    assert await desk.model.done() == "kept"
    assert await records.count(ShareNotice) == 1


async def test_taking_back_removes_the_copy_and_keeps_the_words(desk: Desk, records: Any):
    await shared(desk)
    await acknowledged(records)
    assert await desk.model.take_back()
    assert desk.model.share is None
    assert await records.count(SharedIntention) == 0
    (grant,) = await records.newest(ShareGrant, 5)
    assert not grant.is_active
    assert await records.count(WithdrawalNotice) == 1
    found = await kept(records)
    assert found is not None
    assert (found.words, found.wish) == ("To meet the quiet", "only_me")
    first = await records.due(NOW + timedelta(days=1), 50)
    assert "update" in {row.op for row in first}
    assert "delete" not in {row.op for row in first}  # the end of the grant is acknowledged before
    assert "delete" in await acknowledged(records)


async def test_what_is_typed_while_sharing_is_neither_lost_nor_shared(desk: Desk, records: Any):
    save_all = records.save_all

    async def meanwhile(save: Any, *more: Any, **over: Any) -> None:
        if len(save) > 1:  # it is being shared
            desk.model.type("Shared words and more")
        await save_all(save, *more, **over)

    records.save_all = meanwhile
    desk.model.type("Shared words")
    desk.model.wish("therapist")
    await desk.model.done()
    await desk.rest()
    found = await kept(records)
    assert found is not None
    assert found.words == "Shared words and more"
    assert found.copies
    assert desk.model.is_changed_since_shared


async def test_the_receipt_reaches_the_patient(desk: Desk, records: Any):
    await shared(desk)
    await acknowledged(records)
    (notice,) = await records.newest(ShareNotice, 5)
    found = await records.server_id(notice.id)
    assert found is not None
    read = sent(notice.read_now(NOW + timedelta(hours=1)), found[1])
    read["meta"] = {"versionId": "9"}
    await receive(records, ME, read)
    await desk.model.look_around()
    assert desk.model.share is not None
    assert desk.model.share.read_at == NOW + timedelta(hours=1)


async def test_without_a_therapist_in_the_team_nothing_can_be_shared_and_nothing_is_lost(tmp_path: Path):
    records = await opened_store(tmp_path)
    desk = Desk(records)
    await desk.model.load("i1")
    desk.model.type("For whom")
    desk.model.wish("therapist")
    assert await desk.model.done() == "nobody"
    assert await kept(records) is not None


async def test_on_session_day_new_sharing_waits_and_taking_back_does_not(desk: Desk, records: Any):
    await shared(desk)
    on = replace(desk.model.visits.sessions[0])
    on = next(s for s in await records.newest(Session, 10) if s.id == "Appointment/a3").changed(
        status="arrived", meta={"versionId": "2"}
    )
    await receive(records, ME, on.to_resource())
    await desk.model.look_around()
    desk.model.type("New words")
    assert await desk.model.done() == "waits"
    assert await desk.model.take_back()
    desk.model.wish("therapist")
    assert await desk.model.done() == "waits"
    assert await records.count(SharedIntention) == 0


# --- two devices ---


async def test_what_was_shared_from_another_device_opens_here_with_its_words(desk: Desk, records: Any):
    await shared(desk)
    await acknowledged(records)
    (copy,) = await records.newest(SharedIntention, 5)
    intention = await kept(records)
    assert intention is not None
    await records.remove(intention)  # as on a device that never had it
    other = Desk(records)
    await other.model.load(copy.id)
    assert other.model.intention.words == "To meet the quiet"
    assert other.model.share is not None
    other.model.type("To meet the quiet again")
    assert await other.model.done() == "updated"
    again = Desk(records)
    await again.model.load(copy.id)
    assert again.model.intention.id == other.model.intention.id


async def test_words_written_on_two_devices_are_both_kept_until_the_person_chooses(desk: Desk, records: Any):
    await shared(desk, "Before")
    await acknowledged(records)
    (copy,) = await records.newest(SharedIntention, 5)
    desk.model.type("Mine")
    assert await desk.model.done() == "updated"
    (row,) = [r for r in await records.due(NOW + timedelta(days=1), 50) if r.resource_type == "Goal"]
    await records.begin([row.seq])
    theirs = copy.saying("Theirs", session=copy.session, is_shown_on_session_day=False)
    await records.conflict(row.seq, ServerCopy(copy.server_id or "", 'W/"9"', None, theirs.to_json()))
    await desk.model.look_around()
    assert desk.model.conflict is not None
    assert desk.model.conflict[2].words == "Theirs"
    await desk.model.choose("Theirs")
    assert desk.model.conflict is None
    found = await kept(records)
    assert found is not None
    assert found.words == "Theirs"
    assert "Mine" in [version.words for version in found.versions]
    (settled,) = await records.newest(SharedIntention, 5)
    assert settled.words == "Theirs"


async def test_words_that_came_after_the_two_were_seen_are_not_given_up(desk: Desk, records: Any):
    await shared(desk, "Before")
    await acknowledged(records)
    (copy,) = await records.newest(SharedIntention, 5)
    desk.model.type("Mine")
    assert await desk.model.done() == "updated"
    (row,) = [r for r in await records.due(NOW + timedelta(days=1), 50) if r.resource_type == "Goal"]
    await records.begin([row.seq])
    _, name = await records.server_id(copy.id)
    theirs = copy.saying("Theirs", session=copy.session, is_shown_on_session_day=False)
    await records.conflict(row.seq, ServerCopy(name, 'W/"9"', NOW.isoformat(), theirs.to_json()))
    await desk.model.look_around()
    newer = copy.saying("Theirs, newer", session=copy.session, is_shown_on_session_day=False)
    filing = Filing(newer.KIND, newer.id, dict(newer.head()))
    come = ServerCopy(name, 'W/"10"', (NOW + timedelta(days=1)).isoformat(), newer.to_json())
    await records.store_page("", [Pulled("Goal", come, filing)], None)
    await desk.model.choose("Mine")
    assert desk.model.conflict is not None
    assert (desk.model.intention.words, desk.model.conflict[2].words) == ("Mine", "Theirs, newer")
    await desk.model.choose("Theirs, newer")
    assert desk.model.conflict is None


async def test_deleting_takes_back_what_another_page_shared_this_moment(desk: Desk, records: Any):
    desk.model.type("Mine")
    await desk.rest()
    stored = await kept(records)
    assert stored is not None
    await records.save_all(share(stored, PATIENT, SAM, NOW))  # and this page has not looked again yet
    assert await desk.model.remove() is not None
    assert not [grant for grant in await records.every(ShareGrant) if grant.is_active]
    assert await records.count(SharedIntention) == 0
