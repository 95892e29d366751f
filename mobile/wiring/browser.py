"""Which browser a page belongs to, so that a sign-in ends in the browser it was begun in, and in no other.

Without it a person could be sent another's sign-in address, sign in with their own name, and so open their records on
that other's page. The mark is random, says nothing of anybody, and is good for nothing else.
"""

from __future__ import annotations

import hmac
import re
import secrets
from contextvars import ContextVar
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a phone has no web server
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

THIS: ContextVar[str | None] = ContextVar("browser", default=None)
"""The mark of the browser whose request or socket this is. A page's tasks inherit it from its socket."""
_ADDED = re.compile("-[0-9A-Za-z]-")
"""Behind it a device says how it wants weekdays, degrees and the like, which is no language: "en-US-u-fw-mon-mu-celsius"."""
SPEAKS: ContextVar[str] = ContextVar("speaks", default="")
"""The language that browser asks for first, such as "es-MX"; "" where it says none."""


def is_same(one: str | None, other: str | None) -> bool:
    """Whether two marks are one browser's, told in a time that says nothing of them. None is the phone's own."""
    if one is None or other is None:
        return one is other
    return hmac.compare_digest(one.encode(), other.encode())


class Browsers:
    """Marks a browser with a cookie when it opens a page, and tells everything behind it which browser asks."""

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self._app = app
        # The prefix forbids another host of the same domain to set it; it needs https.
        self._name = "__Host-lantern-browser" if is_https else "lantern-browser"
        self._rules = "Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if is_https else "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        known = self._mark_in(scope)
        token, spoken = THIS.set(known), SPEAKS.set(first_language(scope))
        try:
            is_new = known is None and scope["type"] == "http"
            await self._app(scope, receive, self._marking(scope, send) if is_new else send)
        finally:
            THIS.reset(token)
            SPEAKS.reset(spoken)

    def _mark_in(self, scope: Scope) -> str | None:
        stated = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
        try:
            found = SimpleCookie(stated.decode("latin-1")).get(self._name)
        except CookieError:
            return None
        return found.value if found is not None and len(found.value) >= 32 else None

    def _marking(self, scope: Scope, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(scope, message):
                mark = f"{self._name}={secrets.token_urlsafe(32)}; {self._rules}"
                message["headers"] = [*message["headers"], (b"set-cookie", mark.encode())]
            await send(message)

        return sending


def first_language(scope: Scope) -> str:
    """What its browser asks for first, such as "es-MX"; "" where it says none. Browsers list what they speak with the best first. Anything that is no language says nothing."""
    stated = next((value for name, value in scope["headers"] if name == b"accept-language"), b"")
    first = stated.decode("latin-1").split(",")[0].split(";")[0].strip()
    first = _ADDED.split(first)[0]
    return first if first.replace("-", "").isalnum() and len(first) <= 35 else ""


def _is_page(scope: Scope, message: Message) -> bool:
    """Also one the browser still has: it forgets the mark when it is closed, and keeps the page."""
    if message["status"] == 304:
        return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in message.get("headers", [])
    )
