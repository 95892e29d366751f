"""The adapter to the phone's biometrics: what goes over the wire, and that nothing is read that no finger guards."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import flet as ft
import msgpack
import pytest
from flet.controls.base_control import BaseControl
from flet.messaging.protocol import configure_encode_object_for_msgpack
from flet_secure_storage import AndroidOptions

from mobile.device.secrets import biometric
from mobile.device.secrets.biometric import NAME, Asked, PhoneBiometrics
from mobile.device.secrets.coded import as_text
from mobile.device.secrets.phone import storage
from mobile.records.biometric_keeper import Prompt
from mobile.records.errors import BiometricsRefused, SecretsUnavailable
from tests.screens.harness import Phone, PretendWiring

SECRET = bytes(range(32))
PROMPT = Prompt("Lantern", "Open with your fingerprint or face")


def on_the_wire(value: Any) -> Any:
    """As a client gets it."""
    return msgpack.unpackb(msgpack.packb(value, default=configure_encode_object_for_msgpack(BaseControl)))


class Keeper:
    """The plugin's face over a dict; `broken` is how it fails."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.calls: list[str] = []
        self.broken: str | None = None

    async def get(self, key: str, *, android: AndroidOptions | None = None) -> str | None:
        await self._suffer("get")
        return self.values.get(key)

    async def set(self, key: str, value: str, *, android: AndroidOptions | None = None) -> None:
        await self._suffer("set")
        if self.broken != "forgets":
            self.values[key] = value

    async def remove(self, key: str, *, android: AndroidOptions | None = None) -> None:
        await self._suffer("remove")
        self.values.pop(key, None)

    async def _suffer(self, call: str) -> None:
        self.calls.append(call)
        if self.broken == "raises":
            raise RuntimeError("a message with a value in it")
        if self.broken == "silent":
            await asyncio.Event().wait()


def phone_of(platform: ft.PagePlatform, keeper: Keeper, asked: Asked | None = None) -> PhoneBiometrics:
    page: Any = SimpleNamespace(web=False, platform=platform)
    storage: Any = keeper
    return PhoneBiometrics(page, storage, 0.05, asked or Asked())


@pytest.mark.parametrize("platform", ["android", "ios"])
async def test_what_goes_over_the_wire_asks_for_this_phones_fingers_and_neither_erases_nor_travels(
    platform: str,
) -> None:
    async with Phone(PretendWiring(), is_web=False, platform=platform) as phone:
        await phone.start("/support")
        phone.answers["get"] = as_text(SECRET)
        made = PhoneBiometrics(phone.page, asked=Asked())
        await made.write(SECRET, PROMPT)
        made = PhoneBiometrics(phone.page, asked=Asked())
        assert await made.read(PROMPT) == SECRET
        calls = [
            (name, on_the_wire(args)) for name, args in phone.invoked if name in ("get", "set", "remove")
        ]
        assert {args["key"] for _, args in calls} == {NAME}
        for _, args in calls[-3:]:
            android = args["android"]
            assert android["enforce_biometrics"] is True
            assert android["key_cipher_algorithm"] == "AES_GCM_NoPadding"
            assert "storage_cipher_algorithm" not in android  # the plugin's own way, which is AES-GCM
            assert android["reset_on_error"] is False
            assert android["migrate_on_algorithm_change"] is False
            assert android["biometric_prompt_title"] == PROMPT.title
            assert android["biometric_prompt_subtitle"] == PROMPT.text
        service: Any = made._keeper
        ios = on_the_wire(service.ios_options)
        assert ios["access_control_flags"] == ["biometryCurrentSet"]
        assert ios["accessibility"] == "passcode"
        assert not ios.get("synchronizable")


def test_its_values_lie_apart_from_the_devices_own_key() -> None:
    """Else the plugin would move that key behind a finger too, and lose it with a change of fingers."""
    mine, device = biometric.storage(), storage()
    assert mine.android_options.shared_preferences_name != device.android_options.shared_preferences_name
    assert mine.ios_options.account_name != device.ios_options.account_name
    assert device.android_options.enforce_biometrics is False


@pytest.mark.parametrize(
    ("is_web", "platform"),
    [(True, "ANDROID"), (True, "IOS"), (False, "LINUX"), (False, "MACOS"), (False, "WINDOWS")],
)
def test_a_browser_and_a_computer_have_none(is_web: bool, platform: str) -> None:
    page: Any = SimpleNamespace(web=is_web, platform=ft.PagePlatform[platform])
    with pytest.raises(SecretsUnavailable):
        PhoneBiometrics(page)


@pytest.mark.parametrize("platform", [ft.PagePlatform.ANDROID, ft.PagePlatform.IOS])
async def test_it_keeps_gives_out_and_forgets(platform: ft.PagePlatform) -> None:
    keeper = Keeper()
    made = phone_of(platform, keeper)
    await made.write(SECRET, PROMPT)
    again = phone_of(platform, keeper)
    assert await again.read(PROMPT) == SECRET
    await again.erase(may_ask=True)
    assert keeper.values == {}
    assert await phone_of(platform, keeper).read(PROMPT) is None


@pytest.mark.parametrize("broken", ["raises", "silent", "forgets"])
@pytest.mark.parametrize("platform", [ft.PagePlatform.ANDROID, ft.PagePlatform.IOS])
async def test_whatever_is_wrong_with_the_plugin_is_a_refusal_without_its_words(
    platform: ft.PagePlatform, broken: str
) -> None:
    keeper = Keeper()
    keeper.broken = broken
    with pytest.raises(BiometricsRefused) as refused:
        await phone_of(platform, keeper).write(SECRET, PROMPT)
    assert str(refused.value) == ""
    if broken == "forgets":
        return
    for act in (
        phone_of(platform, keeper).read(PROMPT),
        phone_of(platform, keeper).erase(may_ask=True),
    ):
        with pytest.raises(BiometricsRefused):
            await act


async def test_what_is_garbled_is_a_refusal() -> None:
    keeper = Keeper()
    keeper.values[NAME] = "no base64 at all!"
    with pytest.raises(BiometricsRefused):
        await phone_of(ft.PagePlatform.IOS, keeper).read(PROMPT)


@pytest.mark.parametrize("broken", [None, "raises"])
async def test_on_android_it_is_read_once_in_a_process_because_then_no_finger_guards_it(
    broken: str | None,
) -> None:
    keeper, process = Keeper(), Asked()
    keeper.values[NAME] = as_text(SECRET)
    keeper.broken = broken
    made = phone_of(ft.PagePlatform.ANDROID, keeper, process)
    assert made.is_ready
    if broken is None:
        assert await made.read(PROMPT) == SECRET
    else:
        with pytest.raises(BiometricsRefused):
            await made.read(PROMPT)
    keeper.broken = None
    for one in (made, phone_of(ft.PagePlatform.ANDROID, keeper, process)):
        assert not one.is_ready
        calls = list(keeper.calls)
        for act in (one.read(PROMPT), one.write(SECRET, PROMPT)):
            with pytest.raises(BiometricsRefused):
                await act
        assert keeper.calls == calls
    assert phone_of(ft.PagePlatform.ANDROID, keeper).is_ready  # another process


async def test_on_ios_it_asks_each_time() -> None:
    keeper, process = Keeper(), Asked()
    made = phone_of(ft.PagePlatform.IOS, keeper, process)
    await made.write(SECRET, PROMPT)
    for _ in range(3):
        assert made.is_ready
        assert await made.read(PROMPT) == SECRET


async def test_on_android_forgetting_asks_nobody_who_was_not_to_be_asked() -> None:
    keeper = Keeper()
    keeper.values[NAME] = as_text(SECRET)
    made = phone_of(ft.PagePlatform.ANDROID, keeper)
    await made.erase(may_ask=False)
    assert keeper.calls == []
    await made.erase(may_ask=True)
    assert keeper.values == {}
    assert not made.is_ready
