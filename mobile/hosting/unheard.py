"""What was sent to a page and may not have arrived there: kept until the page says that it has it.

A page whose connection broke comes again and says how many messages it had; it is sent the rest, in their order, and goes
on as if nothing had been: its fields keep their words and the place of writing. Where the rest is not here any more the
whole page has to be put in place again (`mobile.hosting.whole`). In memory only, and let go when the person's door closes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from mobile.flet_inside.wire import Message, MessageAction, packed, say_by
from mobile.from_page.messages import FORGET_SENT


class Unheard:
    """One a page. Its script counts with it, from the moment the page is there as a whole."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self.taken = 0  # messages of the page's that Flet was given
        self.begin()

    def begin(self) -> None:
        """The page is given as a whole now: what is sent is counted from here."""
        self._frames: deque[bytes] = deque()
        self._bytes = 0
        self._sent = 0

    def sent(self, frame: bytes) -> None:
        """One message more, whether there is a connection or not."""
        self._sent += 1
        self._frames.append(frame)
        self._bytes += len(frame)
        if self._bytes > self._most_bytes:
            self.forget()

    def heard(self, count: int) -> None:
        """The page has so many."""
        while self._frames and self._sent - len(self._frames) < count:
            self._bytes -= len(self._frames.popleft())

    def forget(self) -> None:
        """What is kept is gone: a page that does not have it can only be shown as a whole."""
        self._frames.clear()
        self._bytes = 0

    def after(self, count: int) -> list[bytes] | None:
        """What came after the first `count`. None: not all of that is here."""
        first = self._sent - len(self._frames)
        return list(self._frames)[count - first :] if first <= count <= self._sent else None


def keep_while_away(session: Any, unheard: Unheard) -> None:
    """Flet drops what a session says while it has no connection. Here it is kept."""

    def saying(message: Message, says: Callable[[Message], None]) -> None:
        if session.connection is not None or session.expires_at is None:
            says(message)
        else:
            unheard.sent(packed(message))

    say_by(session, saying)
    session.store.set(FORGET_SENT, unheard.forget)


def is_counted(message: Message) -> bool:
    """What answers a page that says which one it is stands before all counting."""
    return message.action != MessageAction.REGISTER_CLIENT
