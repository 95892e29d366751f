"""The socket of a page: nothing of Flet's is made before it says which page it is, and all of it is let go when it ends.

Flet waits for ever for a socket that leaves before that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from mobile.flet_inside.wire import unpacked
from mobile.from_page.messages import believed
from mobile.hosting.beside import Beside
from mobile.hosting.limits import Limits
from mobile.hosting.messages import has_too_many
from mobile.hosting.page_app import PageApp
from mobile.hosting.pages import ARRIVING, Pages, Socket, key_of
from mobile.hosting.turns import TooMany, Turns

BUSY, NOT_UNDERSTOOD = 1013, 1008
INFLATES = b"inflates=1"
"""In the query of a socket's address: its page reads deflated frames."""
LARGER = "larger_messages"
"""Among the scope's extensions where our own server runs: call it when a socket has said which page it is."""


class PageSockets:
    """Answers at the address of the pages' sockets. `make`: Flet's side of one."""

    def __init__(self, make: Callable[[], PageApp], pages: Pages) -> None:
        self._make, self._pages, self._limits = make, pages, pages.limits
        self._waiting: dict[asyncio.Timeout, str] = {}
        self._turns = Turns(pages.limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # that it wants to be one
        await send({"type": "websocket.accept"})
        first = await self._first(_address(scope), receive)
        if first is None:
            await send(_closing(NOT_UNDERSTOOD))
        elif first["type"] == "websocket.receive":
            to_come = [first]
            end_turn = await self._turn(scope, to_come, receive)
            if end_turn is None:
                await send(_closing(BUSY))
                return
            scope.get("extensions", {}).get(LARGER, _nothing)()
            await self._page(scope, to_come, receive, send, end_turn)

    async def _turn(
        self, scope: Scope, to_come: list[Message], receive: Receive
    ) -> Callable[[], None] | None:
        """To begin a page; one that goes on needs none. What it returns ends the turn. None: too many wait, or it left.

        `to_come`: what the socket said, to which one more message may be added while it waits.
        """
        frame = to_come[0].get("bytes")
        stated = registration(frame, self._limits) or {}
        if self._pages.goes_on(stated.get("session_id", ""), ticket_in(frame)):
            return _nothing
        taking = asyncio.ensure_future(self._turns.take(_address(scope)))
        hearing = asyncio.ensure_future(receive())
        try:
            await asyncio.wait((taking, hearing), return_when=asyncio.FIRST_COMPLETED)
            if hearing.done() and hearing.result()["type"] == "websocket.receive":
                to_come.append(hearing.result())
                return await taking
            if taking.done():
                end_turn = taking.result()
                if not hearing.done():
                    return end_turn
                end_turn()
        except TooMany:
            pass
        finally:
            hearing.cancel()
            taking.cancel()
        return None

    async def _first(self, address: str, receive: Receive) -> Message | None:
        """The first message, if it says which page this is. None: it says something else, or nothing for too long."""
        try:
            async with asyncio.timeout(self._limits.register_s) as patience:
                self._wait(patience, address)
                try:
                    message = await receive()
                finally:
                    self._waiting.pop(patience, None)
        except TimeoutError:
            return None
        is_from_page = message["type"] == "websocket.receive"
        return None if is_from_page and registration(message.get("bytes"), self._limits) is None else message

    def _wait(self, patience: asyncio.Timeout, address: str) -> None:
        """Where too many wait, who has waited longest waits no more: first of the same address."""
        of_one = [one for one, its in self._waiting.items() if its == address]
        if len(of_one) >= self._limits.waiting_of_one or len(self._waiting) >= self._limits.waiting:
            longest = of_one[0] if len(of_one) >= self._limits.waiting_of_one else next(iter(self._waiting))
            self._waiting.pop(longest)
            longest.reschedule(asyncio.get_running_loop().time())
        self._waiting[patience] = address

    async def _page(
        self, scope: Scope, stated: list[Message], receive: Receive, send: Send, end_turn: Callable[[], None]
    ) -> None:
        to_come: list[Message] = [{"type": "websocket.connect"}, *stated]
        app = self._make()
        app.on_begun = end_turn
        app.unheard_of = self._pages.unheard
        ticket = ticket_in(stated[0].get("bytes"))
        id_ = (registration(stated[0].get("bytes"), self._limits) or {}).get("session_id", "")
        if self._pages.is_its_ticket(key_of(id_), ticket):
            app.comes_again = id_

        async def saying(text: str) -> None:
            await send({"type": "websocket.send", "text": text})

        beside = Beside(app, saying, lambda: self._pages.ticket(app.key or ""))

        async def receiving() -> Message:
            while True:
                message = to_come.pop(0) if to_come else await receive()
                text = message.get("text")
                if text is None:
                    break
                await beside.heard(text)
            if message.get("bytes") and app.unheard is not None:
                app.unheard.taken += (
                    1  # none after the first says which page it is; nothing is said before that
                )
            if has_too_many((message.get("bytes") or b"")[1:], self._limits.message_objects):
                return {"type": "websocket.disconnect", "code": NOT_UNDERSTOOD}
            self._pages.touched(app.key or "")
            return message

        async def sending(message: Message) -> None:
            if message["type"] != "websocket.accept":  # it was
                frame = message.get("bytes")
                if frame is not None and INFLATES in scope.get("query_string", b""):
                    message = {**message, "bytes": app.as_sent(frame)}
                await send(message)
                app.gone += frame is not None

        token = ARRIVING.set(Socket(_address(scope), partial(send, _closing(BUSY)), ticket))
        try:
            await app.handle(WebSocket(scope, receiving, sending))
            if app.is_refused:
                await send(_closing(BUSY))
        finally:
            ARRIVING.reset(token)
            end_turn()
            await app.let_go()


def registration(frame: bytes | None, limits: Limits) -> dict[str, Any] | None:
    """What a socket's first message says of its page: `session_id` (""), `page`. None: it says something else."""
    if not frame or frame[0] != 0 or len(frame) > limits.first_bytes:
        return None
    try:
        stated = unpacked(frame[1:])
    except Exception:  # whatever a stranger sends
        return None
    message = believed(stated, None)  # before there is a page nothing else is
    return message[1] if message is not None else None


def ticket_in(frame: bytes | None) -> str:
    """What a page that comes again adds to its first message. "": nothing."""
    try:
        stated = unpacked((frame or b"\0")[1:])[1].get("ticket")
    except Exception:  # whatever a stranger sends
        return ""
    return stated if isinstance(stated, str) and len(stated) <= 64 and stated.isascii() else ""


def _address(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


def _closing(code: int) -> Message:
    return {"type": "websocket.close", "code": code}


def _nothing() -> None:
    """Another server than ours has its own limit."""
