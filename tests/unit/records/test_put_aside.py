"""What is put aside before anything opens it, what is destroyed for good, and what the secret store is believed."""

from __future__ import annotations

import asyncio
import errno
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mobile.records import Records, Store, damage, shredding
from mobile.records.as_found import FOUND, AsFound, facts_of
from mobile.records.database import ASIDE, FILE
from mobile.records.errors import NotSaved, SecretsUnavailable
from mobile.records.level import LEVEL_FILE, Counter
from mobile.records.secret_access import SecretAccess
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import START, Wish

LOG = f"{FILE}-wal"


# --- what is put aside ---


def test_each_state_of_a_damaged_file_is_put_aside_once(tmp_path: Path) -> None:
    for name in (FILE, LOG):
        (tmp_path / name).write_bytes(name.encode())
    first = damage.put_aside(tmp_path)
    assert {path.name: path.read_bytes() for path in first.iterdir()} == {
        FILE: FILE.encode(),
        LOG: LOG.encode(),
    }
    assert first.parent == tmp_path / ASIDE
    assert first.stat().st_mode & 0o777 == 0o700
    (first / FILE).write_bytes(b"kept as it is")
    assert damage.put_aside(tmp_path) == first
    assert (first / FILE).read_bytes() == b"kept as it is"
    (tmp_path / LOG).write_bytes(b"another")
    assert damage.put_aside(tmp_path) != first
    facts = (tmp_path / FILE).stat()
    (tmp_path / LOG).unlink()
    assert damage.put_aside(tmp_path).name == f"{facts.st_mtime_ns:x}-{facts.st_size:x}"


def test_nothing_at_all_is_put_aside_as_nothing_and_a_full_disk_fails_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert damage.put_aside(tmp_path).name == "nothing"
    (tmp_path / FILE).write_bytes(b"x")
    monkeypatch.setattr("mobile.records.damage.shutil.copy2", _full)
    damage.put_aside(tmp_path)


def _full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "no room")


def test_everything_of_the_store_is_moved_out_of_its_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not there"))
    names = [FILE, LOG, f"{FILE}-shm", LEVEL_FILE]
    for name in (*names, "secrets.sealed"):
        (tmp_path / name).write_bytes(name.encode())
    target = damage.move_aside(tmp_path)
    assert target.parent == tmp_path / ASIDE
    assert target.name.startswith("moved-")
    assert (tmp_path / ASIDE).stat().st_mode & 0o777 == 0o700
    assert {path.name: path.read_bytes() for path in target.iterdir()} == {n: n.encode() for n in names}
    assert {path.name for path in tmp_path.iterdir()} == {ASIDE, "secrets.sealed"}
    assert damage.move_aside(tmp_path) != target


def test_what_cannot_be_moved_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "mkdtemp", _full)
    with pytest.raises(NotSaved) as found:
        damage.move_aside(tmp_path)
    assert found.value.reason == "full"


# --- a store that was not closed, as it was found ---


@pytest.fixture
async def left_open(tmp_path: Path) -> AsyncIterator[Path]:
    """A folder with a file and its log, as a kill leaves it."""
    folder = tmp_path / "left"
    store = Store(tmp_path / "records", MemorySecrets())
    records = await store.create(None)
    await records.save(Wish("only in the log"))
    folder.mkdir()
    for name in (FILE, LOG):
        (folder / name).write_bytes((tmp_path / "records" / name).read_bytes())
    yield folder
    store.lock()


def counter_in(folder: Path) -> Counter:
    return Counter(folder, b"s" * 32, lambda: START)


async def test_a_copy_is_taken_where_there_is_a_log_and_goes_when_it_is_not_needed(left_open: Path) -> None:
    found = AsFound.taken(left_open)
    assert found is not None
    copy = left_open / FOUND
    assert copy.stat().st_mode & 0o777 == 0o700
    for name in (FILE, LOG):
        assert (copy / name).read_bytes() == (left_open / name).read_bytes()
    assert found.is_current()
    facts = facts_of(left_open)
    assert facts == tuple(
        (path.stat().st_size, path.stat().st_mtime_ns) for path in (left_open / FILE, left_open / LOG)
    )
    with (left_open / LOG).open("ab") as log:
        log.write(b"x")
    assert not found.is_current()
    found.drop()
    assert not copy.exists()
    found.drop()
    (left_open / LOG).unlink()
    copy.mkdir()
    assert AsFound.taken(left_open) is None
    assert not copy.exists(), "what an earlier start left there goes"


async def test_no_copy_is_kept_where_there_is_no_room_or_somebody_writes(
    left_open: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("mobile.records.as_found.shutil.copy2", _full)
        assert AsFound.taken(left_open) is None
    assert not (left_open / FOUND).exists()
    with monkeypatch.context() as patch:
        patch.setattr(AsFound, "is_current", lambda _: False)
        assert AsFound.taken(left_open) is None
    assert not (left_open / FOUND).exists()


async def test_a_log_that_was_put_aside_is_kept_under_its_own_state(left_open: Path) -> None:
    found = AsFound.taken(left_open)
    assert found is not None
    found.put_aside()
    facts = (left_open / LOG).stat()
    kept = left_open / ASIDE / f"log-{facts.st_mtime_ns:x}-{facts.st_size:x}"
    assert {path.name for path in kept.iterdir()} == {FILE, LOG}
    assert (left_open / ASIDE).stat().st_mode & 0o777 == 0o700
    (kept / FILE).write_bytes(b"kept as it is")
    found.put_aside()
    assert (kept / FILE).read_bytes() == b"kept as it is"


async def test_the_file_alone_is_put_back_without_its_log_or_not_at_all(
    left_open: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = AsFound.taken(left_open)
    assert found is not None
    before = (left_open / FILE).read_bytes()
    (left_open / FILE).write_bytes(b"what a log made of it")
    with monkeypatch.context() as patch:
        patch.setattr("mobile.records.as_found.os.fsync", _full)
        assert not found.put_back_file()
    assert (left_open / FILE).read_bytes() == b"what a log made of it"
    assert (left_open / LOG).exists()
    assert found.put_back_file()
    assert (left_open / FILE).read_bytes() == before
    assert not (left_open / LOG).exists()
    assert found.put_back_file(), "the log is gone already"


async def test_the_count_in_the_file_alone_is_read_without_touching_what_was_found(
    tmp_path: Path, left_open: Path
) -> None:
    found = AsFound.taken(left_open)
    assert found is not None
    assert found.level_of_file(counter_in(left_open)) is None, "sealed under another secret"
    (left_open / FOUND / FILE).write_bytes(b"no database" * 500)
    assert found.level_of_file(counter_in(left_open)) is None
    (left_open / FOUND / FILE).unlink()
    assert found.level_of_file(counter_in(left_open)) is None
    assert {path.name for path in (left_open / FOUND).iterdir()} == {LOG}


# --- the end of a store ---


async def test_what_is_destroyed_is_overwritten_where_it_lies_and_then_removed(
    store: Store, records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await records.save(Wish("to be gone"))
    store.lock()
    folder = tmp_path / "records"
    for kept in (ASIDE, FOUND):
        (folder / kept / "deep").mkdir(parents=True)
        (folder / kept / "deep" / FILE).write_bytes(b"words" * 100)
    for name in (f"{FILE}-journal", f"{FILE}-shm", LOG, LEVEL_FILE):
        (folder / name).write_bytes(b"left")
    seen: dict[str, bytes] = {}
    real = Path.unlink

    def unlink(path: Path, **more: bool) -> None:
        if path.exists() and path.is_file():
            seen[str(path.relative_to(folder))] = path.read_bytes()
        real(path, **more)

    monkeypatch.setattr(Path, "unlink", unlink)
    await store.shred()
    monkeypatch.undo()
    assert list(folder.iterdir()) == []
    for name in (FILE, f"{FILE}-journal", f"{ASIDE}/deep/{FILE}", f"{FOUND}/deep/{FILE}", LEVEL_FILE):
        assert name in seen, name
    assert not any(any(data) for data in seen.values())
    assert seen[f"{ASIDE}/deep/{FILE}"] == bytes(500)


def test_a_file_of_any_length_is_overwritten_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for size in (0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1):
        path = tmp_path / str(size)
        path.write_bytes(b"x" * size)
        left: list[bytes] = []
        with monkeypatch.context() as patch:
            patch.setattr(Path, "unlink", lambda one, left=left: left.append(one.read_bytes()))
            shredding._overwrite(path)
        assert left == [bytes(size)]
    shredding._overwrite(tmp_path / "not there")


# --- the secret store ---


async def test_a_mirror_is_written_one_after_another_as_it_was_asked_for() -> None:
    class Slow(MemorySecrets):
        async def write(self, name: str, value: bytes) -> None:
            if value == b"first":
                for _ in range(20):
                    await asyncio.sleep(0)
            await super().write(name, value)

    secrets = Slow()
    access = SecretAccess(secrets, asyncio.sleep, 5)
    await asyncio.gather(access.write_in_turn("level", b"first"), access.write_in_turn("level", b"second"))
    assert await access.read("level") == b"second"


async def test_an_answer_of_none_is_asked_for_three_times_with_growing_pauses() -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    access = SecretAccess(MemorySecrets(), sleep, 5)
    assert await access.read_surely("secret") is None
    assert pauses == [0.4, 0.8]
    assert await access.read_if_possible("secret") is None
    assert pauses == [0.4, 0.8]


async def test_what_is_not_kept_as_it_was_written_is_said_and_a_probe_leaves_nothing() -> None:
    class Garbling(MemorySecrets):
        async def write(self, name: str, value: bytes) -> None:
            await super().write(name, value[:-1])

    async def sleep(_: float) -> None:
        return None

    with pytest.raises(SecretsUnavailable):
        await SecretAccess(Garbling(), sleep, 5).write("secret", b"value")
    with pytest.raises(SecretsUnavailable):
        await SecretAccess(Garbling(), sleep, 5).prove()
    secrets = MemorySecrets()
    await SecretAccess(secrets, sleep, 5).prove()
    assert secrets._values == {}
