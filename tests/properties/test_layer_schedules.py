"""Random lives of the layers of a session, in the real store: whatever is written, thrown away, brought back or tapped on later
layers, by two pages at once, the kept bytes of what was caught raw are the same, and nothing of any of it is queued."""

from __future__ import annotations

import os
import random
from collections.abc import Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.layers import Begun
from mobile.care.own_words import EarlierWords
from mobile.care.sharing import new_id
from mobile.screens.entry.model import EntryDraft
from mobile.screens.first_minutes.model import CatchDraft
from mobile.screens.reads.layers import layers
from mobile.screens.reads.visits import visits
from tests.screens.clinic_of import seeded
from tests.screens.test_layers import at, until_now
from tests.unit.care.test_practices import ZONE

SCHEDULES = int(os.environ.get("LANTERN_LAYERS", "8"))
STEPS = 14
ME = "Patient/rowan"
WORDS = ("", "The lake.", "Soft. Blue.", "بحيرة هادئة", "🌊" * 40, "word " * 2_000)


def nothing() -> None:
    """Nobody looks."""


class Life:
    """One person's days after a session. `now` only goes on."""

    def __init__(self, records: Any, chance: random.Random) -> None:
        self.records, self.chance = records, chance
        self.now = at(0, "12:35")
        self.waiting: list[Coroutine[Any, Any, Any]] = []
        self.pages: list[EntryDraft] = []

    def clock(self) -> datetime:
        return self.now

    def catching(self) -> CatchDraft:
        return CatchDraft(self.records, ZONE, self.clock, "en", start=self.waiting.append, on_change=nothing)

    async def rest(self) -> None:
        while self.waiting:
            await self.waiting.pop()

    async def asked(self) -> list[Begun]:
        seen = await visits(self.records, self.now)
        known = await layers(self.records, seen, ZONE)
        session = seen.session("Appointment/rowan-session-2")
        assert session is not None
        return [one for layer in known.layers for one in Begun(layer, session).each]

    async def caught(self) -> JournalEntry:
        draft = self.catching()
        first = next(one for one in await self.asked() if one.layer.kind == "taps")
        await draft.load(first.id)
        for question in draft.questions:
            if self.chance.random() < 0.8:
                draft.choose(question, self.chance.choice(question.answers).key)
        if not draft.noun.is_raw:
            draft.choose(draft.questions[0], "soft")
        await draft.done()
        await self.rest()
        return draft.noun

    async def step(self, raw: JournalEntry) -> None:
        """One act on a later layer, or an attempt at the raw one."""
        self.now += timedelta(minutes=self.chance.choice((1, 7, 600)))
        act = self.chance.choice(
            (self.opens, self.types, self.throws_away, self.leaves, self.tries, self.sleeps)
        )
        await act(raw)
        if self.chance.random() < 0.7:
            await self.rest()

    async def opens(self, raw: JournalEntry) -> None:
        draft = EntryDraft(self.records, ME, ZONE, self.clock, start=self.waiting.append, on_change=nothing)
        later = [one.id for one in await self.asked() if one.id != raw.id]
        await draft.load(self.chance.choice([*later, new_id()]))
        self.pages.append(draft)

    async def types(self, _: JournalEntry) -> None:
        for page in self.pages[-2:]:
            page.type(self.chance.choice(WORDS))

    async def throws_away(self, _: JournalEntry) -> None:
        if self.pages:
            await self.pages[-1].remove()
            if self.chance.random() < 0.5:
                await self.pages[-1].bring_back()

    async def leaves(self, _: JournalEntry) -> None:
        if self.pages:
            await self.pages.pop().leave()

    async def sleeps(self, _: JournalEntry) -> None:
        if self.pages:
            await self.pages[-1].done()

    async def tries(self, raw: JournalEntry) -> None:
        """What a page sends is not believed: taps and letters for what was done with."""
        draft = self.catching()
        await draft.load(raw.id)
        if draft.questions:
            draft.again(draft.questions[0])
            draft.choose(draft.questions[0], "heavy")
            await draft.done()
        page = EntryDraft(self.records, ME, ZONE, self.clock, start=self.waiting.append, on_change=nothing)
        await page.load(raw.id)
        page.type(self.chance.choice(WORDS))
        page.restore(EarlierWords("Other.", self.now))
        await page.done()
        await page.leave()
        await draft.leave()


@pytest.mark.parametrize("seed", range(SCHEDULES))
async def test_the_raw_bytes_are_the_same_whatever_is_layered_on_them(seed: int, tmp_path: Path) -> None:
    records = await seeded(tmp_path, "rowan", change=until_now)
    life = Life(records, random.Random(seed))
    raw = await life.caught()
    stored = await records.get(JournalEntry, raw.id)
    assert stored is not None
    bytes_then = stored.to_json().encode()
    for _ in range(STEPS):
        await life.step(raw)
        now = await records.get(JournalEntry, raw.id)
        assert now is not None
        assert now.to_json().encode() == bytes_then
    await life.rest()
    assert await records.unsent(JournalEntry) == {}
    for entry in await records.every(JournalEntry):
        assert entry.id == raw.id or not entry.caught
