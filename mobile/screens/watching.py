"""A place that looks again when something it shows was written, whoever wrote: the one way of hearing and of gathering.

Many commits in one moment, as in a first pull, are looked at once.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import ClassVar

from mobile.noun import Noun
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Screen

GATHER_S = 0.1
"""Commits of one sync come in a row: they are waited for, so that the place does not look for each."""
FIRST_FETCH_S = 1.0
"""While all that the clinic has comes for the first time, and the place says so: half of a sign-in's work was looking again. Once all
is here it looks at once."""


class WatchingScreen(Screen):
    """Say what it follows and how it looks again; in `shown` call `watch` and then read, or read inside `watched`. The watches
    end when it is hidden."""

    follows: ClassVar[Sequence[type[Noun]]] = ()
    _is_look_due = False
    _heard_meanwhile: list[Callable[[], None]] | None = None
    """What was heard of while the place reads for the first time. None: it has read."""

    def followed(self) -> Sequence[type[Noun]]:
        """The kinds to hear of, where they are known only now."""
        return self.follows

    @abstractmethod
    async def look_again(self) -> None:
        """Reads what it shows anew, and draws what is otherwise now."""

    def watch(self) -> None:
        self._is_look_due = False
        for kind in self.followed():
            self.keep(self.records.watch(kind, lambda id: self._heard(partial(self.on_commit, id))))
        if self.s.status is not None:
            self.keep(self.s.status.watch(lambda status: self._heard(partial(self.on_status, status))))

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Around the first reading of a place that can hear of nothing before it: what is written meanwhile is heard of right
        after, and not lost between the reading and the watch."""
        held = self._heard_meanwhile = []
        try:
            self.watch()
            yield
        finally:
            self._heard_meanwhile = None
        for hear in held:
            hear()

    def _heard(self, hear: Callable[[], None]) -> None:
        if self._heard_meanwhile is None:
            hear()
        else:
            self._heard_meanwhile.append(hear)

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
        had_all = has_all(self.s)
        for _ in range(1 if had_all else round(FIRST_FETCH_S / GATHER_S)):
            await asyncio.sleep(GATHER_S)
            if has_all(self.s) and not had_all:
                await asyncio.sleep(GATHER_S)  # what the end of a first fetch writes
                break
        self._is_look_due = False
        await self.look_again()
