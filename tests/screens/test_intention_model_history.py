"""Earlier words of an intention, its way to the next session, and its end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mobile.care.grant import ShareGrant
from mobile.care.shared_intention import SharedIntention
from tests.screens.test_intention_model import Desk, desk, kept, records, shared
from tests.unit.care.samples import NOW

__all__ = ["desk", "records"]


# --- history, moving, deleting ---


async def test_an_earlier_text_comes_back_and_the_present_one_stays(desk: Desk, records: Any):
    desk.model.type("First words")
    await desk.model.done()
    desk.model.type("Second words")
    await desk.rest()
    desk.model.restore(desk.model.intention.versions[0])
    await desk.rest()
    found = await kept(records)
    assert found is not None
    assert found.words == "First words"
    assert "Second words" in [version.words for version in found.versions]


async def test_words_are_carried_to_the_next_session_once(records: Any):
    desk = Desk(records)
    await desk.model.load("i1")
    desk.model.noun = replace(desk.model.noun, session="Appointment/a2")
    desk.model.type("Carry me")
    await desk.rest()
    new = await desk.model.carry_forward()
    assert new is not None
    carried = await kept(records, new)
    assert carried is not None
    assert (carried.words, carried.session, carried.carried_from) == ("Carry me", "Appointment/a3", "i1")
    await desk.model.look_around()
    assert desk.model.next_session is None


async def test_what_is_taken_back_while_new_words_are_shared_stays_taken_back(records: Any):
    one, two = Desk(records), Desk(records)
    await one.model.load("i1")
    await shared(one, "First words")
    await two.model.load("i1")
    two.model.type("Second words")
    await two.rest()
    save_all, has_taken_back = records.save_all, list[bool]()

    async def overtaken(nouns: Any, *more: Any, **over: Any) -> None:
        if not has_taken_back and any(isinstance(noun, SharedIntention) for noun in nouns):
            has_taken_back.append(True)
            assert await one.model.take_back()
        await save_all(nouns, *more, **over)

    records.save_all = overtaken
    assert await two.model.done() == "taken_back"
    await two.rest()
    assert has_taken_back
    assert [grant.is_active for grant in await records.every(ShareGrant)] == [False]
    assert await records.count(SharedIntention) == 0
    found = await kept(records)
    assert found is not None
    assert (found.words, found.wish) == ("Second words", "only_me")


async def test_a_deleted_intention_comes_back_with_the_words_another_page_wrote_meanwhile(
    desk: Desk, records: Any
):
    desk.model.type("Written here")
    await desk.rest()
    stored = await kept(records)
    assert stored is not None
    other = stored.revise("Written there", NOW)
    await records.save(other)  # and this page has not heard of it yet
    assert await desk.model.remove() == other
    assert await kept(records) is None


async def test_a_deleted_intention_is_taken_back_and_can_be_undone_as_only_mine(desk: Desk, records: Any):
    await shared(desk)
    gone = await desk.model.remove()
    assert gone is not None
    assert await kept(records) is None
    assert await records.count(SharedIntention) == 0
    await records.save(gone)
    back = await kept(records)
    assert back is not None
    assert (back.words, back.copies) == ("To meet the quiet", ())


async def test_an_intention_emptied_again_before_it_said_anything_is_not_kept(desk: Desk, records: Any):
    desk.model.type("Hm")
    await desk.rest()
    desk.model.type("")
    await desk.model.leave()
    assert await kept(records) is None
