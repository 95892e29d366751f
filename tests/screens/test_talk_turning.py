"""Words about one person never reach another, and none is lost: turning to somebody else while letters, taps and saves are
on their way, and two pages of the same person writing in one thread."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mobile.care.catalog import Who
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import new_id
from mobile.care.talk.correspondence import Between
from mobile.care.talk.draft import TalkDraft
from mobile.care.talk.reply import Reply
from mobile.flet_inside.numbers import number_of
from mobile.records.errors import NotSaved
from mobile.screens.shared.model import SharedModel
from mobile.screens.shared.thread import DeskThread
from mobile.screens.talking.answering import Answering, Sending
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.screens.test_shared import a_patient, shared_documents
from tests.unit.care.samples import NOW, PATIENT, SAM, clinic_documents, receive

SAM_IN = Who("practitioner", SAM.reference)
OTHER = "Patient/p2"
OF_ROBIN = "zebra: what Robin said"


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    """A therapist's store with two patients who shared an intention each."""
    opened = await opened_store(tmp_path)
    own = [one for one in clinic_documents() if one["resourceType"] != "Practitioner"]
    shares = [*shared_documents(PATIENT, "To meet the quiet"), *shared_documents(OTHER, "To sleep")]
    await receive(opened, SAM_IN, *own, a_patient("p2", "Alex Placeholder"), *shares)
    return opened


def desk_of(records: Any) -> Phone:
    return Phone(PretendWiring(person=THERAPIST, records=records, at=NOW), width=1280, platform="linux")


async def drafts(records: Any) -> dict[str, str]:
    """The unsent words by whose record they are in."""
    return {one.patient: one.words for one in await records.every(TalkDraft) if not one.is_empty}


async def test_letters_on_their_way_while_another_patient_is_opened_stay_with_whom_they_are_about(
    records: Any,
) -> None:
    async with desk_of(records) as desk:
        await desk.start("/shared/p1")
        field = (await desk.may_type("Your reply")).control
        await desk.type("Your reply", "zebra")
        await desk.tap(re.compile("^Alex Placeholder"))
        await desk.sees("To sleep")
        await desk.changes(field, value=OF_ROBIN)
        await desk.happens(field, "change", OF_ROBIN)
        await desk.until(lambda: not desk.find(re.compile("Saving")), "a save")
        (now,) = desk.find("Your reply", "field")
        assert now.control is not field
        assert now.control.value == ""
        await desk.tap(re.compile("^Robin Example"))
        await desk.sees("To meet the quiet")
        await desk.until(lambda: desk.find("Your reply", "field")[0].control.value == OF_ROBIN, "the words")
        assert await drafts(records) == {PATIENT: OF_ROBIN}
        assert desk.faults() == []


async def test_a_send_on_its_way_while_another_patient_is_opened_sends_nothing(records: Any) -> None:
    async with desk_of(records) as desk:
        await desk.start("/shared/p2")
        await desk.type("Your reply", "not ready")
        await desk.tap(re.compile("^Robin Example"))
        await desk.sees("To meet the quiet")
        await desk.type("Your reply", OF_ROBIN)
        (send,) = [one.control for one in desk.find("Send", "button")]
        await desk.tap(re.compile("^Alex Placeholder"))
        await desk.sees("To sleep")
        assert number_of(send) not in desk.session.index, "a tap on it is heard by nobody"
        await desk.key("Enter", ctrl=True)
        await desk.rest()
        assert await records.every(Reply) == []
        assert await drafts(records) == {PATIENT: OF_ROBIN, OTHER: "not ready"}


async def test_a_send_that_meets_another_patient_opened_this_moment_is_refused_and_keeps_the_words(
    records: Any,
) -> None:
    model = SharedModel(records, lambda: NOW, SAM.reference, ZoneInfo("UTC"))
    await model.load()
    shares = {row.shared.patient: model.chosen(row, None) for row in model.rows}
    talk = DeskThread(
        records, SAM.reference, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None
    )
    await talk.turn_to(PATIENT, shares[PATIENT])
    talk.answering.type(OF_ROBIN)
    talk.share = shares[OTHER]
    assert await talk.answering.send() == "turned"
    assert await records.every(Reply) == []
    assert await drafts(records) == {PATIENT: OF_ROBIN}


# --- one thread, several pages ---


class Pages:
    """Two boxes of the same person over one store. `gate`: what a send waits for before it is written."""

    def __init__(self, records: Any) -> None:
        self.records = records
        self.tasks: set[asyncio.Task[Any]] = set()
        self.gate: Callable[[], Any] | None = None

    def box(self) -> Answering:
        return Answering(self.records, lambda: NOW, self.compose, start=self.start, on_change=lambda: None)

    def start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def compose(self, draft: TalkDraft, id: str, words: str) -> Sending:
        if self.gate is not None:
            gate, self.gate = self.gate, None
            await gate()
        between = Between(PATIENT, SAM.reference, PATIENT)
        copies = await self.records.every(SharedIntention)
        (copy,) = [one for one in copies if one.id == draft.thread]
        return Sending(Reply.written(id, words, between, thread=(), now=NOW, about=copy))


async def thread_of(records: Any, number: int = 0) -> str:
    return sorted(one.id for one in await records.every(SharedIntention))[number]


async def test_what_another_page_wrote_while_this_one_sends_is_not_sent_and_stays(records: Any) -> None:
    pages, thread = Pages(records), await thread_of(records)
    one, other = pages.box(), pages.box()
    await one.turn_to(thread, PATIENT)
    one.type("from the laptop")
    await one.flush()
    await other.turn_to(thread, PATIENT)

    async def writes() -> None:
        other.type("from the laptop, and from the phone")
        assert await other.flush()

    pages.gate = writes
    assert await one.send() == "sent"
    assert [reply.words for reply in await records.every(Reply)] == ["from the laptop"]
    assert [draft.words for draft in await records.every(TalkDraft)] == [
        "from the laptop, and from the phone"
    ]


async def test_the_other_page_s_box_is_empty_once_this_one_sent(records: Any) -> None:
    pages, thread = Pages(records), await thread_of(records)
    one, other = pages.box(), pages.box()
    await one.turn_to(thread, PATIENT)
    one.type("once")
    await one.flush()
    await other.turn_to(thread, PATIENT)
    assert other.noun.words == "once"
    was = other.noun.id
    assert await one.send() == "sent"
    await other.stored_changed(was)
    assert other.noun.words == ""
    assert await other.send() == "nothing"
    assert [reply.words for reply in await records.every(Reply)] == ["once"]


async def test_more_written_on_a_page_that_has_not_heard_of_the_sending_is_sent_as_another(
    records: Any,
) -> None:
    pages, thread = Pages(records), await thread_of(records)
    one, other = pages.box(), pages.box()
    await one.turn_to(thread, PATIENT)
    one.type("once")
    await one.flush()
    await other.turn_to(thread, PATIENT)
    assert await one.send() == "sent"
    other.type("and then")
    assert await other.send() == "sent"
    assert sorted(reply.words for reply in await records.every(Reply)) == ["and then", "once"]
    assert await records.every(TalkDraft) == []


@pytest.mark.parametrize("comes_back", [True, False])
async def test_words_a_full_disk_did_not_take_are_kept_through_somebody_else(
    records: Any, monkeypatch: pytest.MonkeyPatch, comes_back: bool
) -> None:
    pages = Pages(records)
    first, second = await thread_of(records), await thread_of(records, 1)
    box = pages.box()
    await box.turn_to(first, PATIENT)
    with monkeypatch.context() as full:

        async def refuse(*_: Any, **__: Any) -> None:
            raise NotSaved("full")

        full.setattr(records, "save_all", refuse)
        box.type(OF_ROBIN)
        await box.turn_to(second, OTHER)
        assert box.noun.words == ""
        assert not box.is_saved
    if comes_back:
        await box.turn_to(first, PATIENT)
        assert box.noun.words == OF_ROBIN
    assert await box.flush()
    assert await drafts(records) == {PATIENT: OF_ROBIN}


async def test_letters_that_come_late_change_what_is_kept_and_double_nothing(records: Any) -> None:
    pages = Pages(records)
    first, second = await thread_of(records), await thread_of(records, 1)
    box = pages.box()
    await box.turn_to(first, PATIENT)
    box.type("a word in the middel of it")
    await box.turn_to(second, OTHER)
    box.type_in(first, "a word in the middle of it")
    assert await box.flush()
    await box.turn_to(first, PATIENT)
    assert box.noun.words == "a word in the middle of it"
    (kept,) = await records.every(TalkDraft)
    assert kept == replace(box.noun, changed_at=kept.changed_at)


async def test_letters_typed_while_a_thread_is_looked_up_are_put_to_what_is_kept_of_it(
    records: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, thread = Pages(records), await thread_of(records)
    kept = TalkDraft("draft-" + new_id(), thread, PATIENT, datetime.fromisoformat(NOW.isoformat()), "kept")
    await records.save(kept)
    box, every = pages.box(), records.every

    async def slowly(*arguments: Any, **named: Any) -> Any:
        found = await every(*arguments, **named)
        if box.noun.is_empty:
            box.type("typed")
        return found

    monkeypatch.setattr(records, "every", slowly)
    await box.turn_to(thread, PATIENT)
    assert box.noun.id == kept.id
    assert "kept" in box.noun.words
    assert "typed" in box.noun.words
