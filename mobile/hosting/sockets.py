"""The socket of a page: nothing of Flet's is made before it says which page it is, and all of it is let go when it ends.

Flet waits for ever for a socket that leaves before that, and does not let go of a page whose socket ends while something
is being sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

import msgpack
from flet.messaging.protocol import MessageAction, decode_ext_from_msgpack
from flet_web.fastapi import FletApp, app_manager
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from mobile.from_page.messages import believed
from mobile.hosting.beside import Beside
from mobile.hosting.limits import Limits
from mobile.hosting.messages import has_too_many
from mobile.hosting.pages import ARRIVING, NoRoom, Pages, Socket, key_of
from mobile.hosting.turns import TooMany, Turns
from mobile.hosting.unheard import Unheard, is_counted, packed

MOST_AT_ONCE = 256
"""Handlers of one page that may run at the same time. What a page held back while it had no connection may be more."""
ROOM_S = 5.0
"""How long an event waits for room among them."""
BUSY, NOT_UNDERSTOOD = 1013, 1008
BESIDE = b"\x02"
"""The first byte of a frame that is not Flet's: it has 0 and 1."""
LARGER = "larger_messages"
"""Among the scope's extensions where our own server runs: call it when a socket has said which page it is."""


class PageApp(FletApp):
    """Flet's side of one socket. The names of its parts are Flet's own: `flet` is pinned."""

    is_refused = False  # there is no room
    comes_again = ""
    """The id of the page that said with its ticket that it is there still, and only its connection is new."""
    on_begun: Callable[[], None] = staticmethod(lambda: None)
    """Called when what the page shows first is made."""
    unheard_of: Callable[[str], Unheard | None] = staticmethod(lambda _: None)
    """What a page of Flet's key may not have."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._untaken: set[int] = set()
        self.queued = self.gone = 0  # frames put in the queue, and handed to the socket

    def untaken(self) -> list[int]:
        """Numbers of the fields that words came for since this was asked last, and that are not there."""
        found, self._untaken = sorted(self._untaken), set()
        return found

    @property
    def session(self) -> Any:
        return self._FletApp__session  # type: ignore[attr-defined]

    @property
    def key(self) -> str | None:
        """Of its page, once it has one."""
        return self._FletApp__get_unique_session_id(self.session.id) if self.session is not None else None

    @property
    def is_again(self) -> bool:
        """The page is there still: it may have all it was sent but the last."""
        return self.session is not None and self.session.id == self.comes_again

    @property
    def unheard(self) -> Unheard | None:
        return self.unheard_of(self.key or "")

    def send_message(self, message: Any) -> None:
        """Kept until the page has it: between the end of its socket and its own Flet would fail at every send, and with it
        whatever was being done."""
        unheard = self.unheard
        if not is_counted(message) and self.is_again:
            # It has its page. Packing another would lose what changed meanwhile.
            message = replace(message, body=replace(message.body, page_patch={}))
        frame = packed(message)
        if unheard is not None and is_counted(message):
            unheard.sent(frame)
        elif unheard is not None and not self.is_again:
            unheard.begin()
            unheard.taken = 0
        self._queue(frame)

    def send_again(self, frames: Iterable[bytes]) -> None:
        """What the page did not get, in its order. Counted already."""
        for frame in frames:
            self._queue(frame)

    def send_beside(self, text: str) -> None:
        """To the page's own script, in the order of Flet's messages."""
        self._queue(BESIDE + text.encode())

    def _queue(self, frame: bytes) -> None:
        queue = self._FletApp__send_queue  # type: ignore[attr-defined]
        if queue is not None:
            self.queued += 1
            queue.put_nowait(frame)

    async def let_go(self) -> None:
        """What Flet does itself only where nothing failed."""
        if self.session is not None and self.session.connection is self:
            wait_s = self._FletApp__session_timeout_seconds  # type: ignore[attr-defined]
            await app_manager.disconnect_session(self.key or "", wait_s)

    def _FletApp__get_unique_session_id(self, session_id: str) -> str:
        return key_of(session_id)

    async def _FletApp__on_session_created(self) -> None:
        try:
            await super()._FletApp__on_session_created()  # type: ignore[misc]
        finally:
            self.on_begun()

    async def _FletApp__on_message(self, data: Any) -> None:
        """What the page says is read with suspicion first: a second time it cannot say which page it is."""
        message = believed(data, self.session)
        if message is None and len(self._untaken) < MOST_AT_ONCE:
            self._untaken |= _typed_into(data)
        if message is None:
            return
        if message[0] == MessageAction.CONTROL_EVENT.value and not await self._has_room():
            if message[1]["name"] == "change" and len(self._untaken) < MOST_AT_ONCE:
                self._untaken.add(message[1]["target"])
            return
        try:
            await super()._FletApp__on_message(message)  # type: ignore[misc]
        except NoRoom:
            self.is_refused = True
            raise

    async def _has_room(self) -> bool:
        """For one handler more, waited for: the page was told that its events arrived, and many may come in one piece."""
        running: set[asyncio.Task[None]] = self._FletApp__running_tasks  # type: ignore[attr-defined]
        if len(running) >= MOST_AT_ONCE:
            await asyncio.wait(tuple(running), timeout=ROOM_S, return_when=asyncio.FIRST_COMPLETED)
        return len(running) < MOST_AT_ONCE


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
        said = registration(frame, self._limits) or {}
        if self._pages.goes_on(said.get("session_id", ""), ticket_in(frame)):
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
        is_said = message["type"] == "websocket.receive"
        return None if is_said and registration(message.get("bytes"), self._limits) is None else message

    def _wait(self, patience: asyncio.Timeout, address: str) -> None:
        """Where too many wait, who has waited longest waits no more: first of the same address."""
        of_one = [one for one, its in self._waiting.items() if its == address]
        if len(of_one) >= self._limits.waiting_of_one or len(self._waiting) >= self._limits.waiting:
            longest = of_one[0] if len(of_one) >= self._limits.waiting_of_one else next(iter(self._waiting))
            self._waiting.pop(longest)
            longest.reschedule(asyncio.get_running_loop().time())
        self._waiting[patience] = address

    async def _page(
        self, scope: Scope, said: list[Message], receive: Receive, send: Send, end_turn: Callable[[], None]
    ) -> None:
        to_come: list[Message] = [{"type": "websocket.connect"}, *said]
        app = self._make()
        app.on_begun = end_turn
        app.unheard_of = self._pages.unheard
        ticket = ticket_in(said[0].get("bytes"))
        id_ = (registration(said[0].get("bytes"), self._limits) or {}).get("session_id", "")
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
                await send(message)
                app.gone += message.get("bytes") is not None

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
        said = msgpack.unpackb(frame[1:], ext_hook=decode_ext_from_msgpack)
    except Exception:  # whatever a stranger sends
        return None
    message = believed(said, None)  # before there is a page nothing else is
    return message[1] if message is not None else None


def ticket_in(frame: bytes | None) -> str:
    """What a page that comes again adds to its first message. "": nothing."""
    try:
        said = msgpack.unpackb((frame or b"\0")[1:], ext_hook=decode_ext_from_msgpack)[1].get("ticket")
    except Exception:  # whatever a stranger sends
        return ""
    return said if isinstance(said, str) and len(said) <= 64 and said.isascii() else ""


def _typed_into(data: Any) -> set[int]:
    """The number of the field this message brings words for, if it does."""
    try:
        action, body = data
        is_typed = action == MessageAction.UPDATE_CONTROL_PROPS.value and "value" in body["props"]
        return {body["id"]} if is_typed and type(body["id"]) is int else set()
    except (TypeError, ValueError, KeyError, AttributeError):
        return set()


def _address(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


def _closing(code: int) -> Message:
    return {"type": "websocket.close", "code": code}


def _nothing() -> None:
    """Another server than ours has its own limit."""
