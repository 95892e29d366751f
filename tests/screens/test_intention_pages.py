"""One intention, tapped twice or open on two pages: one grant each, none forgotten, all of them ended with it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention
from mobile.care.shared_intention import SharedIntention
from mobile.care.sharing import Reader, share
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.screens.test_intention_model import Desk
from tests.unit.care.samples import CHICAGO, NOW, PATIENT, clinic_documents, receive

ME = Who("patient", PATIENT, "p1")


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


async def a_desk(records: Any) -> Desk:
    made = Desk(records)
    await made.model.load("i1")
    return made


async def active(records: Any) -> list[ShareGrant]:
    return [grant for grant in await records.newest(ShareGrant, 50) if grant.is_active]


async def test_sharing_tapped_twice_makes_one_grant(records: Any) -> None:
    desk = await a_desk(records)
    desk.model.type("To meet the quiet")
    await desk.rest()
    outcomes = await asyncio.gather(desk.model.share_now(), desk.model.share_now())
    await desk.rest()
    assert len(await active(records)) == 1
    assert sorted(outcomes) == ["kept", "shared"]
    assert await desk.model.take_back()
    assert await active(records) == []
    assert await records.newest(SharedIntention, 50) == []


async def test_taking_back_tapped_with_done_leaves_nothing_open_that_the_page_does_not_show(
    records: Any,
) -> None:
    desk = await a_desk(records)
    desk.model.type("To meet the quiet")
    await desk.rest()
    await desk.model.share_now()
    await asyncio.gather(desk.model.take_back(), desk.model.share_now())
    await desk.rest()
    shown = desk.model.share
    assert [g.id for g in await active(records)] == ([shown.grant.id] if shown else [])


async def test_what_another_page_shared_is_not_forgotten_by_typing_on(records: Any) -> None:
    one = await a_desk(records)
    one.model.type("To meet the quiet")
    await one.rest()
    two = await a_desk(records)
    await two.model.share_now()
    one.model.type("To meet the quiet, again")  # this page has not heard of it yet
    await one.rest()
    stored = await records.get(Intention, "i1")
    (grant,) = await active(records)
    assert [copy.grant_id for copy in stored.copies] == [grant.id]
    await one.model.look_around()
    assert one.model.share is not None
    assert await one.model.take_back()
    assert await active(records) == []


async def test_what_another_page_took_back_is_not_shared_again_by_typing_on(records: Any) -> None:
    one = await a_desk(records)
    one.model.type("To meet the quiet")
    await one.rest()
    await one.model.share_now()
    two = await a_desk(records)
    await two.model.take_back()
    one.model.type("To meet the quiet, and more")
    await one.rest()
    assert await one.model.done() == "kept"
    assert await active(records) == []


async def test_taking_back_ends_every_grant_that_names_the_reader(records: Any) -> None:
    desk = await a_desk(records)
    desk.model.type("To meet the quiet")
    await desk.rest()
    await desk.model.share_now()
    (copy,) = await records.newest(SharedIntention, 50)
    again = ShareGrant.make(
        "g9", copy, patient=PATIENT, practitioner="Practitioner/t1", name="Sam Sample", now=NOW
    )
    await records.save(again)  # as another device of theirs would have made it
    desk = await a_desk(records)
    assert await desk.model.take_back()
    assert await active(records) == []
    assert await records.newest(SharedIntention, 50) == []
    assert desk.model.share is None


async def test_what_somebody_else_can_still_read_is_said_after_taking_it_back(records: Any) -> None:
    desk = await a_desk(records)
    desk.model.type("To meet the quiet")
    await desk.rest()
    await desk.model.share_now()
    stored = await records.get(Intention, "i1")
    other = Reader("Practitioner/t9", "Somebody Else")
    await records.save_all(share(stored, PATIENT, other, NOW, zone=CHICAGO))
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/intention/i1")
        await phone.tap("Take back", "button")
        await phone.tap("Take back", "button")
        await phone.sees(re.compile("^Taken back from .* can still read it.$"))
        (left,) = await active(records)
        assert phone.find(re.compile(f"{left.practitioner_name} can still read it"))
        assert not phone.find("Taken back. It stays here, only for you.")


async def test_deleting_ends_every_share_of_it(records: Any) -> None:
    desk = await a_desk(records)
    desk.model.type("To meet the quiet")
    await desk.rest()
    await desk.model.share_now()
    stored = await records.get(Intention, "i1")
    second = share(stored, PATIENT, Reader("Practitioner/t9", "Somebody Else"), NOW, zone=CHICAGO)
    await records.save_all(second)
    assert len(await active(records)) == 2
    desk = await a_desk(records)
    await desk.model.remove()
    assert await active(records) == []
    assert await records.newest(SharedIntention, 50) == []


async def test_sharing_again_where_the_copy_is_gone_ends_the_old_grant(records: Any) -> None:
    desk = await a_desk(records)
    desk.model.type("To meet the quiet")
    await desk.rest()
    await desk.model.share_now()
    (copy,) = await records.newest(SharedIntention, 50)
    await records.remove(copy)
    await desk.model.look_around()
    assert desk.model.share is not None
    await desk.model.share_now()
    grants = await active(records)
    assert len(grants) == 1
    assert desk.model.share is not None
    assert desk.model.share.grant.id == grants[0].id
    assert replace(desk.model.intention).copies[0].grant_id == grants[0].id
