"""Flet's side of one socket, with its private parts under public names."""

from __future__ import annotations

import asyncio
from typing import Any

from flet_web.fastapi import FletApp, FletStaticFiles, app_manager

__all__ = ["FletSocket", "FletStaticFiles", "app_manager"]


class FletSocket(FletApp):
    """A subclass overrides `unique_key`, `page_made` and `heard`, which Flet calls."""

    @property
    def session(self) -> Any:
        """None before the page has said which it is."""
        return self._FletApp__session  # type: ignore[attr-defined]

    @property
    def queue(self) -> asyncio.Queue[Any] | None:
        """What is still to be sent. None: the socket is closed."""
        return self._FletApp__send_queue  # type: ignore[attr-defined]

    @property
    def running(self) -> set[asyncio.Task[None]]:
        """Handlers of the page that have not ended."""
        return self._FletApp__running_tasks  # type: ignore[attr-defined]

    @property
    def wait_s(self) -> int:
        """How long the session waits for its browser."""
        return self._FletApp__session_timeout_seconds  # type: ignore[attr-defined]

    def unique_key(self, session_id: str) -> str:
        """Under which name Flet's manager keeps the session."""
        return super()._FletApp__get_unique_session_id(session_id)  # type: ignore[misc]

    async def page_made(self) -> None:
        """The page is new: makes what it shows first."""
        await super()._FletApp__on_session_created()  # type: ignore[misc]

    async def heard(self, data: Any) -> None:
        """The page said something: acts on it."""
        await super()._FletApp__on_message(data)  # type: ignore[misc]

    def _FletApp__get_unique_session_id(self, session_id: str) -> str:
        return self.unique_key(session_id)

    async def _FletApp__on_session_created(self) -> None:
        await self.page_made()

    async def _FletApp__on_message(self, data: Any) -> None:
        await self.heard(data)
