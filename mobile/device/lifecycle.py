"""When the person looks away and comes back, and how long nothing was touched. Decides nothing: it tells.

Idle time is measured on the monotonic clock; the wall clock is kept beside it, because a sleeping machine may stop the
one and a person may move the other. Whichever says more has passed is believed.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import flet as ft

AWAY_ALWAYS = {ft.AppLifecycleState.HIDE, ft.AppLifecycleState.PAUSE, ft.AppLifecycleState.DETACH}
BACK = {ft.AppLifecycleState.RESUME, ft.AppLifecycleState.SHOW}


class IdleClock:
    """Seconds since the last touch."""

    def __init__(
        self, monotonic: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time
    ) -> None:
        self._monotonic = monotonic
        self._wall = wall
        self.touch()

    def touch(self) -> None:
        """Something was tapped, typed or scrolled."""
        self._at = (self._monotonic(), self._wall())

    def idle_s(self) -> float:
        """How long nothing was touched. A clock set back counts as long away, not as fresh."""
        by_monotonic = self._monotonic() - self._at[0]
        by_wall = self._wall() - self._at[1]
        return max(by_monotonic, by_wall) if by_wall >= -5 else float("inf")


class Lifecycle:
    """Turns the platform's states into two facts: looked away, came back.

    On a phone losing focus is already looking away (the app switcher takes its picture then). In a browser a lost
    focus is only another window in front, so there the page must be hidden. While the phone itself asks for a finger or a
    face (`is_asked`), a lost focus is its question.
    """

    def __init__(
        self,
        is_phone: bool,
        on_away: Callable[[], None],
        on_back: Callable[[], None],
        is_asked: Callable[[], bool] = lambda: False,
    ) -> None:
        self._is_phone = is_phone
        self._is_asked = is_asked
        self._on_away = on_away
        self._on_back = on_back
        self.is_away = False

    def state(self, state: ft.AppLifecycleState) -> None:
        """Takes one state of `page.on_app_lifecycle_state_change`."""
        loses_focus = self._is_phone and state is ft.AppLifecycleState.INACTIVE and not self._is_asked()
        leaves = state in AWAY_ALWAYS or loses_focus
        if leaves and not self.is_away:
            self.is_away = True
            self._on_away()
        elif state in BACK and self.is_away:
            self.is_away = False
            self._on_back()
