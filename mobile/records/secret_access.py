"""Careful dealing with the device's secret store, which may be slow, forgetful or broken.

A missing value is read three times before it is believed; every call has an end; whatever goes wrong comes out as
SecretsUnavailable, or NotSaved where the disk was the cause. It must never take "no answer" for "no secret".
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from mobile.records.errors import NotSaved, SecretsUnavailable
from mobile.records.ports import SecretStore

SECRET, TRIES, EPOCH, LEVEL, PROBE = "secret", "tries", "epoch", "level", "probe"
READS = 3
PAUSE_S = 0.4
R = TypeVar("R")
Sleep = Callable[[float], Awaitable[None]]


class SecretAccess:
    def __init__(self, secrets: SecretStore, sleep: Sleep, timeout_s: float) -> None:
        self._secrets = secrets
        self._sleep = sleep
        self._timeout_s = timeout_s
        self._turn = asyncio.Lock()

    async def _asked(self, question: Awaitable[R]) -> R:
        try:
            async with asyncio.timeout(self._timeout_s):
                return await question
        except (SecretsUnavailable, NotSaved):
            raise
        except Exception:  # an adapter's own errors may quote what it was given
            raise SecretsUnavailable from None

    async def read(self, name: str) -> bytes | None:
        return await self._asked(self._secrets.read(name))

    async def read_surely(self, name: str) -> bytes | None:
        """None only after three answers of None with pauses between them."""
        for number in range(READS):
            if number:
                await self._sleep(PAUSE_S * number)
            value = await self.read(name)
            if value is not None:
                return value
        return None

    async def write(self, name: str, value: bytes) -> None:
        """Returns when the value was read back the same. Raises SecretsUnavailable, NotSaved."""
        await self._asked(self._secrets.write(name, value))
        if await self.read_surely(name) != value:
            raise SecretsUnavailable

    async def prove(self) -> None:
        """Makes sure that what is written is kept, where nothing of ours has to be written. Raises SecretsUnavailable."""
        probe = os.urandom(16)
        await self.write(PROBE, probe)
        await self._asked(self._secrets.erase(PROBE))

    async def write_if_possible(self, name: str, value: bytes) -> None:
        """For mirrors of what the file holds as well."""
        with suppress(SecretsUnavailable, NotSaved):
            await self._asked(self._secrets.write(name, value))

    async def write_in_turn(self, name: str, value: bytes) -> None:
        """The same, one after another as they were asked for, however slow one is."""
        async with self._turn:
            await self.write_if_possible(name, value)

    async def read_if_possible(self, name: str) -> bytes | None:
        """None as well where the secret store does not answer."""
        with suppress(SecretsUnavailable, NotSaved):
            return await self.read(name)
        return None

    async def forget(self, name: str) -> None:
        """Erases what is only remembered there of a store that is gone. Raises SecretsUnavailable, NotSaved."""
        await self._asked(self._secrets.erase(name))

    async def erase_all(self) -> None:
        """As far as the store lets us; the secret first."""
        for name in (SECRET, TRIES, EPOCH, LEVEL):
            with suppress(SecretsUnavailable, NotSaved):
                await self._asked(self._secrets.erase(name))
