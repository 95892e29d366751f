"""The adapter to the phone's notifications: what goes over the wire, when the phone is asked, and what is believed of its answers."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import flet as ft
import msgpack
import pytest
from flet.controls.base_control import BaseControl
from flet.messaging.protocol import configure_encode_object_for_msgpack
from flet_notifications import LocalNotifications

from mobile.app import _notifier_of
from mobile.device.notifier import CHANNEL, NEVER, PhoneNotifier
from mobile.device.notifier_port import CannotNotify, Health, Notice, number_in
from tests.screens.harness import Phone, PretendWiring

AT = datetime(2026, 6, 11, 13, 15, tzinfo=UTC)
ONE = Notice(4711, AT, "Reminder", "Something is due. Open Lantern to see it.")


def on_the_wire(value: Any) -> Any:
    """As a client gets it."""
    return msgpack.unpackb(msgpack.packb(value, default=configure_encode_object_for_msgpack(BaseControl)))


class Tapped:
    """What was tapped, as the app hears it."""

    def __init__(self) -> None:
        self.numbers: list[int] = []

    async def __call__(self, number: int) -> None:
        self.numbers.append(number)


async def begun(phone: Phone, tapped: Tapped | None = None) -> PhoneNotifier:
    await phone.start("/support")
    for method in ("schedule", "show", "cancel", "create_notification_channel"):
        phone.answers[method] = "ok"
    return PhoneNotifier(phone.page, tapped or Tapped())


@pytest.mark.parametrize("platform", ["android", "ios"])
async def test_what_is_handed_over_has_the_instant_and_is_marked_private_on_the_lock_screen(
    platform: str,
) -> None:
    async with Phone(PretendWiring(), is_web=False, platform=platform) as phone:
        made = await begun(phone)
        await made.add(ONE, "Reminders", is_exact=True)
        await made.add(ONE, "Reminders", is_exact=False)
        exact, about = (on_the_wire(args) for name, args in phone.invoked if name == "schedule")
        assert exact["when"]["iso"] == "2026-06-11T13:15:00+00:00"
        assert exact["when"]["utc_offset_seconds"] == 0
        assert (exact["title"], exact["body"]) == ("Reminder", ONE.text)
        assert exact["payload"] == "4711.1781183700"
        assert exact["options"]["android"]["visibility"] == "private"
        assert exact["schedule_mode"] == "exactAllowWhileIdle"
        assert about["schedule_mode"] == "inexactAllowWhileIdle"
        assert exact["match_components"] is None  # it is one moment: a clock that changes repeats nothing
        made_channels = [on_the_wire(a) for name, a in phone.invoked if name == "create_notification_channel"]
        named = [{"id": CHANNEL, "name": "Reminders"}] if platform == "android" else []
        assert [{key: one[key] for key in ("id", "name")} for one in made_channels] == named
        assert "request_permissions" not in [name for name, _ in phone.invoked]


async def test_the_phone_is_asked_only_when_the_person_turns_it_on() -> None:
    """The plugin asks an iPhone as soon as it begins unless it is told not to, and then asks for nothing at all."""
    async with Phone(PretendWiring(), is_web=False, platform="ios") as phone:
        made = await begun(phone)
        plugin = made._plugin
        asks = ("request_alert_permission", "request_sound_permission", "request_badge_permission")
        assert [getattr(plugin, one) for one in asks] == [False, False, False]
        phone.answers["request_permissions"] = "true"
        assert await made.ask()
        assert [getattr(plugin, one) for one in asks] == [True, True, False]
        phone.answers["request_permissions"] = "false"
        assert not await made.ask()


async def test_a_tap_says_its_number_and_a_forged_one_nothing() -> None:
    tapped = Tapped()
    async with Phone(PretendWiring(), is_web=False) as phone:
        made = await begun(phone, tapped)
        for payload in (
            ONE.token,
            "",
            "x",
            "1",
            "1.",
            ".1",
            "../1.1",
            "1.1.1",
            "٣.1",
            "9" * 40 + ".1",
            None,
            7,
        ):
            await made._tapped(SimpleNamespace(payload=payload))
        assert tapped.numbers == [4711]

        async def raises(_: int) -> None:
            raise RuntimeError("a message with a value in it")

        made._on_tap = raises
        await made._tapped(SimpleNamespace(payload=ONE.token))  # it would cover the page
        assert phone.crashes == []


async def test_a_tap_goes_to_a_route_like_any_other() -> None:
    async with Phone(PretendWiring(), is_web=False) as phone:
        await phone.start("/support")
        made: Any = _notifier_of(phone.page)
        await made._tapped(SimpleNamespace(payload=ONE.token))
        await phone.until(lambda: phone.page.route == "/reminders/4711", "the route of what was tapped")
    async with Phone(PretendWiring()) as phone:
        await phone.start("/support")
        assert _notifier_of(phone.page) is None  # a browser


def test_a_moved_reminder_gives_back_another_token() -> None:
    """The plugin lets one launch by the same answer through once."""
    later = Notice(ONE.number, AT + timedelta(days=1), ONE.title, ONE.text)
    assert later.token != ONE.token
    assert number_in(later.token) == ONE.number


async def test_what_the_phone_holds_is_read_and_what_is_none_of_ours_is_told_apart() -> None:
    async with Phone(PretendWiring(), is_web=False) as phone:
        made = await begun(phone)
        held = [
            {"id": ONE.number, "title": ONE.title, "body": ONE.text, "payload": ONE.token},
            {"id": 5, "title": "Other", "body": "", "payload": ONE.token},
            {"id": 6, "title": "Other", "body": "", "payload": "no token"},
        ]
        phone.answers["get_pending"] = json.dumps(held)
        assert list(await made.held()) == [ONE, Notice(5, NEVER, "Other", ""), Notice(6, NEVER, "Other", "")]
        phone.answers["get_active"] = json.dumps([{"id": 9}])
        assert list(await made.shown()) == [9]
        phone.answers |= {
            "are_notifications_enabled": "true",
            "can_schedule_exact_notifications": "false",
            "is_in_battery_save_mode": True,
        }
        assert await made.health() == Health(may_show=True, is_exact=False, saves_battery=True)


async def test_an_error_or_a_silence_of_the_phone_is_one_plain_refusal() -> None:
    async with Phone(PretendWiring(), is_web=False) as phone:
        made = await begun(phone)
        phone.answers["schedule"] = "error:schedule_failed:a message with a value in it"
        with pytest.raises(CannotNotify) as refused:
            await made.add(ONE, "Reminders", is_exact=True)
        assert str(refused.value) == ""
        assert refused.value.__cause__ is None

    class Silent(LocalNotifications):
        async def get_pending_notifications(self) -> Any:
            await asyncio.Event().wait()

        async def are_notifications_enabled(self) -> bool:
            raise RuntimeError("a message with a value in it")

    async with Phone(PretendWiring(), is_web=False) as phone:
        await phone.start("/support")
        made = PhoneNotifier(phone.page, Tapped(), Silent(), answer_s=0.05)
        with pytest.raises(CannotNotify):
            await made.held()
        assert (await made.health()).may_show is None


@pytest.mark.parametrize(
    ("is_web", "platform"),
    [(True, "ANDROID"), (True, "IOS"), (False, "LINUX"), (False, "MACOS"), (False, "WINDOWS")],
)
def test_a_browser_and_a_computer_have_none(is_web: bool, platform: str) -> None:
    page: Any = SimpleNamespace(web=is_web, platform=ft.PagePlatform[platform])
    with pytest.raises(CannotNotify):
        PhoneNotifier(page, Tapped())
