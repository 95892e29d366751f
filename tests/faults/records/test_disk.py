"""A full disk, a read-only one, a log cut off (T5): "not saved" is said, nothing is half written, what was saved stays."""

from __future__ import annotations

import errno
import json
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mobile.records import Store, StoreState, disk
from mobile.records.database import FILE
from mobile.records.errors import NotSaved, StoreError
from mobile.records.secrets import DemoFileSecrets, MemorySecrets
from tests.unit.records.parts import Wish, no_sleep

ROOT = Path(__file__).parents[3]
FILLER = """
import asyncio, json, resource, sys
from pathlib import Path
from mobile.records import Store
from mobile.records.errors import NotSaved
from mobile.records.secrets import DemoFileSecrets
from tests.unit.records.parts import Wish

async def main(folder, limit):
    store = Store(folder / "records", DemoFileSecrets(folder))
    records = await store.create(None)
    saved, reasons = [], []
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    for number in range(400):
        wish = Wish(f"wish {number} " + "x" * 3000)
        try:
            await records.save(wish)
            saved.append(wish.id)
        except NotSaved as error:
            reasons.append(error.reason)
            assert await records.get(Wish, wish.id) is None
    counts = [await records.count(Wish), (await records.pending())["waiting"]]
    print(json.dumps([saved, sorted(set(reasons)), counts]), flush=True)
    import os; os._exit(0)

asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
"""


def filled(folder: Path, limit: int) -> subprocess.CompletedProcess[str]:
    """A process whose files may not grow beyond `limit` bytes."""
    return subprocess.run(
        [sys.executable, "-c", FILLER, str(folder), str(limit)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )


@pytest.mark.parametrize("limit", [300_000, 700_000])
async def test_on_a_full_disk_not_saved_is_said_and_what_was_saved_stays(tmp_path: Path, limit: int) -> None:
    done = filled(tmp_path, limit)
    saved, reasons, counts = json.loads(done.stdout)
    assert reasons == ["full"]  # whatever errno the system has for it
    assert counts == [len(saved), len(saved)]
    store = Store(tmp_path / "records", DemoFileSecrets(tmp_path))
    records = await store.unlock(None)
    assert {wish.id for wish in await records.newest(Wish, 1000)} == set(saved)
    assert await records.verify() == []
    store.lock()


async def test_on_a_disk_that_becomes_read_only_nothing_is_written_and_all_is_read(tmp_path: Path) -> None:
    store = Store(tmp_path / "records", MemorySecrets())
    records = await store.create(None)
    wish = Wish("before")
    await records.save(wish)
    await records._database.call(
        lambda: records._context.connection.execute("PRAGMA query_only = 1").fetchall()
    )
    with pytest.raises(NotSaved) as found:
        await records.save(Wish("after"))
    assert found.value.reason == "read_only"
    assert await records.newest(Wish, 9) == [wish]
    store.lock()


CAUSES = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EIO: "io",
}


def failing(number: int) -> Callable[..., Any]:
    def fail(*args: Any, **_: Any) -> Any:
        raise OSError(number, "as the system says it")

    return fail


@pytest.mark.parametrize(("cause", "reason"), CAUSES.items(), ids=lambda one: str(one))
@pytest.mark.parametrize("said", ["disk I/O error", "unable to open database file"])
async def test_what_sqlite_cannot_write_is_said_by_the_systems_own_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cause: int, reason: str, said: str
) -> None:
    """SQLite has one code for a quota, a limit and a broken disk."""
    store = Store(tmp_path / "records", MemorySecrets())
    records = await store.create(None)

    def refused(*_: Any) -> None:
        error = sqlite3.OperationalError(said)
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE if "I/O" in said else sqlite3.SQLITE_CANTOPEN
        raise error

    monkeypatch.setattr(records._local_writes, "save_all", refused)
    monkeypatch.setattr(disk.tempfile, "TemporaryFile", failing(cause))
    with pytest.raises(NotSaved) as found:
        await records.save(Wish("not kept"))
    assert found.value.reason == reason
    monkeypatch.undo()
    assert await records.newest(Wish, 9) == []
    store.lock()


@pytest.mark.parametrize(("cause", "reason"), CAUSES.items(), ids=lambda one: str(one))
async def test_a_full_disk_is_full_also_for_a_new_store_and_for_its_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cause: int, reason: str
) -> None:
    for where, secrets in (("os.open", MemorySecrets()), ("os.fsync", DemoFileSecrets(tmp_path))):
        store = Store(tmp_path / where / "records", secrets, sleep=no_sleep)
        with monkeypatch.context() as patch:
            patch.setattr(where, failing(cause))
            with pytest.raises(NotSaved) as found:
                await store.create(None)
        assert found.value.reason == reason
        assert await store.look() is StoreState.EMPTY


async def test_a_file_where_the_folder_should_be_says_not_saved(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("in the way")
    secrets = MemorySecrets()
    with pytest.raises(NotSaved):
        await Store(tmp_path / "records", secrets).create(None)


async def test_a_log_cut_off_anywhere_or_garbled_never_crashes_and_never_opens_half_a_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Power that failed in the middle of writing: what comes back is a moment that was."""
    cuts = int(os.environ.get("LANTERN_CUTS", "60"))
    secrets = MemorySecrets()
    store = Store(tmp_path / "records", secrets, sleep=no_sleep)
    records = await store.create(None)
    wishes = [Wish(f"wish {number} " + "x" * 900) for number in range(40)]
    for wish in wishes:
        await records.save(wish)
    data = (tmp_path / "records" / FILE).read_bytes()
    log = (tmp_path / "records" / f"{FILE}-wal").read_bytes()
    store.lock()
    order = [wish.id for wish in reversed(wishes)]
    chance = random.Random(5)
    refused = 0
    for number in range(cuts):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / FILE).write_bytes(data)
        cut = bytearray(log[: chance.randrange(len(log))])
        if number % 2 and cut:
            cut[chance.randrange(len(cut))] ^= 1 << chance.randrange(8)
        (folder / f"{FILE}-wal").write_bytes(bytes(cut))
        broken = Store(folder, secrets, sleep=no_sleep)
        try:
            records = await broken.unlock(None)
            held = [wish.id for wish in await records.newest(Wish, 1000)]
            assert held == order[len(order) - len(held) :]
            assert (await records.pending())["waiting"] == len(held)
            assert await records.verify() == []
            assert len(held) == len(wishes) or records.behind is not None
        except StoreError:
            refused += 1
        finally:
            broken.lock()
    with capsys.disabled():
        print(f"FIGURES {cuts} cuts, {refused} refused, 0 torn")
