"""More shares and more patients than any list is long: the oldest reads as shared, is taken back, and nobody vanishes."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention, begin
from mobile.care.people import Patient
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import Reader, share
from mobile.screens.intention.model import IntentionModel
from mobile.screens.shareable_words import of_kind
from mobile.screens.shared.model import SharedModel
from mobile.screens.sharing.model import SharingModel
from mobile.screens.writing.listing import ListModel, beside
from tests.screens.harness import THERAPIST, Phone, PretendWiring, opened_store
from tests.unit.care.samples import NOW, PATIENT, SAM

SHARES = 505
PATIENTS, EACH = 56, 10
THEO = Reader("Practitioner/t1", "Theo Sample")


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    """A patient's store with 505 shares, `i0` the oldest."""
    opened = await opened_store(tmp_path)
    made: list[Any] = []
    for number in range(SHARES):
        at = NOW - timedelta(days=600) + timedelta(days=number)
        made += share(begin(f"i{number}", None, at).revise(f"words {number}", at), PATIENT, SAM, at)
    await opened.save_all(made)
    return opened


def intention_model(records: Any) -> IntentionModel:
    return IntentionModel(
        records,
        PATIENT,
        ZoneInfo("UTC"),
        lambda: NOW,
        start=lambda work: work.close(),
        on_change=lambda: None,
    )


async def active(records: Any) -> int:
    return sum(1 for grant in await records.every(ShareGrant) if grant.is_active)


async def test_the_oldest_of_505_reads_as_shared_and_is_taken_back(records: Any) -> None:
    model = intention_model(records)
    await model.load("i0")
    assert model.share is not None
    assert await model.take_back()
    assert model.share is None
    assert await active(records) == SHARES - 1
    kept = await records.get(Intention, "i0")
    assert (kept.copies, kept.wish) == ((), "only_me")
    assert not [copy for copy in await records.every(SharedIntention) if copy.words == "words 0"]


async def test_the_oldest_of_505_is_listed_with_its_reader_and_taken_back_from_there(records: Any) -> None:
    model = SharingModel(records, lambda: NOW)
    await model.load()
    [sam] = model.people
    assert len(sam.shares) == SHARES
    oldest = sam.shares[-1]
    assert oldest.copy is not None
    assert oldest.copy.words == "words 0"
    assert (await model.take_back([oldest])).is_over
    grant = await records.get(ShareGrant, oldest.grant.id)
    assert not grant.is_active
    assert len(model.people[0].shares) == SHARES - 1


async def test_many_are_taken_back_at_once_and_no_other(records: Any) -> None:
    model = SharingModel(records, lambda: NOW)
    await model.load()
    oldest = model.people[0].shares[-20:]
    result = await model.take_back(oldest)
    assert (result.is_over, result.is_kept, result.still) == (True, True, None)
    assert await active(records) == SHARES - 20
    copies = {copy.words for copy in await records.every(SharedIntention)}
    assert copies == {f"words {number}" for number in range(20, SHARES)}
    assert len(model.people[0].shares) == SHARES - 20


async def test_the_list_says_of_the_oldest_who_can_read_it(records: Any) -> None:
    model = ListModel(records, of_kind(Intention))
    pages = []
    while not pages or model.has_more:
        model.pages = len(pages) + 1
        await model.load(await beside(records, NOW, PATIENT))
        pages.append(len(model.listed))
    assert pages == [*range(50, SHARES, 50), SHARES]
    assert [one.words for one in model.listed if one.reader is None] == []
    assert model.listed[-1].words == "words 0"


async def test_more_than_the_place_draws_is_reached_by_show_more(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/sharing")
        await phone.tap("Each thing shared with Sam Sample")
        await phone.sees("words 504")
        assert phone.find("words 0") == []
        assert phone.find("words 450") == []
        await phone.tap("Show more", "button")
        await phone.sees("words 450")


@pytest.fixture
async def desk(tmp_path: Path) -> Any:
    """A therapist's store: 56 patients, 560 shares, those of `p0` first."""
    opened = await opened_store(tmp_path)
    made: list[Any] = []
    for number in range(PATIENTS):
        who = f"Patient/p{number}"
        name = [{"text": f"Person {number:02}"}]
        made.append(Patient.from_resource({"resourceType": "Patient", "id": f"p{number}", "name": name}))
        for turn in range(EACH):
            at = NOW - timedelta(days=700) + timedelta(days=number * EACH + turn)
            intention = begin(f"{number}-{turn}", None, at).revise(f"words {number}-{turn}", at)
            made += share(intention, who, THEO, at)[:3]
    await opened.save_all(made)
    return opened


async def test_a_therapist_with_56_patients_sees_56(desk: Any) -> None:
    model = SharedModel(desk, lambda: NOW, THEO.reference)
    await model.load()
    assert len(model.rows) == PATIENTS
    assert {row.name for row in model.rows} == {f"Person {number:02}" for number in range(PATIENTS)}
    assert {len(row.shared.readable) for row in model.rows} == {EACH}


async def test_the_place_shows_all_56(desk: Any) -> None:
    async with Phone(PretendWiring(records=desk, person=THERAPIST, at=NOW)) as phone:
        await phone.start("/shared")
        await phone.sees(f"Unread {PATIENTS * EACH}", "button")

        def seen() -> set[str]:
            return {match for text in phone.texts() for match in re.findall(r"Person \d\d", text)}

        await phone.until(lambda: len(seen()) == PATIENTS, "all of them")  # the first rows are drawn first
