"""The secret stores that need no device, and the adapters to those that do."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import keyring.backend
import pytest
from flet_secure_storage import KeychainAccessibility
from keyring.errors import PasswordDeleteError

from mobile.device.secrets import desktop
from mobile.device.secrets.desktop import KeyringSecrets, is_trusted
from mobile.device.secrets.phone import PhoneSecrets, storage
from mobile.records import SecretStore, Store
from mobile.records.errors import SecretsUnavailable, WeakPassphrase
from mobile.records.secrets import DemoFileSecrets, MemorySecrets, PassphraseSecrets
from tests.unit.records.parts import Wish

WORDS = "twelve chars"
PAGE: Any = SimpleNamespace(web=False)


class Keeper:
    """The plugin's face over a dict; `broken` is how it fails."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.broken: str | None = None

    async def get(self, key: str) -> str | None:
        await self._suffer()
        return self.values.get(key)

    async def set(self, key: str, value: str) -> None:
        await self._suffer()
        if self.broken != "forgets":
            self.values[key] = value

    async def remove(self, key: str) -> None:
        await self._suffer()
        self.values.pop(key, None)

    async def _suffer(self) -> None:
        if self.broken == "raises":
            raise RuntimeError("a message with a value in it")
        if self.broken == "silent":
            await asyncio.sleep(60)


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory, with the name of a trusted one."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.values.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.values[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.values[service, username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    monkeypatch.setattr(desktop, "TRUSTED", {(Ring.__module__, Ring.__qualname__)})
    return Ring()


@pytest.fixture(params=["memory", "passphrase", "demo", "phone", "keyring"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path, ring: Ring) -> SecretStore:
    made: dict[str, SecretStore] = {
        "memory": MemorySecrets(),
        "passphrase": PassphraseSecrets(tmp_path, WORDS),
        "demo": DemoFileSecrets(tmp_path),
        "phone": PhoneSecrets(PAGE, Keeper()),
        "keyring": KeyringSecrets(ring),
    }
    return made[request.param]


async def test_every_adapter_keeps_gives_back_and_erases(any_store: SecretStore) -> None:
    value = bytes(range(256))
    assert await any_store.read("secret") is None
    await any_store.write("secret", value)
    await any_store.write("other", b"")
    assert (await any_store.read("secret"), await any_store.read("other")) == (value, b"")
    await any_store.erase("secret")
    await any_store.erase("secret")
    assert (await any_store.read("secret"), await any_store.read("other")) == (None, b"")


async def test_a_store_lives_on_every_adapter(any_store: SecretStore, tmp_path: Path) -> None:
    store = Store(tmp_path / "records", any_store)
    await (await store.create(None)).save(Wish("kept"))
    store.lock()
    assert await (await store.unlock(None)).count(Wish) == 1
    await store.shred()
    assert await any_store.read("secret") is None


async def test_a_passphrase_file_opens_only_with_its_words_and_shows_nothing(tmp_path: Path) -> None:
    with pytest.raises(WeakPassphrase):
        PassphraseSecrets(tmp_path, "eleven char")
    await PassphraseSecrets(tmp_path, WORDS).write("secret", b"value-in-clear")
    path = tmp_path / PassphraseSecrets.NAME
    assert b"value" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert await PassphraseSecrets(tmp_path, WORDS).read("secret") == b"value-in-clear"
    before = path.read_bytes()
    for broken in (PassphraseSecrets(tmp_path, "other words here"),):
        with pytest.raises(SecretsUnavailable):
            await broken.read("secret")
        with pytest.raises(SecretsUnavailable):
            await broken.write("secret", b"over it")
    assert path.read_bytes() == before
    path.write_bytes(b"not ours")
    with pytest.raises(SecretsUnavailable):
        await PassphraseSecrets(tmp_path, WORDS).read("secret")


async def test_a_demo_file_that_is_garbled_is_not_taken_for_empty(tmp_path: Path) -> None:
    (tmp_path / DemoFileSecrets.NAME).write_text("[]")
    with pytest.raises(SecretsUnavailable):
        await DemoFileSecrets(tmp_path).read("secret")


# --- the phone ---


def test_the_plugin_is_told_never_to_erase_and_never_to_leave_the_device() -> None:
    made = storage()
    assert made.android_options.reset_on_error is False
    assert made.android_options.migrate_on_algorithm_change is True
    for options in (made.ios_options, made.macos_options):
        assert options.accessibility is KeychainAccessibility.FIRST_UNLOCK_THIS_DEVICE
        assert options.synchronizable is False


def test_a_browser_has_no_keeper() -> None:
    page: Any = SimpleNamespace(web=True)
    with pytest.raises(SecretsUnavailable):
        PhoneSecrets(page)


@pytest.mark.parametrize("fault", ["raises", "silent", "forgets"])
async def test_a_failing_keeper_is_said_and_quotes_nothing(fault: str) -> None:
    keeper = Keeper()
    secrets = PhoneSecrets(PAGE, keeper, timeout_s=0.05)
    keeper.broken = fault
    with pytest.raises(SecretsUnavailable) as found:
        await secrets.write("secret", b"value")
    assert str(found.value) == ""
    assert found.value.__cause__ is None
    keeper.broken = None
    keeper.values["lantern.secret"] = "not base64 !"
    with pytest.raises(SecretsUnavailable):
        await secrets.read("secret")


# --- the desktop ---


def test_keyrings_that_keep_no_secret_are_refused(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.backends import chainer, fail, null

    monkeypatch.undo()
    for backend in (null.Keyring(), fail.Keyring(), chainer.ChainerBackend(), ring):
        assert not is_trusted(backend)
        with pytest.raises(SecretsUnavailable):
            KeyringSecrets(backend)


def test_without_a_trusted_keyring_it_fails_at_once_whatever_the_environment_says() -> None:
    script = (
        "from mobile.device.secrets import desktop\n"
        "from mobile.records.errors import SecretsUnavailable\n"
        "desktop.get_all_keyring = lambda: [k for k in __import__('keyring').backend.get_all_keyring() if k.priority < 0.6]\n"
        "try:\n    desktop.KeyringSecrets()\n"
        "except SecretsUnavailable:\n    print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.strip() == "refused"


async def test_a_keyring_that_does_not_keep_what_it_took_is_said(ring: Ring) -> None:
    secrets = KeyringSecrets(ring)
    ring.set_password = lambda *_: None  # type: ignore[method-assign]
    with pytest.raises(SecretsUnavailable):
        await secrets.write("secret", b"value")
    ring.values["Lantern", "secret"] = "dmFsdWU="

    def refuse(*_: str) -> None:
        raise PasswordDeleteError

    ring.delete_password = refuse  # type: ignore[method-assign]
    with pytest.raises(SecretsUnavailable):
        await secrets.erase("secret")


# --- keyring's own face over what was fetched ---
