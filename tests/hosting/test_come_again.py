"""Pages that come again in a way no honest one does, or that held back more than one expects: nothing is lost, and what a
page is answered costs no more than what it is shown."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from mobile.hosting.page_app import MOST_AT_ONCE
from tests.hosting.test_beside import asks, at_the_desk, begins, comes_again, resumes, types, until
from tests.hosting.visitor import EVENT, client_message


async def test_words_that_come_behind_more_events_than_may_be_handled_at_once_are_taken() -> None:
    async with at_the_desk() as (desk, visitor):
        socket, _, _ = await begins(desk, visitor)
        resized: list[float] = []
        desk.page.on_resize = lambda e: resized.append(e.height)
        turned = [
            client_message(
                EVENT, {"target": desk.page._i, "name": "resize", "data": {"width": 400.0, "height": 1.0 + n}}
            )
            for n in range(2 * MOST_AT_ONCE)
        ]
        frames = [*turned, *types(desk, "lamplight")]
        await asyncio.gather(*(socket.send(frame) for frame in frames))  # as after a break: in one piece
        told = await asks(socket, len(frames))
        assert "untaken" not in told
        while len(resized) < len(turned) or not desk.typed:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert desk.typed == ["lamplight"]


async def test_words_whose_handler_found_no_room_are_told_as_not_taken(monkeypatch: Any) -> None:
    monkeypatch.setattr("mobile.hosting.page_app.ROOM_S", 0.01)
    async with at_the_desk() as (desk, visitor):
        socket, _, _ = await begins(desk, visitor)
        end = asyncio.Event()

        async def waits(_: Any) -> None:
            await end.wait()

        desk.page.on_resize = waits
        size = {"width": 400.0, "height": 300.0}
        for _ in range(MOST_AT_ONCE):
            await socket.send(client_message(EVENT, {"target": desk.page._i, "name": "resize", "data": size}))
        for frame in types(desk, "lamplight"):
            await socket.send(frame)
        told = await asks(socket, 1)
        end.set()
        assert told["untaken"] == [desk.field]


async def test_counts_of_a_copy_of_the_tab_are_not_taken_for_those_of_the_page_it_was_copied_from() -> None:
    async with at_the_desk() as (desk, visitor):
        first, id_, ticket = await begins(desk, visitor)
        first.transport.abort()
        copy, same = await comes_again(visitor, id_, "")
        assert same == id_
        for frame in types(desk, "of the copy"):
            await copy.send(frame)
        await asks(copy, 2)
        copy.transport.abort()
        again, same = await comes_again(visitor, id_, ticket)
        assert same == id_
        told, _ = await resumes(again, 0)
        assert told == {"again": False, "taken": 0}  # nothing of the first page's own


async def test_a_page_is_sent_what_it_did_not_get_once_a_connection() -> None:
    async with at_the_desk() as (desk, visitor):
        before, id_, ticket = await begins(desk, visitor)
        had = desk.had
        before.transport.abort()
        while desk.page.session.connection is not None:  # noqa: ASYNC110  (Flet tells nobody)
            await asyncio.sleep(0.01)
        desk.says("first")
        socket, _ = await comes_again(visitor, id_, ticket)
        for _ in range(3):
            await socket.send(json.dumps({"again": had}))
        await socket.send('{"page":1}')
        answers: list[Any] = []
        while not answers or "shown" not in answers[-1]:
            frame = await until(socket, lambda frame: isinstance(frame, bytes) and frame[0] == 2)
            answers.append(json.loads(frame[1:]))
        assert sum("again" in one for one in answers) == 1


async def test_the_whole_page_is_not_made_again_before_the_one_that_was_asked_for_went_out() -> None:
    async with at_the_desk() as (desk, visitor):
        socket, _, _ = await begins(desk, visitor)
        await asyncio.gather(*(socket.send('{"page":1}') for _ in range(20)))
        await until(socket, lambda frame: isinstance(frame, bytes) and b"shown" in frame)
        number, shown = 77, 1
        await socket.send(json.dumps({"taken": number}))
        while isinstance(frame := await socket.recv(), bytes):
            shown += b"shown" in frame
        assert json.loads(frame)["taken"] == number
        assert shown < 20
        await socket.send('{"page":2}')
        await until(socket, lambda frame: isinstance(frame, bytes) and b"shown" in frame)


async def test_half_a_character_on_a_page_costs_neither_the_page_nor_what_is_said_after_it() -> None:
    async with at_the_desk() as (desk, visitor):
        socket, _, _ = await begins(desk, visitor)
        desk.says("cut \ud83d off")
        await until(socket, lambda frame: isinstance(frame, bytes) and b" off" in frame)
        await socket.send('{"page":1}')
        await until(socket, lambda frame: isinstance(frame, bytes) and b"shown" in frame)
        desk.says("whole again")
        await until(socket, lambda frame: isinstance(frame, bytes) and b"whole again" in frame)
