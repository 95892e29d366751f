"""What a clinic publishes, read once a visit: its forms and lists are large, and a place is drawn anew at every commit.

It reads like the store. A kind that changed is read again; everything else of the person's own is never kept here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol, TypeVar

from mobile.care import prompts
from mobile.care.forms.definition import FormDefinition
from mobile.care.readiness import IntakeSet, StepGuide
from mobile.care.safety.routing import RoutingTable
from mobile.records.ports import Keeping, Noun
from mobile.screens.following import FollowingScreen

N = TypeVar("N", bound=Noun)
PUBLISHED: tuple[type[Noun], ...] = (FormDefinition, IntakeSet, StepGuide, RoutingTable, prompts.Protocol)


class Reading(Protocol):
    """As much of the store as a picture of things needs."""

    async def newest(self, noun: type[N], limit: int, before: int | None = None) -> list[N]: ...


class Published:
    """Over an open store, until `end`."""

    def __init__(self, records: Keeping) -> None:
        self._records = records
        self._read: dict[tuple[type[Noun], int], list[Any]] = {}
        self._changes = 0  # what was read while something changed is not kept
        self._ends: list[Callable[[], None]] = [
            records.watch(kind, partial(self._forget, kind)) for kind in PUBLISHED
        ]

    async def newest(self, noun: type[N], limit: int, before: int | None = None) -> list[N]:
        """As the store has them, newest first."""
        if noun not in PUBLISHED or before is not None:
            return await self._records.newest(noun, limit, before)
        kept = self._read.get((noun, limit))
        if kept is None:
            before_it = self._changes
            kept = await self._records.newest(noun, limit)
            if self._ends and before_it == self._changes:
                self._read[noun, limit] = kept
        return list(kept)

    def _forget(self, kind: type[Noun], _: str) -> None:
        self._changes += 1
        for key in [key for key in self._read if key[0] is kind]:
            del self._read[key]

    def end(self) -> None:
        """Nothing is kept any more."""
        ends, self._ends = self._ends, []
        for end in ends:
            end()
        self._read.clear()


class PublishedScreen(FollowingScreen):
    """A place that is drawn from much of what the clinic publishes: `self.published` in place of the store."""

    published: Published

    async def shown(self) -> None:
        self.published = Published(self.records)
        self.keep(self.published.end)
        await super().shown()
