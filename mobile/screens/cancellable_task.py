"""One try at something that may take long and may be stopped: signing in, looking a clinic up, making a file.

Keeps no value of what was tried. A trouble the person can be told is held for the place to say; anything else passes on
to the guard.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

from mobile.screens.app_services import Trouble

T = TypeVar("T")


class CancellableTask(Generic[T]):
    """At most one at a time: a second `run` while one is under way does nothing. `on_change`: it began, ended or was stopped."""

    def __init__(self, on_change: Callable[[], None] = lambda: None) -> None:
        self._on_change = on_change
        self.trouble: Trouble | None = None
        self.answer: T | None = None
        self._task: asyncio.Task[T] | None = None

    @property
    def is_under_way(self) -> bool:
        return self._task is not None

    async def run(self, work: Coroutine[Any, Any, T]) -> bool:
        """Does it. True: done, and `answer` is its answer. False: it was stopped, or `trouble` says what happened."""
        if self.is_under_way:
            work.close()
            return False
        self.trouble, self.answer = None, None
        task = self._task = asyncio.ensure_future(work)
        self._on_change()
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            task.cancel()
            raise
        finally:
            if self._task is task:
                self._task = None
        try:
            return self._ended(task)
        finally:
            self._on_change()

    def _ended(self, task: asyncio.Task[T]) -> bool:
        if task.cancelled():
            return False
        error = task.exception()
        if isinstance(error, Trouble):
            self.trouble = error
            return False
        if error is not None:
            raise error
        self.answer = task.result()
        return True

    def stop(self) -> None:
        """Ends it; whoever waits for `run` gets False."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._on_change()

    def forget(self) -> None:
        """What the last try left is of no use any more."""
        self.trouble, self.answer = None, None
