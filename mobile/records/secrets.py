"""Secret stores that need no device: in memory, in a file under a passphrase, and a bare file for the demo.

Each implements `SecretStore`. None may invent a value, and none may erase by itself.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
from pathlib import Path

from mobile.records.disk import not_saved
from mobile.records.errors import NotAnExport, SecretsUnavailable, WrongPassphrase
from mobile.records.export import enveloped, strong, unenveloped


class MemorySecrets:
    """Gone with the process: for tests, and for hosted pages whose store is gone with them."""

    def __init__(self) -> None:
        self._values: dict[str, bytes] = {}

    async def read(self, name: str) -> bytes | None:
        return self._values.get(name)

    async def write(self, name: str, value: bytes) -> None:
        self._values[name] = value

    async def erase(self, name: str) -> None:
        self._values.pop(name, None)


class _FileSecrets:
    """Values in one small file, replaced whole. What the file looks like is the subclass's business."""

    NAME = ""

    def __init__(self, folder: Path) -> None:
        self._path = folder / self.NAME
        self._turn = asyncio.Lock()

    def _packed(self, values: dict[str, bytes]) -> bytes:
        raise NotImplementedError

    def _unpacked(self, data: bytes) -> dict[str, bytes]:
        raise NotImplementedError

    def _load(self) -> dict[str, bytes]:
        try:
            return self._unpacked(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise SecretsUnavailable from None

    def _store(self, values: dict[str, bytes]) -> None:
        new = self._path.with_name(self._path.name + ".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with open(os.open(new, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
                file.write(self._packed(values))
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
        except OSError as error:
            raise not_saved(error) from None

    async def read(self, name: str) -> bytes | None:
        async with self._turn:
            return (await asyncio.to_thread(self._load)).get(name)

    async def write(self, name: str, value: bytes) -> None:
        async with self._turn:
            await asyncio.to_thread(self._change, name, value)

    async def erase(self, name: str) -> None:
        async with self._turn:
            await asyncio.to_thread(self._change, name, None)

    def _change(self, name: str, value: bytes | None) -> None:
        values = self._load()
        if value is not None:
            values[name] = value
        elif values.pop(name, None) is None:
            return
        self._store(values)
        if self._load() != values:
            raise SecretsUnavailable


def _texts(values: dict[str, bytes]) -> bytes:
    return json.dumps({name: base64.b64encode(value).decode() for name, value in values.items()}).encode()


def _values(data: bytes) -> dict[str, bytes]:
    return {name: base64.b64decode(text, validate=True) for name, text in json.loads(data).items()}


class PassphraseSecrets(_FileSecrets):
    """For computers without a keyring: a file sealed under a passphrase, Argon2id 64 MiB, three passes.

    Raises WeakPassphrase below 12 characters. A wrong passphrase shows as SecretsUnavailable.
    """

    NAME = "secrets.sealed"

    def __init__(self, folder: Path, passphrase: str) -> None:
        super().__init__(folder)
        self._passphrase = strong(passphrase)
        self._known: tuple[bytes, dict[str, bytes]] | None = None

    def _packed(self, values: dict[str, bytes]) -> bytes:
        sealed = enveloped(_texts(values), self._passphrase)
        return sealed

    def _unpacked(self, data: bytes) -> dict[str, bytes]:
        if self._known is None or self._known[0] != data:
            try:
                self._known = (data, _values(unenveloped(data, self._passphrase)))
            except (WrongPassphrase, NotAnExport):
                raise SecretsUnavailable from None
        return dict(self._known[1])


class DemoFileSecrets(_FileSecrets):
    """For `lantern demo --data` only, whose people are invented: the secrets lie readable in a file. Never for a patient."""

    NAME = "demo-secrets.json"

    def _packed(self, values: dict[str, bytes]) -> bytes:
        return _texts(values)

    def _unpacked(self, data: bytes) -> dict[str, bytes]:
        return _values(data)
