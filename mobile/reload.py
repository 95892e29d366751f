"""A page that is loaded anew finds itself again, however suddenly its old socket went.

Flet gives a page its session back only once it knows that the old connection is gone. It never learns that when the
socket closes while something is being sent: the failure of the sending ends everything before the session is let go. And
a quick reload on a busy machine comes too early. Either way the person would meet an empty page: signed out, unsaved
words left behind in a session nobody ends.
"""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_S = 2.0
_STEP_S = 0.05


def wait_for_old_sockets(manager: Any, *, most_s: float = MOST_S) -> None:
    """`manager`: Flet's `app_manager`. Doing it twice is doing it once. A doubled tab gets a session of its own, later."""
    find = partial(type(manager).get_session, manager)

    async def get_session(session_id: str) -> Any:
        give_up_at = time.monotonic() + most_s
        session = await find(session_id)
        while session is not None and session.connection is not None and time.monotonic() < give_up_at:
            await asyncio.sleep(_STEP_S)
            session = await find(session_id)
        return session

    manager.get_session = get_session


def drop_late_sends(connection: Any) -> None:
    """`connection`: Flet's class of one. Between the end of its socket and the end of the connection Flet fails at every
    send, and with it whatever was being done. A page that comes back is sent whole: what is sent late may go nowhere."""
    send = connection.send_message
    if getattr(send, "drops", False):
        return

    def send_message(self: Any, message: Any) -> None:
        if self._FletApp__send_queue is not None:
            send(self, message)

    send_message.drops = True  # type: ignore[attr-defined]
    connection.send_message = send_message


class PatientSockets:
    """Sends into a socket that has just closed go nowhere, without a fuss: reading from it tells that it is over."""

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
