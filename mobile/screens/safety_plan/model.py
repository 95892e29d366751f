"""The safety plan being read and reworded: words captured at once, saved one step at a time, what they replace kept. Flet-free.

It works on whatever plan the store holds at that moment, so that what the clinic changed meanwhile stays. Whatever
happens to a save, the newest words stay here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Unpack

from mobile.care.own_words import EarlierWords
from mobile.care.safety.plan import (
    CannotSay,
    PlanPast,
    PlanStep,
    SafetyOutline,
    SafetyPlan,
    current,
    past_id,
    past_of,
    reword,
)
from mobile.documents.carriable import carried
from mobile.noun import Noun
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping, Standing
from mobile.screens.page_calls import PageCalls
from mobile.screens.writing.saved_as_typed import SavedAsTyped

KINDS = (SafetyPlan, SafetyOutline, PlanPast)


class PlanWriting(SavedAsTyped):
    """One plan, step by step. `trouble` may be too_long or no_such_step besides."""

    def __init__(
        self,
        records: Keeping,
        now: Callable[[], datetime],
        **calls: Unpack[PageCalls],
    ) -> None:
        super().__init__(records, now, **calls)
        self._before: dict[str, str] = {}  # what a step said when this visit began to change it
        self._mine: dict[str, str] = {}  # what this visit saved of a step last, as the store has it
        self.typed: dict[str, str] = {}  # words not saved yet, by step
        self.plan: SafetyPlan | None = None
        self.theirs: SafetyPlan | None = None  # the clinic's version, where both wrote
        self.past: PlanPast | None = None
        self._past_read: list[PlanPast] = []  # as the store had it, if it had one
        self.outline: SafetyOutline | None = None
        self.standing: Standing | None = None

    async def load(self) -> None:
        """What the store holds now; what is not saved stays over it."""
        self.plan = current(await self._records.every(SafetyPlan))
        outlines = [one for one in await self._records.every(SafetyOutline) if one.is_active]
        self.outline = next(iter(outlines), None)
        if self.plan is not None:
            stored = await self._records.get(PlanPast, past_id(self.plan))
            self.past, self._past_read = past_of(self.plan, stored), [stored] if stored is not None else []
            self.standing = await self._records.standing(SafetyPlan, self.plan.id)
            held = [one for one in await self._records.conflicts(SafetyPlan) if one.id == self.plan.id]
            self.theirs = SafetyPlan.from_json(held[0].theirs) if held else None

    @property
    def is_readable_locked(self) -> bool:
        return self.past is not None and self.past.is_readable_locked

    @property
    def is_saved(self) -> bool:
        return not self.typed

    def words(self, step: PlanStep) -> str:
        """As they are on the screen."""
        return self.typed.get(step.key, step.words)

    def earlier(self, step: PlanStep) -> tuple[EarlierWords, ...]:
        """What the step said before, the last first."""
        text = self.past.earlier.get(step.key, ()) if self.past is not None else ()
        return tuple(reversed(text))

    def hint(self, step: PlanStep, language: str) -> str:
        """What the clinic says under this heading in general."""
        found = (
            next((one for one in self.outline.steps if one.key == step.key), None) if self.outline else None
        )
        return found.hint.in_language(language) if found is not None else ""

    # --- writing ---

    def type(self, key: str, words: str) -> None:
        """Every keystroke. Captured at once; the save follows by itself."""
        self.typed[key] = carried(words)
        self._save_soon()

    def catch(self, key: str, words: str) -> None:
        """Letters that arrived after the lock: kept in memory, neither saved nor drawn."""
        self.typed[key] = carried(words)

    def recall(self, before: PlanWriting) -> None:
        """Goes on with what a lock came before."""
        for key, words in before.typed.items():
            self.type(key, words)

    async def _save_all(self) -> str | None:
        """One step after another: one that cannot be said holds no other back. Why one cannot, if there is one."""
        refused: dict[str, str] = {}
        why: str | None = None
        while waiting := [(key, words) for key, words in self.typed.items() if refused.get(key) != words]:
            key, words = waiting[0]
            try:
                await until_written(partial(self._save_once, key, words))
            except CannotSay as error:
                refused[key], why = words, error.code
        return why if refused.items() & self.typed.items() else None

    async def _save_once(self, key: str, words: str) -> None:
        await self.load()
        plan, past = self.plan, self.past
        if plan is None or past is None:
            raise CannotSay("no_such_step")
        # One visit leaves one earlier text behind, however many letters it took.
        newer, kept = reword(plan.saying(key, self._wording_before(plan, key)), past, key, words, self._now())
        await self._save_over(plan, kept, [newer, kept])
        self.plan, self.past = newer, kept
        saved = newer.step(key)
        self._mine[key] = saved.words if saved is not None else words
        self.standing = await self._records.standing(SafetyPlan, newer.id)
        if self.typed.get(key) == words:
            del self.typed[key]

    async def _save_over(self, plan: SafetyPlan, past: PlanPast, save: Sequence[Noun]) -> None:
        """Over both as they were read."""
        anew = [past] if not self._past_read else []
        await self._records.save_all(save, over=[plan, *self._past_read], anew=anew)

    def _wording_before(self, plan: SafetyPlan, key: str) -> str:
        """What is kept as the earlier text: what stood there first, or what the clinic wrote there during this visit."""
        step = plan.step(key)
        stands = step.words if step is not None else ""
        if key not in self._before or stands not in (self._before[key], self._mine.get(key)):
            self._before[key] = stands
        return self._before[key]

    async def choose(self, is_readable_locked: bool) -> None:
        """The patient's choice about reading it while the app is locked. Raises NotSaved, Locked."""

        async def write() -> None:
            await self.load()
            if self.plan is not None and self.past is not None:
                past = self.past.choosing(is_readable_locked, self._now())
                await self._save_over(self.plan, past, [past])
                self.past = past

        async with self._turn:
            await until_written(write)
        self._on_change()

    async def settle(self, *, is_mine: bool) -> None:
        """Ends a conflict: the words as they are here, or as the clinic has them. The others are kept as earlier texts,
        and what else the clinic changed in the plan stays."""
        async with self._turn:
            await until_written(partial(self._settle_all, is_mine=is_mine))
        await self.load()
        self._on_change()

    async def _settle_all(self, *, is_mine: bool) -> None:
        for conflict in await self._records.conflicts(SafetyPlan):
            ours, theirs = SafetyPlan.from_json(conflict.ours), SafetyPlan.from_json(conflict.theirs)
            stored = await self._records.get(PlanPast, past_id(ours))
            stands, past = settled(ours, theirs, past_of(ours, stored), is_mine=is_mine, now=self._now())
            beside, anew = ([stored], []) if stored is not None else ([], [past])
            await self._records.settle(stands, conflict, [past], beside=beside, anew=anew)

    async def try_again(self) -> None:
        """Sends what was refused once more."""
        if self.plan is not None:
            await self._records.try_again(SafetyPlan, self.plan.id)


def settled(
    ours: SafetyPlan, theirs: SafetyPlan, past: PlanPast, *, is_mine: bool, now: datetime
) -> tuple[SafetyPlan, PlanPast]:
    """The plan that stands, made on the clinic's, and its past with the words of every step that were not chosen."""
    stands, earlier = theirs, dict(past.earlier)
    for step in ours.steps:
        other = theirs.step(step.key)
        if other is not None and other.words == step.words:
            continue
        loses = step.words
        if is_mine and other is not None:
            stands, loses = stands.saying(step.key, step.words), other.words
        if loses.strip():
            earlier[step.key] = (*earlier.get(step.key, ()), EarlierWords(loses, now))
    return stands, replace(past, earlier=earlier)
