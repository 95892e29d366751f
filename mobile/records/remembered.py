"""All nouns of a kind, kept in memory once they were asked for, so that a list is never cut short to be quick.

Only what changed is opened and read again: the store notes in its thread which rows a commit touched, and the next question
takes them up. A question goes to the thread unless it is at rest with nothing noted, which is what the thread would answer. It
must never hold a half-read list, and never outlive the lock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mobile.records.ports import N

Read = Callable[[str, bool], Awaitable[Sequence[tuple[int, str | None]]]]
"""Kind and whether to begin anew, to (order number, text); None: the record is gone or does not open."""

AT_ONCE = 100
"""Nouns made before others have their turn on the event loop."""


class Changes:
    """In the thread: which rows of the kinds in memory were written since they were read."""

    def __init__(self) -> None:
        self._of_kind: dict[int, set[int]] = {}

    def begin(self, kind: int) -> None:
        self._of_kind[kind] = set()

    def note(self, kind: int, seq: int) -> None:
        """A row was written or dropped. If that is undone, it is read once more for nothing."""
        rows = self._of_kind.get(kind)
        if rows is not None:
            rows.add(seq)

    def has(self, kind: int) -> bool:
        """From any thread, while this one is at rest: whether something was written since, or nobody began."""
        return bool(self._of_kind.get(kind, True))

    def take(self, kind: int) -> list[int] | None:
        """Since the last time; None: nobody began."""
        rows = self._of_kind.get(kind)
        if rows is None:
            return None
        self._of_kind[kind] = set()
        return sorted(rows)


@dataclass
class _Kind:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    nouns: dict[int, Any] | None = None  # by order number; None: to be read anew
    newest_first: list[Any] | None = None  # None: to be put in order anew


class Remembered:
    """On the event loop: the nouns themselves. Frozen values, so that every asker may hold them."""

    def __init__(self, read: Read, is_settled: Callable[[str], bool]) -> None:
        """`is_settled`: whether reading a kind now would find nothing new; False where that is not known."""
        self._read, self._is_settled = read, is_settled
        self._kinds: dict[str, _Kind] = {}

    async def every(self, noun: type[N]) -> list[N]:
        """Newest first. Raises what the store raises, and what the noun raises for a text it cannot read."""
        name = noun.KIND.name
        kind = self._kinds.setdefault(name, _Kind())
        if kind.newest_first is not None and self._is_settled(name):
            return list(kind.newest_first)
        async with kind.turn:
            is_new = kind.nouns is None
            nouns: dict[int, N] = kind.nouns or {}
            in_order = kind.newest_first
            kind.nouns = kind.newest_first = None  # whoever is stopped in the middle leaves nothing half read
            lines = await self._read(name, is_new)
            if lines or is_new:
                in_order = None
            for number, (seq, text) in enumerate(lines, 1):
                if text is None:
                    nouns.pop(seq, None)
                else:
                    nouns[seq] = noun.from_json(text)
                if number % AT_ONCE == 0:
                    await asyncio.sleep(0)
            kind.nouns = nouns
            kind.newest_first = in_order or [nouns[seq] for seq in sorted(nouns, reverse=True)]
            return list(kind.newest_first)

    def clear(self) -> None:
        """On lock."""
        self._kinds.clear()
