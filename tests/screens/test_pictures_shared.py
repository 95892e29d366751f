"""Pictures of an entry given to a reader: each by choice, exactly as it was previewed, and gone with the grant that opened it."""

from __future__ import annotations

import logging
import re
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mobile.care.grant import ShareGrant
from mobile.care.journal.chosen import Chosen
from mobile.care.journal.picture import EntryPicture
from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.journal.shared_picture import SharedPicture
from mobile.care.journal.shared_voice import SharedVoice
from mobile.care.notices import ShareNotice
from mobile.screens.entry.model import EntryDraft
from mobile.screens.writing.shareable_draft import Previewed
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.screens.test_pictures import ME, a_picture, pictured, the_entry
from tests.screens.test_voice import SAM_IN, spoken
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, clinic_documents, receive, sent

LAKE, RED = a_picture("lake"), a_picture("red", "red")


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


async def queued(records: Any) -> str:
    """All that waits to be sent, byte for byte."""
    return "\n".join(row.payload for row in await records.due(NOW, 999))


def coded(picture: EntryPicture) -> str:
    return b64encode(picture.data).decode()


async def a_draft(records: Any, id: str = "e1") -> EntryDraft:
    draft = EntryDraft(
        records, PATIENT, CHICAGO, lambda: NOW, start=lambda work: work.close(), on_change=lambda: None
    )
    await draft.load(id)
    return draft


async def shared(records: Any, *, which: str = "With Picture 1") -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.tap(which)
        await phone.tap("Share with Sam Sample")
        await phone.rest()
        assert phone.faults() == []


async def test_each_goes_along_by_choice_exactly_as_it_was_previewed(
    records: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    entry = await pictured(records, LAKE, RED)
    await records.save(entry.showing("lake", "the lake at night"))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.sees(re.compile(r"^Stays with you: .*2 pictures"))
        assert phone.find(re.compile("See it large")) == [], "none goes along before it is chosen"
        await phone.tap("With Picture 1")
        await phone.sees("Picture: the lake at night")
        await phone.sees(re.compile(r"^Stays with you: .*1 picture\b"))
        await phone.tap("Picture: the lake at night. See it large")
        image: Any = (await phone.sees("Picture: the lake at night", "image")).control
        assert image.src == LAKE.data
        await phone.tap("Close", "button")
        before = await queued(records)
        assert coded(LAKE) not in before
        assert coded(RED) not in before
        await phone.tap("Share with Sam Sample")
        await phone.rest()
        assert phone.faults() == []
    (copy,), (grant,) = await records.every(SharedEntry), await records.every(ShareGrant)
    (picture,) = await records.every(SharedPicture)
    assert copy.words == "The lake.\n\nPicture: the lake at night"
    assert (picture.data, picture.shows) == (LAKE.data, "the lake at night")
    assert grant.opens(copy)
    assert grant.opens(picture)
    assert len(grant.data) == 2
    waiting = await queued(records)
    assert waiting.count(coded(LAKE)) == 1
    for private in (coded(RED), coded(replace(LAKE, data=LAKE.small)), '"lake"', '"red"'):
        assert private not in waiting
    for told in ("the lake at night", coded(LAKE), "The lake."):
        assert told not in caplog.text


async def test_a_picture_alone_is_shared_and_without_one_it_says_how(records: Any) -> None:
    await pictured(records, LAKE, words="")
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.sees("There are no written words. A picture is shared only if you turn it on above.")
        assert phone.find("Share with Sam Sample") == []
        await phone.tap("With Picture")
        await phone.tap("Share with Sam Sample")
        await phone.goes_to("/entry/e1")
        await phone.sees("Sam Sample can see 1 picture.")
    (copy,) = await records.every(SharedEntry)
    assert (copy.words, copy.blocks) == ("Picture", ("pictures",))


async def test_words_alone_take_no_picture_along(records: Any) -> None:
    await pictured(records, LAKE)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.tap("Share with Sam Sample")
        await phone.rest()
    assert await records.count(SharedPicture) == 0
    assert coded(LAKE) not in await queued(records)


async def test_left_out_again_it_is_taken_back_and_the_words_stay_shared(records: Any) -> None:
    await pictured(records, LAKE, RED)
    await shared(records)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.tap("With Picture 1")
        await phone.tap("With Picture 2")
        await phone.tap("Share with Sam Sample")
        await phone.rest()
    (picture,), (grant,) = await records.every(SharedPicture), await records.every(ShareGrant)
    assert picture.data == RED.data
    assert (grant.is_active, grant.opens(picture), len(grant.data)) == (True, True, 2)


async def test_said_otherwise_it_is_given_anew_while_the_voice_stays_as_it_is(records: Any) -> None:
    note = await spoken(records, 6)
    entry = (await the_entry(records)).with_picture("lake")
    chosen = Chosen(voice="Voice note: 0:06", pictures=("lake",), picture_word="Picture")
    await records.save_all([LAKE, replace(entry, chosen=chosen)])
    draft = await a_draft(records)
    assert await draft.share_now(Previewed(draft.noun, draft.reader)) == "shared"
    (voice,), (before,) = await records.every(SharedVoice), await records.every(SharedPicture)
    again = await a_draft(records)
    assert not again.is_changed_since_shared
    again.describe("lake", "the pier")
    await again.flush()
    assert again.is_changed_since_shared
    assert await again.share_now(Previewed(again.noun, again.reader)) == "updated"
    (same,), (after,) = await records.every(SharedVoice), await records.every(SharedPicture)
    (grant,) = await records.every(ShareGrant)
    assert (same.id, after.shows, after.id == before.id) == (voice.id, "the pier", False)
    assert all(grant.opens(one) for one in (same, after))
    assert not grant.opens(before)
    assert note.id in (await the_entry(records)).voice_given


async def test_nothing_else_is_shared_than_was_previewed(records: Any) -> None:
    await pictured(records, LAKE)
    draft = await a_draft(records)
    draft.send_picture("lake", "Picture", True)
    await draft.flush()
    previewed = Previewed(draft.noun, draft.reader)
    other = await a_draft(records)
    assert await other.remove_picture("lake") is not None
    assert await other.add_picture(RED) is None
    other.send_picture("red", "Picture", True)
    await other.flush()
    assert await draft.share_now(previewed) == "changed"
    assert [await records.count(kind) for kind in (SharedEntry, SharedPicture)] == [0, 0]


async def test_what_cannot_be_shown_does_not_go_along(records: Any) -> None:
    """As another program's file may have brought it."""
    await pictured(records, replace(LAKE, data=b"words, and no picture"))
    entry = await the_entry(records)
    await records.save(replace(entry, chosen=Chosen(pictures=("lake",), picture_word="Picture")))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.sees("Picture stays with you: it cannot be shown here.")
        await phone.tap("Share with Sam Sample")
        await phone.rest()
    assert await records.count(SharedPicture) == 0


@pytest.mark.parametrize("how", ["Take back", "Delete this entry"])
async def test_taking_back_and_deleting_take_every_picture_back(records: Any, how: str) -> None:
    await pictured(records, LAKE)
    await shared(records, which="With Picture")
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.tap(how)
        await phone.tap("Take back" if how == "Take back" else "Delete", "button")
        await phone.rest()
    assert [await records.count(kind) for kind in (SharedEntry, SharedPicture)] == [0, 0]
    assert await records.get(EntryPicture, "lake") == LAKE


async def test_removing_one_that_somebody_sees_asks_and_says_so(records: Any) -> None:
    await pictured(records, LAKE)
    await shared(records, which="With Picture")
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.tap("Remove Picture")
        await phone.sees("Sam Sample can see it until you take it back, or share again without it.")
        await phone.tap("Keep it", "button")
        assert await records.count(EntryPicture) == 1
        await phone.tap("Remove Picture")
        await phone.tap("Remove", "button")
        await phone.sees_no("Remove Picture")
        assert await records.count(SharedPicture) == 1


async def test_a_picture_that_the_clinic_does_not_take_is_not_called_sent(records: Any) -> None:
    await pictured(records, LAKE)
    await shared(records, which="With Picture")
    (picture,) = await records.every(SharedPicture)
    for row in await records.due(NOW, 99):
        if row.local_id == picture.id:
            await records.begin([row.seq])
            await records.park(row.seq, "too_large")
    draft = await a_draft(records)
    assert draft.standing is not None
    assert draft.standing.state.name == "NEEDS_ATTENTION"
    await draft.try_again()
    assert picture.id in [row.local_id for row in await records.due(NOW, 99)]


# --- the reader ---


async def at_the_desk(records: Any, tmp_path: Path, *, without: int = 0) -> tuple[Any, Any, dict[str, str]]:
    """A therapist's store with what was shared, the grant, and the names of the clinic. `without`: so many did not come yet."""
    copy, grant = (await records.every(SharedEntry))[0], (await records.every(ShareGrant))[0]
    (notice,) = await records.every(ShareNotice)
    pictures = sorted(await records.every(SharedPicture), key=lambda one: one.place)
    names = {f"urn:uuid:{copy.id}": "DocumentReference/d1"}
    names |= {f"urn:uuid:{one.id}": f"DocumentReference/p{one.place}" for one in pictures}
    desk = await opened_store(tmp_path / "desk")
    people = [one for one in clinic_documents() if one["resourceType"] != "Practitioner"]
    given = [sent(grant, "c1", names), sent(copy, "d1"), sent(notice, "n1", names)]
    seen = pictures[: len(pictures) - without]
    await receive(desk, SAM_IN, *people, *given, *(sent(one, f"p{one.place}") for one in seen))
    return desk, grant, names


def newer(document: dict[str, Any]) -> dict[str, Any]:
    """As its next version."""
    return {**document, "meta": {"versionId": "2"}}


async def both_shared(records: Any) -> None:
    entry = await pictured(records, LAKE, RED)
    await records.save(entry.showing("red", "the sun"))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1/share")
        await phone.tap("With Picture 1")
        await phone.tap("With Picture 2")
        await phone.tap("Share with Sam Sample")
        await phone.rest()


@pytest.mark.parametrize("width", [390, 1280])
async def test_the_therapist_sees_what_was_sent_and_nothing_once_it_is_over(
    records: Any, tmp_path: Path, width: int
) -> None:
    await both_shared(records)
    desk, grant, names = await at_the_desk(records, tmp_path)
    async with Phone(PretendWiring(person=THERAPIST, records=desk, at=NOW), width=width) as phone:
        await phone.start("/shared/p1")
        await phone.sees("Picture: the sun")
        await phone.tap("Picture, 1 of 2. See it large")
        image: Any = (await phone.sees("Picture", "image")).control
        assert image.src == LAKE.data
        await phone.tap("Close", "button")
        assert phone.faults() == []
        await phone.tap("Picture: the sun, 2 of 2. See it large")
        image = (await phone.sees("Picture: the sun", "image")).control
        assert image.src == RED.data
        await receive(desk, SAM_IN, newer(sent(grant.ended(NOW), "c1", names)))
        await phone.sees_no("Picture: the sun")  # nor large
        assert phone.find(re.compile("See it large")) == []
        assert not any(one.open for one in phone.page._dialogs.controls)


async def test_the_therapist_is_told_that_some_of_it_did_not_come_yet(records: Any, tmp_path: Path) -> None:
    await both_shared(records)
    desk, _, _ = await at_the_desk(records, tmp_path, without=1)
    async with Phone(PretendWiring(person=THERAPIST, records=desk, at=NOW)) as phone:
        await phone.start("/shared/p1")
        await phone.sees("Some of it has not arrived yet.")
        await phone.sees("Picture: the sun")
        assert len(phone.find(re.compile("See it large"))) == 1


async def test_a_picture_that_no_grant_names_is_not_seen_whoever_sent_it(
    records: Any, tmp_path: Path
) -> None:
    await both_shared(records)
    desk, grant, names = await at_the_desk(records, tmp_path)
    (copy,) = await records.every(SharedEntry)
    first = min(await records.every(SharedPicture), key=lambda one: one.place)
    await receive(desk, SAM_IN, newer(sent(grant.opening(copy, [first]), "c1", names)))
    async with Phone(PretendWiring(person=THERAPIST, records=desk, at=NOW)) as phone:
        await phone.start("/shared/p1")
        await phone.sees("Some of it has not arrived yet.")
        assert len(phone.find(re.compile("See it large"))) == 1


FAMILY = "👨‍👩‍👧‍👦"


async def test_a_description_is_kept_whole_and_too_long_a_one_is_not_shared_and_not_cut(records: Any) -> None:
    """Six hundred families are more signs than letters, and more than one record of a clinic's takes."""
    words = FAMILY * 600
    await pictured(records, LAKE)
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/entry/e1")
        await phone.type("What it shows", words)
        await phone.until(lambda: phone.find("What it shows", "field")[0].control.value == words, "its words")
        await phone.goes_to("/entry/e1/share")
        await phone.tap("With Picture")
        await phone.sees(re.compile("What you wrote about one of your pictures is too long to share"))
        assert phone.faults() == []
    assert (await the_entry(records)).shows("lake") == words
    assert "shared_picture" not in await queued(records)
    assert coded(LAKE) not in await queued(records)
