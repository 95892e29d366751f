"""What I share: by person, since when, last read; taking back always works, and is not called done before it is."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.agenda import Session
from mobile.care.catalog import Who
from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention, begin
from mobile.care.notices import ShareNotice, WithdrawalNotice
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import share
from mobile.records.errors import ChangedMeanwhile
from mobile.records.ports import ServerCopy
from mobile.screens.sharing.model import SharingModel
from mobile.wiring.revocation_priority import settle_ended
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.unit.care.samples import NOW, PATIENT, SAM, clinic_documents, receive

ME = Who("patient", PATIENT, "p1")


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    for number, words in enumerate(("To meet the quiet", "Less holding on")):
        at = NOW - timedelta(days=2 - number)
        await opened.save_all(
            share(begin(f"i{number}", "Appointment/a3", at).revise(words, at), PATIENT, SAM, at)
        )
    return opened


@pytest.fixture
def wiring(records: Any) -> PretendWiring:
    return PretendWiring(records=records, at=NOW)


async def acknowledged(records: Any) -> None:
    number = 100
    while rows := await records.due(NOW + timedelta(days=400), 50):
        await records.begin([row.seq for row in rows])
        for row in rows:
            number += 1
            text = json.dumps({**json.loads(row.payload or "{}"), "id": row.server_id or str(number)})
            copy = ServerCopy(row.server_id or str(number), f'W/"{number}"', None, text)
            await records.acknowledge([(row.seq, None if row.op == "delete" else copy)])


async def test_each_person_is_listed_with_what_since_when_and_last_read(
    wiring: PretendWiring, records: Any
) -> None:
    await acknowledged(records)
    notice = (await records.newest(ShareNotice, 5))[-1]
    await records.save(notice.read_now(NOW - timedelta(hours=1)))
    await acknowledged(records)
    async with Phone(wiring) as phone:
        await phone.start("/sharing")
        await phone.sees("Sam Sample")
        await phone.sees("2 people can see something. All of it is here.")
        await phone.sees("Integration therapist")
        await phone.sees("2 intentions")
        await phone.sees("You chose each, since June 5")
        await phone.sees("Opened 1:00\u00a0PM")
        await phone.sees("To meet the quiet")
        await phone.sees(re.compile("^Session 3 · Shared Friday, 2:00\u00a0PM"))
        await phone.sees("Read by Sam Sample, 1:00\u00a0PM")
        await phone.sees("Not read yet by Sam Sample")
        assert phone.faults() == []


async def test_taking_one_back_leaves_the_other(wiring: PretendWiring, records: Any) -> None:
    async with Phone(wiring) as phone:
        await phone.start("/sharing")
        await phone.tap(re.compile("^Take back from Sam Sample: "))
        await phone.sees(re.compile("What was already read cannot be unread"))
        await phone.tap("Take back", "button")
        await phone.sees("Taken back. It stays here, only for you.")
        (left,) = await records.newest(SharedIntention, 5)
        assert left.words == "To meet the quiet"
        assert len([i for i in await records.newest(Intention, 5) if i.words == "Less holding on"]) == 1


async def test_everything_can_be_taken_back_at_once_from_one_person(
    wiring: PretendWiring, records: Any
) -> None:
    async with Phone(wiring) as phone:
        await phone.start("/sharing")
        await phone.tap("Take everything back from Sam Sample")
        await phone.tap("Take back", "button")
        await phone.sees("Nothing is shared by your own choice")
        assert await records.count(SharedIntention) == 0
        assert await records.count(WithdrawalNotice) == 2
        assert all(not grant.is_active for grant in await records.newest(ShareGrant, 5))


async def test_taking_back_is_not_called_done_before_the_clinic_knows(
    wiring: PretendWiring, records: Any
) -> None:
    await acknowledged(records)
    async with Phone(wiring) as phone:
        await phone.start("/sharing")
        await phone.tap("Take everything back from Sam Sample")
        await phone.tap("Take back", "button")
        await phone.sees(re.compile("The clinic does not know yet: until it does, it may still be read."))
        await acknowledged(records)
        await phone.sees_no(re.compile("The clinic does not know yet"))


async def test_taking_one_back_ends_every_grant_of_that_reader_on_it(
    wiring: PretendWiring, records: Any
) -> None:
    copy = next(c for c in await records.newest(SharedIntention, 5) if c.words == "Less holding on")
    again = ShareGrant.make("g9", copy, patient=PATIENT, practitioner=SAM.reference, name=SAM.name, now=NOW)
    other = ShareGrant.make(
        "g8", copy, patient=PATIENT, practitioner="Practitioner/t9", name="Tess Example", now=NOW
    )
    await records.save_all([again, other])  # as another device of theirs would have made them
    async with Phone(wiring) as phone:
        await phone.start("/sharing")
        await phone.tap(re.compile("^Take back from Sam Sample: "))
        await phone.tap("Take back", "button")
        await phone.sees("Taken back from Sam Sample. Tess Example can still read it.")
        active = [grant for grant in await records.newest(ShareGrant, 9) if grant.is_active]
        assert sorted(str(grant.practitioner) for grant in active) == [SAM.reference, "Practitioner/t9"]
        assert all(grant.opens(copy) == (grant.id == "g8") for grant in active)
        assert await records.get(SharedIntention, copy.id) is not None  # the other one reads it


async def test_what_was_shared_from_another_device_is_not_said_to_stay_here(
    wiring: PretendWiring, records: Any
) -> None:
    for intention in await records.newest(Intention, 5):
        await records.remove(intention)
    async with Phone(wiring) as phone:
        await phone.start("/sharing")
        await phone.tap(re.compile("^Take back from Sam Sample: "))
        await phone.tap("Take back", "button")
        await phone.sees("Taken back.")
        assert not phone.find(re.compile("stays here"))


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        ("offline", "It is saved on this phone, and your clinic is told when the connection is back."),
        ("signed_out", "Your clinic is told once you sign in again."),
        ("sending", "Your clinic is being told."),
    ],
)
@pytest.mark.parametrize("route", ["/sharing", "/intention/i1"])
async def test_what_the_clinic_does_not_know_yet_is_not_called_taken_back_there(
    phase: str, said: str, route: str, wiring: PretendWiring, records: Any
) -> None:
    await acknowledged(records)
    wiring.pretended.says(phase=phase)
    async with Phone(wiring) as phone:
        await phone.start(route)
        await phone.tap(re.compile("^Take back"), "button")
        await phone.tap("Take back", "button")
        await phone.sees(f"Taken back here. {said} Until it knows, it may still be read.")
        assert not phone.find(re.compile("only for you"))


async def test_taking_back_works_while_a_session_is_on(wiring: PretendWiring, records: Any) -> None:
    on = next(s for s in await records.newest(Session, 10) if s.id == "Appointment/a3")
    await receive(records, ME, on.changed(status="checked-in", meta={"versionId": "2"}).to_resource())
    async with Phone(wiring) as phone:
        await phone.start("/sharing")
        await phone.tap("Take everything back from Sam Sample")
        await phone.tap("Take back", "button")
        await phone.sees("Nothing is shared by your own choice")


async def test_a_refused_share_is_said_with_a_way_to_try_again(wiring: PretendWiring, records: Any) -> None:
    (row, *_) = await records.due(NOW + timedelta(days=1), 50)
    await records.begin([row.seq])
    await records.park(row.seq, "forbidden")
    async with Phone(wiring) as phone:
        await phone.start("/sharing")
        await phone.sees(re.compile("The clinic's system says you may not send this."))
        await phone.tap("Try again")
        await phone.sees_no("Try again")


async def test_a_share_ended_on_two_devices_is_ended_without_a_question(
    wiring: PretendWiring, records: Any
) -> None:
    await acknowledged(records)
    async with Phone(wiring) as phone:
        await phone.start("/sharing")
        await phone.tap("Take everything back from Sam Sample")
        await phone.tap("Take back", "button")
        await phone.sees("Nothing is shared by your own choice")
        rows = [r for r in await records.due(NOW + timedelta(days=1), 50) if r.resource_type == "Consent"]
        await records.begin([rows[0].seq])
        theirs = ShareGrant.from_json(rows[0].base or rows[0].payload).ended(NOW - timedelta(minutes=5))
        await records.conflict(
            rows[0].seq, ServerCopy(rows[0].server_id or "", 'W/"9"', None, theirs.to_json())
        )
        await phone.rest()
        await settle_ended(records)
    async with Phone(wiring) as phone:
        await phone.start("/sharing")
        await phone.sees("Nothing is shared by your own choice")
        assert await records.conflicts(ShareGrant) == []


async def test_taking_back_that_is_overtaken_again_and_again_has_an_end(records: Any) -> None:
    """What is never as it was read would else be tried for ever, and nobody be told."""
    model, tries = SharingModel(records, lambda: NOW), list[int]()
    await model.load()

    async def overtaken(*_: Any, **__: Any) -> None:
        tries.append(1)
        assert len(tries) < 500
        raise ChangedMeanwhile

    records.save_all = overtaken
    with pytest.raises(ChangedMeanwhile):
        await model.take_back(model.people[0].shares)
