"""The phone's own keeper of secrets: Keystore on Android, Keychain on iOS, through flet-secure-storage.

The plugin's own defaults would erase everything on an error and let the Keychain item travel in backups; both are set
otherwise here. A browser has no such keeper and is refused. It must never erase by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Protocol, TypeVar

import flet as ft
from flet_secure_storage import (
    AndroidOptions,
    IOSOptions,
    KeychainAccessibility,
    MacOsOptions,
    SecureStorage,
)

from mobile.device.secrets.coded import as_text, from_text
from mobile.records.errors import SecretsUnavailable

PREFIX = "lantern."
TIMEOUT_S = 10.0
R = TypeVar("R")


class Keeper(Protocol):
    """What is used of `SecureStorage`."""

    async def get(self, key: str) -> str | None: ...

    async def set(self, key: str, value: str) -> None: ...

    async def remove(self, key: str) -> None: ...


def storage() -> SecureStorage:
    """The plugin with options that neither erase nor leave the device."""
    accessibility = KeychainAccessibility.FIRST_UNLOCK_THIS_DEVICE
    return SecureStorage(
        android_options=AndroidOptions(reset_on_error=False, migrate_on_algorithm_change=True),
        ios_options=IOSOptions(accessibility=accessibility, synchronizable=False),
        macos_options=MacOsOptions(accessibility=accessibility, synchronizable=False),
    )


class PhoneSecrets:
    """`SecretStore` of a built app. Make it while the page is the current one: the plugin registers with it."""

    def __init__(self, page: ft.Page, keeper: Keeper | None = None, timeout_s: float = TIMEOUT_S) -> None:
        if page.web:
            raise SecretsUnavailable
        self._keeper: Keeper = keeper or storage()
        self._timeout_s = timeout_s

    async def _asked(self, question: Awaitable[R]) -> R:
        try:
            return await asyncio.wait_for(question, self._timeout_s)
        except Exception:  # the plugin's messages may quote what it was given
            raise SecretsUnavailable from None

    async def read(self, name: str) -> bytes | None:
        return from_text(await self._asked(self._keeper.get(PREFIX + name)))

    async def write(self, name: str, value: bytes) -> None:
        await self._asked(self._keeper.set(PREFIX + name, as_text(value)))
        if await self.read(name) != value:
            raise SecretsUnavailable

    async def erase(self, name: str) -> None:
        await self._asked(self._keeper.remove(PREFIX + name))
