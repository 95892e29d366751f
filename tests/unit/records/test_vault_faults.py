"""The secret store's six ways to fail at six stages of a store's life (T14): no new key, no crash, nothing lost."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from mobile.records import Store, StoreState
from mobile.records.database import ASIDE, FILE
from mobile.records.errors import AlreadyHere, KeyUnavailable, NotSaved, SecretsUnavailable, StoreError
from mobile.records.secret_access import SECRET
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import OTHER_PIN, PIN, Wish, no_sleep

FAULTS = ("missing", "answers_none", "raises", "resets", "slow", "wrong_value")
STAGES = ("create", "look", "unlock", "change_pin", "rotate_and_save", "lock_and_unlock")


class FaultySecrets(MemorySecrets):
    """The real store in memory, until a fault is set."""

    def __init__(self) -> None:
        super().__init__()
        self.fault: str | None = None

    async def read(self, name: str) -> bytes | None:
        await self._suffer()
        if self.fault in ("answers_none", "loses_reads"):
            return None
        if self.fault == "wrong_value" and name == SECRET:
            return b"\x55" * 32
        return await super().read(name)

    async def write(self, name: str, value: bytes) -> None:
        await self._suffer()
        if self.fault in ("answers_none", "wrong_value"):
            return  # says it has written, and has not
        await super().write(name, value)

    async def erase(self, name: str) -> None:
        await self._suffer()
        await super().erase(name)

    async def _suffer(self) -> None:
        if self.fault == "missing":
            raise SecretsUnavailable
        if self.fault == "raises":
            raise RuntimeError("the platform's own error, with a value in it")
        if self.fault == "slow":
            await asyncio.sleep(30)
        if self.fault == "resets":
            self._values.clear()


def store_in(folder: Path, secrets: MemorySecrets) -> Store:
    return Store(folder / "records", secrets, sleep=no_sleep, secrets_timeout_s=0.05)


async def test_a_secret_store_that_keeps_and_never_answers_gets_no_new_secret(tmp_path: Path) -> None:
    """Another store's files fit the secret that is there, though nobody is told of it now."""
    secrets = FaultySecrets()
    secrets._values[SECRET] = b"\x11" * 32
    secrets.fault = "loses_reads"
    with pytest.raises(SecretsUnavailable):
        await store_in(tmp_path, secrets).create(None)
    assert secrets._values[SECRET] == b"\x11" * 32


async def stage_of(store: Store, stage: str) -> None:
    if stage == "create":
        await store.create(None)
    elif stage == "look":
        assert await store.look() in (StoreState.KEY_UNAVAILABLE, StoreState.LOCKED)
    elif stage == "unlock":
        await store.unlock(None)
    elif stage == "change_pin":
        await store.change_pin(PIN, OTHER_PIN)
    elif stage == "rotate_and_save":
        await store.rotate()
        records = await store.unlock(None)
        await records.save(Wish("during the fault"))
    else:
        store.lock()
        await store.unlock(None)


async def test_room_is_made_for_a_new_store_only_where_the_key_is_gone_and_not_where_nobody_answers(
    tmp_path: Path,
) -> None:
    secrets = FaultySecrets()
    store = store_in(tmp_path, secrets)
    await (await store.create(None)).save(Wish("sealed for good"))
    store.lock()
    kept = dict(secrets._values)
    for fault in ("missing", "raises", "slow", "answers_none", "wrong_value", "loses_reads"):
        secrets.fault = fault
        assert await store.look() is StoreState.KEY_UNAVAILABLE
        assert store.is_key_gone is (fault in ("answers_none", "wrong_value", "loses_reads")), fault
        with pytest.raises((AlreadyHere, SecretsUnavailable)):
            await store.move_aside()
        assert secrets._values[SECRET] == kept[SECRET], fault
    secrets.fault = None
    (read,) = await (await store.unlock(None)).every(Wish)
    assert read.words == "sealed for good"
    store.lock()
    secrets._values.clear()  # as on a new phone that was set up from a backup
    sealed = (tmp_path / "records" / FILE).read_bytes()
    assert await store.look() is StoreState.KEY_UNAVAILABLE
    assert store.is_key_gone
    await store.move_aside()
    assert await store.look() is StoreState.EMPTY
    assert [path.read_bytes() for path in (tmp_path / "records" / ASIDE).rglob(FILE)] == [sealed]
    assert (tmp_path / "records" / ASIDE).stat().st_mode & 0o077 == 0
    records = await store.create(None)
    assert await records.every(Wish) == []
    store.lock()


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("fault", FAULTS)
async def test_no_fault_makes_a_new_key_or_loses_a_row(tmp_path: Path, fault: str, stage: str) -> None:
    secrets = FaultySecrets()
    store = store_in(tmp_path, secrets)
    wish = Wish("saved before the fault")
    if stage != "create":
        await (await store.create(PIN if stage == "change_pin" else None)).save(wish)
    if stage in ("look", "unlock"):
        store.lock()
    kept = dict(secrets._values)
    secrets.fault = fault
    with suppress(KeyUnavailable, SecretsUnavailable):  # nothing else may come out
        await stage_of(store, stage)
    store.lock()
    if stage != "create":
        with pytest.raises((AlreadyHere, SecretsUnavailable)):
            await store.create(None)  # rows are there: no new key, however the secret store answers

    if fault == "resets" and stage != "create":
        assert await store.look() is StoreState.KEY_UNAVAILABLE
        assert SECRET not in secrets._values
        return  # the secret is truly gone; the rows stay, and nothing pretends to be new
    secrets.fault = None
    if stage == "create" and await store.look() is StoreState.EMPTY:
        records = await store.create(None)
    else:
        assert secrets._values[SECRET] == kept.get(SECRET, secrets._values[SECRET])
        await store.look()
        is_changed = store.needs_pin and await opens_with(store, OTHER_PIN)
        records = await store.unlock(OTHER_PIN if is_changed else PIN if store.needs_pin else None)
    if stage != "create":
        assert await records.get(Wish, wish.id) == wish
    store.lock()


async def opens_with(store: Store, pin: str) -> bool:
    try:
        await store.unlock(pin)
    except StoreError:
        return False
    store.lock()
    return True


async def test_none_is_believed_only_after_three_answers(tmp_path: Path) -> None:
    class Forgetful(MemorySecrets):
        answers = 0

        async def read(self, name: str) -> bytes | None:
            self.answers += 1
            return None if name == SECRET and self.answers % 3 else await super().read(name)

    secrets, pauses = Forgetful(), list[float]()

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    store = Store(tmp_path / "records", secrets, sleep=sleep)
    await store.create(None)
    store.lock()
    secrets.answers = 0
    pauses.clear()
    assert await store.look() is StoreState.LOCKED
    assert len(pauses) == 2
    assert all(pause > 0 for pause in pauses)


async def test_a_secret_that_outlived_its_rows_is_used_again_with_a_new_salt(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    store = store_in(tmp_path, secrets)
    await store.create(None)
    store.lock()
    secret = await secrets.read(SECRET)
    for path in (tmp_path / "records").iterdir():
        path.unlink()
    assert await store.look() is StoreState.DAMAGED  # the secret store remembers rows
    await store.move_aside()  # the person goes on without them
    assert await store.look() is StoreState.EMPTY
    await store.create(PIN)
    assert await secrets.read(SECRET) == secret
    store.lock()


async def test_another_devices_secret_is_told_apart_from_a_wrong_pin(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    store = store_in(tmp_path, secrets)
    await store.create(PIN)
    store.lock()
    await secrets.write(SECRET, b"\x33" * 32)
    with pytest.raises(KeyUnavailable):
        await store.unlock(PIN)


@pytest.mark.parametrize("error", [SecretsUnavailable(), NotSaved("full")], ids=repr)
async def test_what_a_secret_store_refuses_to_erase_keeps_nothing_else_from_going(
    tmp_path: Path, error: Exception
) -> None:
    class Refusing(MemorySecrets):
        async def erase(self, name: str) -> None:
            if name == SECRET:
                raise error
            await super().erase(name)

    secrets = Refusing()
    store = Store(tmp_path / "records", secrets)
    await (await store.create(PIN)).save(Wish("to be gone"))
    await store.shred()
    assert set(secrets._values) <= {SECRET}
    assert not (tmp_path / "records" / FILE).exists()
