"""A phone's own notifications, through flet-notifications: shown later by the system, also after a restart of the phone.

The plugin would ask for permission as soon as it begins; here it asks only when the person turned reminders on. Its messages
may quote what it was given, so they are not read. A browser and a computer have no such thing and are refused.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import flet as ft

from mobile.device.notifier_port import CannotNotify, Health, Notice, moment_in, number_in

if TYPE_CHECKING:
    from flet_notifications import LocalNotifications
    from flet_notifications.options import NotificationOptions

CHANNEL = "reminders"
ANSWER_S = 10.0
ASKED_S = 300.0
"""So long a person may take to answer their system's question, or to come back from its page."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When something that is none of ours is to be shown: it is taken away."""
R = TypeVar("R")


class PhoneNotifier:
    """`Notifier` of a built app. Make it while the page is the current one. `on_tap` hears the number of what was tapped, also
    where that started the app. Raises CannotNotify where there is no phone."""

    def __init__(
        self,
        page: ft.Page,
        on_tap: Callable[[int], Awaitable[None]],
        plugin: LocalNotifications | None = None,
        battery: ft.Battery | None = None,
        answer_s: float = ANSWER_S,
    ) -> None:
        if page.web or page.platform not in (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS):
            raise CannotNotify
        self.hides_words = page.platform is ft.PagePlatform.ANDROID
        self._on_tap = on_tap
        self._answer_s = answer_s
        self._battery = battery or ft.Battery()
        self._plugin = plugin or _plugin()
        self._plugin.on_tap = self._tapped
        self._named: str | None = None

    async def _tapped(self, e: Any) -> None:
        """What a handler raises would cover the whole page, and its text with it."""
        number = number_in(getattr(e, "payload", None))
        if number is not None:
            with suppress(Exception):
                await self._on_tap(number)

    async def held(self) -> Sequence[Notice]:
        pending = await self._answer(self._plugin.get_pending_notifications())
        return [_notice(one.id, one.title, one.body, one.payload) for one in pending]

    async def add(self, notice: Notice, channel: str, *, is_exact: bool) -> None:
        from flet_notifications.types import AndroidScheduleMode

        exact, about = (
            AndroidScheduleMode.EXACT_ALLOW_WHILE_IDLE,
            AndroidScheduleMode.INEXACT_ALLOW_WHILE_IDLE,
        )
        await self._name(channel)
        await self._answer(
            self._plugin.schedule(
                notice.number,
                notice.at,
                notice.title,
                notice.text,
                notice.token,
                options=_options(),
                schedule_mode=exact if is_exact else about,
                channel_id=CHANNEL,
            )
        )

    async def remove(self, number: int) -> None:
        await self._answer(self._plugin.cancel(number))

    async def shown(self) -> Sequence[int]:
        return [one.id for one in await self._answer(self._plugin.get_active_notifications())]

    async def show_now(self, notice: Notice, channel: str) -> None:
        await self._name(channel)
        shown = self._plugin.show(
            notice.number, notice.title, notice.text, notice.token, options=_options(), channel_id=CHANNEL
        )
        await self._answer(shown)

    async def health(self) -> Health:
        plugin = self._plugin
        return Health(
            await self._perhaps(plugin.are_notifications_enabled()),
            await self._perhaps(plugin.can_schedule_exact_notifications()),
            await self._perhaps(self._battery.is_in_battery_save_mode()),
        )

    async def ask(self) -> bool:
        plugin = self._plugin
        plugin.request_alert_permission = plugin.request_sound_permission = True  # what it asks for then
        plugin.update()
        return await self._answer(plugin.request_permissions(), ASKED_S)

    async def ask_for_exact(self) -> bool:
        return await self._answer(self._plugin.request_exact_alarm_permission(), ASKED_S)

    async def open_settings(self) -> None:
        await self._answer(self._plugin.open_app_notification_settings())

    async def _name(self, channel: str) -> None:
        """The group as the phone's settings call it, in the person's language. An iPhone has none."""
        if self._named != channel and self.hides_words:
            from flet_notifications import NotificationChannel

            await self._answer(
                self._plugin.create_notification_channel(NotificationChannel(id=CHANNEL, name=channel))
            )
            self._named = channel

    async def _perhaps(self, question: Awaitable[bool]) -> bool | None:
        try:
            return await self._answer(question)
        except CannotNotify:
            return None

    async def _answer(self, question: Awaitable[R], within_s: float | None = None) -> R:
        try:
            return await asyncio.wait_for(question, within_s or self._answer_s)
        except Exception:
            raise CannotNotify from None


def _plugin() -> LocalNotifications:
    from flet_notifications import LocalNotifications

    return LocalNotifications(
        request_alert_permission=False, request_sound_permission=False, request_badge_permission=False
    )


def _options() -> NotificationOptions:
    """Not to be read while the phone is locked, where its system can be asked for that."""
    from flet_notifications.options import AndroidOptions, NotificationOptions, Visibility

    return NotificationOptions(android=AndroidOptions(visibility=Visibility.PRIVATE, category="reminder"))


def _notice(number: int, title: str, text: str, token: str) -> Notice:
    at = moment_in(token) if number_in(token) == number else None
    return Notice(number, at or NEVER, title, text)
