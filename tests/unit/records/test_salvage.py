"""Salvage of a file in which single values no longer open: those are lost and counted, and all else is as it was."""

from __future__ import annotations

import sqlite3
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest

from mobile.records import Mark, Records, Salvaged, SendState, Store, StoreState
from mobile.records.database import FILE
from mobile.records.errors import Damaged, KeyUnavailable, NotSaved, SecretsUnavailable, WrongPin
from mobile.records.level import LEVEL_FILE
from mobile.records.secret_access import EPOCH, LEVEL, SECRET, TRIES
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import PIN, START, Clocks, Secretly, Wish, at, copy_of, pulled
from tests.unit.records.read_out import read_out

WRONG = "999000"


def spoil(folder: Path, *statements: str) -> None:
    """Changes the closed file, past the store."""
    file = sqlite3.connect(folder / "records" / FILE, isolation_level=None)
    for statement in statements:
        file.execute(statement)
    file.close()


async def sent(records: Records, wish: Wish, server_id: str) -> None:
    await records.save(wish)
    (row,) = [row for row in await records.due(START, 100) if row.local_id == wish.id]
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, copy_of(wish, server_id))])


async def salvaged(store: Store, pin: str | None = None) -> tuple[Records, Salvaged]:
    found = await store.salvage(pin)
    assert await store.look() is StoreState.LOCKED
    return await store.unlock(pin), found


async def test_everything_that_opens_is_as_it_was(store: Store, records: Records, tmp_path: Path) -> None:
    edited, waits, failed = Wish("known there"), Wish("waits"), Wish("failed once")
    both, mine = Wish("agreed"), Secretly("only mine")
    await sent(records, edited, "s1")
    await sent(records, both, "s2")
    await records.save(Wish("mine", both.id))
    await records.store_page("goals", [pulled(copy_of(both, "s2", 2, words="theirs"))], Mark(at(2)))
    await records.save_all([Wish("edited here", edited.id), failed, mine])
    (row,) = [row for row in await records.due(START, 9) if row.local_id == failed.id]
    await records.begin([row.seq])
    await records.retry_later(row.seq, START + timedelta(hours=1), "server_broken")
    await records.save(waits)
    await records.note("copies", "two")
    await records.write_credential("tokens", "abc")
    before = await read_out(records)
    conflicts = await records.conflicts(Wish)
    due = await records.due(START + timedelta(days=1), 9)
    store.lock()

    records, found = await salvaged(store)
    assert found == Salvaged(came_back=5, lost=0)
    assert await records.verify() == []
    assert await read_out(records) == before
    assert await records.conflicts(Wish) == conflicts
    assert len(conflicts) == 1
    assert await records.due(START + timedelta(days=1), 9) == due
    assert [row.attempt for row in due] == [0, 1, 0]
    assert [row.local_id for row in await records.due(START, 9)] == [edited.id, waits.id]
    assert await records.server_id(edited.id) == ("Goal", "s1")
    assert await records.note("copies") == "two"
    assert await records.read_credential("tokens") == "abc"
    assert await records.mark("goals") is None, "the clinic is asked for everything again"


@pytest.mark.parametrize("column", ["head", "body"])
async def test_a_record_that_does_not_open_is_lost_and_counted(
    store: Store, records: Records, tmp_path: Path, column: str
) -> None:
    wishes = [Wish("first"), Wish("broken"), Wish("last")]
    for number, wish in enumerate(wishes):
        await sent(records, wish, f"s{number}")
    store.lock()
    spoil(tmp_path, f"UPDATE record SET {column} = zeroblob(60) WHERE seq = 2")
    records, found = await salvaged(store)
    assert found == Salvaged(came_back=2, lost=1)
    assert [wish.words for wish in await records.newest(Wish, 9)] == ["last", "first"]


@pytest.mark.parametrize("column", ["about", "payload", "timing"])
async def test_a_queued_change_that_does_not_open_is_lost_and_counted(
    store: Store, records: Records, tmp_path: Path, column: str
) -> None:
    broken, whole = Wish("broken"), Wish("whole")
    await records.save_all([broken, whole])
    for row in await records.due(START, 9):
        await records.begin([row.seq])
        await records.retry_later(row.seq, START, "offline")
    await records.save_all([Wish("broken, newer", broken.id), Wish("whole, newer", whole.id)])
    store.lock()
    spoil(tmp_path, f"UPDATE outbox SET {column} = zeroblob(60) WHERE seq = 1")
    records, found = await salvaged(store)
    assert found == Salvaged(came_back=2, lost=1)
    due = await records.due(START, 9)
    assert [(row.local_id, Wish.from_json(row.payload).words) for row in due] == [
        (whole.id, "whole"),
        (broken.id, "broken, newer"),
    ]


async def test_a_change_whose_words_stood_in_a_lost_record_is_lost_with_it(
    store: Store, records: Records, tmp_path: Path
) -> None:
    lost, kept = Wish("lost"), Wish("kept")
    await records.save_all([lost, kept])
    store.lock()
    spoil(tmp_path, "UPDATE record SET body = zeroblob(60) WHERE seq = 1")
    records, found = await salvaged(store)
    assert found == Salvaged(came_back=1, lost=2)
    assert [row.local_id for row in await records.due(START, 9)] == [kept.id]
    assert (await records.pending())["waiting"] == 1


async def test_a_change_with_words_of_its_own_outlives_its_record(
    store: Store, records: Records, tmp_path: Path
) -> None:
    lost = Wish("lost")
    await sent(records, lost, "s1")
    await records.remove(lost, withdrawn_stub='{"resourceType":"Goal"}')
    await records.save(Wish("to be lost"))
    store.lock()
    spoil(tmp_path, "UPDATE record SET body = zeroblob(60)")
    records, found = await salvaged(store)
    assert found == Salvaged(came_back=0, lost=2)
    (row,) = await records.due(START, 9)
    assert (row.op, row.server_id, row.payload) == ("delete", "s1", '{"resourceType":"Goal"}')


@pytest.mark.parametrize("column", ["about", "base"])
async def test_a_link_that_does_not_open_is_left_out_and_the_record_stays(
    store: Store, records: Records, tmp_path: Path, column: str
) -> None:
    wishes = [Wish("one"), Wish("two")]
    for number, wish in enumerate(wishes):
        await sent(records, wish, f"s{number}")
        await records.save(Wish(f"edited {number}", wish.id))
    store.lock()
    spoil(tmp_path, f"UPDATE link SET {column} = zeroblob(60) WHERE rowid = 1")
    records, found = await salvaged(store)
    assert found == Salvaged(came_back=2, lost=0)
    assert await records.server_id(wishes[0].id) is None
    assert await records.server_id(wishes[1].id) == ("Goal", "s1")
    rows = await records.due(START, 9)
    assert [(row.op, row.base) for row in rows] == [
        ("create", None),
        ("update", copy_of(wishes[1], "s1").text),
    ]


async def test_another_version_that_does_not_open_is_left_out_and_ours_stays(
    store: Store, records: Records, tmp_path: Path
) -> None:
    wishes = [Wish("one"), Wish("two")]
    for number, wish in enumerate(wishes):
        await sent(records, wish, f"s{number}")
        await records.save(Wish(f"mine {number}", wish.id))
        await records.store_page("", [pulled(copy_of(wish, f"s{number}", 2, words="theirs"))], None)
    store.lock()
    spoil(tmp_path, "UPDATE conflict SET theirs = zeroblob(60) WHERE rowid = 1")
    records, found = await salvaged(store)
    assert found == Salvaged(came_back=2, lost=0)
    assert [one.id for one in await records.conflicts(Wish)] == [wishes[1].id]
    assert await records.get(Wish, wishes[0].id) == Wish("mine 0", wishes[0].id)


async def test_a_note_that_does_not_open_is_left_out(store: Store, records: Records, tmp_path: Path) -> None:
    await records.write_credential("tokens", "abc")
    await records.note("kept", "then")
    store.lock()
    spoil(tmp_path, "UPDATE small SET sealed = zeroblob(60) WHERE compartment = 3")
    records, found = await salvaged(store)
    assert found == Salvaged(came_back=0, lost=0)
    assert await records.read_credential("tokens") is None
    assert await records.note("kept") == "then"
    assert await records.verify() == []


async def test_order_numbers_with_gaps_come_back_and_are_not_given_again(
    store: Store, records: Records, tmp_path: Path
) -> None:
    wishes = [Wish(f"wish {n}") for n in range(40)]
    await records.save_all(wishes)
    await records.save_all([], wishes[3:36])
    heads = await records.heads(Wish, 99)
    store.lock()
    records, found = await salvaged(store)
    assert found == Salvaged(came_back=7, lost=0)
    assert await records.heads(Wish, 99) == heads
    newest = Wish("after it")
    await records.save(newest)
    assert (await records.newest(Wish, 1)) == [newest]


async def test_the_file_that_was_is_kept_aside_and_what_belonged_to_it_is_gone(
    store: Store, records: Records, tmp_path: Path, secrets: MemorySecrets
) -> None:
    await records.save(Wish("kept"))
    store.lock()
    folder = tmp_path / "records"
    before = (folder / FILE).read_bytes()
    (folder / f"{FILE}-shm").write_bytes(b"left by a kill")
    assert (folder / LEVEL_FILE).exists()
    await store.salvage()
    assert [path.read_bytes() for path in (folder / "damaged").rglob(FILE)] == [before]
    assert {path.name for path in folder.iterdir()} == {FILE, "damaged"}
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600
    assert (await secrets.read(EPOCH), await secrets.read(LEVEL)) == (None, None)
    records = await store.unlock(None)
    assert records.behind is None, "what is lost was told of already"


async def test_all_of_it_is_done_in_the_stores_own_folder(
    store: Store, records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of the sealed file in a folder for everybody would outlive the person's own removal of it."""
    await records.save(Wish("kept"))
    store.lock()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not there"))
    assert not await store.salvage_asks_pin()
    assert await store.salvage() == Salvaged(came_back=1, lost=0)


async def test_a_folder_that_cannot_be_written_is_said_and_leaves_the_file(
    store: Store, records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await records.save(Wish("kept"))
    store.lock()
    before = (tmp_path / "records" / FILE).read_bytes()

    def refuses(*_: object, **__: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr("mobile.records.damage.shutil.copy2", refuses)
    with pytest.raises(NotSaved) as refused:
        await store.salvage_asks_pin()
    assert refused.value.reason == "full"
    assert not list((tmp_path / "records").glob("salvage-*"))
    monkeypatch.undo()

    monkeypatch.setattr("mobile.records.rebuilding.damage.put_aside", lambda folder: folder / "nothing")
    with pytest.raises(NotSaved) as refused:
        await store.salvage()
    assert refused.value.reason == "io"
    assert (tmp_path / "records" / FILE).read_bytes() == before
    assert (tmp_path / "records" / LEVEL_FILE).exists()


@pytest.mark.parametrize(
    "statement", ["DELETE FROM vault", "DROP TABLE vault", "UPDATE vault SET params = 'no vault of ours'"]
)
async def test_without_the_vault_nothing_is_salvaged(
    store: Store, records: Records, tmp_path: Path, statement: str
) -> None:
    store.lock()
    spoil(tmp_path, "PRAGMA foreign_keys=OFF", statement)
    with pytest.raises(Damaged):
        await store.salvage_asks_pin()
    with pytest.raises(Damaged):
        await store.salvage()


async def test_keys_that_do_not_open_are_damage_and_no_wrong_pin(
    store: Store, records: Records, tmp_path: Path
) -> None:
    store.lock()
    spoil(tmp_path, "DELETE FROM dek WHERE compartment = 9")
    with pytest.raises(Damaged):
        await store.salvage()


async def test_without_the_devices_secret_nothing_is_salvaged(
    store: Store, records: Records, secrets: MemorySecrets
) -> None:
    store.lock()
    secret = secrets._values[SECRET]
    await secrets.erase(SECRET)
    with pytest.raises(KeyUnavailable):
        await store.salvage()
    await secrets.write(SECRET, bytes(32))
    with pytest.raises(KeyUnavailable):
        await store.salvage()
    await secrets.write(SECRET, secret)
    await store.salvage()


# --- a file under a PIN: tries are counted in the secret store alone ---


async def refused(store: Store, pin: str | None) -> tuple[int, object, bool]:
    with pytest.raises(WrongPin) as found:
        await store.salvage(pin)
    return found.value.tries_left, found.value.next_try_at, found.value.was_tried


async def test_a_wrong_pin_for_a_damaged_file_is_a_try_and_the_pauses_are_the_same(
    store: Store, secrets: MemorySecrets, clocks: Clocks
) -> None:
    await (await store.create(PIN)).save(Wish("behind a PIN"))
    store.lock()
    assert await store.salvage_asks_pin()
    assert await refused(store, None) == (10, None, False)
    for left in (9, 8, 7):
        assert await refused(store, WRONG) == (left, None, True)
    then = clocks.wall + timedelta(seconds=30)
    assert await refused(store, WRONG) == (6, then, True)
    clocks.pass_s(29)
    assert await refused(store, PIN) == (6, then, False)
    clocks.pass_s(1)
    assert await refused(store, None) == (6, None, False)
    assert await store.salvage(PIN) == Salvaged(came_back=1, lost=0)
    assert await refused(store, WRONG) == (9, None, True), "the right PIN forgets the failures"


async def test_a_wrong_pin_is_counted_before_it_is_looked_at(
    store: Store, secrets: MemorySecrets, clocks: Clocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.create(PIN)
    store.lock()

    class Killed(BaseException):
        pass

    def dies(*_: object) -> bool:
        raise Killed

    monkeypatch.setattr("mobile.records.rebuilding.is_right", dies)
    with pytest.raises(Killed):
        await store.salvage(WRONG)
    monkeypatch.undo()
    assert await refused(store, WRONG) == (8, None, True)


async def test_after_ten_wrong_pins_no_pin_is_looked_at_for_a_damaged_file(
    store: Store, clocks: Clocks
) -> None:
    await store.create(PIN)
    store.lock()
    for left in range(9, -1, -1):
        assert (await refused(store, WRONG))[::2] == (left, True)
        clocks.pass_s(4000)
    assert await refused(store, PIN) == (0, None, False)


@pytest.mark.parametrize("method", ["read", "write"])
async def test_a_pin_is_not_looked_at_where_its_try_cannot_be_counted(
    store: Store, secrets: MemorySecrets, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    await store.create(PIN)
    store.lock()
    real = getattr(secrets, method)

    async def refuses(name: str, *value: bytes) -> object:
        if name == TRIES:
            raise SecretsUnavailable
        return await real(name, *value)

    monkeypatch.setattr(secrets, method, refuses)
    with pytest.raises(SecretsUnavailable):
        await store.salvage(PIN)
    monkeypatch.undo()
    await secrets.erase(TRIES)
    assert await store.salvage(PIN) == Salvaged(came_back=0, lost=0)


async def test_a_clock_set_back_makes_no_pause_endless_for_a_damaged_file(
    store: Store, clocks: Clocks
) -> None:
    await store.create(PIN)
    store.lock()
    for _ in range(4):
        await refused(store, WRONG)
    clocks.wall -= timedelta(days=400)
    assert await refused(store, PIN) == (6, clocks.wall + timedelta(seconds=30), False)


async def test_what_had_two_versions_is_still_to_be_settled_after_a_salvage(
    store: Store, records: Records
) -> None:
    wish = Wish("agreed")
    await sent(records, wish, "s1")
    await records.save(Wish("mine", wish.id))
    await records.store_page("", [pulled(copy_of(wish, "s1", 2, words="theirs"))], None)
    store.lock()
    records, _ = await salvaged(store)
    standing = await records.standing(Wish, wish.id)
    assert standing is not None
    assert standing.state is SendState.CONFLICT
