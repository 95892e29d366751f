"""Biometrics as a key: what the phone gives out opens the store beside the PIN, only as long as it was meant to, and costs
no PIN its tries."""

from __future__ import annotations

import asyncio
import os
import sqlite3

import pytest

from mobile.records import Records, Store, StoreState, biometric, damage, rebuilding, vault
from mobile.records.attempts import MOST
from mobile.records.database import FILE
from mobile.records.errors import (
    BiometricsGone,
    KeyUnavailable,
    Locked,
    NothingHere,
    WeakPin,
    WrongPin,
)
from mobile.records.secret_access import EPOCH, LEVEL, SECRET
from mobile.records.secrets import MemorySecrets
from mobile.records.sheet_words import fresh_words
from tests.unit.records.parts import OTHER_PIN, PIN, Clocks, Secretly, Wish, no_sleep

WRONG = "999000"
GIVEN = bytes(range(32))
"""What the phone gives out."""


class Killed(Exception):
    pass


def again(store: Store, secrets: MemorySecrets, clocks: Clocks, dies_at: str = "") -> Store:
    """The app after a restart."""

    def die(where: str) -> None:
        if where == dies_at:
            raise Killed

    store.lock()
    return Store(store._folder, secrets, clock=clocks.now, steady=clocks.steady, sleep=no_sleep, on_point=die)


@pytest.fixture
async def records(store: Store) -> Records:
    made = await store.create(PIN)
    await made.save_all([Wish("a wish"), Secretly("only mine")])
    return made


@pytest.fixture
async def opens(store: Store, records: Records) -> bytes:
    """Turned on: the secret that opens."""
    await store.keep_biometrics(GIVEN)
    return GIVEN


async def holds_everything(records: Records) -> None:
    assert [one.words for one in await records.every(Wish)] == ["a wish"]
    assert [one.words for one in await records.every(Secretly)] == ["only mine"]
    assert await records.verify() == []


async def opens_nothing_but_the_pin_does(store: Store, given: bytes, pin: str = PIN) -> None:
    with pytest.raises(BiometricsGone):
        await store.unlock_by_biometrics(given)
    await holds_everything(await store.unlock(pin))


async def fails(store: Store, clocks: Clocks, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WrongPin):
            await store.unlock(WRONG)
        clocks.pass_s(3601)


async def test_it_opens_after_a_restart_and_the_pin_still_does(
    store: Store, opens: bytes, secrets: MemorySecrets, clocks: Clocks
) -> None:
    store = again(store, secrets, clocks)
    assert await store.look() is StoreState.LOCKED
    assert store.has_biometrics
    await holds_everything(await store.unlock_by_biometrics(opens))
    store = again(store, secrets, clocks)
    await holds_everything(await store.unlock(PIN))


async def test_it_is_off_until_it_is_turned_on(
    store: Store, records: Records, secrets: MemorySecrets, clocks: Clocks
) -> None:
    assert not store.has_biometrics
    store = again(store, secrets, clocks)
    await store.look()
    assert not store.has_biometrics
    await opens_nothing_but_the_pin_does(store, GIVEN)


async def test_without_a_pin_it_cannot_be_turned_on(store: Store) -> None:
    await store.create(None)
    with pytest.raises(WeakPin):
        await store.keep_biometrics(GIVEN)
    assert not store.has_biometrics


async def test_a_locked_store_is_neither_turned_on_nor_off(store: Store, opens: bytes) -> None:
    store.lock()
    for act in (store.keep_biometrics(os.urandom(32)), store.end_biometrics()):
        with pytest.raises(Locked):
            await act
    await holds_everything(await store.unlock_by_biometrics(opens))


async def test_turned_off_it_opens_nothing_and_no_wrap_is_left_in_the_files(
    store: Store, opens: bytes, records: Records, secrets: MemorySecrets, clocks: Clocks
) -> None:
    def read() -> bytes:
        return records._context.connection.execute("SELECT wrapped FROM biometric").fetchone()[0]

    wrapped = await records._database.call(read)
    await store.end_biometrics()
    assert not store.has_biometrics
    left = b"".join(path.read_bytes() for path in store._folder.iterdir() if path.is_file())
    assert wrapped not in left  # at once, and not only when the store is closed
    store = again(store, secrets, clocks)
    await store.look()
    assert not store.has_biometrics
    await opens_nothing_but_the_pin_does(store, opens)


@pytest.mark.parametrize("given", [b"", b"\x01", bytes(32), os.urandom(32), GIVEN + b"\0"], ids=len)
async def test_another_secret_opens_nothing_and_changes_nothing(
    store: Store, opens: bytes, secrets: MemorySecrets, clocks: Clocks, given: bytes
) -> None:
    store = again(store, secrets, clocks)
    await opens_nothing_but_the_pin_does(store, given)
    store = again(store, secrets, clocks)
    await holds_everything(await store.unlock_by_biometrics(opens))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE biometric SET wrapped = zeroblob(length(wrapped))",
        "UPDATE biometric SET wrapped = zeroblob(3)",
        "UPDATE biometric SET wrapped = CAST(substr(wrapped, 1, 31) || x'00' || substr(wrapped, 33) AS BLOB)",
        "UPDATE biometric SET wrapped = (SELECT wrapped FROM dek LIMIT 1)",
        "UPDATE biometric SET wrapped = (SELECT verifier FROM vault)",
        "DELETE FROM biometric",
    ],
)
async def test_a_wrap_that_was_changed_is_refused_and_the_pin_opens(
    store: Store, opens: bytes, secrets: MemorySecrets, clocks: Clocks, change: str
) -> None:
    store.lock()
    connection = sqlite3.connect(store._folder / FILE, isolation_level=None)
    connection.execute(change)
    connection.close()
    store = again(store, secrets, clocks)
    await opens_nothing_but_the_pin_does(store, opens)


async def test_what_was_sealed_for_another_slot_is_refused(
    store: Store, opens: bytes, secrets: MemorySecrets, clocks: Clocks
) -> None:
    store.lock()
    connection = sqlite3.connect(store._folder / FILE, isolation_level=None)
    (older,) = connection.execute("SELECT wrapped FROM biometric").fetchone()
    connection.close()
    store = again(store, secrets, clocks)
    await store.unlock(PIN)
    await store.change_pin(PIN, OTHER_PIN)
    store.lock()
    connection = sqlite3.connect(store._folder / FILE, isolation_level=None)
    connection.execute("UPDATE biometric SET wrapped = ?", (older,))
    connection.close()
    store = again(store, secrets, clocks)
    await opens_nothing_but_the_pin_does(store, opens, OTHER_PIN)


async def test_what_the_phone_gives_out_opens_nothing_without_the_devices_own_key(
    store: Store, opens: bytes, clocks: Clocks
) -> None:
    other = MemorySecrets()
    other._values[SECRET] = b"\x07" * 32
    for secrets in (MemorySecrets(), other):
        store = again(store, secrets, clocks)
        with pytest.raises(KeyUnavailable):
            await store.unlock_by_biometrics(opens)
    with sqlite3.connect(store._folder / FILE) as connection:
        params = vault.stored_params(connection)
        assert params is not None
        for device_secret in (b"", bytes(other._values[SECRET])):  # nor where that is not looked at first
            with pytest.raises(BiometricsGone):
                biometric.opened(connection, biometric.key_of(opens, device_secret), params)
    connection.close()


async def test_the_secret_lies_nowhere_in_the_files(store: Store, opens: bytes, records: Records) -> None:
    lock = await records.biometric_lock()
    assert lock is not None
    store.lock()
    left = b"".join(path.read_bytes() for path in store._folder.iterdir() if path.is_file())
    assert opens not in left
    assert lock not in left  # nor what another PIN's key would be sealed for


# --- the rule of ten tries ---


async def test_after_ten_wrong_pins_it_opens_no_more_than_they_do(
    store: Store, opens: bytes, secrets: MemorySecrets, clocks: Clocks
) -> None:
    store = again(store, secrets, clocks)
    await fails(store, clocks, MOST)
    with pytest.raises(WrongPin) as refused:
        await store.unlock_by_biometrics(opens)
    assert refused.value.tries_left == 0
    assert not refused.value.was_tried
    await store.look()
    assert store.is_out_of_tries


async def test_it_neither_costs_a_try_nor_gives_one_back(
    store: Store, opens: bytes, secrets: MemorySecrets, clocks: Clocks
) -> None:
    store = again(store, secrets, clocks)
    await fails(store, clocks, 2)
    for _ in range(MOST):
        with pytest.raises(BiometricsGone):
            await store.unlock_by_biometrics(bytes(32))
    await store.unlock_by_biometrics(opens)
    store = again(store, secrets, clocks)
    with pytest.raises(WrongPin) as refused:
        await store.unlock(WRONG)
    assert refused.value.tries_left == MOST - 3


async def test_in_the_pause_after_wrong_pins_it_opens(
    store: Store, opens: bytes, secrets: MemorySecrets, clocks: Clocks
) -> None:
    store = again(store, secrets, clocks)
    for _ in range(4):
        with pytest.raises(WrongPin):
            await store.unlock(WRONG)
    with pytest.raises(WrongPin) as refused:
        await store.unlock(PIN)
    assert not refused.value.was_tried
    await holds_everything(await store.unlock_by_biometrics(opens))


# --- what else becomes of a store ---


async def test_it_opens_with_another_pin_and_in_and_after_a_change_of_keys(
    store: Store, opens: bytes, records: Records, secrets: MemorySecrets, clocks: Clocks
) -> None:
    await store.change_pin(PIN, OTHER_PIN)
    assert store.has_biometrics
    await store.rotate()
    records.rekeying.end()
    store = again(store, secrets, clocks)
    records = await store.unlock_by_biometrics(opens)
    await records.rekeying.wait()
    await store.rotate()  # by the key that biometrics opened, the PIN's own keys are made
    await records.rekeying.wait()
    store = again(store, secrets, clocks)
    await holds_everything(await store.unlock(OTHER_PIN))
    store = again(store, secrets, clocks)
    await holds_everything(await store.unlock_by_biometrics(opens))


async def test_opened_by_it_the_pin_can_be_changed_with_the_pin_alone(
    store: Store, opens: bytes, secrets: MemorySecrets, clocks: Clocks
) -> None:
    store = again(store, secrets, clocks)
    await store.unlock_by_biometrics(opens)
    with pytest.raises(WrongPin):
        await store.change_pin(None, OTHER_PIN)
    await store.change_pin(PIN, OTHER_PIN)


async def test_it_goes_with_the_pin(
    store: Store, opens: bytes, secrets: MemorySecrets, clocks: Clocks
) -> None:
    await store.change_pin(PIN, None)
    assert not store.has_biometrics
    await store.change_pin(None, OTHER_PIN)
    assert not store.has_biometrics
    store = again(store, secrets, clocks)
    await opens_nothing_but_the_pin_does(store, opens, OTHER_PIN)


async def test_who_comes_back_by_the_recovery_sheet_turns_it_on_anew(
    store: Store, opens: bytes, secrets: MemorySecrets, clocks: Clocks
) -> None:
    words = " ".join(fresh_words("en"))
    await store.keep_sheet(words)
    store = again(store, secrets, clocks)
    await store.look()
    await store.recover(words, OTHER_PIN)
    assert not store.has_biometrics
    await store.change_pin(OTHER_PIN, PIN)
    assert not store.has_biometrics
    store = again(store, secrets, clocks)
    await opens_nothing_but_the_pin_does(store, opens)


async def test_it_opens_a_file_put_together_from_a_damaged_one(
    store: Store, opens: bytes, secrets: MemorySecrets, clocks: Clocks
) -> None:
    wrap = bytes(store._wrap)
    store.lock()
    params = await asyncio.to_thread(damage.slot_of, store._folder)
    await asyncio.to_thread(rebuilding.rebuilt, store._folder, wrap, params)
    for name in (EPOCH, LEVEL):
        await secrets.erase(name)
    store = again(store, secrets, clocks)
    await holds_everything(await store.unlock_by_biometrics(opens))
    await store.change_pin(PIN, OTHER_PIN)
    assert store.has_biometrics


async def test_a_copy_brought_back_on_another_device_brings_no_way_in(
    store: Store, opens: bytes, records: Records, clocks: Clocks
) -> None:
    copy = await records.export_sealed("four invented ordinary words", "me")
    other = Store(
        store._folder.parent / "other",
        MemorySecrets(),
        clock=clocks.now,
        steady=clocks.steady,
        sleep=no_sleep,
    )
    there = await other.create(OTHER_PIN)
    await there.import_sealed(copy, "four invented ordinary words", "me")
    assert not other.has_biometrics
    with pytest.raises(BiometricsGone):
        await other.unlock_by_biometrics(opens)
    other.lock()
    await records.import_sealed(copy, "four invented ordinary words", "me")
    await store.change_pin(PIN, OTHER_PIN)
    assert await store.unlock_by_biometrics(opens) is records


async def test_with_the_store_it_is_destroyed(store: Store, opens: bytes) -> None:
    await store.shred()
    assert not store.has_biometrics
    with pytest.raises(NothingHere):
        await store.unlock_by_biometrics(opens)
    await store.create(PIN)
    assert not store.has_biometrics


# --- stopped in the middle ---


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("step", ["put", "end", "rewrap"])
async def test_stopped_in_the_middle_the_pin_opens_and_the_phones_secret_as_is_said(
    store: Store, opens: bytes, secrets: MemorySecrets, clocks: Clocks, step: str, moment: str
) -> None:
    store = again(store, secrets, clocks, dies_at=f"{moment} commit {step}")
    await store.unlock(PIN)
    newer = os.urandom(32)
    acts = {
        "put": lambda: store.keep_biometrics(newer),
        "end": lambda: store.end_biometrics(),
        "rewrap": lambda: store.change_pin(PIN, OTHER_PIN),
    }
    with pytest.raises(Killed):
        await acts[step]()
    store = again(store, secrets, clocks)
    await store.look()
    is_done = moment == "after"
    assert store.has_biometrics is not (step == "end" and is_done)
    given = newer if step == "put" and is_done else opens
    if store.has_biometrics:
        await holds_everything(await store.unlock_by_biometrics(given))
        store = again(store, secrets, clocks)
    await holds_everything(await store.unlock(OTHER_PIN if step == "rewrap" and is_done else PIN))
