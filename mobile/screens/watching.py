"""A place that looks again when something it shows was written, whoever wrote: the one way of hearing and of gathering.

Many commits in one moment, as in a first pull, are looked at once.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from mobile.noun import Noun
from mobile.screens.frame import Screen

GATHER_S = 0.1
"""Commits of one sync come in a row: they are waited for, so that the place does not look for each."""


class WatchingScreen(Screen):
    """Say what it follows and how it looks again; call `watch` in `shown`. The watches end when it is hidden."""

    follows: ClassVar[Sequence[type[Noun]]] = ()
    _is_look_due = False

    def followed(self) -> Sequence[type[Noun]]:
        """The kinds to hear of, where they are known only now."""
        return self.follows

    @abstractmethod
    async def look_again(self) -> None:
        """Reads what it shows anew, and draws what is otherwise now."""

    def watch(self) -> None:
        self._is_look_due = False
        for kind in self.followed():
            self.keep(self.records.watch(kind, self.on_commit))
        if self.s.status is not None:
            self.keep(self.s.status.watch(self.on_status))

    def on_commit(self, id: str) -> None:
        """One of the followed was written."""
        self.look_soon()

    def on_status(self, _: object) -> None:
        """Sync says something else of itself."""
        self.look_soon()

    def look_soon(self) -> None:
        if not self._is_look_due:
            self._is_look_due = True
            self.s.run(self._look())

    async def _look(self) -> None:
        await asyncio.sleep(GATHER_S)
        self._is_look_due = False
        await self.look_again()
