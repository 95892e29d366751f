"""A `keyring` face over secrets fetched when the store was opened, for libraries that know no other.

`keyring` is synchronous and the phone's keeper answers through the page: waiting for it on the event loop would stop
both. So reads come from memory, and a write from the event loop's own thread is refused.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import TimeoutError as NotInTime
from typing import Self

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError, PasswordSetError

from mobile.records.errors import SecretsUnavailable
from mobile.records.ports import SecretStore

WAIT_S = 15.0


class PrefetchedKeyring(KeyringBackend):
    """Give it to `keyring.set_keyring`. Empty until made by `of`; it is never preferred over a real keyring."""

    priority = 0.5  # type: ignore[assignment]  (keyring's own backends set a plain number too)

    def __init__(self) -> None:
        super().__init__()
        self._values: dict[str, str] = {}
        self._secrets: SecretStore | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @classmethod
    async def of(cls, secrets: SecretStore, names: Mapping[str, str] | list[tuple[str, str]]) -> Self:
        """Fetches (service, username) pairs. Call it on the event loop, once, when the store was opened."""
        made = cls()
        made._secrets, made._loop = secrets, asyncio.get_running_loop()
        for service, username in names.items() if isinstance(names, Mapping) else names:
            value = await secrets.read(_name(service, username))
            if value is not None:
                made._values[_name(service, username)] = value.decode()
        return made

    def get_password(self, service: str, username: str) -> str | None:
        return self._values.get(_name(service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Raises PasswordSetError for an empty user, on the event loop's thread, or when the keeper refuses."""
        if not username:
            raise PasswordSetError("a user name is needed")
        if not self._kept(_name(service, username), password.encode()):
            raise PasswordSetError("not kept")
        self._values[_name(service, username)] = password

    def delete_password(self, service: str, username: str) -> None:
        name = _name(service, username)
        if name not in self._values or not self._kept(name, None):
            raise PasswordDeleteError("not erased")
        del self._values[name]

    def _kept(self, name: str, value: bytes | None) -> bool:
        if self._secrets is None or self._loop is None or _is_on(self._loop):
            return False
        task = self._secrets.erase(name) if value is None else self._secrets.write(name, value)
        try:
            asyncio.run_coroutine_threadsafe(task, self._loop).result(WAIT_S)
        except (SecretsUnavailable, NotInTime, RuntimeError):
            return False
        return True

    def forget(self) -> None:
        """On lock."""
        self._values.clear()


def _name(service: str, username: str) -> str:
    return f"keyring.{service}.{username}"


def _is_on(loop: asyncio.AbstractEventLoop) -> bool:
    try:
        return asyncio.get_running_loop() is loop
    except RuntimeError:
        return False
