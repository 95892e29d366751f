"""How the patient is reminded on this phone, and what the phone says of itself. Flet-free.

The phone asks only when the person turns reminders on. What it does not answer is not known, and is not said.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from mobile.device.notifier_port import TRIED, CannotNotify, Health, Notice, Notifier
from mobile.records.ports import Keeping
from mobile.reminders.choices import ReminderChoices
from mobile.screens.reads.reminders import choose

Trouble = Literal["", "refused", "not_shown"]


@dataclass(frozen=True)
class OnPhone:
    """`held`: how many it has to show later; None: it does not say."""

    health: Health
    held: int | None


class ReminderSwitch:
    """`on_change`: there is something else to draw."""

    def __init__(
        self, records: Keeping, notifier: Notifier, on_change: Callable[[], None], now: Callable[[], datetime]
    ) -> None:
        self._records, self._notifier, self._on_change, self._now = records, notifier, on_change, now
        self.phone: OnPhone | None = None
        self.trouble: Trouble = ""
        self.is_tried = False

    @property
    def hides_words(self) -> bool:
        return self._notifier.hides_words

    async def look(self) -> None:
        """At the phone. While it does not answer nothing is said of it."""
        try:
            health = await self._notifier.health()
            held = len(await self._notifier.held())
        except CannotNotify:
            health, held = Health(), None
        self.phone = OnPhone(health, held)
        self._on_change()

    async def turn_on(self) -> None:
        """Asks the person, through the phone. Raises what the store raises."""
        try:
            is_allowed = await self._notifier.ask()
        except CannotNotify:
            is_allowed = False
        self.trouble = "" if is_allowed else "refused"
        if is_allowed:
            await self.change(lambda one: replace(one, is_on=True))
        await self.look()

    async def turn_off(self) -> None:
        """Raises what the store raises."""
        self.trouble, self.is_tried = "", False
        await self.change(lambda one: replace(one, is_on=False))

    async def change(self, change: Callable[[ReminderChoices], ReminderChoices]) -> None:
        """Raises what the store raises."""
        await choose(self._records, change)

    async def try_one(self, words: tuple[str, str], channel: str) -> None:
        """Shows one now, with these words."""
        notice = Notice(TRIED, self._now().replace(microsecond=0), *words)
        try:
            await self._notifier.show_now(notice, channel)
            self.trouble, self.is_tried = "", True
        except CannotNotify:
            self.trouble, self.is_tried = "not_shown", False
        await self.look()

    async def allow_exact(self) -> None:
        """Opens the phone's page for it, and looks again."""
        await self._opened(self._notifier.ask_for_exact)

    async def open_settings(self) -> None:
        """Opens the phone's page of this app."""
        await self._opened(self._notifier.open_settings)

    async def _opened(self, opens: Callable[[], Awaitable[object]]) -> None:
        try:
            await opens()
        except CannotNotify:
            self.trouble = "not_shown"
        await self.look()
