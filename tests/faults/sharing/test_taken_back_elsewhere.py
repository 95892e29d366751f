"""What one device changed while another took it back: nothing of it is sent, nobody is asked, and no word of it is lost."""

from __future__ import annotations

from typing import Any

import pytest

from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention
from mobile.care.journal.entry import JournalEntry
from mobile.care.shareable import Shareable
from mobile.screens.settings.sync_model import WaitingForMe
from mobile.screens.shareable_words import of_kind
from mobile.screens.writing.shareable_draft import Previewed, ShareableDraft
from tests.faults.sharing.world import HOUR_S, World
from tests.faults.sync.device import Device
from tests.screens.harness import Phone, PretendWiring

CHANGED = "Changed on the other device."


async def shared(draft: ShareableDraft[Any]) -> None:
    """With what it says now, with whoever is offered."""
    await draft.flush()
    if draft.shares_by_preview:
        await draft.share_now(Previewed(draft.noun, draft.reader))
    else:
        draft.wish("therapist")
        await draft.done()


async def both_know(world: World) -> None:
    for _ in range(3):
        world.ground.passed(HOUR_S + 100)  # what is gone from the clinic is looked for once an hour
        await world.sync()


async def waits_for(device: Device) -> list[str]:
    return [one.id for one in await WaitingForMe(device.records, is_patient=True).load()]


@pytest.mark.parametrize("kind", [JournalEntry, Intention])
@pytest.mark.parametrize("first", ["change", "end"])
async def test_it_is_let_go_and_the_words_are_kept(kind: type[Shareable[Any]], first: str) -> None:
    world = World(0, None)
    world.kind = kind
    async with world:
        phone, laptop = world.devices
        draft = await world.open(phone, kind, of_kind(kind).new_id(phone.time()))
        draft.type("As it was shared.")
        await shared(draft)
        await both_know(world)
        (copy,) = await laptop.records.every(kind.COPY)
        here, there = await world.open(phone, kind, draft.noun.id), await world.open(laptop, kind, copy.id)
        here.type(CHANGED)
        await shared(here)
        assert await there.take_back()
        for device in (phone, laptop) if first == "change" else (laptop, phone):
            await world.sync(device)
        await both_know(world)
        assert world.read() == [], "nobody reads it, and no copy is left at the clinic"
        for device in world.devices:
            assert await waits_for(device) == []
            assert not any((await device.records.pending()).values())
            assert [grant.is_active for grant in await device.records.every(ShareGrant)] == [False]
        kept = await phone.records.get(kind, draft.noun.id)
        assert kept is not None
        assert kept.words == CHANGED
        async with Phone(PretendWiring(records=phone.records, at=phone.time())) as page:
            await page.start(of_kind(kind).path + draft.noun.id)
            await page.sees("Only me")
            assert page.faults() == []
