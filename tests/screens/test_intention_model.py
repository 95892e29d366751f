"""Writing and sharing an intention over the real store: nothing typed is lost, nothing is called saved before it is."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.care.intention import Intention
from mobile.care.shared_intention import SharedIntention
from mobile.care.words import MOST_BYTES
from mobile.records.errors import NotSaved
from mobile.records.ports import ServerCopy
from mobile.screens.intention.model import IntentionModel
from tests.screens.harness import opened_store
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, clinic_documents, receive

ME = Who("patient", PATIENT, "p1")


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> Any:
        return self.at


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


class Desk:
    """A model with its tasks, as the shell would run them."""

    def __init__(self, records: Any) -> None:
        self.tasks: set[asyncio.Task[Any]] = set()
        self.clock = Clock()
        self.changes = 0
        self.model = IntentionModel(
            records, PATIENT, CHICAGO, self.clock, start=self._start, on_change=self._changed
        )

    def _start(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def _changed(self) -> None:
        self.changes += 1

    async def rest(self) -> None:
        while self.tasks:
            await asyncio.gather(*list(self.tasks))


@pytest.fixture
async def desk(records: Any) -> Desk:
    made = Desk(records)
    await made.model.load("i1")
    return made


async def kept(records: Any, id: str = "i1") -> Intention | None:
    return await records.get(Intention, id)


async def shared(desk: Desk, words: str = "To meet the quiet") -> None:
    desk.model.type(words)
    desk.model.wish("therapist")
    assert await desk.model.done() == "shared"


async def acknowledged(records: Any) -> list[str]:
    """The clinic takes everything that waits, in order. Returns what was done: create, update, delete."""
    number, done = 100, list[str]()
    while rows := await records.due(NOW + timedelta(days=400), 50):
        await records.begin([row.seq for row in rows])
        for row in rows:
            number += 1
            server_id = row.server_id or str(number)
            name = ServerCopy(
                server_id, f'W/"{number}"', NOW.isoformat(), _named(row.payload, server_id, records)
            )
            await records.acknowledge([(row.seq, None if row.op == "delete" else name)])
            done.append(row.op)
    return done


def _named(payload: str, server_id: str, _: Any) -> str:
    import json

    return json.dumps({**json.loads(payload or "{}"), "id": server_id})


# --- writing ---


async def test_a_new_intention_is_for_the_next_session_and_is_not_kept_before_its_first_letter(
    desk: Desk, records: Any
):
    assert desk.model.intention.session == "Appointment/a3"
    assert desk.model.place is not None
    assert (desk.model.place.number, desk.model.place.total) == (3, 6)
    await desk.model.leave()
    assert await kept(records) is None


async def test_an_intention_begun_before_any_session_was_known_is_for_the_next_once_it_is(tmp_path: Path):
    records = await opened_store(tmp_path)
    desk = Desk(records)
    await desk.model.load("i1")
    desk.model.type("Before the first pull")
    await desk.rest()
    await receive(records, ME, *clinic_documents())
    await desk.model.look_around()
    await desk.rest()
    found = await kept(records)
    assert found is not None
    assert (found.words, found.session) == ("Before the first pull", "Appointment/a3")


async def test_each_letter_is_in_the_store_soon_after_it_is_typed(desk: Desk, records: Any):
    for end in range(1, 12):
        desk.model.type("To meet the"[:end])
        await asyncio.sleep(0)
    await desk.rest()
    found = await kept(records)
    assert found is not None
    assert found.words == "To meet the"
    assert desk.model.is_saved


async def test_nothing_is_called_saved_before_the_commit(desk: Desk, records: Any):
    may_commit = asyncio.Event()
    save = records.save_all

    async def slowly(nouns: Any, *more: Any, **over: Any) -> None:
        await may_commit.wait()
        await save(nouns, *more, **over)

    records.save_all = slowly
    desk.model.type("a")
    await asyncio.sleep(0.02)
    assert not desk.model.is_saved
    desk.model.type("ab")
    may_commit.set()
    await desk.rest()
    assert desk.model.is_saved
    found = await kept(records)
    assert found is not None
    assert found.words == "ab"


async def test_letters_typed_while_one_save_runs_become_one_more_save_not_many(desk: Desk, records: Any):
    saves: list[str] = []
    save = records.save_all

    async def counted(nouns: Any, *more: Any, **over: Any) -> None:
        saves.append(nouns[-1].words)
        await asyncio.sleep(0.02)
        await save(nouns, *more, **over)

    records.save_all = counted
    for end in range(1, 12):
        desk.model.type("To meet the"[:end])
    await desk.rest()
    assert saves[-1] == "To meet the"
    assert len(saves) <= 2


async def test_a_full_disk_keeps_the_text_says_so_and_saves_it_when_there_is_room(desk: Desk, records: Any):
    save = records.save_all

    async def refused(nouns: Any, *more: Any, **over: Any) -> None:
        raise NotSaved("full")

    records.save_all = refused
    desk.model.type("Still here")
    await desk.rest()
    assert desk.model.trouble == "full"
    assert not desk.model.is_saved
    assert desk.model.intention.words == "Still here"
    assert await desk.model.done() == "not_saved"
    records.save_all = save
    desk.model.type("Still here.")
    await desk.rest()
    assert desk.model.trouble is None
    found = await kept(records)
    assert found is not None
    assert found.words == "Still here."


async def test_leaving_saves_what_was_typed_last(desk: Desk, records: Any):
    desk.model._start = lambda work: work.close()  # type: ignore[method-assign]  # no task ever ran
    desk.model.type("The last letter")
    await desk.model.leave()
    found = await kept(records)
    assert found is not None
    assert found.words == "The last letter"


async def test_two_pages_of_one_person_lose_neither_text(records: Any):
    one, two = Desk(records), Desk(records)
    await one.model.load("i1")
    one.model.type("Written first")
    await one.rest()
    await two.model.load("i1")
    one.model.type("Written first, and more")
    await one.rest()
    two.model.type("Something else")
    await two.rest()
    found = await kept(records)
    assert found is not None
    texts = {found.words, *(version.words for version in found.versions)}
    assert {"Something else", "Written first, and more"} <= texts


async def test_earlier_words_that_another_page_kept_are_kept_by_both(records: Any):
    one, two = Desk(records), Desk(records)
    await one.model.load("i1")
    one.model.type("Written first")
    await one.rest()
    await two.model.load("i1")
    one.model.type("Thought about for long")
    assert await one.model.done() == "kept"
    one.model.type("Something quite other")
    await one.rest()
    two.model.type("Of the second page")
    await two.rest()
    found = await kept(records)
    assert found is not None
    assert found.words == "Of the second page"
    assert {"Thought about for long", "Something quite other"} <= {one.words for one in found.versions}


async def test_a_page_with_nothing_unsaved_shows_what_another_page_wrote(records: Any):
    one, two = Desk(records), Desk(records)
    await one.model.load("i1")
    one.model.type("Written here")
    await one.rest()
    await two.model.load("i1")
    one.model.type("Written here and now")
    await one.rest()
    await two.model.stored_changed("i1")
    assert two.model.intention.words == "Written here and now"


async def test_two_megabytes_are_kept_whole_and_not_shared(desk: Desk, records: Any):
    words = "x" * 2_000_000
    desk.model.type(words)
    desk.model.wish("therapist")
    assert await desk.model.done() == "too_long"
    found = await kept(records)
    assert found is not None
    assert found.words == words
    assert await records.count(SharedIntention) == 0
    assert desk.model.sendable.problem == "too_long"
    assert len(words) > MOST_BYTES


async def test_what_no_record_carries_is_mended_before_it_is_saved_so_that_what_is_shown_is_what_is_sent(
    desk: Desk, records: Any
):
    words = "a\x00b\ud800c\r\nd"
    await shared(desk, words)
    found = await kept(records)
    assert found is not None
    assert found.words == desk.model.intention.words == "ab\ufffdc\nd"
    assert desk.model.share is not None
    assert desk.model.share.copy is not None
    assert desk.model.share.copy.words == found.words
    assert not desk.model.is_changed_since_shared
