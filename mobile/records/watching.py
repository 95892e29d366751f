"""Who wants to know of a commit: screens by kind, sync by what was queued. Called on the event loop, after COMMIT."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress


class Watchers:
    """Registered on event loops, told from the database's thread."""

    def __init__(self) -> None:
        self._of_kind: dict[int, list[_Watcher]] = {}
        self._of_queue: list[_Watcher] = []

    def watch(self, kind: int, on_change: Callable[[str], None]) -> Callable[[], None]:
        watcher = _Watcher(lambda ids: [on_change(id) for id in ids])
        watchers = self._of_kind.setdefault(kind, [])
        watchers.append(watcher)
        return lambda: watcher.end(watchers)

    def on_queued(self, wake: Callable[[], None]) -> Callable[[], None]:
        watcher = _Watcher(lambda _: wake())
        self._of_queue.append(watcher)
        return lambda: watcher.end(self._of_queue)

    def tell(self, touched: Mapping[int, list[str]], has_queued: bool) -> None:
        """In the thread. Each changed id once a commit."""
        for kind, ids in touched.items():
            for watcher in list(self._of_kind.get(kind, ())):
                watcher.call(list(dict.fromkeys(ids)))
        if has_queued:
            for watcher in list(self._of_queue):
                watcher.call([])

    def end(self) -> None:
        for watchers in [*self._of_kind.values(), self._of_queue]:
            for watcher in list(watchers):
                watcher.end(watchers)


class _Watcher:
    def __init__(self, call: Callable[[list[str]], object]) -> None:
        self._loop = asyncio.get_running_loop()
        self._call = call
        self._has_ended = False

    def call(self, ids: list[str]) -> None:
        with suppress(RuntimeError):  # its loop is closed: nobody is left to tell
            self._loop.call_soon_threadsafe(self._run, ids)

    def _run(self, ids: list[str]) -> None:
        if not self._has_ended:
            self._call(ids)

    def end(self, watchers: list[_Watcher]) -> None:
        self._has_ended = True
        if self in watchers:
            watchers.remove(self)
