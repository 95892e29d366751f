"""Sending into a socket that has just closed goes nowhere, without a fuss: reading from it tells that it is over.

Flet gives a page its session back only once it knows that the old connection is gone, and never learns that when a sending
failed. The person would meet an empty page: signed out, unsaved words left behind in a session nobody ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class PatientSockets:
    """Before whatever sends into sockets."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, _forgiving(send) if scope["type"] == "websocket" else send)


def _forgiving(send: Send) -> Send:
    is_gone = False

    async def sending(message: Message) -> None:
        nonlocal is_gone
        if is_gone:
            return
        try:
            await send(message)
        except (OSError, RuntimeError):  # uvicorn's own word for a closed socket is one of these
            if message["type"] != "websocket.send":
                raise
            is_gone = True

    return sending
