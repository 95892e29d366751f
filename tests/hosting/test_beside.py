"""A page that comes again: known by its ticket though nobody hung up, told what was taken, sent what it did not get."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import flet as ft
from websockets.asyncio.client import ClientConnection

from mobile.from_page.messages import FORGET_SENT
from mobile.hosting.limits import Limits
from mobile.hosting.server import server
from mobile.hosting.site import hosted
from mobile.hosting.unheard import Unheard
from mobile.wiring.callback import PendingSignIns
from tests.hosting.visitor import EVENT, PATCH, REGISTER, UPDATE, Visitor, client_message, heard

WAIT_S = 30


class Desk:
    """The app: one field, and what came of it."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.typed: list[str] = []
        self.field = self.had = 0

    async def main(self, page: ft.Page) -> None:
        field = ft.TextField(on_change=lambda e: self.typed.append(e.control.value))
        self.page, self.line = page, ft.Text(self.words)
        page.add(field, self.line, *(ft.Column([ft.Text("x")]) for _ in range(3)))
        self.field = field._i

    def says(self, text: str) -> None:
        """On the screen."""
        self.line.value = text
        self.page.update()


@asynccontextmanager
async def at_the_desk(words: str = "x") -> AsyncIterator[tuple[Desk, Visitor]]:
    """`words`: what it shows."""
    desk = Desk(words)
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
    """A page, its id and its ticket. `desk.had`: how many messages it has."""
    socket, id_ = await visitor.page()
    ticket = ""
    while not desk.field or not ticket:
        await socket.send(json.dumps({"taken": 0}))
        while isinstance(frame := await asyncio.wait_for(socket.recv(), WAIT_S), bytes):
            desk.had += 1
        ticket = json.loads(frame).get("ticket", ticket)
    return socket, id_, ticket


async def comes_again(visitor: Visitor, id_: str, ticket: str) -> tuple[ClientConnection, str]:
    """Through another socket; which page it is given."""
    socket = await visitor.socket()
    body = {"session_id": id_, "page_name": "", "page": {"route": "/", "web": True}, "ticket": ticket}
    await socket.send(client_message(REGISTER, body))
    frame = await until(socket, lambda frame: isinstance(frame, bytes) and heard(frame)[0] == REGISTER)
    return socket, heard(frame)[1]["session_id"]


def types(desk: Desk, words: str) -> list[bytes]:
    return [
        client_message(UPDATE, {"id": desk.field, "props": {"value": words}}),
        client_message(EVENT, {"target": desk.field, "name": "change", "data": words}),
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
            client_message(UPDATE, {"id": 99_999, "props": {"value": "gone"}}),
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


async def resumes(socket: ClientConnection, had: int) -> tuple[dict[str, Any], list[str]]:
    """What a page is told that says how many messages it had; which of them it is sent again, as far as the tests' own words
    tell. The server is asked something else at the end, whose answer is waited for."""
    await socket.send(json.dumps({"again": had}))
    told = json.loads((await until(socket, lambda frame: isinstance(frame, bytes) and frame[0] == 2))[1:])
    await socket.send('{"page":1}')  # its answer comes in the order of Flet's messages
    lines: list[str] = []
    while (frame := await asyncio.wait_for(socket.recv(), WAIT_S))[0] != 2:
        lines += [word for word in ("first", "second", "third") if word in str(heard(frame))]
    return told, lines


async def test_what_was_said_without_a_connection_comes_with_the_next_one_and_nothing_twice() -> None:
    async with at_the_desk() as (desk, visitor):
        before, id_, ticket = await begins(desk, visitor)
        had = desk.had
        desk.says("first")
        await until(before, lambda frame: isinstance(frame, bytes) and "first" in str(heard(frame)))
        for frame in types(desk, "lamplight"):
            await before.send(frame)
        await asks(before, 2)
        before.transport.abort()
        while desk.page.session.connection is not None:  # noqa: ASYNC110  (Flet tells nobody)
            await asyncio.sleep(0.01)
        desk.says("second")
        socket, _ = await comes_again(visitor, id_, ticket)
        told, lines = await resumes(socket, had + 1)
        assert told == {"again": True, "taken": 2}
        assert "second" in lines
        assert "first" not in lines[: lines.index("second")]


async def test_the_connection_that_is_silent_and_not_over_loses_nothing_either() -> None:
    async with at_the_desk() as (desk, visitor):
        _, id_, ticket = await begins(desk, visitor)
        had = desk.had
        desk.says("first")  # on its way into a tunnel
        socket, _ = await comes_again(visitor, id_, ticket)
        desk.says("second")
        told, lines = await resumes(socket, had)
        assert told["again"] is True
        assert lines[:2] == ["first", "second"]


async def test_a_page_is_shown_as_a_whole_where_what_it_did_not_get_is_gone_or_it_is_not_known() -> None:
    async with at_the_desk() as (desk, visitor):
        before, id_, ticket = await begins(desk, visitor)
        had = desk.had
        desk.says("first")
        forget = desk.page.session.store.get(FORGET_SENT)
        assert forget is not None
        forget()
        before.transport.abort()
        socket, _ = await comes_again(visitor, id_, ticket)
        told, _ = await resumes(socket, had)
        assert told["again"] is False
        socket.transport.abort()
        stranger, same = await comes_again(visitor, id_, "another ticket")
        assert same == id_
        assert (await resumes(stranger, 0))[0]["again"] is False


async def test_what_is_kept_for_a_page_that_says_nothing_has_an_end() -> None:
    unheard = Unheard(1000)
    for _ in range(100):
        unheard.sent(bytes(300))
    assert sum(map(len, unheard.after(99) or [])) <= 1000
    assert unheard.after(10) is None
    unheard.heard(100)
    assert unheard.after(100) == []
    assert unheard.after(101) is None
