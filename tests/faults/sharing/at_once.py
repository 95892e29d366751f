"""Stands where a store's thread stands: what is asked of the database is done at once, in the asker's own thread.

Two thousand hops to a thread and back are half of what a schedule costs, and no schedule here is about them: what is saved, sealed
and committed is the same, in the same order. The store's own thread is met by every other test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest

from mobile.records import database
from mobile.records.errors import Locked

R = TypeVar("R")


class AtOnce:
    """As `mobile.records.workthread.WorkThread`."""

    def __init__(self) -> None:
        self._is_over = False

    async def run(self, work: Callable[..., R], *args: Any) -> R:
        if self._is_over:
            raise Locked
        return work(*args)

    @property
    def is_at_rest(self) -> bool:
        return not self._is_over

    def end(self, last: Callable[[], None]) -> None:
        self._is_over = True
        last()


@contextmanager
def stores_without_threads() -> Iterator[None]:
    """For the stores that are made inside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "WorkThread", AtOnce)
        yield
