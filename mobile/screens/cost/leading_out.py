"""The way to a page about money that is not Lantern's: asked for first, named by its host, and never on the day of a session.

The link itself is drawn only once it was asked for at a time when deciding does not wait: then the person's own tap opens it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import flet as ft

from mobile.care.cost.links import host_of
from mobile.design import parts
from mobile.device.links import opens_page
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings
from mobile.screens.panels.put_off import waits_for_another_day
from mobile.screens.reads.guarded import waits_now


class LeadingOut:
    """One for a place. `route`: where it is offered again; `redraw`: of the place."""

    def __init__(
        self, s: Surroundings, records: Keeping, route: str, redraw: Callable[[], Awaitable[None]]
    ) -> None:
        self._s, self._records, self._route, self._redraw = s, records, route, redraw
        self._asked: str | None = None  # the address that was asked for

    async def look(self) -> None:
        """Before the place draws: what was asked for on another day is asked for again."""
        if self._asked is not None and await waits_now(self._records, self._s.now(), self._s.zone):
            self._asked = None

    def drawn(
        self,
        page: str,
        *,
        first: str,
        says: str,
        on_open: Callable[[], Awaitable[None]] | None = None,
    ) -> list[ft.Control]:
        """`first`: the button that asks for it; `says`: what stands above the link. `on_open`: done as the page opens."""
        if self._asked != page:
            return [parts.soft_button(first, self._s.guard(partial(self._on_asked, page)))]
        leads = self._s._("It opens {host}, outside of Lantern.").format(host=host_of(page))
        button = parts.primary_button(
            self._s._("Open that page"),
            self._s.guard(partial(self._on_open, on_open)),
            icon=ft.Icons.OPEN_IN_NEW_ROUNDED,
        )
        return [
            parts.body(f"{says} {leads}"),
            opens_page(button, page),
            parts.text_button(self._s._("Not now"), self._s.guard(self._on_not_now)),
        ]

    async def _on_asked(self, page: str, _: Any = None) -> None:
        if await waits_for_another_day(self._s, self._records, "pay", self._route):
            return
        self._asked = page
        await self._redraw()

    async def _on_open(self, on_open: Callable[[], Awaitable[None]] | None, _: Any = None) -> None:
        """The client has opened it by now."""
        self._asked = None
        if on_open is not None:
            await on_open()
        await self._redraw()

    async def _on_not_now(self) -> None:
        self._asked = None
        await self._redraw()
