"""The words being written and where they are: captured at once, saved one at a time, never called saved before they are.

It knows one intention and the store, and nothing of sharing. Whatever happens to a save, the newest words stay here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from mobile.care.intention import EarlierWords, Intention, Wish, begin
from mobile.documents.carriable import is_blank
from mobile.records.errors import ChangedMeanwhile, Locked, NotSaved
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping


class Draft:
    """`on_change` is called after anything a view shows changed; `start` runs a save beside the typing."""

    def __init__(
        self,
        records: Keeping,
        now: Callable[[], datetime],
        *,
        start: Callable[[Coroutine[Any, Any, Any]], None],
        on_change: Callable[[], None],
    ) -> None:
        self._records = records
        self._now = now
        self._start = start
        self._on_change = on_change
        self._turn = asyncio.Lock()
        self._is_flushing = False
        self.intention = begin("", None, now())
        self.saved: Intention | None = None  # what the store holds
        self.trouble: str | None = None  # why the last save failed: full, read_only, io, locked

    @property
    def is_saved(self) -> bool:
        """Whether the store has committed exactly what is on the screen."""
        return self.intention == self.saved or (self.saved is None and not self._is_worth_saving())

    @property
    def unsaved(self) -> tuple[Intention, Intention | None] | None:
        """What is not saved, and what the store held when it was written."""
        return None if self.is_saved else (self.intention, self.saved)

    def recall(self, unsaved: tuple[Intention, Intention | None]) -> None:
        """Goes on with what a lock came before. What was saved elsewhere meanwhile is heeded by the save."""
        self.intention, self.saved = unsaved
        self._save_soon()

    def catch(self, words: str) -> None:
        """Letters that arrived after the lock: kept in memory with what is unsaved, neither saved nor drawn."""
        self.intention = self.intention.revise(words, self._now())

    async def seal(self, records: Keeping) -> bool:
        """Saves what a lock came before into the store that is open again. Nothing of it is in view any more."""
        self._records, self._on_change = records, _nothing
        return await self.flush()

    def type(self, words: str) -> None:
        """Every keystroke. Captured at once; the save follows by itself."""
        self._change(self.intention.revise(words, self._now()))

    def hold(self, prompt: str | None) -> None:
        """Keeps one question in view, or none."""
        self._change(replace(self.intention, prompt=prompt))

    def wish(self, wish: Wish) -> None:
        """Who should see it; acted upon by `done` or `take_back`."""
        self._change(replace(self.intention, wish=wish))

    def restore(self, version: EarlierWords) -> None:
        """An earlier text again; the present one is kept as a version."""
        self._change(self.intention.restore(version, self._now()))

    def _change(self, changed: Intention) -> None:
        if changed is self.intention:
            return
        self.intention = changed
        self._save_soon()

    def _save_soon(self) -> None:
        self._on_change()
        if not self._is_flushing:
            self._is_flushing = True
            self._start(self.flush())

    async def flush(self) -> bool:
        """Saves what is not saved. True when the store has it all; on False `trouble` says why, and the text stays."""
        try:
            async with self._turn:
                while not self.is_saved:
                    await self._save_once()
                self.trouble = None
        except NotSaved as error:
            self.trouble = error.reason
        except Locked:
            self.trouble = "locked"
        finally:
            self._is_flushing = False
        self._on_change()
        return self.trouble is None

    async def _save_once(self) -> None:
        await until_written(self._save_over)

    async def _save_over(self) -> None:
        stored = await self._records.get(Intention, self.intention.id)
        self._heed(stored)
        self.saved = stored  # heeded: what another page writes from here on is heeded in the next try
        snapshot = self.intention
        over, anew = ([stored], []) if stored is not None else ([], [snapshot])
        await self._records.save_all([snapshot], over=over, anew=anew)
        self.saved = snapshot

    def _heed(self, stored: Intention | None) -> None:
        """What another page of the same person wrote meanwhile: their words stay, as a version beside those they kept, and who
        may read it is what they made it. A share this page had not heard of would otherwise be forgotten while it is open."""
        if stored is None or stored == self.saved:
            return
        self.intention = self.intention.keep_earlier(stored.versions)
        if self.saved is None or stored.words != self.saved.words:
            self.intention = self.intention.keep_also(stored.words, stored.changed_at)
        if self.saved is None or stored.copies != self.saved.copies:
            self.intention = replace(self.intention, copies=stored.copies, wish=stored.wish)

    def _is_worth_saving(self) -> bool:
        return bool(self.intention.words or self.intention.versions or self.intention.copies)

    def _has_saved(self, noun: object) -> None:
        if isinstance(noun, Intention):
            typed_since = self.intention.words
            self.saved = noun
            self.intention = noun if typed_since == noun.words else noun.revise(typed_since, self._now())

    async def stored_changed(self, id: str) -> None:
        """The store says this intention was written, perhaps by another page of the same person."""
        if id != self.intention.id or self._turn.locked():
            return
        stored = await self._records.get(Intention, id)
        if stored is None or stored == self.saved or self._turn.locked():
            return
        if self.is_saved:
            self.saved = self.intention = stored
        self._on_change()

    async def leave(self) -> None:
        """The place is left: what was typed is saved; an intention without a word is not kept."""
        await self.flush()
        has_more = bool(self.intention.versions or self.intention.copies)
        if self.saved is not None and is_blank(self.intention.words) and not has_more:
            with suppress(ChangedMeanwhile):  # another page wrote there: its words stay
                await self._records.save_all([], [self.saved], over=[self.saved])
            self.saved = None


def _nothing() -> None:
    """Nobody is looking."""
