"""A phone's keeper behind biometrics: its port, whole, with a person who says yes or no."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from mobile.device.secrets.biometric import ANDROID, IOS
from mobile.records.biometric_keeper import BiometricTerms, Prompt
from mobile.records.errors import BiometricsRefused


class PretendKeeper:
    """`answer`: "yes", "no", or "waits" until `may_answer` is set."""

    def __init__(self, terms: BiometricTerms = IOS) -> None:
        self.terms = terms
        self.kept: bytes | None = None
        self.answer = "yes"
        self.may_answer = asyncio.Event()
        self.asked: list[Prompt] = []
        self.erased = 0
        self.is_used = False
        self.while_asking: Callable[[], Awaitable[None]] = _nothing

    @property
    def is_ready(self) -> bool:
        return not (self.terms.asks_once and self.is_used)

    def starts_anew(self) -> None:
        """Another process, on the same phone."""
        self.is_used = False

    async def _person(self, prompt: Prompt) -> None:
        if not self.is_ready:
            raise BiometricsRefused
        self.is_used = True
        self.asked.append(prompt)
        await self.while_asking()
        if self.answer == "waits":
            await self.may_answer.wait()
        elif self.answer == "no":
            raise BiometricsRefused

    async def read(self, prompt: Prompt) -> bytes | None:
        await self._person(prompt)
        return self.kept

    async def write(self, value: bytes, prompt: Prompt) -> None:
        await self._person(prompt)
        self.kept = value

    async def erase(self, *, may_ask: bool) -> None:
        if self.terms.asks_once and not self.is_used and not may_ask:
            return
        self.erased += 1
        if self.answer == "no":
            raise BiometricsRefused
        self.kept = None


async def _nothing() -> None:
    """Nothing happens meanwhile."""


__all__ = ["ANDROID", "IOS", "PretendKeeper"]
