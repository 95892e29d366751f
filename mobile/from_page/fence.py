"""Stands `messages` between the socket and Flet. Leans on Flet's inside, which is pinned exactly; the tests hold it."""

from __future__ import annotations

from typing import Any

from mobile.from_page.messages import believed

MOST_AT_ONCE = 256
"""Handlers of one page that may run at the same time. A person's hands never come near it."""


def believe_little(connection: Any) -> None:
    """`connection`: Flet's class of one page's connection. Doing it twice is doing it once.

    Raises AttributeError where Flet has no such inside any more: better no app than one that believes everything.
    """
    take = connection._FletApp__on_message
    if getattr(take, "believes_little", False):
        return

    async def on_message(self: Any, data: Any) -> None:
        message = believed(data, self._FletApp__session)
        if message is not None and len(self._FletApp__running_tasks) < MOST_AT_ONCE:
            await take(self, message)

    on_message.believes_little = True  # type: ignore[attr-defined]
    connection._FletApp__on_message = on_message
