"""The desktop's keyring, if it is one of those that truly keep a secret.

The choice is made here from a fixed list; neither an environment variable nor a configuration file can point it to a
plain file. Without a trusted keyring it fails at once, and the caller asks for a passphrase instead.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from keyring.backend import KeyringBackend, get_all_keyring
from keyring.errors import PasswordDeleteError

from mobile.device.secrets.coded import as_text, from_text
from mobile.records.errors import SecretsUnavailable

SERVICE = "Lantern"
TIMEOUT_S = 30.0
"""A keyring may ask the person to unlock it first."""
TRUSTED = frozenset(
    {
        ("keyring.backends.macOS", "Keyring"),
        ("keyring.backends.Windows", "WinVaultKeyring"),
        ("keyring.backends.SecretService", "Keyring"),
        ("keyring.backends.libsecret", "Keyring"),
        ("keyring.backends.kwallet", "DBusKeyring"),
    }
)
R = TypeVar("R")


def is_trusted(backend: KeyringBackend) -> bool:
    return (type(backend).__module__, type(backend).__qualname__) in TRUSTED


def trusted_backend() -> KeyringBackend:
    """The best of the trusted ones on this computer. Raises SecretsUnavailable."""
    trusted = [backend for backend in get_all_keyring() if is_trusted(backend)]
    if not trusted:
        raise SecretsUnavailable
    return max(trusted, key=lambda backend: float(type(backend).priority))


class KeyringSecrets:
    """`SecretStore` over a keyring; its calls block, so each runs in a thread. Raises SecretsUnavailable when made."""

    def __init__(self, backend: KeyringBackend | None = None, *, service: str = SERVICE) -> None:
        if backend is not None and not is_trusted(backend):
            raise SecretsUnavailable
        self._backend = backend or trusted_backend()
        self._service = service

    async def _asked(self, call: Callable[..., R], *args: str) -> R:
        try:
            return await asyncio.wait_for(asyncio.to_thread(call, self._service, *args), TIMEOUT_S)
        except PasswordDeleteError:
            raise
        except Exception:  # a backend's message may quote what it was given
            raise SecretsUnavailable from None

    async def read(self, name: str) -> bytes | None:
        return from_text(await self._asked(self._backend.get_password, name))

    async def write(self, name: str, value: bytes) -> None:
        await self._asked(self._backend.set_password, name, as_text(value))
        if await self.read(name) != value:
            raise SecretsUnavailable

    async def erase(self, name: str) -> None:
        if await self.read(name) is None:
            return
        try:
            await self._asked(self._backend.delete_password, name)
        except PasswordDeleteError:
            raise SecretsUnavailable from None
