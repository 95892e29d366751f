"""What a page's own script and the server say to one another beside Flet: short text messages on the same socket.

The page counts what it sends and asks now and then whether all of it was taken; the answer means that every message
before the question was. A page whose connection broke comes again with the ticket it was given, says the words that
were not taken, and asks to be shown the whole page as it is then. Nothing here is asked of a page that asks nothing.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, cast

from mobile.hosting.layer import layer_of
from mobile.hosting.whole import whole_page

MOST_LETTERS = 64


class Beside:
    """One a socket. `app`: Flet's side of it, whose messages keep their order. `ticket`: what says that this very page comes again."""

    def __init__(
        self, app: Any, say: Callable[[str], Awaitable[None]], ticket: Callable[[], str | None]
    ) -> None:
        self._app = app
        self._say = say
        self._ticket = ticket
        self._told: dict[str, object] = {}

    async def heard(self, text: str) -> None:
        """What cannot be understood says nothing."""
        asked = _asked(text)
        if asked is None or self._app.session is None:
            return
        if "page" in asked:
            self._app.send_beside(json.dumps({"untaken": self._app.untaken()}))
            for message in whole_page(self._app.session, asked["page"]):
                self._app.send_message(message)
            self._app.send_beside(json.dumps({"shown": True}))
            return
        news = {"ticket": self._ticket(), "says": layer_of(self._app.session)}
        fresh = {
            name: value for name, value in news.items() if value is not None and value != self._told.get(name)
        }
        self._told |= fresh
        await self._say(json.dumps({"taken": asked["taken"], **fresh}))


def _asked(text: str) -> dict[str, Any] | None:
    try:
        asked = json.loads(text) if len(text) <= MOST_LETTERS else None
    except ValueError:
        return None
    if not isinstance(asked, dict):
        return None
    said = cast("dict[str, Any]", asked)
    is_page = type(said.get("page")) is int and 1 <= said["page"] <= 3
    return said if is_page or type(said.get("taken")) is int else None
