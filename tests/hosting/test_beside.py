"""A page that comes again: told what was taken, its last words before its page, known by its ticket though nobody hung up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import flet as ft
from websockets.asyncio.client import ClientConnection

from mobile.hosting.limits import Limits
from mobile.hosting.server import server
from mobile.hosting.site import hosted
from mobile.wiring.callback import PendingSignIns
from tests.hosting.visitor import EVENT, PATCH, REGISTER, UPDATE, Visitor, heard, said

WAIT_S = 30


class Desk:
    """The app: one field, and what came of it."""

    def __init__(self) -> None:
        self.typed: list[str] = []
        self.field = 0

    async def main(self, page: ft.Page) -> None:
        field = ft.TextField(on_change=lambda e: self.typed.append(e.control.value))
        page.add(field, *(ft.Column([ft.Text("x")]) for _ in range(3)))
        self.field = field._i


@asynccontextmanager
async def at_the_desk() -> AsyncIterator[tuple[Desk, Visitor]]:
    desk = Desk()
    site = hosted(desk.main, PendingSignIns())
    serves = server(site, "127.0.0.1", 0, is_proxied=False, limits=Limits())
    running = asyncio.create_task(serves._serve())
    while not serves.started:  # noqa: ASYNC110  (uvicorn tells nobody)
        await asyncio.sleep(0.01)
    visitor = Visitor(f"http://127.0.0.1:{serves.servers[0].sockets[0].getsockname()[1]}")
    await visitor.http.get("/")
    try:
        yield desk, visitor
    finally:
        await visitor.leave()
        serves.should_exit = True
        await running


async def until(socket: ClientConnection, fact: Any) -> Any:
    """The first thing heard that the fact is true of."""
    async with asyncio.timeout(WAIT_S):
        while True:
            frame = await socket.recv()
            if fact(frame):
                return frame


async def asks(socket: ClientConnection, number: int) -> dict[str, Any]:
    """What the server answers once it has taken everything before."""
    await socket.send(json.dumps({"taken": number}))
    return json.loads(await until(socket, lambda frame: isinstance(frame, str)))


async def begins(desk: Desk, visitor: Visitor) -> tuple[ClientConnection, str, str]:
    """A page, its id and its ticket."""
    socket, id_ = await visitor.page()
    ticket = (await asks(socket, 0))["ticket"]
    while not desk.field:
        await asks(socket, 0)
    return socket, id_, ticket


async def comes_again(visitor: Visitor, id_: str, ticket: str) -> tuple[ClientConnection, str]:
    """Through another socket; which page it is given."""
    socket = await visitor.socket()
    body = {"session_id": id_, "page_name": "", "page": {"route": "/", "web": True}, "ticket": ticket}
    await socket.send(said(REGISTER, body))
    frame = await until(socket, lambda frame: isinstance(frame, bytes) and heard(frame)[0] == REGISTER)
    return socket, heard(frame)[1]["session_id"]


def types(desk: Desk, words: str) -> list[bytes]:
    return [
        said(UPDATE, {"id": desk.field, "props": {"value": words}}),
        said(EVENT, {"target": desk.field, "name": "change", "data": words}),
    ]


async def test_the_answer_means_that_everything_before_it_was_taken() -> None:
    async with at_the_desk() as (desk, visitor):
        socket, _, _ = await begins(desk, visitor)
        for frame in types(desk, "lamplight"):
            await socket.send(frame)
        told = await asks(socket, 7)
        assert told["taken"] == 7
        assert desk.typed == ["lamplight"]


async def test_a_page_nobody_hung_up_on_is_itself_again_with_its_ticket_and_not_without() -> None:
    async with at_the_desk() as (desk, visitor):
        _, id_, ticket = await begins(desk, visitor)
        _, other = await comes_again(visitor, id_, "")  # a copy of the tab
        assert other != id_
        _, same = await comes_again(visitor, id_, ticket)
        assert same == id_


async def test_the_last_words_come_first_and_the_page_with_them_as_changes_without_comparing() -> None:
    async with at_the_desk() as (desk, visitor):
        before, id_, ticket = await begins(desk, visitor)
        before.transport.abort()
        socket, _ = await comes_again(visitor, id_, ticket)
        for frame in [
            *types(desk, "lamplight as it is"),
            said(UPDATE, {"id": 99_999, "props": {"value": "gone"}}),
        ]:
            await socket.send(frame)
        await socket.send('{"page":1}')
        first = await until(socket, lambda frame: isinstance(frame, bytes) and frame[0] == 2)
        assert json.loads(first[1:]) == {"untaken": [99_999]}
        shown: list[Any] = []
        while (frame := await asyncio.wait_for(socket.recv(), WAIT_S))[0] != 2:
            action, body = heard(frame)
            assert action == PATCH  # a whole page would be compared with the one before: for up to a minute
            assert all(change[0] == 0 for change in body["patch"][1:])
            assert len(body["patch"]) > 1  # the client takes no empty change
            shown.append(body)
        assert json.loads(frame[1:]) == {"shown": True}
        assert "lamplight as it is" in json.dumps(shown, default=str)
