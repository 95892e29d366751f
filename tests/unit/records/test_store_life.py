"""A store from its making to its end: what each call refuses, what it leaves behind, and what it tells the secret store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from mobile.records import Behind, Records, Store, StoreState
from mobile.records.database import FILE, Database
from mobile.records.errors import AlreadyHere, Damaged, KeyUnavailable, Locked, NotSaved, WeakPin, WrongPin
from mobile.records.level import LEVEL_FILE, Counter, Level
from mobile.records.secret_access import EPOCH, LEVEL, PROBE, SECRET, TRIES
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import OTHER_PIN, PIN, START, Clocks, Wish, no_sleep


def level_in(folder: Path, secrets: MemorySecrets) -> Level | None:
    """The count the secret store keeps."""
    counter = Counter(folder, secrets._values[SECRET], lambda: START)
    return counter.opened(secrets._values.get(LEVEL))


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


async def closed(folder: Path, secrets: MemorySecrets) -> Level:
    """The last count, once the secret store knows that it was the last."""
    await until(lambda: (found := level_in(folder, secrets)) is not None and found.is_closed)
    found = level_in(folder, secrets)
    assert found is not None
    return found


async def test_a_weak_pin_makes_no_store(store: Store, secrets: MemorySecrets, tmp_path: Path) -> None:
    with pytest.raises(WeakPin):
        await store.create("123456")
    assert secrets._values == {}
    assert not (tmp_path / "records" / FILE).exists()


async def test_a_new_store_leaves_a_secret_and_no_probe(
    store: Store, records: Records, secrets: MemorySecrets
) -> None:
    assert len(secrets._values[SECRET]) == 32
    assert PROBE not in secrets._values
    assert secrets._values[EPOCH] == b"1"
    store.lock()
    await store.unlock(None)
    assert secrets._values[EPOCH] == b"2"


async def test_a_secret_of_another_length_is_not_used(store: Store, secrets: MemorySecrets) -> None:
    await secrets.write(SECRET, b"short")
    await store.create(None)
    assert len(secrets._values[SECRET]) == 32
    store.lock()
    await store.unlock(None)


async def test_what_an_older_stores_tries_were_does_not_count_for_a_new_one(
    store: Store, secrets: MemorySecrets, clocks: Clocks
) -> None:
    await store.create(PIN)
    store.lock()
    for _ in range(3):
        with pytest.raises(WrongPin):
            await store.unlock("999000")
    kept = secrets._values[TRIES]
    await store.shred()
    secrets._values[TRIES] = kept
    await store.create(PIN)
    store.lock()
    with pytest.raises(WrongPin) as refused:
        await store.unlock("999000")
    assert refused.value.tries_left == 9


@pytest.mark.parametrize("point", ["before commit lay_out", "before checkpoint", "after checkpoint"])
async def test_a_store_that_could_not_be_made_leaves_its_file_free(
    tmp_path: Path, secrets: MemorySecrets, point: str
) -> None:
    def fails(at: str) -> None:
        if at == point:
            raise NotSaved("full")

    broken = Store(tmp_path / "records", secrets, sleep=no_sleep, on_point=fails)
    with pytest.raises(NotSaved):
        await broken.create(None)
    again = Store(tmp_path / "records", secrets, sleep=no_sleep)
    state = await again.look()
    if point == "before commit lay_out":
        assert state is StoreState.EMPTY
        await again.create(None)
    else:
        assert state is StoreState.LOCKED
        await again.unlock(None)
    again.lock()


async def test_opening_an_open_store_asks_for_the_pin_and_gives_the_same_records(store: Store) -> None:
    records = await store.create(PIN)
    assert await store.unlock(PIN) is records
    with pytest.raises(WrongPin):
        await store.unlock(OTHER_PIN)
    assert await store.look() is StoreState.OPEN


async def test_a_locked_store_changes_nothing_and_forgets_its_keys(store: Store) -> None:
    await store.create(PIN)
    wrap = store._wrap
    assert any(wrap)
    store.lock()
    assert not any(wrap)
    for call in (store.check_pin(PIN), store.change_pin(PIN, OTHER_PIN), store.rotate()):
        with pytest.raises(Locked):
            await call


async def test_an_open_store_is_neither_salvaged_nor_moved(store: Store, records: Records) -> None:
    with pytest.raises(AlreadyHere):
        await store.salvage()
    with pytest.raises(AlreadyHere):
        await store.move_aside()
    await records.save(Wish("still here"))


async def test_keys_that_are_changed_after_the_pin_are_wrapped_by_the_new_one(store: Store) -> None:
    records = await store.create(PIN)
    await records.save(Wish("kept"))
    await store.change_pin(PIN, OTHER_PIN)
    await store.rotate()
    await records.rekeying.wait()
    store.lock()
    records = await store.unlock(OTHER_PIN)
    assert await records.count(Wish) == 1
    assert records.rekeying.now is None


async def test_each_look_tells_of_the_store_as_it_is_now(
    store: Store, secrets: MemorySecrets, tmp_path: Path
) -> None:
    await store.create(PIN)
    store.lock()
    assert (await store.look(), store.needs_pin) == (StoreState.LOCKED, True)
    secret = secrets._values.pop(SECRET)
    assert (await store.look(), store.is_key_gone) == (StoreState.KEY_UNAVAILABLE, True)
    secrets._values[SECRET] = secret
    assert (await store.look(), store.is_key_gone) == (StoreState.LOCKED, False)
    kept = (tmp_path / "records" / FILE).read_bytes()
    (tmp_path / "records" / FILE).unlink()
    assert (await store.look(), store.is_missing, store.needs_pin) == (StoreState.DAMAGED, True, False)
    (tmp_path / "records" / FILE).write_bytes(kept)
    assert (await store.look(), store.is_missing) == (StoreState.LOCKED, False)
    await store.shred()
    assert (store.needs_pin, await store.look()) == (False, StoreState.EMPTY)


@pytest.mark.parametrize(
    ("name", "value", "is_missing"),
    [
        (EPOCH, b"3", True),
        (EPOCH, b"0", False),
        (EPOCH, b"", False),
        (LEVEL, b"anything", True),
        (TRIES, b"anything", False),
        (SECRET, b"s" * 32, False),
    ],
)
async def test_an_empty_folder_is_a_loss_only_where_a_store_is_remembered(
    store: Store, secrets: MemorySecrets, name: str, value: bytes, is_missing: bool
) -> None:
    await secrets.write(name, value)
    assert (await store.look() is StoreState.DAMAGED) is is_missing
    assert store.is_missing is is_missing
    if is_missing:
        with pytest.raises(Damaged):
            await store.unlock(None)


async def test_a_log_without_its_file_is_put_aside_and_said(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / f"{FILE}-wal").write_bytes(b"all that is left")
    assert await store.look() is StoreState.DAMAGED
    assert store.is_missing
    assert [path.read_bytes() for path in (folder / "damaged").rglob("*-wal")] == [b"all that is left"]


async def test_an_older_file_is_noticed_by_its_openings_alone(
    store: Store, records: Records, secrets: MemorySecrets, tmp_path: Path
) -> None:
    store.lock()
    await closed(tmp_path / "records", secrets)
    secrets._values[EPOCH] = b"9"
    records = await store.unlock(None)
    assert records.behind == Behind()
    assert secrets._values[EPOCH] == b"10"
    assert await records.note("epoch") == "10"
    await records.go_on()
    assert records.behind is None
    store.lock()
    await closed(tmp_path / "records", secrets)
    secrets._values[EPOCH] = b"no number"
    assert (await store.unlock(None)).behind is None
    assert secrets._values[EPOCH] == b"11"


async def test_the_secret_store_learns_of_the_last_commit_some_seconds_later_and_that_it_was_the_last(
    tmp_path: Path, secrets: MemorySecrets, clocks: Clocks
) -> None:
    folder = tmp_path / "records"
    store = Store(folder, secrets, clock=clocks.now, sleep=no_sleep)
    store.upkeep_after_s = 0.0
    records = await store.create(None)
    await records.save(Wish("one"))
    counted = records._counter.now
    assert counted is not None
    await until(lambda: level_in(folder, secrets) == counted)
    assert not Database.has_log(folder), "and what stood only in the log is in the file"
    store.upkeep_after_s = 3600.0
    store.lock()
    last = Level(counted.store, counted.commits, counted.at, is_closed=True)
    assert await closed(folder, secrets) == last
    assert (folder / LEVEL_FILE).exists()


async def test_another_secret_that_does_not_fit_is_said_before_any_pin_is_looked_at(
    store: Store, secrets: MemorySecrets
) -> None:
    await store.create(PIN)
    store.lock()
    secrets._values[SECRET] = bytes(32)
    for call in (store.unlock(PIN), store.unlock(None)):
        with pytest.raises(KeyUnavailable):
            await call
