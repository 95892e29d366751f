"""Opening one device's store by a finger or a face: the phone that asks, and the store that its answer opens.

Turned on, the phone keeps the secret before the store is sealed for it; turned off, the store is closed to it before the
phone forgets it. So whatever stops it in the middle, the PIN opens, and nothing else that was not meant to.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mobile.records import Store
from mobile.records.biometric_keeper import BiometricKeeper, BiometricTerms, Prompt
from mobile.records.errors import BiometricsGone, BiometricsRefused, Locked, StoreError

SECRET_BYTES = 32


class Biometrics:
    """Of one device with a phone's keeper. One question at a time."""

    def __init__(self, store: Store, keeper: BiometricKeeper) -> None:
        self._store = store
        self._keeper = keeper
        self.is_asking = False
        """Whether the phone's own question is open: what looks like leaving the app may be that."""

    @property
    def terms(self) -> BiometricTerms:
        return self._keeper.terms

    @property
    def can_ask(self) -> bool:
        return self._keeper.is_ready

    async def turn_on(self, prompt: Prompt) -> None:
        """Raises BiometricsRefused where the phone did not keep it, and what the store raises: then it is off as before."""
        secret = os.urandom(SECRET_BYTES)
        with self._asking():
            await self._keeper.write(secret, prompt)
        try:
            await self._store.keep_biometrics(secret)
        except BaseException as error:
            with suppress(StoreError):
                await self._store.end_biometrics()
            await self.forget()
            if isinstance(error, Locked):  # while the phone asked
                raise BiometricsRefused from None
            raise

    async def turn_off(self) -> None:
        """Raises Locked, NotSaved: then it is on as before. What the phone does not forget opens nothing."""
        await self._store.end_biometrics()
        with suppress(BiometricsRefused), self._asking():
            await self._keeper.erase(may_ask=True)

    async def asked(self, prompt: Prompt) -> bytes:
        """What the phone gives out to the person it asks. Raises BiometricsRefused, BiometricsGone."""
        with self._asking():
            secret = await self._keeper.read(prompt)
        if secret is None:
            raise BiometricsGone
        return secret

    async def forget(self) -> None:
        """The store is not sealed for it any more: the phone forgets it, where it does so without asking anybody."""
        with suppress(BiometricsRefused):
            await self._keeper.erase(may_ask=False)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        if self.is_asking:
            raise BiometricsRefused
        self.is_asking = True
        try:
            yield
        finally:
            self.is_asking = False
