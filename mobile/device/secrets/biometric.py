"""A secret behind the phone's biometrics: Keystore on Android, Keychain on iOS, through flet-secure-storage.

Its options are apart from those of `mobile.device.secrets.phone`: another name for its values, no erasing on an error, and
no moving of values from one way of sealing to another, which would put the device's own key behind a finger.

On Android the plugin (flutter_secure_storage 10, issue 1125) asks once in a process and keeps what opens its values in
memory from then on. It would give the secret out again without asking anybody, so it is not asked again: what cannot be
guarded by a finger is not read. After a refusal it does not work until the app is started anew either.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

import flet as ft
from flet_secure_storage import (
    AccessControlFlag,
    AndroidOptions,
    IOSOptions,
    KeychainAccessibility,
    KeyCipherAlgorithm,
    SecureStorage,
    StorageCipherAlgorithm,
)

from mobile.device.secrets.coded import as_text, from_text
from mobile.records.biometric_keeper import BiometricTerms, Prompt
from mobile.records.errors import BiometricsRefused, SecretsUnavailable

NAME = "lantern.biometric"
PLACE = "lantern_biometric"
TIMEOUT_S = 60.0
"""A person looks for their finger; longer than this nobody waits."""
UNASKED_S = 5.0
"""Where nobody is asked."""
R = TypeVar("R")

ANDROID = BiometricTerms(takes_phone_code=True, ends_with_change=False, asks_once=True)
"""The plugin allows the phone's code beside strong biometrics, and a key that allows both outlives another finger."""
IOS = BiometricTerms(takes_phone_code=False, ends_with_change=True, asks_once=False)


class Asked:
    """Whether the plugin was used since the process began."""

    def __init__(self) -> None:
        self.is_used = False


THIS_PROCESS = Asked()


def android_options(prompt: Prompt) -> AndroidOptions:
    """Sealed under a Keystore key that needs the person."""
    return AndroidOptions(
        reset_on_error=False,
        migrate_on_algorithm_change=False,
        enforce_biometrics=True,
        key_cipher_algorithm=KeyCipherAlgorithm.AES_GCM_NO_PADDING,
        storage_cipher_algorithm=StorageCipherAlgorithm.AES_GCM_NO_PADDING,
        shared_preferences_name=PLACE,
        preferences_key_prefix=PLACE,
        biometric_prompt_title=prompt.title,
        biometric_prompt_subtitle=prompt.text,
    )


def storage() -> SecureStorage:
    """The plugin, with what it is on iOS: this device only, and only the fingers or the face known now."""
    return SecureStorage(
        android_options=android_options(Prompt("Lantern", "")),
        ios_options=IOSOptions(
            account_name=PLACE,
            accessibility=KeychainAccessibility.PASSCODE,
            synchronizable=False,
            access_control_flags=[AccessControlFlag.BIOMETRY_CURRENT_SET],
        ),
    )


class PhoneBiometrics:
    """`BiometricKeeper` of a built app. Make it while the page is the current one. Raises SecretsUnavailable where there is no phone."""

    def __init__(
        self,
        page: ft.Page,
        keeper: SecureStorage | None = None,
        timeout_s: float = TIMEOUT_S,
        asked: Asked = THIS_PROCESS,
    ) -> None:
        if page.web or page.platform not in (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS):
            raise SecretsUnavailable
        self.terms = ANDROID if page.platform is ft.PagePlatform.ANDROID else IOS
        self._keeper = keeper or storage()
        self._timeout_s = timeout_s
        self._asked = asked

    @property
    def is_ready(self) -> bool:
        return not (self.terms.asks_once and self._asked.is_used)

    async def read(self, prompt: Prompt) -> bytes | None:
        self._begin()
        return await self._value(prompt)

    async def write(self, value: bytes, prompt: Prompt) -> None:
        self._begin()
        if not self.terms.asks_once:
            with suppress(BiometricsRefused):  # else it is changed in place, for which iOS asks as well
                await self._answer(self._keeper.remove(NAME))
        await self._answer(self._keeper.set(NAME, as_text(value), android=android_options(prompt)))
        if await self._value(prompt) != value:
            raise BiometricsRefused

    async def erase(self, *, may_ask: bool) -> None:
        if self.terms.asks_once and not self._asked.is_used:
            if not may_ask:
                return
            self._asked.is_used = True
        removed = self._keeper.remove(NAME, android=android_options(Prompt("Lantern", "")))
        await self._answer(removed, self._timeout_s if may_ask else min(UNASKED_S, self._timeout_s))

    def _begin(self) -> None:
        if not self.is_ready:
            raise BiometricsRefused
        self._asked.is_used = True

    async def _value(self, prompt: Prompt) -> bytes | None:
        text = await self._answer(self._keeper.get(NAME, android=android_options(prompt)))
        try:
            return from_text(text)
        except SecretsUnavailable:
            raise BiometricsRefused from None

    async def _answer(self, question: Awaitable[R], timeout_s: float | None = None) -> R:
        try:
            return await asyncio.wait_for(question, self._timeout_s if timeout_s is None else timeout_s)
        except Exception:  # the plugin's messages may quote what it was given
            raise BiometricsRefused from None
