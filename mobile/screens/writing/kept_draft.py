"""One thing of the patient's own words while it is written: what another page or device wrote meanwhile is heeded and kept.

It knows the one noun and the store, and nothing of sharing. Flet-free.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Generic, Protocol, Self, TypeVar, Unpack

from mobile.noun import Noun
from mobile.records.errors import ChangedMeanwhile
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping
from mobile.records.under_other_ids import other_id
from mobile.screens.page_calls import PageCalls
from mobile.screens.writing.saved_as_typed import SavedAsTyped


class Written(Noun, Protocol):
    """A noun with the patient's own words in it (`care.own_words.OwnWords`)."""

    @property
    def words(self) -> str: ...

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that is worth keeping."""
        ...

    def revise(self, words: str, now: datetime) -> Self: ...

    def under(self, id: str) -> Self: ...

    def as_on_screen(self, screen: Self, now: datetime) -> Self:
        """With what was written on the screen since this was saved."""
        ...

    def heeding(self, stored: Self, before: Self | None) -> Self:
        """With what somebody else made of it since `before` was read."""
        ...


W = TypeVar("W", bound=Written)
OTHER_PLACES = 3
"""How many ids an address leads to, one after the other, before there is nothing under it."""


class KeptDraft(SavedAsTyped, Generic[W]):
    """Begins with `noun`, which may be new. What is in it is what is on the screen."""

    def __init__(
        self,
        records: Keeping,
        now: Callable[[], datetime],
        noun: W,
        **calls: Unpack[PageCalls],
    ) -> None:
        super().__init__(records, now, **calls)
        self.noun: W = noun
        self.saved: W | None = None  # what the store holds

    @property
    def is_saved(self) -> bool:
        return self._is_noun_saved

    @property
    def _is_noun_saved(self) -> bool:
        return self.noun == self.saved or (self.saved is None and self.noun.is_empty)

    def recall(self, before: KeptDraft[Any]) -> None:
        """Goes on with what a lock came before. What was saved elsewhere meanwhile is heeded by the save."""
        self.noun, self.saved = before.noun, before.saved
        self._save_soon()

    def type(self, words: str) -> None:
        """Every keystroke. Captured at once; the save follows by itself."""
        self._change(self.noun.revise(words, self._now()))

    def catch(self, words: str) -> None:
        """Letters that arrived after the lock: kept in memory with what is unsaved, neither saved nor drawn."""
        self.noun = self.noun.revise(words, self._now())

    def _change(self, changed: W) -> None:
        if changed is not self.noun:
            self.noun = changed
            self._save_soon()

    async def _stored(self) -> W | None:
        return await self._records.get(type(self.noun), self.noun.id)

    async def _save_all(self) -> None:
        while not self._is_noun_saved:
            try:
                await until_written(self._save_once)
            except ChangedMeanwhile:
                if self.saved is not None or await self._stored() is not None:
                    raise
                # An address may name what is no place for them: these words get one of their own, and it leads there.
                self.noun = self.noun.under(other_id(self.noun.id))

    async def _save_once(self) -> None:
        """Reads what the store holds, heeds it, and saves over it."""
        stored = await self._stored()
        self._heed(stored)
        self.saved = stored  # heeded: what another page writes from here on is heeded in the next try
        snapshot = self.noun
        over, anew = ([stored], []) if stored is not None else ([], [snapshot])
        save, remove, read = await self._with_it(snapshot)
        await self._records.save_all([*save, snapshot], remove, [*over, *read], anew=anew)
        self.saved = snapshot

    async def _with_it(self, noun: W) -> tuple[Sequence[Noun], Sequence[Noun], Sequence[Noun]]:
        """What is saved, and what is removed, in the same transaction as the noun, and how it was read."""
        return (), (), ()

    def _heed(self, stored: W | None) -> None:
        if stored is not None and stored != self.saved:
            self.noun = self.noun.heeding(stored, self.saved)

    def _has_saved(self, noun: Noun) -> None:
        """It was saved as `noun` together with something else. What was typed since is a change of that."""
        assert isinstance(noun, type(self.noun))
        self.saved, self.noun = noun, noun.as_on_screen(self.noun, self._now())

    async def stored_changed(self, id: str) -> None:
        """The store says that the noun with this id was written, perhaps by another page of the same person."""
        if id != self.noun.id or self.is_saving:
            return
        stored = await self._stored()
        if stored is None or stored == self.saved or self.is_saving:
            return
        if self.is_saved:
            self.saved = self.noun = stored
        self._on_change()

    async def leave(self) -> None:
        """What was typed is saved; what has nothing in it is not kept."""
        await self.flush()
        if self.saved is not None and self.noun.is_empty:
            with suppress(ChangedMeanwhile):  # another page wrote there: its words stay
                await self._records.save_all([], [self.saved], over=[self.saved])
            self.saved = None


async def found_under(records: Keeping, kind: type[W], id: str) -> W | None:
    """What an address with this id leads to: where the id itself is no place for words, those that were typed there. It is so
    for every id, whatever has it. Raises what the store raises."""
    for _ in range(OTHER_PLACES):
        found = await records.get(kind, id)
        if found is not None:
            return found
        id = other_id(id)
    return None
