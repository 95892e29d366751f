"""Sign-ins that are out in the browser: who waits for which answer, and why an answer has nobody who waits.

The clinic's sign-in page comes back to one address of ours with a code and the state we made. This holds nothing but
waiting futures, keyed by that unguessable state, and for a while why an earlier one ended; it never logs or keeps the
address that came back, and never hands it to a page of another browser than the one it came back in.
"""

from __future__ import annotations

import asyncio
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from mobile.screens.app_services import Trouble
from mobile.wiring.browser import is_same

Delivered = Literal["awaited", "elsewhere", "no_mark", "finished", "expired", "stopped", "refused", "unknown"]
"""`elsewhere`: begun in another browser. `no_mark`: this browser withholds its mark, or never had one. `refused`: the
clinic said no and not to whom."""
MOST_ENDED = 1000


class PendingSignIns:
    """One for the process. A state is good for one answer. `browser`: its mark (`mobile.wiring.browser`), None on a phone."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[asyncio.Future[str], str | None]] = {}
        self._ended: dict[str, Delivered] = {}

    def begin(self, state: str, browser: str | None = None) -> asyncio.Future[str]:
        """The future of the address the browser will come back with. It raises Trouble where that came back in a browser it
        may not be handed to."""
        future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting[state] = future, browser
        future.add_done_callback(
            lambda done: self._over(state, "stopped" if done.cancelled() else "finished")
        )
        return future

    def expired(self, state: str) -> None:
        """Nobody waits for it any more, because it took too long."""
        self._ended[state] = "expired"

    def _over(self, state: str, how: Delivered) -> None:
        self._waiting.pop(state, None)
        self._ended.setdefault(state, how)
        while len(self._ended) > MOST_ENDED:
            del self._ended[next(iter(self._ended))]

    def deliver(self, address: str, browser: str | None = None) -> Delivered:
        """Hands the address to whoever waits for its state in this browser, or says why it cannot. A page that waits in
        another browser is told at once: it would wait for nothing."""
        values = parse_qs(urlsplit(address).query)
        state = values.get("state", [""])[0]
        future, begun_in = self._waiting.get(state, (None, None))
        if future is None or future.done():
            if not state and "error" in values:
                return "refused"
            return self._ended.get(state, "unknown" if future is None else "finished")
        if is_same(begun_in, browser):
            future.set_result(address)
            return "awaited"
        future.set_exception(Trouble("sign_in_elsewhere" if browser else "no_cookie"))
        return "elsewhere" if browser else "no_mark"
