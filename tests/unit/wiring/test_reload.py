"""A reload that is faster than its old socket's end finds its page; a doubled tab does not take another's."""

from __future__ import annotations

import asyncio

import pytest
from flet.messaging.protocol import Message, MessageAction, PatchControlBody
from flet_web.fastapi import FletApp

from mobile.reload import PatientSockets, drop_late_sends, wait_for_old_sockets


class Session:
    def __init__(self) -> None:
        self.connection: object | None = object()


class Manager:
    """As much of Flet's as is touched."""

    def __init__(self, session: Session) -> None:
        self.sessions = {"s": session}

    async def get_session(self, session_id: str) -> Session | None:
        return self.sessions.get(session_id)


async def test_the_old_socket_ends_a_moment_later_and_the_page_is_found() -> None:
    session = Session()
    manager = Manager(session)
    wait_for_old_sockets(manager)
    wait_for_old_sockets(manager)

    async def ends() -> None:
        await asyncio.sleep(0.1)
        session.connection = None

    ending = asyncio.create_task(ends())
    found = await manager.get_session("s")
    assert found is session
    assert session.connection is None
    await ending


async def test_a_page_still_in_use_is_not_waited_for_without_end() -> None:
    manager = Manager(Session())
    wait_for_old_sockets(manager, most_s=0.1)
    found = await manager.get_session("s")
    assert found is not None
    assert found.connection is not None  # Flet begins a new one


async def test_an_unknown_session_is_not_waited_for() -> None:
    manager = Manager(Session())
    wait_for_old_sockets(manager, most_s=60)
    assert await manager.get_session("other") is None


async def test_what_is_sent_between_the_sockets_end_and_the_connections_ends_nothing() -> None:
    class Late(FletApp):
        """Flet's own, without touching that for every other test."""

    late = Late.__new__(Late)
    late._FletApp__send_queue = None  # type: ignore[attr-defined]  # as its sending leaves it
    message = Message(MessageAction.PATCH_CONTROL, PatchControlBody(1, [[0], [0, 0, "value", "x"]]))
    drop_late_sends(Late)
    drop_late_sends(Late)
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
