"""Sign-ins that are out in the browser: who waits for which answer.

The clinic's sign-in page comes back to one address of ours with a code and the state we made. This holds nothing but
waiting futures, keyed by that unguessable state; it never logs or keeps the address that came back, and never hands it
to a page of another browser than the one it came back in.
"""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs, urlsplit

from mobile.wiring.browser import is_same


class PendingSignIns:
    """One for the process. A state is good for one answer. `browser`: its mark (`mobile.wiring.browser`), None on a phone."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[asyncio.Future[str], str | None]] = {}

    def begin(self, state: str, browser: str | None = None) -> asyncio.Future[str]:
        """The future of the address the browser will come back with."""
        future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting[state] = future, browser
        future.add_done_callback(lambda _: self._waiting.pop(state, None))
        return future

    def deliver(self, address: str, browser: str | None = None) -> bool:
        """Hands the address to whoever waits for its state in this browser. False: nobody does, or no longer."""
        state = parse_qs(urlsplit(address).query).get("state", [""])[0]
        future, begun_in = self._waiting.get(state, (None, None))
        if future is None or future.done() or not is_same(begun_in, browser):
            return False
        future.set_result(address)
        return True
