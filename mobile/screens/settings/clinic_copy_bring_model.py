"""Bringing copies back from the clinic: the words, which copies, what became of each. Keeps the words no longer than it needs.

They are needed after a copy came back only where something stays deleted here, so that the person can still have that back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from mobile.clinic_copy.standing import Found
from mobile.records.ports import Brought
from mobile.screens.app_services import Trouble
from mobile.screens.cancellable_task import CancellableTask
from mobile.screens.clinic_copy import ClinicCopy

Where = Literal["words", "looking", "choosing", "bringing", "brought"]


class CopyBringing:
    """`chosen`: names of the copies to bring back. `fetched`, `looked_at`: how far the one under way is, of how much."""

    def __init__(self, copy: ClinicCopy, on_change: Callable[[], None] = lambda: None) -> None:
        self._copy = copy
        self._on_change = on_change
        self._finding: CancellableTask[Found] = CancellableTask(on_change)
        self._work: CancellableTask[Brought] = CancellableTask(on_change)
        self._words = ""
        self.where: Where = "words"
        self.found = Found(())
        self.chosen: set[str] = set()
        self._came: tuple[str, ...] = ()
        self._with_deleted = False
        self._is_left = False
        self.brought = Brought()
        self.fetched = (0, 0)
        self.looked_at = (0, 0)

    @property
    def trouble(self) -> Trouble | None:
        return self._finding.trouble or self._work.trouble

    @property
    def can_bring_deleted(self) -> bool:
        """Whether what stays deleted here of the copies that came can still be had back: the words are at hand."""
        return self.where == "brought" and bool(self._words and self.brought.deleted)

    async def look(self, words: str) -> bool:
        """Which copies these words open. False: `trouble` says why none."""
        self._work.forget()
        self._with_deleted = False
        self.where = "looking"
        is_found = await self._finding.run(self._copy.found(words))
        if is_found and self._finding.answer is not None and self.where == "looking":
            self.found, self._words = self._finding.answer, words
            self.chosen = {one.name for one in self.found.copies if one.is_whole and not one.is_older}
            self.where = "choosing"
        elif self.where == "looking":
            self.where = "words"
        self._on_change()
        return is_found

    def choose(self, name: str, *, is_on: bool) -> None:
        """One of those that were found."""
        if any(one.name == name for one in self.found.copies):
            (self.chosen.add if is_on else self.chosen.discard)(name)

    async def bring(self) -> None:
        """All that are chosen, each whole or not at all. What came before a trouble stays. The newest first: of what is in several
        the first that comes is kept, so that no older words stand in the place of newer ones."""
        if self.where == "choosing" and self.chosen:
            await self._bring()

    async def bring_deleted(self) -> None:
        """Also what stays deleted here of the copies that just came back."""
        if self.can_bring_deleted:
            self.chosen, self._with_deleted = set(self._came), True
            await self._bring()

    async def _bring(self) -> None:
        self._finding.forget()
        self.where, self.brought, self._came, self._is_left = "bringing", Brought(), (), False
        is_done = False
        try:
            for one in self.found.copies:
                if one.name not in self.chosen:
                    continue
                self.fetched = self.looked_at = (0, 0)
                self._on_change()
                is_done = await self._work.run(
                    self._copy.bring(
                        self._words,
                        one.name,
                        self._on_fetched,
                        self._on_looked_at,
                        with_deleted=self._with_deleted,
                    )
                )
                if not is_done:
                    break
                self.brought = _together(self.brought, self._work.answer or Brought())
                self.chosen.discard(one.name)
                self._came += (one.name,)
        finally:
            self.where = "brought" if is_done else "choosing"
            if self._is_left and not is_done:
                self.where = "words"  # to go on they are asked for again
            if self._is_left or (is_done and not self.brought.deleted):
                self._words = ""
            self._on_change()

    def _on_fetched(self, done: int, of: int) -> None:
        self.fetched = (done, of)
        self._on_change()

    def _on_looked_at(self, done: int, of: int) -> None:
        self.looked_at = (done, of)
        self._on_change()

    def fetched_all(self) -> None:
        """What the clinic has is here now: what could not be brought before it can be tried again."""
        if self._work.trouble is not None and self._work.trouble.code == "not_fetched_yet":
            self._work.forget()
            self._on_change()

    def cancel(self) -> None:
        """Other words, or none. What is being added is added whole: that is not stopped in the middle."""
        self._is_left = True
        if self.where != "bringing":
            self._finding.stop()
            self._finding.forget()
            self._work.forget()
            self._words, self.where = "", "words"
            self.found, self.chosen = Found(()), set()
            self._on_change()


def _together(one: Brought, other: Brought) -> Brought:
    """Of several copies, what became of all their records."""
    return Brought(
        one.added + other.added,
        one.renewed + other.renewed,
        one.already_here + other.already_here,
        one.kept + other.kept,
        one.unreadable + other.unreadable,
        one.deleted | other.deleted,
    )
