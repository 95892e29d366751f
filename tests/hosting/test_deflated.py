"""The first view goes deflated to a page that inflates, and nothing else does."""

from __future__ import annotations

import asyncio
import zlib

import pytest
from websockets.asyncio.client import ClientConnection

from mobile.hosting.page_app import DEFLATED, DEFLATED_FROM
from tests.hosting.test_beside import WAIT_S, at_the_desk, begins, comes_again, types
from tests.hosting.visitor import PATCH, heard

WORDS = "To sit with the lamplight as it is. " * 100
INFLATES = "/ws?inflates=1"


async def large(socket: ClientConnection, words: bytes) -> bytes:
    """The first frame that says this, as it came."""
    async with asyncio.timeout(WAIT_S):
        while True:
            frame = await socket.recv()
            if isinstance(frame, bytes) and words in (
                zlib.decompress(frame[1:]) if frame[:1] == DEFLATED else frame
            ):
                return frame


@pytest.mark.parametrize("path", ["/ws", INFLATES])
async def test_a_page_that_inflates_is_sent_the_same_first_view_in_fewer_bytes(path: str) -> None:
    async with at_the_desk(WORDS) as (_, visitor):
        visitor.path = path
        socket, _ = await visitor.page()
        frame = await large(socket, WORDS.encode())
        if path == INFLATES:
            assert len(frame) < DEFLATED_FROM
            assert heard(zlib.decompress(frame[1:]))[0] == PATCH
        else:
            assert heard(frame)[0] == PATCH


async def test_what_is_shown_after_somebody_did_something_is_not_deflated() -> None:
    async with at_the_desk() as (desk, visitor):
        visitor.path = INFLATES
        socket, _, _ = await begins(desk, visitor)
        for frame in types(desk, "lamplight"):
            await socket.send(frame)
        while not desk.typed:  # noqa: ASYNC110  (the desk tells nobody)
            await asyncio.sleep(0.01)
        desk.says(WORDS)
        assert heard(await large(socket, WORDS.encode()))[0] == PATCH


async def test_a_page_that_comes_again_is_sent_nothing_deflated() -> None:
    async with at_the_desk() as (desk, visitor):
        visitor.path = INFLATES
        _, id_, ticket = await begins(desk, visitor)
        socket, same = await comes_again(visitor, id_, ticket)
        assert same == id_
        desk.says(WORDS)
        await socket.send('{"again":0}')
        assert heard(await large(socket, WORDS.encode()))[0] == PATCH


async def test_a_page_that_was_there_before_is_sent_nothing_deflated_after_a_reload() -> None:
    """It has no ticket then, and is known by its browser: what it shows may be somebody's words."""
    async with at_the_desk() as (desk, visitor):
        visitor.path = INFLATES
        socket, id_, _ = await begins(desk, visitor)
        for frame in types(desk, "lamplight"):
            await socket.send(frame)
        while not desk.typed:  # noqa: ASYNC110  (the desk tells nobody)
            await asyncio.sleep(0.01)
        await socket.close()
        desk.says(WORDS)
        socket, same = await comes_again(visitor, id_, "")
        assert same == id_
        desk.says(f"{WORDS} And more.")
        assert heard(await large(socket, b"And more."))[0] == PATCH
