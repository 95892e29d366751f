"""Only pages served from here may talk to it.

Another site's script that opens a socket to this machine is refused, and so is a name that was pointed at this machine's
address, and a page of the same name that came over another scheme: nobody vouches for what came unencrypted.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"geolocation=(), camera=(self), microphone=(self)"),
]
PORTS = {"http": 80, "https": 443}
Origin = tuple[str, str, int]
"""Scheme, host, port."""


class SameOrigin:
    """Refuses a socket that another origin's page asked for, and any Host that is not ours."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str], public_url: str | None = None) -> None:
        self._app = app
        self._hosts = set(hosts)
        self._public = origin_of(public_url or "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if self._is_ours(scope):
            await self._app(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4403})
        else:
            await Response("Not from here.", 403)(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        headers = dict(scope["headers"])
        stated = scope.get("scheme", "http")
        scheme = {"ws": "http", "wss": "https"}.get(stated, stated)
        asked = origin_of(f"{scheme}://{headers.get(b'host', b'').decode('latin-1')}")
        if asked is None or asked[1] not in self._hosts:
            return False
        if scope["type"] == "http":
            return True
        came_from = origin_of(headers.get(b"origin", b"").decode("latin-1"))
        if self._public is not None and asked[1] == self._public[1]:
            return came_from == self._public
        return came_from is not None and came_from in (asked, self._public)


def origin_of(address: str) -> Origin | None:
    """None: no http address."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or PORTS[parts.scheme]


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *HEADERS]
        await send(message)

    return sending
