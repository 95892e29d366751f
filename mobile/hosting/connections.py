"""uvicorn's protocols with what they lack: an end to waiting for a request, a body, a message, or a reader.

uvicorn limits how large a request's head and a message may be, and how long a connection rests between two requests.
A request that never ends, it waits for.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from mobile.hosting.room import Room
from mobile.hosting.sockets import LARGER

TRY_LATER, TOO_LARGE = 1013, 1009
LEFT_BYTES = 1 << 16


class HttpConnection(H11Protocol):
    """One connection; a page's socket begins as one, too."""

    def __init__(self, *, room: Room, **given: Any) -> None:
        super().__init__(**given)
        self._room = room
        self._stage: object = None
        self._deadline: asyncio.TimerHandle | None = None
        self._is_blocked = False
        self._is_last = False  # the process ends after this answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        _end_where_nobody_reads(transport, self._room.limits.blocked_s)
        self._room.enters(self, self.client[0] if self.client else "")
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        self._room.leaves(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._rest()
        self._room.leaves(self)
        self._stage = "socket"
        super().handle_websocket_upgrade(event)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._is_blocked = True
        self._look()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._is_blocked = False
        self._look()

    def shutdown(self) -> None:
        """What waits for its browser is not waited for when the process ends, nor what comes to wait for it then."""
        self._is_last = True
        if self._deadline is not None:
            self.put_out()
        else:
            super().shutdown()

    def put_out(self) -> None:
        self._rest()
        self.transport.abort()

    def _look(self) -> None:
        """For what this connection is waited for since when: the same thing keeps its deadline."""
        limits, state = self._room.limits, self.conn.their_state
        if self._stage == "socket" or self.transport.is_closing():
            return
        if self._is_blocked:
            stage, seconds = "reader", limits.blocked_s
        elif state is h11.IDLE:
            stage, seconds = ("head", self.cycle), limits.head_s
        elif state is h11.SEND_BODY:
            stage, seconds = ("body", self.cycle), limits.body_s
        else:
            stage, seconds = None, None
        if stage == self._stage:
            return
        self._rest()
        self._stage = stage
        if seconds is not None and self._is_last:
            self.put_out()
        elif seconds is not None:
            self._deadline = self.loop.call_later(seconds, self.put_out)
            self._room.stalls(self)

    def _rest(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        self._room.moves(self)


class SocketConnection(WebSocketsSansIOProtocol):
    """A page's socket."""

    def __init__(self, *, room: Room, **given: Any) -> None:
        super().__init__(**given)
        self._room = room
        self._message_due: asyncio.TimerHandle | None = None
        self._reader_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._room.enters(self, self.client[0] if self.client else "")

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None:
            self._take_what_is_left()
        self._message_due = _ended(self._message_due)
        self._reader_due = _ended(self._reader_due)
        self._room.leaves(self)
        super().connection_lost(exc)

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if not self.close_sent:
            self.scope["extensions"][LARGER] = self._allow_larger  # type: ignore[typeddict-item, index]

    def _allow_larger(self) -> None:
        self.conn.max_message_size = self._room.limits.message_bytes

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self.transport.is_closing():
            return
        unfinished = len(self.conn.reader.buffer) + (self.conn.current_size or 0)
        if not self._room.holds(self, unfinished):
            self._fail(TRY_LATER)
        elif not unfinished:
            self._message_due = _ended(self._message_due)
        elif self._message_due is None:
            self._message_due = self.loop.call_later(self._room.limits.message_s, self.put_out)

    def _take_what_is_left(self) -> None:
        """A tab that was closed with its last letters still unread here: the first thing sent to it fails, and asyncio
        then gives the connection up without reading them. They are in the kernel still."""
        raw = self.transport.get_extra_info("socket")
        if raw is None or not self.handshake_complete or self.close_sent:
            return
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(raw.fileno())) as left:
            left.setblocking(False)
            for _ in range(self._room.limits.held_bytes_of_one // LEFT_BYTES):
                data = left.recv(LEFT_BYTES)
                if not data:
                    return
                self.conn.receive_data(data)
                if self.conn.parser_exc is not None:
                    return
                self.handle_events()

    def handle_cont(self, event: Any) -> None:
        if len(self.frames) >= self._room.limits.message_frames:
            self._fail(TOO_LARGE)
        else:
            super().handle_cont(event)

    def pause_writing(self) -> None:
        """A browser that takes nothing is not read from either: every ping of its own would have to be answered."""
        super().pause_writing()
        self.transport.pause_reading()
        if self._reader_due is None:
            self._reader_due = self.loop.call_later(self._room.limits.blocked_s, self.put_out)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._reader_due = _ended(self._reader_due)
        if not self.read_paused:
            self.transport.resume_reading()

    def shutdown(self) -> None:
        super().shutdown()
        if self._reader_due is not None:
            self.put_out()

    def put_out(self) -> None:
        self.transport.abort()

    def _fail(self, code: int) -> None:
        self._room.holds(self, 0)
        self.conn.fail(code)
        self.handle_parser_exception()


def _end_where_nobody_reads(transport: asyncio.BaseTransport, seconds: float) -> None:
    """Also what is too little to be noticed by asyncio: it would wait with closing until that was taken."""
    option, raw = getattr(socket, "TCP_USER_TIMEOUT", None), transport.get_extra_info("socket")
    if option is not None and raw is not None and raw.family in (socket.AF_INET, socket.AF_INET6):
        raw.setsockopt(socket.IPPROTO_TCP, option, int(seconds * 1000))


def _ended(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
