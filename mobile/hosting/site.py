"""One ASGI app for a browser: the Flet client, the sign-in's way back, and in demo the sandbox clinic beside it.

Of what Flet's own app answers only the client's files and the pages' sockets are here: no uploads, no sign-ins of Flet's
own, no page about the interface.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import flet as ft
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mobile.flet_inside.socket import FletStaticFiles, app_manager
from mobile.hosting.busy import busy_page
from mobile.hosting.client_files import ClientFiles
from mobile.hosting.entry import RETURN, Entry
from mobile.hosting.expired_sign_in import late_page
from mobile.hosting.page_app import PageApp
from mobile.hosting.pages import Pages
from mobile.hosting.plain_page import numbers_page
from mobile.hosting.reconnect import PatientSockets
from mobile.hosting.same_origin import SameOrigin
from mobile.hosting.sockets import PageSockets
from mobile.wiring.browser import SPEAKS, THIS, Browsers
from mobile.wiring.callback import PendingSignIns
from mobile.wiring.signing_in import WAIT_S

ASSETS = Path(__file__).resolve().parents[2] / "assets"
SESSION_S = int(WAIT_S) + 60
"""How long a page waits for its browser: longer than a sign-in may take, or it would come back to nobody."""
LATE = f"{RETURN}/late"
NUMBERS = "/numbers"
"""Whom to call, as a page that any browser opens. At a clinic's own server it has the clinic's numbers too."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
CLINIC_PATHS = ("/fhir", "/auth", "/demo", "/invitation", "/coming", "/day", "/numbers", "/example-pay")
ISOLATED = [
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-embedder-policy", b"require-corp"),
]
"""What the client's own code needs of a browser to run."""


def hosted(
    main: Callable[[ft.Page], Awaitable[None]],
    callbacks: PendingSignIns,
    *,
    clinic: ASGIApp | None = None,
    public_url: str | None = None,
    on_stop: Callable[[], Awaitable[None]] | None = None,
    pages: Pages | None = None,
    entry: Entry | None = None,
) -> ASGIApp:
    """The whole site. `clinic` (demo) answers its own paths on the same origin; `entry` (app) says who may come in;
    `public_url` (serve): where browsers come to that are not on this machine."""
    pages = pages or Pages(app_manager)

    async def signed_in(request: Request) -> Response:
        """The way back from the clinic's sign-in: the code leaves the address bar at once."""
        origin = public_url or f"{request.url.scheme}://{request.url.netloc}"
        # A browser without a mark began nothing here: None would be the phone's.
        address = f"{origin.rstrip('/')}/signed-in?{request.url.query}"
        came = callbacks.deliver(address, THIS.get() or "")
        return RedirectResponse("/join" if came == "awaited" else f"{LATE}?why={came}", status_code=303)

    async def late(request: Request) -> Response:
        return late_page(SPEAKS.get(), request.query_params.get("why", ""))

    async def numbers(_: Request) -> Response:
        return numbers_page(SPEAKS.get())

    def socket() -> PageApp:
        loop = asyncio.get_running_loop()
        return PageApp(loop, app_manager.executor, main, None, session_timeout_seconds=SESSION_S)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await app_manager.start()
        preparing = asyncio.create_task(client.prepare())
        try:
            yield
        finally:
            preparing.cancel()
            if on_stop is not None:
                await on_stop()
            await app_manager.shutdown()

    files = FletStaticFiles(
        assets_dir=str(ASSETS),
        app_name="Lantern",
        app_short_name="Lantern",
        app_description="Lantern",
        no_cdn=True,
    )
    client = ClientFiles(files, ASSETS, is_far=public_url is not None)
    site: ASGIApp = Starlette(
        routes=[
            Route(RETURN, signed_in),
            Route(LATE, late),
            Route(NUMBERS, numbers),
            WebSocketRoute("/ws", PatientSockets(PageSockets(socket, pages))),
            Mount("/", _where_there_is_room(_isolated(client), pages)),
        ],
        lifespan=lifespan,
    )
    marked = Browsers(site, is_https=(public_url or "").startswith("https://"))
    whole = _beside(marked, clinic) if clinic is not None else marked
    hosts = [*LOOPBACK, urlsplit(public_url or "").hostname or LOOPBACK[0]]
    return SameOrigin(entry.before(whole) if entry is not None else whole, hosts, public_url)


def _where_there_is_room(files: ASGIApp, pages: Pages) -> ASGIApp:
    """A browser that has no page here yet and could not get one is told so; its client would try for ever."""

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        address = scope["client"][0] if scope.get("client") else ""
        is_new = scope["type"] == "http" and _wants_a_page(scope) and not pages.has_any_of(THIS.get())
        if is_new and not pages.has_room(address):
            await busy_page(SPEAKS.get())(scope, receive, send)
        elif scope["type"] == "http":
            await files(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 4404})

    return dispatch


def _wants_a_page(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _isolated(files: ASGIApp) -> ASGIApp:
    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *ISOLATED]
            await send(message)

        await files(scope, receive, sending)

    return dispatch


def _beside(site: ASGIApp, clinic: ASGIApp) -> ASGIApp:
    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        to_clinic = scope["type"] == "http" and any(
            path == p or path.startswith(p + "/") for p in CLINIC_PATHS
        )
        await (clinic if to_clinic else site)(scope, receive, send)

    return dispatch
