"""Replies about what was shared, over the real store: read, answered, taken out, guarded, closed; on the phone and at the desk."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention, begin
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import new_id, share, take_back
from mobile.care.talk.correspondence import Between
from mobile.care.talk.draft import TalkDraft
from mobile.care.talk.message import Message
from mobile.care.talk.reading_days import ReadingDays
from mobile.care.talk.reply import Reply
from mobile.flet_inside.numbers import number_of
from mobile.records.ports import SendState
from mobile.wiring.closed_threads import give_back
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.unit.care.samples import NOW, PATIENT, SAM, clinic_documents, receive, sent

ME, SAM_IN = Who("patient", PATIENT, "p1"), Who("practitioner", SAM.reference)
TO_ME, TO_SAM = Between(PATIENT, SAM.reference, PATIENT), Between(PATIENT, PATIENT, SAM.reference)
ASKED = "What made it possible?"


def made() -> tuple[list[dict[str, Any]], Intention, SharedIntention]:
    """A share as the clinic has it, the words it was made from, and its copy as it stands there."""
    copy, grant, notice, kept = share(
        begin("i1", None, NOW).revise("To meet the quiet", NOW), PATIENT, SAM, NOW
    )
    assert isinstance(kept, Intention)
    name = {f"urn:uuid:{copy.id}": "Goal/g1"}
    documents = [sent(copy, "g1"), sent(grant, "c1", name), sent(notice, "n1", name)]
    return documents, kept, SharedIntention.from_json(json.dumps(documents[0]))


def a_reply(copy: SharedIntention, words: str, between: Between, id: str, minutes: int = 0) -> dict[str, Any]:
    at = NOW + timedelta(minutes=minutes - 60)
    noun = Reply.written(new_id(), words, between, thread=(), now=at, about=copy)
    return sent(noun, id, {f"urn:uuid:{copy.id}": "Goal/g1"})


async def patients(folder: Path, *replies: tuple[str, Between]) -> Any:
    records = await opened_store(folder)
    documents, kept, copy = made()
    days = sent(ReadingDays.make(SAM.reference, [1]), "d1")
    written = [a_reply(copy, words, between, f"m{n}", n) for n, (words, between) in enumerate(replies)]
    await receive(records, ME, *clinic_documents(), *documents, days, *written)
    await records.save(kept)
    return records


async def therapists(folder: Path, *replies: tuple[str, Between]) -> tuple[Any, list[dict[str, Any]]]:
    records = await opened_store(folder)
    documents, _, copy = made()
    own = [one for one in clinic_documents() if one["resourceType"] != "Practitioner"]
    written = [a_reply(copy, words, between, f"m{n}", n) for n, (words, between) in enumerate(replies)]
    await receive(records, SAM_IN, *own, *documents, *written)
    return records, documents


def phone_of(records: Any, **more: Any) -> Phone:
    return Phone(PretendWiring(records=records, at=NOW, **more))


def desk_of(records: Any, width: int = 1280) -> Phone:
    return Phone(PretendWiring(person=THERAPIST, records=records, at=NOW), width=width, platform="linux")


# --- the patient ---


async def test_a_new_reply_is_seen_in_the_list_and_on_today_and_shown_at_a_tap_which_tells_its_writer(
    tmp_path: Path,
) -> None:
    records = await patients(tmp_path, (ASKED, TO_ME))
    async with phone_of(records) as phone:
        await phone.start("/journal")
        await phone.sees("1 new reply")
        await phone.start("/")
        await phone.tap(re.compile("Sam Sample wrote to you"))
        assert phone.page.route == "/intention/i1"
        await phone.sees("Sam Sample sees when you read it.")
        assert not phone.find(re.compile(ASKED))
        assert [one.is_read for one in await records.every(Reply)] == [False]
        await phone.tap("Read it")
        await phone.sees(f"Sam Sample: {ASKED}")
        await phone.sees(re.compile("^You read this"))
        assert phone.faults() == []
        (read,) = await records.every(Reply)
        assert read.read_at == NOW
        await phone.start("/journal")
        await phone.sees("1 reply")
        await phone.start("/")
        await phone.sees_no(re.compile("wrote to you"))
    (row,) = await records.due(NOW + timedelta(days=1), 5)
    assert (row.op, row.resource_type, json.loads(row.payload)["status"]) == (
        "update",
        "Communication",
        "completed",
    )


async def test_the_answer_is_kept_as_it_is_typed_sent_once_and_says_how_far_it_is(tmp_path: Path) -> None:
    records = await patients(tmp_path, (ASKED, TO_ME))
    async with phone_of(records) as phone:
        await phone.start("/intention/i1")
        await phone.tap("Read it")
        await phone.type("Your answer", "I just pressed her name.")
        await phone.sees(re.compile("^Not sent. Saved"))
        (draft,) = await records.every(TalkDraft)
        assert draft.words == "I just pressed her name."
        await phone.sees(re.compile("Sam Sample reads on Tuesdays, next June 9. Nobody watches live."))
        await phone.tap("Send")
        await phone.tap("Send")
        await phone.sees(re.compile("Waiting to send"))
        assert await records.every(TalkDraft) == []
        (field,) = phone.find("Your answer", "field")
        assert field.control.value == ""
        mine = [one for one in await records.every(Reply) if one.is_from_patient]
        assert [(one.id, one.words, one.recipient) for one in mine] == [
            (draft.becomes, "I just pressed her name.", SAM.reference)
        ]
        assert mine[0].to_resource()["inResponseTo"][0]["identifier"]["value"].startswith("urn:uuid:")
        assert phone.faults() == []


async def test_it_can_be_taken_out_before_it_left_and_not_after(tmp_path: Path) -> None:
    records = await patients(tmp_path, (ASKED, TO_ME))
    async with phone_of(records) as phone:
        await phone.start("/intention/i1")
        await phone.tap("Read it")
        for words in ("First", "Second"):
            await phone.type("Your answer", words)
            await phone.tap("Send")
            await phone.sees(re.compile("Waiting to send"))
            if words == "First":
                await phone.tap("Take out before it is sent")
                await phone.sees("Taken out before it was sent.")
                (field,) = phone.find("Your answer", "field")
                assert field.control.value == "First"
                assert not [one for one in await records.every(Reply) if one.is_from_patient]
        (row,) = [one for one in await records.due(NOW, 9) if "Second" in one.payload]
        await phone.tap("Take out before it is sent")
        await phone.sees("It is on its way already.")
        assert [one.words for one in await records.every(Reply) if one.is_from_patient] == ["Second"]
        await records.begin([row.seq])


async def test_an_unsent_answer_comes_back_when_the_words_are_taken_back(tmp_path: Path) -> None:
    records = await patients(tmp_path, (ASKED, TO_ME))
    async with phone_of(records) as phone:
        await phone.start("/intention/i1")
        await phone.tap("Read it")
        await phone.type("Your answer", "zebra one")
        await phone.tap("Send")
        await phone.sees(re.compile("Waiting to send"))
        await phone.type("Your answer", "zebra two")
        await phone.rest()
        await phone.tap("Only me")
        await phone.tap("Take back", "button")
        await phone.sees(re.compile("only for you"))
        await give_back(records)  # as the open account does after every commit
        await phone.sees(re.compile("^Not sent: what it is about was taken back."))
        await phone.sees("zebra one")
        await phone.sees("zebra two")
        await phone.sees(f"Sam Sample: {ASKED}")
        assert not phone.find("Send", "button")
        assert phone.faults() == []
        assert not [one for one in await records.every(Reply) if one.is_from_patient]
        assert not any("zebra" in row.payload for row in await records.due(NOW + timedelta(days=1), 50))
    async with phone_of(
        records
    ) as phone:  # shared again it is another thread, and the first is still read here
        await phone.start("/intention/i1")
        await phone.tap("My therapist")
        await phone.tap("Share now")
        await phone.sees(f"Sam Sample: {ASKED}")
        await phone.sees("zebra two")
        await phone.sees("Send", "button")


async def test_an_answer_to_what_another_page_took_back_is_not_sent_and_stays(tmp_path: Path) -> None:
    records = await patients(tmp_path, (ASKED, TO_ME))
    async with phone_of(records) as phone:
        await phone.start("/intention/i1")
        await phone.tap("Read it")
        await phone.type("Your answer", "zebra")
        (grant,) = await records.every(ShareGrant)
        (copy,) = await records.every(SharedIntention)
        kept = await records.get(Intention, "i1")
        await records.save_all(*take_back([(grant, copy)], kept, NOW), over=[kept])
        if phone.find("Send", "button"):
            await phone.tap("Send")
        await phone.sees("zebra")
        assert not [one for one in await records.every(Reply) if one.is_from_patient]
        assert [one.words for one in await records.every(TalkDraft)] == ["zebra"]


async def test_an_answer_about_words_that_were_deleted_stands_with_the_messages_until_it_is_deleted(
    tmp_path: Path,
) -> None:
    records = await patients(tmp_path, (ASKED, TO_ME))
    async with phone_of(records) as phone:
        await phone.start("/intention/i1")
        await phone.tap("Read it")
        await phone.type("Your answer", "zebra")
        await phone.sees(re.compile("^Not sent. Saved"))
        await phone.tap("Delete this intention")
        await phone.tap("Delete", "button")
        await phone.until(lambda: phone.page.route != "/intention/i1", "the place before")
        assert await records.every(Intention) == []
        await phone.start("/messages")
        await phone.sees("Written and not sent")
        await phone.sees("zebra")
        await phone.sees(re.compile("^Not sent: what it is about was taken back."))
        await phone.tap("Delete the words that were not sent")
        await phone.tap("Keep them")
        await phone.sees("zebra")
        await phone.tap("Delete the words that were not sent")
        await phone.tap("Delete", "button")
        await phone.sees_no(re.compile("zebra"))
        assert phone.faults() == []
    assert await records.every(TalkDraft) == []


async def test_an_answer_that_its_own_page_shows_does_not_stand_with_the_messages(tmp_path: Path) -> None:
    records = await patients(tmp_path, (ASKED, TO_ME))
    async with phone_of(records) as phone:
        await phone.start("/intention/i1")
        await phone.tap("Read it")
        await phone.type("Your answer", "zebra")
        await phone.rest()
        await phone.start("/messages")
        await phone.sees("No messages yet")
        await phone.rest()
        assert not phone.find("zebra")
        (grant,), (copy,) = await records.every(ShareGrant), await records.every(SharedIntention)
        kept = await records.get(Intention, "i1")
        await records.save_all(*take_back([(grant, copy)], kept, NOW), over=[kept])
        await phone.start("/intention/i1")
        await phone.sees("zebra")
        await phone.start("/messages")
        await phone.sees("No messages yet")
        await phone.rest()
        assert not phone.find("zebra")


@pytest.mark.parametrize("words", ["short", "long " * 80])
async def test_a_long_answer_waits_on_the_day_of_a_session_and_a_short_one_does_not(
    tmp_path: Path, words: str
) -> None:
    records = await patients(tmp_path, (ASKED, TO_ME))
    here = {
        **next(one for one in clinic_documents() if one["id"] == "a3"),
        "status": "arrived",
        "start": (NOW - timedelta(minutes=30)).isoformat(),
        "end": (NOW + timedelta(hours=1)).isoformat(),
        "meta": {"versionId": "2"},
    }
    await receive(records, ME, here)
    async with phone_of(records) as phone:
        await phone.start("/intention/i1")
        await phone.tap("Read it")
        await phone.type("Your answer", words)
        await phone.tap("Send")
        if words == "short":
            await phone.sees(re.compile("Waiting to send"))
        else:
            await phone.sees(re.compile("^Saved. You can send it tomorrow"))
            assert [one.words for one in await records.every(TalkDraft)] == [words]
        assert len([one for one in await records.every(Reply) if one.is_from_patient]) == (words == "short")


async def test_what_a_stranger_wrote_under_its_name_is_never_shown(tmp_path: Path) -> None:
    stranger = Between(PATIENT, "Practitioner/d1", PATIENT)
    records = await patients(tmp_path, ("zebra canary", stranger))
    async with phone_of(records) as phone:
        await phone.start("/intention/i1")
        await phone.sees("Your intention", "field")
        await phone.rest()
        assert not phone.find("Read it")
        await phone.start("/")
        await phone.rest()
        assert not phone.find(re.compile("wrote to you"))


# --- the therapist ---


async def test_a_therapist_reads_the_answer_replies_by_keys_and_sees_how_far_it_is(tmp_path: Path) -> None:
    records, _ = await therapists(tmp_path, (ASKED, TO_ME), ("I just did.", TO_SAM))
    async with desk_of(records) as desk:
        await desk.start("/shared")
        await desk.sees("2 not read yet")
        assert not desk.find(re.compile("I just did"))
        assert not any(one.is_read for one in await records.every(Reply))
        await desk.start("/shared/p1")
        await desk.sees("Robin Example: I just did.")
        await desk.sees(re.compile(f"You: {re.escape(ASKED)}"))
        theirs = [one for one in await records.every(Reply) if one.is_from_patient]
        assert [one.read_at for one in theirs] == [NOW]
        await desk.key("R")
        await desk.type("Your reply", "That is a lot.")
        await desk.key("Enter", ctrl=True)
        await desk.sees(re.compile("Waiting to send"))
        mine = [one.words for one in await records.every(Reply) if one.sender == SAM.reference]
        assert sorted(mine) == ["That is a lot.", ASKED]
        await desk.blur("Your reply")
        await desk.key("?", shift=True)
        await desk.sees(re.compile("Puts the cursor into your reply"))
        assert desk.faults() == []


@pytest.mark.parametrize("width", [390, 1280])
async def test_an_ended_grant_closes_the_open_view_and_the_box_and_keeps_the_words(
    tmp_path: Path, width: int
) -> None:
    records, documents = await therapists(tmp_path, ("zebra answer", TO_SAM))
    async with desk_of(records, width) as desk:
        await desk.start("/shared/p1")
        await desk.sees("Robin Example: zebra answer")
        await desk.type("Your reply", "half a sent")
        await desk.rest()
        ended = ShareGrant.from_json(json.dumps(documents[1])).ended(NOW)
        await receive(records, SAM_IN, {**ended.to_resource(), "meta": {"versionId": "2"}})
        await desk.sees("This was taken back. What it said is no longer here.")
        await desk.sees_no(re.compile("zebra"))
        assert not desk.find("Your reply", "field")
        assert not desk.find("Send", "button")
        await desk.sees(re.compile("^Not sent: what it is about was taken back."))
        await desk.sees("half a sent")
        assert desk.faults() == []
        assert not [one for one in await records.every(Reply) if one.sender == SAM.reference]


async def test_a_reply_on_its_way_when_the_grant_ends_comes_back_once_the_clinic_refused_it(
    tmp_path: Path,
) -> None:
    records, documents = await therapists(tmp_path)
    async with desk_of(records) as desk:
        await desk.start("/shared/p1")
        await desk.type("Your reply", "too late")
        await desk.tap("Send")
        await desk.sees(re.compile("Waiting to send"))
        rows = [one for one in await records.due(NOW + timedelta(days=1), 9) if "too late" in one.payload]
        await records.begin([rows[0].seq])
        ended = ShareGrant.from_json(json.dumps(documents[1])).ended(NOW)
        await receive(records, SAM_IN, {**ended.to_resource(), "meta": {"versionId": "2"}})
        await give_back(records)
        assert await records.every(TalkDraft) == [], "it may have arrived"
        await records.park(rows[0].seq, "forbidden")
        await give_back(records)
        (draft,) = await records.every(TalkDraft)
        assert (draft.words, draft.back) == ("too late", "taken_back")
        assert not any("too late" in row.payload for row in await records.due(NOW + timedelta(days=9), 9))
        await desk.sees("too late")


async def test_a_half_written_reply_is_there_again_after_other_people_and_after_a_lock(
    tmp_path: Path,
) -> None:
    records, _ = await therapists(tmp_path)
    wiring = PretendWiring(person=THERAPIST, records=records, at=NOW, pin="314159")
    async with Phone(wiring, width=1280, platform="linux") as desk:
        await desk.start("/shared/p1")
        await desk.type("Your reply", "half a sent")
        await desk.start("/shared")
        await desk.start("/shared/p1")
        node = await desk.may_type("Your reply")
        await desk.until(lambda: node.control.value == "half a sent", "the words again")
        assert [one.words for one in await records.every(TalkDraft)] == ["half a sent"]


def around(control: Any) -> list[int]:
    """The numbers of all that a control stands in: with another the page builds it anew, and the cursor is lost."""
    numbers: list[int] = []
    while control is not None:
        numbers.append(number_of(control))
        control = control.parent
    return numbers


async def test_what_arrives_while_a_reply_is_written_leaves_the_field_where_it_stands(tmp_path: Path) -> None:
    records, _ = await therapists(tmp_path, (ASKED, TO_ME))
    async with desk_of(records) as desk:
        await desk.start("/shared/p1")
        await desk.type("Your reply", "What does")
        await desk.rest()
        (field,) = desk.find("Your reply", "field")
        before = around(field.control)
        (copy,) = await records.every(SharedIntention)
        await receive(records, SAM_IN, a_reply(copy, "zebra", TO_SAM, "m9", 9))
        await desk.sees("Robin Example: zebra")
        (now,) = desk.find("Your reply", "field")
        assert now.control is field.control
        assert around(now.control) == before
        assert now.control.value == "What does"
        assert desk.faults() == []


# --- messages to the team ---


async def test_a_message_is_written_to_the_team_and_read_by_the_team(tmp_path: Path) -> None:
    records = await patients(tmp_path / "p")
    async with phone_of(records) as phone:
        await phone.start("/care")
        await phone.tap(re.compile("^Messages"))
        await phone.sees("No messages yet")
        await phone.type("Your answer", "May I bring a blanket?")
        await phone.tap("Send")
        await phone.sees(re.compile("Waiting to send"))
        (message,) = await records.every(Message)
        assert (message.recipient, message.about) == ("CareTeam/ct1", frozenset())
        assert phone.faults() == []
    staff = await opened_store(tmp_path / "s")
    own = [one for one in clinic_documents() if one["resourceType"] != "Practitioner"]
    team_in = Who("practitioner", "Practitioner/d1")
    team = next(one for one in own if one["resourceType"] == "CareTeam")
    await receive(staff, team_in, *own, sent(message, "m1"))
    person = replace(THERAPIST, fhir_user="Practitioner/d1")
    async with Phone(PretendWiring(person=person, records=staff, at=NOW)) as desk:
        await desk.start("/team-messages")
        await desk.sees("1 not read yet")
        assert not (await staff.every(Message))[0].is_read
        await desk.tap(re.compile("Robin Example"))
        await desk.sees("Robin Example: May I bring a blanket?")
        assert (await staff.every(Message))[0].read_at == NOW
        await desk.type("Your answer", "Yes.")
        await desk.tap("Send")
        await desk.sees(re.compile("Waiting to send"))
        answer = next(one for one in await staff.every(Message) if not one.is_from_patient)
        assert (answer.recipient, answer.sender) == (PATIENT, "Practitioner/d1")
        assert desk.faults() == []
    assert team["id"] == "ct1"


# --- reading days ---


async def test_reading_days_are_turned_on_and_off_and_shown_as_patients_see_them(tmp_path: Path) -> None:
    records, _ = await therapists(tmp_path)
    async with desk_of(records) as desk:
        await desk.start("/settings/reading-days")
        await desk.sees("You say no days. Your patients see only that nobody watches live.")
        await desk.tap("Tuesday")
        await desk.sees("Your patients see: Theo Sample reads on Tuesdays, next June 9.")
        await desk.tap("Friday")
        await desk.sees(re.compile("on Tuesdays and Fridays"))
        await desk.tap("Tuesday")
        await desk.tap("Friday")
        await desk.sees(re.compile("^You say no days"))
        assert desk.faults() == []
        (kept,) = await records.every(ReadingDays)
        assert kept.days == frozenset()
        standing = await records.standing(ReadingDays, kept.id)
        assert standing.state is SendState.WAITING
