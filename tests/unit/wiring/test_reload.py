"""A page whose socket is gone takes what is still sent to it, and nothing fails."""

from __future__ import annotations

import asyncio

import pytest
from flet.messaging.protocol import Message, MessageAction, PatchControlBody

from mobile.hosting.page_app import PageApp
from mobile.hosting.reconnect import PatientSockets


async def test_what_is_sent_between_the_sockets_end_and_the_connections_ends_nothing() -> None:
    late = PageApp(asyncio.get_running_loop(), None, lambda _: None, None)
    late._FletApp__send_queue = None  # type: ignore[attr-defined]  # as its sending leaves it
    message = Message(MessageAction.PATCH_CONTROL, PatchControlBody(1, [[0], [0, 0, "value", "x"]]))
    late.send_message(message)
    late._FletApp__send_queue = queue = asyncio.Queue()  # type: ignore[attr-defined]
    late.send_message(message)
    assert queue.qsize() == 1


async def socket_that(breaks: Exception, messages: list[str]) -> list[str]:
    """What reached the socket; it breaks at the second message."""
    reached: list[str] = []

    async def app(scope: object, receive: object, send: object) -> None:
        for message in messages:
            await send({"type": message})  # type: ignore[operator]

    async def send(message: dict[str, str]) -> None:
        if reached and message["type"] != "websocket.accept":
            raise breaks
        reached.append(message["type"])

    async def receive() -> dict[str, str]:
        return {"type": "websocket.disconnect"}

    await PatientSockets(app)({"type": "websocket"}, receive, send)  # type: ignore[arg-type]
    return reached


@pytest.mark.parametrize("breaks", [OSError(), ConnectionResetError(), RuntimeError("after close")])
async def test_sending_into_a_socket_that_closed_ends_nothing(breaks: Exception) -> None:
    messages = ["websocket.accept", "websocket.send", "websocket.send"]
    assert await socket_that(breaks, messages) == ["websocket.accept"]


async def test_a_socket_that_cannot_be_closed_says_so() -> None:
    with pytest.raises(OSError, match="no"):
        await socket_that(OSError("no"), ["websocket.accept", "websocket.close"])
