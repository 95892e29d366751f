"""Hides the page when somebody looks away, and locks it when they stay away. Keeps no word of a person's.

Covering is at once and in one frame; what is half typed is saved behind it. It decides when; `mobile.shell.shell` shows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol

import flet as ft

from mobile.design import parts
from mobile.device.lifecycle import IdleClock, Lifecycle
from mobile.i18n import Speech
from mobile.screens.guard import Guard
from mobile.shell.ports import Door, Wiring
from mobile.shell.privacy_view import privacy_view

TICK_S = 1.0
GONE_S = 300.0  # how long a hosted page keeps a person's data for a browser that went away
SHORTEST_IDLE_S = 60  # "lock at once" is about leaving; while somebody reads, a minute is the least


class Stage(Protocol):
    """What the privacy screen asks of the shell."""

    guard: Guard

    @property
    def speech(self) -> Speech: ...

    @property
    def idle(self) -> IdleClock: ...

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> None: ...

    def go(self, route: str) -> None: ...

    async def settle(self) -> None: ...

    async def flush(self) -> None: ...

    async def go_home_behind(self) -> None: ...

    async def came(self) -> None: ...

    def listen_late(self) -> None: ...


class PrivacyScreen:
    """One a page."""

    def __init__(self, page: ft.Page, wiring: Wiring, stage: Stage) -> None:
        self._page = page
        self._wiring = wiring
        self._stage = stage
        self._is_closed = False
        self._is_hidden_by_hand = False  # until it is opened again
        self._absence = 0  # which one it is; a new number ends the wait of the one before
        is_phone = not page.web and page.platform in (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)
        self.lifecycle = Lifecycle(
            is_phone, self._looked_away, self._came_back, lambda: wiring.is_phone_asking
        )

    def hides(self, door: Door) -> bool:
        """Whether the page stays covered. A door that is not open shows nothing of a person and needs no cover."""
        if door != "open":
            self._is_closed = False
        elif not self._is_closed:
            self._is_hidden_by_hand = False
        return self._is_closed

    def close(self) -> None:
        """Covers the page at once."""
        if not self._is_closed:
            guard = self._stage.guard
            cover = privacy_view(self._stage.speech, guard(self.open), guard(self._to_support))
            parts.put_away(self._page)
            self._page.views[:] = [cover]
            self._page.update()
            self._is_closed = True
            self._stage.listen_late()

    async def open(self) -> None:
        """Shows what is behind."""
        self._is_closed = False
        await self._stage.settle()

    async def _to_support(self) -> None:
        self._is_closed = False
        self._stage.go("/support")

    async def hide_quickly(self) -> None:
        """Covers at once; locks if there is a PIN. Nothing leads back to what was open: behind it lies the first place."""
        self.close()
        self._is_hidden_by_hand = True
        await self.lock()
        await self._stage.go_home_behind()

    async def lock(self) -> None:
        """Saves what is half typed; with a PIN drops the keys."""
        await self._stage.flush()
        if self._wiring.settings.has_pin:
            await self._wiring.lock_now()

    async def browser_gone(self) -> None:
        """The browser went away; whoever comes back with the same session must give the PIN. A hosted page that stays
        alone keeps nobody's data: a sign-in under way may take longer than that, and goes on."""
        self._absence += 1
        if self._wiring.door in ("open", "behind"):
            await self.lock()
        if not self._wiring.keeps_after_closing and self._wiring.door != "signed_out":
            self._stage.run(self._let_go(self._absence))

    def browser_back(self) -> None:
        """The browser is there again, and somebody looks: a page that was loaded anew said that it was hidden, not that it is back."""
        self._absence += 1
        self.lifecycle.state(ft.AppLifecycleState.RESUME)

    async def _let_go(self, absence: int) -> None:
        await asyncio.sleep(GONE_S)
        if absence == self._absence:
            await self._wiring.sign_out()

    def _looked_away(self) -> None:
        self._wiring.in_foreground(False)
        if self._wiring.door != "open":
            return
        self._stage.idle.touch()
        if self._wiring.settings.has_pin or not self._page.web:
            self.close()
        is_at_once = self._wiring.settings.lock_after_s == 0
        self._stage.run(self.lock() if is_at_once else self._stage.flush())

    def _came_back(self) -> None:
        self._wiring.in_foreground(True)
        self._stage.run(self._return())

    async def _return(self) -> None:
        if self._is_too_long(self._wiring.settings.lock_after_s):
            await self.lock()
        self._stage.idle.touch()
        if self._is_closed:
            await self.open()
        if self._wiring.door == "locked" and not self._is_hidden_by_hand:
            await self._stage.settle()
            await self._stage.came()

    def _is_too_long(self, limit_s: float) -> bool:
        can_lock = self._wiring.door in ("open", "behind") and self._wiring.settings.has_pin
        return can_lock and self._stage.idle.idle_s() >= limit_s

    async def watch_the_clock(self) -> None:
        """Locks a page nobody touches. Ends with the page."""
        while True:
            await asyncio.sleep(TICK_S)
            chosen = self._wiring.settings.lock_after_s
            limit_s = chosen if self.lifecycle.is_away else max(chosen, SHORTEST_IDLE_S)
            if self._is_too_long(limit_s):
                await self.lock()
