"""A log that is cut, garbled, removed or put back from before: all that was acknowledged is there, or the loss is said.

LANTERN_CUTS: how many broken logs are opened (60 here, 1,000 in the campaign).
"""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mobile.records import Mark, Records, Store, StoreState
from mobile.records.database import ASIDE, FILE
from mobile.records.errors import AlreadyHere, Damaged, StoreError
from mobile.records.level import LEVEL_FILE
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import PIN, Secretly, Wish, copy_of, no_sleep, pulled

CUTS = int(os.environ.get("LANTERN_CUTS", "60"))
LOG = f"{FILE}-wal"


@dataclass(frozen=True)
class Moment:
    """What lay on the disk and in the secret store, and what had been acknowledged by then, oldest first."""

    files: dict[str, bytes]
    secrets: dict[str, bytes]
    saved: list[str]

    def laid_out(self, folder: Path) -> Store:
        folder.mkdir(parents=True)
        for name, data in self.files.items():
            (folder / name).write_bytes(data)
        secrets = MemorySecrets()
        secrets._values = dict(self.secrets)
        return Store(folder, secrets, sleep=no_sleep)


class Life:
    """A store that is written to, and moments of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "records"
        self.secrets = MemorySecrets()
        self.store = Store(self.folder, self.secrets, sleep=no_sleep)
        self.saved: list[str] = []

    async def write(self, records: Records, count: int) -> None:
        for _ in range(count):
            wish = Wish(f"wish {len(self.saved)} " + "x" * 900)
            await records.save(wish)
            self.saved.append(wish.id)

    def moment(self) -> Moment:
        files = {path.name: path.read_bytes() for path in self.folder.iterdir() if path.is_file()}
        return Moment(files, dict(self.secrets._values), list(self.saved))


async def lived(folder: Path) -> tuple[list[Moment], list[bytes]]:
    """Moments with a log, and logs of before each."""
    life = Life(folder)
    records = await life.store.create(None)
    await life.write(records, 12)
    moments = [life.moment()]
    logs = [moments[0].files[LOG]]
    # All of it is in the file, and the log still lies there whole.
    await records._database.call(
        lambda: records._database.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    )
    moments.append(life.moment())
    await life.write(records, 6)  # over the beginning of the same log
    moments.append(life.moment())
    logs.append(moments[-1].files[LOG])
    await records._database.call(records._database.empty_log)
    await life.write(records, 8)
    moments.append(life.moment())
    life.store.lock()
    return moments, logs


def cut(log: bytes, chance: random.Random) -> bytes:
    return log[: chance.randrange(len(log))]


def garbled(log: bytes, chance: random.Random) -> bytes:
    data = bytearray(log)
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def removed(log: bytes, chance: random.Random) -> bytes:
    return b""


BREAKS: list[Callable[[bytes, random.Random], bytes]] = [cut, cut, garbled, removed]


async def test_no_broken_log_loses_acknowledged_words_in_silence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    moments, logs = await lived(tmp_path / "life")
    chance = random.Random(11)
    counts = {"whole": 0, "behind": 0, "refused": 0, "silent": 0}
    for number in range(CUTS):
        moment = chance.choice(moments)
        files = dict(moment.files)
        if number % 5 == 4:
            files[LOG] = chance.choice([log for log in logs if log != files[LOG]])  # one of another moment
        else:
            files[LOG] = BREAKS[number % 5](files[LOG], chance)
        if number % 3 == 1:
            files[f"{FILE}-shm"] = os.urandom(32768)
        if number % 7 == 3:
            del files[LEVEL_FILE]  # the secret store still knows that the store was open
        store = Moment(files, moment.secrets, moment.saved).laid_out(tmp_path / str(number))
        try:
            await store.look()
            records = await store.unlock(None)
            assert await records.verify() == []
            held = {wish.id for wish in await records.newest(Wish, 1 << 40)}
            lost = len([id for id in moment.saved if id not in held])
            if records.behind is not None:
                assert records.behind.missing is None or records.behind.missing >= lost
                counts["behind"] += 1
            else:
                counts["silent" if lost else "whole"] += 1
        except StoreError:
            counts["refused"] += 1
        finally:
            store.lock()
    with capsys.disabled():
        print(f"FIGURES {CUTS} broken logs: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    assert counts["silent"] == 0
    assert counts["refused"] == 0  # something always opens: the file is sound at every moment


async def test_a_log_older_than_its_file_is_put_aside_and_nothing_is_lost(tmp_path: Path) -> None:
    moments, logs = await lived(tmp_path / "life")
    last = moments[-1]
    store = Moment({**last.files, LOG: logs[0]}, last.secrets, last.saved).laid_out(tmp_path / "a")
    records = await store.unlock(None)
    held = [wish.id for wish in await records.newest(Wish, 1 << 40)]
    assert held == list(reversed(last.saved[:18]))  # the file's own moment, not the older log's
    assert records.behind is not None
    assert list((tmp_path / "a" / ASIDE).glob("*/" + LOG))  # what lay there is kept
    store.lock()


async def test_untouched_moments_raise_no_alarm(tmp_path: Path) -> None:
    moments, _ = await lived(tmp_path / "life")
    for number, moment in enumerate(moments):
        store = moment.laid_out(tmp_path / str(number))
        assert await store.look() is StoreState.LOCKED
        records = await store.unlock(None)
        assert records.behind is None
        assert len(await records.newest(Wish, 1 << 40)) == len(moment.saved)
        assert not (tmp_path / str(number) / ASIDE).exists()
        assert not (tmp_path / str(number) / "found").exists()
        store.lock()


async def cut_short(folder: Path) -> tuple[Store, Records]:
    """An open store whose last three saves went with their log."""
    moments, _ = await lived(folder / "life")
    last = moments[-1]
    store = Moment({**last.files, LOG: b""}, last.secrets, last.saved).laid_out(folder / "cut")
    return store, await store.unlock(None)


async def test_being_behind_is_said_until_the_person_goes_on(tmp_path: Path) -> None:
    store, records = await cut_short(tmp_path)
    assert records.behind is not None
    assert records.behind.missing == 8
    assert records.behind.here_until is not None
    assert records.behind.saved_until is not None
    store.lock()
    records = await store.unlock(None)
    assert records.behind is not None  # also after another start
    assert records.behind.missing == 8
    await records.save(Wish("written since"))
    assert records.behind is not None
    await records.go_on()
    assert records.behind is None
    store.lock()
    records = await store.unlock(None)
    assert records.behind is None
    store.lock()


async def test_going_on_makes_every_pull_begin_anew_and_fetches_what_is_missing(tmp_path: Path) -> None:
    store, records = await cut_short(tmp_path)
    await records.store_page("goals", [], Mark("2026-11-20T09:00:00Z"))
    await records.note("last", "kept")
    await records.go_on()
    assert await records.mark("goals") is None
    assert await records.note("last") == "kept"
    theirs = pulled(copy_of(Wish("sent before, missing here"), "s1"))
    assert (await records.store_page("goals", [theirs], None)).stored == 1
    store.lock()


async def test_a_sealed_copy_brings_back_what_is_missing(tmp_path: Path) -> None:
    moments, _ = await lived(tmp_path / "life")
    last = moments[-1]
    whole = last.laid_out(tmp_path / "whole")
    copy = await (await whole.unlock(None)).export_sealed("four ordinary words", "me")
    whole.lock()
    store = Moment({**last.files, LOG: b""}, last.secrets, last.saved).laid_out(tmp_path / "cut")
    records = await store.unlock(None)
    await records.go_on()
    await records.import_sealed(copy, "four ordinary words", "me")
    assert {wish.id for wish in await records.newest(Wish, 1 << 40)} == set(last.saved)
    store.lock()


async def test_with_a_pin_the_loss_is_noticed_before_a_try_is_counted(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    store = Store(tmp_path / "records", secrets, sleep=no_sleep)
    records = await store.create(PIN)
    await records._database.call(records._database.empty_log)
    await records.save(Wish("lost with the log"))
    (tmp_path / "records" / LOG).write_bytes(b"")
    records._database._thread = None  # as a killed process leaves it: nothing is closed
    again = Store(tmp_path / "again", secrets, sleep=no_sleep)
    (tmp_path / "again").mkdir()
    for name in (FILE, LEVEL_FILE):
        (tmp_path / "again" / name).write_bytes((tmp_path / "records" / name).read_bytes())
    records = await again.unlock(PIN)
    assert records.behind is not None
    assert records.behind.missing == 1
    again.lock()


async def test_a_store_from_before_the_counting_begins_to_count_without_alarm(tmp_path: Path) -> None:
    life = Life(tmp_path)
    records = await life.store.create(None)
    await life.write(records, 3)
    await records._database.call(
        lambda: [
            records._database.connection.execute(one)
            for one in (
                "DROP INDEX record_hidden",
                "DROP TABLE second_wrap",
                "DROP TABLE second_slot",
                "DROP TABLE second_salt",
                "DROP TABLE biometric",
                "DROP TABLE sheet",
                "DROP TABLE level",
                "PRAGMA user_version = 1",
            )
        ]
    )
    moment = life.moment()
    files = {name: data for name, data in moment.files.items() if name != LEVEL_FILE}
    kept = {name: value for name, value in moment.secrets.items() if name != "level"}
    store = Moment(files, kept, moment.saved).laid_out(tmp_path / "older")
    records = await store.unlock(None)
    assert records.behind is None
    await records.save(Wish("counted from now on"))
    counted = (tmp_path / "older" / LEVEL_FILE).read_bytes()
    assert counted
    store.lock()
    life.store._database = None


@pytest.mark.parametrize("has_file", [True, False])
async def test_a_log_beside_an_empty_or_missing_file_is_no_first_run(tmp_path: Path, has_file: bool) -> None:
    moments, _ = await lived(tmp_path / "life")
    last = moments[-1]
    files = {FILE: b"", LOG: last.files[LOG]} if has_file else {LOG: last.files[LOG]}
    store = Moment(files, {"secret": last.secrets["secret"]}, last.saved).laid_out(tmp_path / "lost")
    assert await store.look() is StoreState.DAMAGED
    assert store.is_missing
    with pytest.raises(AlreadyHere):
        await store.create(None)
    with pytest.raises(Damaged):
        await store.unlock(None)
    assert (tmp_path / "lost" / LOG).read_bytes() == last.files[LOG]
    assert [path.read_bytes() for path in (tmp_path / "lost" / ASIDE).glob(f"*/{LOG}")] == [last.files[LOG]]


@pytest.mark.parametrize("leaves", ["nothing", "an empty file", "an empty database", "an empty folder"])
async def test_files_that_are_gone_though_the_secret_store_remembers_them_are_said(
    tmp_path: Path, leaves: str
) -> None:
    life = Life(tmp_path)
    await life.write(await life.store.create(None), 2)
    life.store.lock()
    for path in life.folder.iterdir():
        path.unlink()
    if leaves == "nothing":
        life.folder.rmdir()
    elif leaves == "an empty file":
        (life.folder / FILE).touch()
    elif leaves == "an empty database":
        file = sqlite3.connect(life.folder / FILE)
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("VACUUM")
        file.close()
    assert await life.store.look() is StoreState.DAMAGED
    assert life.store.is_missing
    with pytest.raises(AlreadyHere):
        await life.store.create(None)
    await life.store.move_aside()  # the person's own choice
    assert await life.store.look() is StoreState.EMPTY
    records = await life.store.create(None)
    assert records.behind is None
    life.store.lock()


async def test_what_is_moved_aside_is_kept_and_the_new_store_is_measured_by_itself(tmp_path: Path) -> None:
    life = Life(tmp_path)
    records = await life.store.create(None)
    await life.write(records, 30)
    await records.save(Secretly("mine"))
    life.store.lock()
    with pytest.raises(AlreadyHere):
        await life.store.move_aside()  # it can be opened
    data = bytearray((life.folder / FILE).read_bytes())
    data[:16] = bytes(16)
    (life.folder / FILE).write_bytes(bytes(data))
    assert await life.store.look() is StoreState.DAMAGED
    assert not life.store.is_missing
    await life.store.move_aside()
    assert [path.read_bytes() for path in (life.folder / ASIDE).glob(f"moved-*/{FILE}")] == [bytes(data)]
    records = await life.store.create(None)
    assert records.behind is None
    life.store.lock()
    records = await life.store.unlock(None)
    assert records.behind is None
    assert await records.newest(Wish, 9) == []
    life.store.lock()


class ReminderText(MemorySecrets):
    """Tells of every count that it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: asyncio.Queue[bytes] = asyncio.Queue()

    async def write(self, name: str, value: bytes) -> None:
        await super().write(name, value)
        if name == "level":
            self.counts.put_nowait(value)


async def test_the_log_is_emptied_soon_after_a_save_and_the_secret_store_learns_the_count(
    tmp_path: Path,
) -> None:
    life = Life(tmp_path)
    secrets = ReminderText()
    life.store = Store(life.folder, secrets, sleep=no_sleep)
    life.store.upkeep_after_s = 0.01
    records = await life.store.create(None)
    await life.write(records, 5)
    saved = records._counter.now
    assert saved is not None
    async with asyncio.timeout(20):
        while (
            kept := records._counter.opened(await secrets.counts.get())
        ) is None or kept.commits < saved.commits:
            pass
    assert (life.folder / LOG).stat().st_size == 0
    life.store.lock()
    async with asyncio.timeout(20):
        while not (kept := records._counter.opened(await secrets.counts.get())) or not kept.is_closed:
            pass
    assert kept.commits == saved.commits
