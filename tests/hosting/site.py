"""The hosted site around an app of two lines, and its pages as a test counts them."""

from __future__ import annotations

from typing import Any

import flet as ft
from flet_web.fastapi import app_manager
from starlette.types import ASGIApp

from mobile.hosting.limits import Limits
from mobile.hosting.pages import Pages
from mobile.hosting.site import hosted
from mobile.wiring.callback import PendingSignIns
from tests.hosting.asgi import Socket
from tests.hosting.visitor import register


def canary_of(person: int) -> str:
    return f"canary-{person:03}-of-nobody-else"


async def stub(page: ft.Page) -> None:
    """Signs in whom the route names, and draws what is theirs."""

    async def arrived(e: Any) -> None:
        person = e.route.rsplit("/", 1)[-1]
        if person.isdigit():
            page.views[0].controls.append(ft.Text(canary_of(int(person))))
            page.update()

    page.on_route_change = arrived
    page.add(ft.Text("the sign-in"))


class Somebody:
    """As much of who a page is of as the count of pages asks."""

    def __init__(self, is_somebodys: bool = False, is_signing_in: bool = False) -> None:
        self.is_somebodys, self.is_signing_in = is_somebodys, is_signing_in


def made(limits: Limits | None = None) -> tuple[ASGIApp, Pages]:
    pages = Pages(app_manager, limits, reload_s=0.1)
    return hosted(stub, PendingSignIns(), pages=pages), pages


async def page_of(site: ASGIApp, mark: str, address: str = "10.0.0.1") -> tuple[Socket, str]:
    socket = Socket(site, mark, address)
    socket.send(register())
    return socket, await socket.registered()
