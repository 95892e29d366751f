"""Flet's side of one socket: what it is given is believed first, what it sends is kept until the page has it.

Flet does not let go of a page whose socket ends while something is being sent; this does.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from mobile.flet_inside.socket import FletSocket, app_manager
from mobile.flet_inside.wire import MessageAction, packed
from mobile.from_page.messages import believed
from mobile.hosting.pages import NoRoom, key_of
from mobile.hosting.unheard import Unheard, is_counted

MOST_AT_ONCE = 256
"""Handlers of one page that may run at the same time. What a page held back while it had no connection may be more."""
ROOM_S = 5.0
"""How long an event waits for room among them."""
BESIDE = b"\x02"
"""The first byte of a frame that is not Flet's: it has 0 and 1."""
DEFLATED = b"\x03"
"""The first byte of a frame of Flet's that follows deflated."""
DEFLATED_FROM = 2_048
"""Bytes. Smaller frames arrive in one piece either way."""


class PageApp(FletSocket):
    """One a socket."""

    is_refused = False  # there is no room
    comes_again = ""
    """The id of the page that said with its ticket that it is there still, and only its connection is new."""
    is_untouched = False
    """It was made for this socket, and nobody has done anything on it yet: nothing that it is sent holds anybody's words."""
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
    def key(self) -> str | None:
        """Of its page, once it has one."""
        return self.unique_key(self.session.id) if self.session is not None else None

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
        if self.queue is not None:
            self.queued += 1
            self.queue.put_nowait(frame)

    def as_sent(self, frame: bytes) -> bytes:
        """To a page that inflates: its first view goes deflated. Nothing after it does, nor the view of a page that was there before, as
        after a reload: where a stranger's words stand beside one's own, how small a frame becomes would tell of them whoever sees the
        connection."""
        if not self.is_untouched or len(frame) < DEFLATED_FROM:
            return frame
        return DEFLATED + zlib.compress(frame)

    async def let_go(self) -> None:
        """What Flet does itself only where nothing failed."""
        if self.session is not None and self.session.connection is self:
            await app_manager.disconnect_session(self.key or "", self.wait_s)

    def unique_key(self, session_id: str) -> str:
        return key_of(session_id)

    async def page_made(self) -> None:
        self.is_untouched = True
        try:
            await super().page_made()
        finally:
            self.on_begun()

    async def heard(self, data: Any) -> None:
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
        self.is_untouched &= message[0] != MessageAction.CONTROL_EVENT.value
        try:
            await super().heard(message)
        except NoRoom:
            self.is_refused = True
            raise

    async def _has_room(self) -> bool:
        """For one handler more, waited for: the page was told that its events arrived, and many may come in one piece."""
        running = self.running
        if len(running) >= MOST_AT_ONCE:
            await asyncio.wait(tuple(running), timeout=ROOM_S, return_when=asyncio.FIRST_COMPLETED)
        return len(running) < MOST_AT_ONCE


def _typed_into(data: Any) -> set[int]:
    """The number of the field this message brings words for, if it does."""
    try:
        action, body = data
        is_typed = action == MessageAction.UPDATE_CONTROL_PROPS.value and "value" in body["props"]
        return {body["id"]} if is_typed and type(body["id"]) is int else set()
    except (TypeError, ValueError, KeyError, AttributeError):
        return set()
