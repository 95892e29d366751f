"""What a page's own script and the server say to one another beside Flet: short text messages on the same socket.

The page counts what it sends and what it gets, says now and then how much it has, and asks whether all it sent was taken;
the answer means that every message before the question was. A page whose connection broke comes again with the ticket
it was given and the count of what it had: it is told how much of its own was taken and sent what it does not have. Where
that is not here any more it says the words that were not taken, and asks to be shown the whole page as it is then.
Nothing here is asked of a page that asks nothing.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, cast

from mobile.hosting.layer import layer_of
from mobile.hosting.whole import whole_page

MOST_LETTERS = 64
MOST = 1 << 53
"""The largest count a browser says exactly."""


class Beside:
    """One a socket. `app`: Flet's side of it, whose messages keep their order. `ticket`: what says that this very page comes again."""

    def __init__(
        self, app: Any, say: Callable[[str], Awaitable[None]], ticket: Callable[[], str | None]
    ) -> None:
        self._app = app
        self._say = say
        self._ticket = ticket
        self._given: dict[str, object] = {}
        self._has_resumed = False
        self._shown_at = 0  # which frame ends the whole page that was asked for last

    async def heard(self, text: str) -> None:
        """What cannot be understood says nothing."""
        asked = _asked(text)
        unheard = self._app.unheard if self._app.session is not None else None
        if asked is None or unheard is None:
            return
        if "again" in asked:
            self._again(asked["again"])
        elif "page" in asked:
            self._whole(asked["page"])
        else:
            unheard.heard(asked.get("heard", 0))
            await self._taken(asked["taken"])

    async def _taken(self, count: int) -> None:
        news = {"ticket": self._ticket(), "says": layer_of(self._app.session)}
        fresh = {
            name: value
            for name, value in news.items()
            if value is not None and value != self._given.get(name)
        }
        self._given |= fresh
        untaken = self._app.untaken()
        await self._say(json.dumps({"taken": count, **fresh, **({"untaken": untaken} if untaken else {})}))

    def _again(self, count: int) -> None:
        """The page has so many of the messages sent to it. Asked once a connection: the answer may be thousands of times as large."""
        if self._has_resumed:
            return
        self._has_resumed = True
        unheard = self._app.unheard
        left = unheard.after(count) if self._app.is_again else None
        self._app.send_beside(json.dumps({"again": left is not None, "taken": unheard.taken}))
        self._app.send_again(left or [])

    def _whole(self, marks: int) -> None:
        """Asked for again only by a page that has the one before."""
        if self._app.gone < self._shown_at:
            return
        self._app.send_beside(json.dumps({"untaken": self._app.untaken()}))
        self._app.unheard.begin()
        for message in whole_page(self._app.session, marks):
            self._app.send_message(message)
        self._app.send_beside(json.dumps({"shown": True}))
        self._shown_at = self._app.queued


def _asked(text: str) -> dict[str, Any] | None:
    try:
        asked = json.loads(text) if len(text) <= MOST_LETTERS else None
    except ValueError:
        return None
    if not isinstance(asked, dict):
        return None
    stated = cast("dict[str, Any]", asked)
    is_understood = all(type(value) is int and 0 <= value < MOST for value in stated.values())
    is_page = 1 <= stated["page"] <= 3 if is_understood and "page" in stated else False
    return stated if is_understood and (is_page or "taken" in stated or "again" in stated) else None
