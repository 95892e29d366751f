"""One ASGI app for a browser: the Flet client, the sign-in's way back, and in demo the sandbox clinic beside it.

Only pages served from here may talk to it: another site's script that opens a socket to this machine is refused, and
so is a name that was pointed at this machine's address.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import flet as ft
import flet.fastapi as flet_fastapi
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api_client import silence_logs
from mobile.from_page.fence import believe_little
from mobile.late_return import late_page
from mobile.reload import PatientSockets, drop_late_sends, wait_for_old_sockets
from mobile.wiring.browser import SPEAKS, THIS, Browsers
from mobile.wiring.callback import PendingSignIns
from mobile.wiring.signing_in import WAIT_S

ASSETS = Path(__file__).resolve().parent.parent / "assets"
SESSION_S = int(WAIT_S) + 60
"""How long a page waits for its browser: longer than a sign-in may take, or it would come back to nobody."""
LATE = "/signed-in/late"
CLINIC_PATHS = ("/fhir", "/auth", "/demo", "/invitation")

HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"geolocation=(), camera=(self), microphone=(self)"),
]


def quiet_logs() -> None:
    """Flet, uvicorn and the HTTP libraries print addresses and message bodies; none of that may reach a log."""
    for name in (
        "flet",
        "flet_web",
        "flet_transport",
        "flet_controls",
        "flet_object_patch",
        "uvicorn.access",
    ):
        logging.getLogger(name).setLevel(logging.ERROR)
    silence_logs()


class SameOrigin:
    """Refuses a socket that another site's page asked for, and any Host that is not ours."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app = app
        self._hosts = set(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        origin = headers.get(b"origin", b"").decode("latin-1")
        is_ours = _parts(f"//{host}").hostname in self._hosts
        if is_ours and scope["type"] == "websocket":
            is_ours = _parts(origin).netloc == host
        if not is_ours:
            await self._refuse(scope, receive, send)
            return
        await self._app(scope, receive, _with_headers(send))

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4403})
        else:
            await Response("Not from here.", 403)(scope, receive, send)


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _with_headers(send: Send) -> Send:
    async def sending(message: dict) -> None:  # type: ignore[type-arg]
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *HEADERS]
        await send(message)

    return sending  # type: ignore[return-value]


def hosted(
    main: Callable[[ft.Page], Awaitable[None]],
    callbacks: PendingSignIns,
    *,
    clinic: ASGIApp | None = None,
    hosts: Sequence[str] = ("127.0.0.1", "localhost", "::1"),
    public_url: str | None = None,
    on_stop: Callable[[], Awaitable[None]] | None = None,
) -> ASGIApp:
    """The whole site. `clinic` (demo) answers its own paths on the same origin."""

    async def signed_in(request: Request) -> Response:
        """The way back from the clinic's sign-in: the code leaves the address bar at once."""
        origin = public_url or f"{request.url.scheme}://{request.url.netloc}"
        # A browser without a mark began nothing here: None would be the phone's.
        address = f"{origin.rstrip('/')}/signed-in?{request.url.query}"
        is_awaited = callbacks.deliver(address, THIS.get() or "")
        return RedirectResponse("/join" if is_awaited else LATE, status_code=303)

    async def late(_: Request) -> Response:
        return late_page(SPEAKS.get())

    wait_for_old_sockets(flet_fastapi.app_manager)
    drop_late_sends(flet_fastapi.FletApp)
    believe_little(flet_fastapi.FletApp)
    client = flet_fastapi.app(
        main,
        assets_dir=str(ASSETS),
        app_name="Lantern",
        app_short_name="Lantern",
        app_description="Lantern",
        no_cdn=True,
        session_timeout_seconds=SESSION_S,
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await flet_fastapi.app_manager.start()
        try:
            yield
        finally:
            if on_stop is not None:
                await on_stop()
            await flet_fastapi.app_manager.shutdown()

    site: ASGIApp = Starlette(
        routes=[Route("/signed-in", signed_in), Route(LATE, late), Mount("/", PatientSockets(client))],
        lifespan=lifespan,
    )
    marked = Browsers(site, is_https=(public_url or "").startswith("https://"))
    return SameOrigin(_beside(marked, clinic) if clinic is not None else marked, hosts)


def _beside(site: ASGIApp, clinic: ASGIApp) -> ASGIApp:
    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        to_clinic = scope["type"] == "http" and any(
            path == p or path.startswith(p + "/") for p in CLINIC_PATHS
        )
        await (clinic if to_clinic else site)(scope, receive, send)

    return dispatch
