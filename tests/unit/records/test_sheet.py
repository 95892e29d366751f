"""The recovery sheet: its words open the store where PIN or device cannot, and nothing else does."""

from __future__ import annotations

import asyncio
import logging
import sqlite3

import pytest

from mobile.records import Records, Store, StoreState, damage, rebuilding
from mobile.records.attempts import MOST
from mobile.records.database import FILE
from mobile.records.errors import (
    AlreadyHere,
    KeyUnavailable,
    NotASheet,
    SecretsUnavailable,
    StoreError,
    WeakPin,
    WrongPin,
    WrongSheet,
)
from mobile.records.secret_access import EPOCH, LEVEL, SECRET, TRIES
from mobile.records.secrets import MemorySecrets
from mobile.records.sheet_words import COUNT, fresh_words
from tests.unit.records.parts import OTHER_PIN, PIN, Clocks, Secretly, Wish, no_sleep

WRONG = "999000"


def again(store: Store, secrets: MemorySecrets, clocks: Clocks) -> Store:
    """The app after a restart."""
    store.lock()
    return Store(store._folder, secrets, clock=clocks.now, steady=clocks.steady, sleep=no_sleep)


@pytest.fixture
async def records(store: Store) -> Records:
    made = await store.create(PIN)
    await made.save_all([Wish("a wish"), Secretly("only mine")])
    return made


@pytest.fixture
async def words(store: Store, records: Records) -> str:
    made = " ".join(fresh_words("en"))
    await store.keep_sheet(made)
    return made


async def holds_everything(records: Records) -> None:
    assert [one.words for one in await records.every(Wish)] == ["a wish"]
    assert [one.words for one in await records.every(Secretly)] == ["only mine"]
    assert await records.verify() == []


async def uses_up_all_tries(store: Store, clocks: Clocks) -> None:
    for _ in range(MOST):
        with pytest.raises(WrongPin):
            await store.unlock(WRONG)
        clocks.pass_s(3601)


async def test_a_sheet_opens_after_the_pin_is_forgotten_and_another_pin_holds_from_then_on(
    store: Store, words: str, secrets: MemorySecrets, clocks: Clocks
) -> None:
    store = again(store, secrets, clocks)
    assert await store.look() is StoreState.LOCKED
    assert store.has_sheet
    await holds_everything(await store.recover(words, OTHER_PIN))
    store = again(store, secrets, clocks)
    with pytest.raises(WrongPin):
        await store.unlock(PIN)
    await holds_everything(await store.unlock(OTHER_PIN))


async def test_a_sheet_opens_after_ten_wrong_pins_and_the_new_pin_has_its_tries_anew(
    store: Store, words: str, secrets: MemorySecrets, clocks: Clocks
) -> None:
    store = again(store, secrets, clocks)
    await uses_up_all_tries(store, clocks)
    await store.look()
    assert store.is_out_of_tries
    assert store.has_sheet
    await holds_everything(await store.recover(words, OTHER_PIN))
    store = again(store, secrets, clocks)
    with pytest.raises(WrongPin) as refused:
        await store.unlock(WRONG)
    assert refused.value.tries_left == MOST - 1
    await holds_everything(await store.unlock(OTHER_PIN))


@pytest.mark.parametrize("kept", [{}, {SECRET: b"\x07" * 32}, {SECRET: b"cut"}], ids=["none", "other", "cut"])
async def test_a_sheet_opens_on_a_device_that_has_not_the_key(
    store: Store, words: str, clocks: Clocks, kept: dict[str, bytes]
) -> None:
    secrets = MemorySecrets()
    secrets._values.update(kept)
    store = again(store, secrets, clocks)
    assert await store.look() is StoreState.KEY_UNAVAILABLE
    assert store.is_key_gone
    assert store.has_sheet
    records = await store.recover(words, OTHER_PIN)
    await holds_everything(records)
    assert records.behind is None
    await records.save(Wish("written on the new device"))
    store = again(store, secrets, clocks)
    records = await store.unlock(OTHER_PIN)
    assert records.behind is None
    assert await records.count(Wish) == 2


async def test_a_secret_store_that_does_not_answer_refuses_and_the_sheet_works_when_it_does(
    store: Store, words: str, clocks: Clocks
) -> None:
    class Broken(MemorySecrets):
        async def read(self, name: str) -> bytes | None:
            raise SecretsUnavailable

    before = (store._folder / FILE).read_bytes()
    store.lock()
    broken = Store(store._folder, Broken(), clock=clocks.now, steady=clocks.steady, sleep=no_sleep)
    with pytest.raises(SecretsUnavailable):
        await broken.recover(words, OTHER_PIN)
    assert len(before) > 0
    await holds_everything(await again(broken, MemorySecrets(), clocks).recover(words, OTHER_PIN))


async def test_a_sheet_of_another_store_is_refused_and_changes_nothing(
    store: Store, words: str, secrets: MemorySecrets, clocks: Clocks
) -> None:
    store = again(store, secrets, clocks)
    other = " ".join(fresh_words("en"))
    for tried in (store.recover(other, OTHER_PIN), store.check_sheet(other)):
        with pytest.raises(WrongSheet):
            await tried
    await holds_everything(await store.unlock(PIN))


async def test_words_that_are_no_sheet_are_refused_before_anything_is_looked_at(
    store: Store, words: str
) -> None:
    given = words.split()
    swapped = [given[1], given[0], *given[2:]] if given[0] != given[1] else [*given[:-1], "zoo"]
    for wrong in ("", words.rsplit(" ", 1)[0], f"{words} zoo", " ".join(["qqqq", *given[1:]])):
        with pytest.raises(NotASheet):
            await store.check_sheet(wrong)
    with pytest.raises((NotASheet, WrongSheet)):  # one order in 256 has a checksum that fits
        await store.check_sheet(" ".join(swapped))


async def test_a_store_without_a_sheet_is_opened_by_no_words(store: Store, records: Records) -> None:
    assert not store.has_sheet
    with pytest.raises(WrongSheet):
        await store.check_sheet(" ".join(fresh_words("en")))


async def test_a_new_sheet_ends_the_earlier_one(store: Store, words: str) -> None:
    newer = " ".join(fresh_words("es"))
    await store.keep_sheet(newer)
    await store.check_sheet(newer)
    with pytest.raises(WrongSheet):
        await store.check_sheet(words)


async def test_a_sheet_that_was_ended_opens_nothing(
    store: Store, words: str, secrets: MemorySecrets, clocks: Clocks
) -> None:
    await store.end_sheet()
    assert not store.has_sheet
    store = again(store, secrets, clocks)
    await store.look()
    assert not store.has_sheet
    with pytest.raises(WrongSheet):
        await store.recover(words, OTHER_PIN)


async def test_no_wrap_of_an_earlier_sheet_is_left_in_the_files(
    store: Store, words: str, records: Records
) -> None:
    def read() -> list[bytes]:
        return [row[0] for row in records._context.connection.execute("SELECT wrapped FROM sheet")]

    wraps = await records._database.call(read)
    assert len(wraps) == 4
    await store.keep_sheet(" ".join(fresh_words("en")))
    store.lock()
    left = b"".join(path.read_bytes() for path in store._folder.iterdir() if path.is_file())
    assert not any(wrap in left for wrap in wraps)


async def test_a_sheet_survives_another_pin_and_another_key(
    store: Store, words: str, records: Records, secrets: MemorySecrets, clocks: Clocks
) -> None:
    await store.change_pin(PIN, OTHER_PIN)
    await store.rotate()
    await records.rekeying.wait()
    store = again(store, secrets, clocks)
    records = await store.recover(words, PIN)
    await holds_everything(records)
    assert not records._context.keys.has_older


async def test_a_sheet_opens_in_the_middle_of_a_change_of_keys(
    store: Store, words: str, records: Records, secrets: MemorySecrets, clocks: Clocks
) -> None:
    await store.rotate()
    records.rekeying.end()
    store = again(store, secrets, clocks)
    records = await store.recover(words, OTHER_PIN)
    await records.rekeying.wait()
    await holds_everything(records)
    await store.check_sheet(words)


async def test_a_sheet_survives_a_copy_brought_back(store: Store, words: str, records: Records) -> None:
    copy = await records.export_sealed("four invented ordinary words", "me")
    await records.import_sealed(copy, "four invented ordinary words", "me")
    await store.check_sheet(words)


async def test_a_sheet_survives_a_file_put_together_from_a_damaged_one(
    store: Store, words: str, secrets: MemorySecrets, clocks: Clocks
) -> None:
    wrap = bytes(store._wrap)
    store.lock()
    await asyncio.to_thread(
        rebuilding.rebuilt, store._folder, wrap, await asyncio.to_thread(damage.slot_of, store._folder)
    )
    for name in (EPOCH, LEVEL):
        await secrets.erase(name)
    await holds_everything(await again(store, secrets, clocks).recover(words, OTHER_PIN))


async def test_a_new_pin_that_is_weak_is_refused_and_nothing_is_changed(
    store: Store, words: str, secrets: MemorySecrets, clocks: Clocks
) -> None:
    store = again(store, secrets, clocks)
    with pytest.raises(WeakPin):
        await store.recover(words, "123456")
    await holds_everything(await store.unlock(PIN))


async def test_an_open_store_is_not_recovered(store: Store, words: str) -> None:
    with pytest.raises(AlreadyHere):
        await store.recover(words, OTHER_PIN)


@pytest.mark.parametrize("point", ["before commit rewrap_by_sheet", "after commit rewrap_by_sheet"])
async def test_stopped_in_the_middle_the_sheet_still_opens(
    store: Store, words: str, clocks: Clocks, point: str
) -> None:
    secrets = MemorySecrets()

    class Killed(Exception):
        pass

    def kill(where: str) -> None:
        if where == point:
            raise Killed

    store.lock()
    killed = Store(store._folder, secrets, clock=clocks.now, sleep=no_sleep, on_point=kill)
    with pytest.raises(Killed):
        await killed.recover(words, OTHER_PIN)
    await holds_everything(await again(killed, secrets, clocks).recover(words, OTHER_PIN))


async def test_what_is_on_the_device_does_not_open_what_was_wrapped_for_the_sheet(
    store: Store, words: str, records: Records, secrets: MemorySecrets, clocks: Clocks
) -> None:
    lock = await records.sheet_lock()
    assert lock is not None
    store.lock()
    left = b"".join(path.read_bytes() for path in store._folder.iterdir() if path.is_file())
    assert lock not in left  # not even what it was wrapped with lies open
    with pytest.raises(KeyUnavailable):
        await again(store, MemorySecrets(), clocks).unlock(PIN)


async def test_a_wrap_that_was_changed_is_damage_and_not_a_wrong_sheet(store: Store, words: str) -> None:
    store.lock()
    connection = sqlite3.connect(store._folder / FILE, isolation_level=None)
    connection.execute("UPDATE sheet SET wrapped = zeroblob(length(wrapped)) WHERE compartment = 2")
    connection.close()
    with pytest.raises(StoreError) as refused:
        await store.recover(words, OTHER_PIN)
    assert refused.value.code == "damaged"


async def test_no_word_of_a_sheet_is_logged_or_in_an_error(
    store: Store, words: str, secrets: MemorySecrets, clocks: Clocks, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = again(store, secrets, clocks)
    other = " ".join(fresh_words("en"))
    seen = ""
    for tried in (f"{words} zoo", other):
        with pytest.raises(StoreError) as refused:
            await store.recover(tried, OTHER_PIN)
        seen += repr(refused.value) + str(refused.value)
    await store.recover(words, OTHER_PIN)
    said = (caplog.text + seen).split()
    assert not set(said) & {*words.split(), *other.split()}
    assert len(words.split()) == COUNT


async def test_a_secret_store_that_kept_the_count_of_tries_does_not_hold_the_new_pin_to_it(
    store: Store, words: str, secrets: MemorySecrets, clocks: Clocks
) -> None:
    store = again(store, secrets, clocks)
    await uses_up_all_tries(store, clocks)
    assert await secrets.read(TRIES) is not None
    await store.recover(words, OTHER_PIN)
    store = again(store, secrets, clocks)
    assert await store.look() is StoreState.LOCKED
    assert not store.is_out_of_tries
