"""Bringing copies back from the clinic: the words, which copies, what became of each. Keeps the words no longer than it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
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
        self.brought = Brought()
        self.fetched = (0, 0)
        self.looked_at = (0, 0)

    @property
    def trouble(self) -> Trouble | None:
        return self._finding.trouble or self._work.trouble

    async def look(self, words: str) -> bool:
        """Which copies these words open. False: `trouble` says why none."""
        self._work.forget()
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
        """All that are chosen, the oldest first, each whole or not at all. What came before a trouble stays."""
        if self.where != "choosing" or not self.chosen:
            return
        self._finding.forget()
        self.where, self.brought = "bringing", Brought()
        is_done = False
        try:
            for one in reversed(self.found.copies):
                if one.name not in self.chosen:
                    continue
                self.fetched = self.looked_at = (0, 0)
                self._on_change()
                is_done = await self._work.run(
                    self._copy.bring(self._words, one.name, self._on_fetched, self._on_looked_at)
                )
                if not is_done:
                    break
                self.brought = _together(self.brought, self._work.answer or Brought())
                self.chosen.discard(one.name)
        finally:
            self.where = "brought" if is_done else "choosing"
            if is_done:
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
        if self.where != "bringing":
            self._finding.stop()
            self._finding.forget()
            self._work.forget()
            self._words, self.where = "", "words"
            self.found, self.chosen = Found(()), set()
            self._on_change()


def _together(one: Brought, other: Brought) -> Brought:
    """Of several copies, what became of all their records."""
    return Brought(*(getattr(one, part.name) + getattr(other, part.name) for part in fields(Brought)))
