"""Sign-ins that are out in the browser: who waits for which answer.

The clinic's sign-in page comes back to one address of ours with a code and the state we made. This holds nothing but
waiting futures, keyed by that unguessable state; it never logs or keeps the address that came back.
"""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs, urlsplit


class PendingSignIns:
    """One for the process. A state is good for one answer."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[str]] = {}

    def begin(self, state: str) -> asyncio.Future[str]:
        """The future of the address the browser will come back with."""
        future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting[state] = future
        future.add_done_callback(lambda _: self._waiting.pop(state, None))
        return future

    def deliver(self, address: str) -> bool:
        """Hands the address to whoever waits for its state. False: nobody does, or no longer."""
        state = parse_qs(urlsplit(address).query).get("state", [""])[0]
        future = self._waiting.get(state)
        if future is None or future.done():
            return False
        future.set_result(address)
        return True
