"""Work a page started without waiting for it: guarded, in the page's own context, ended with the page.

It must work while no browser is connected: locking is such work.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Coroutine
from typing import Any

import flet as ft

from mobile.flet_inside.wire import as_page
from mobile.screens.guard import Guard


class PageTasks:
    """One a page."""

    def __init__(self, page: ft.Page, guard: Guard) -> None:
        self._page = page
        self._guard = guard
        self._tasks: set[asyncio.Task[Any]] = set()

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[None]:
        """Starts it, in a context of its own: Flet marks the caller's context as this page's, and the caller may be
        another page."""
        return contextvars.copy_context().run(self._spawn, coroutine)

    def _spawn(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[None]:
        # Not `page.run_task`: that needs a connected browser.
        as_page(self._page)
        task = asyncio.get_running_loop().create_task(self._guard.task(coroutine))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: coroutine.close())  # what was cancelled before it began
        return task

    def end(self) -> None:
        """The page is gone for good."""
        for task in list(self._tasks):
            task.cancel()
