"""The store's states, its keys, its copies and its end."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from mobile.records import Behind, Records, Store, StoreState, schema
from mobile.records.database import FILE
from mobile.records.errors import (
    AlreadyHere,
    Damaged,
    DamagedCopy,
    InUse,
    KeyUnavailable,
    NotAnExport,
    NothingHere,
    OtherPersonsCopy,
    TooNew,
    WeakPassphrase,
    WrongPassphrase,
    WrongPin,
)
from mobile.records.secret_access import LEVEL, SECRET
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import PIN, START, Secretly, Wish, copy_of
from tests.unit.records.read_out import read_out

WORDS = "a long passphrase"
OF = "https://clinic.example/fhir|Patient/p1"


def raw(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "records" / FILE, isolation_level=None)


async def test_an_empty_folder_is_empty_and_nothing_opens(store: Store) -> None:
    assert await store.look() is StoreState.EMPTY
    with pytest.raises(NothingHere):
        await store.unlock(None)


async def test_states_follow_making_locking_and_opening(store: Store) -> None:
    await store.create(PIN)
    assert (await store.look(), store.needs_pin) == (StoreState.OPEN, True)
    with pytest.raises(AlreadyHere):
        await store.create(None)
    store.lock()
    assert (await store.look(), store.needs_pin) == (StoreState.LOCKED, True)
    await store.unlock(PIN)
    assert await store.look() is StoreState.OPEN


async def test_only_this_user_may_look_inside(store: Store, records: Records, tmp_path: Path) -> None:
    assert (tmp_path / "records").stat().st_mode & 0o077 == 0
    assert (tmp_path / "records" / FILE).stat().st_mode & 0o077 == 0


async def test_the_file_is_set_up_to_be_durable(records: Records) -> None:
    def pragmas() -> dict[str, object]:
        names = (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "secure_delete",
            "temp_store",
            "trusted_schema",
        )
        read = records._context.connection
        return {name: read.execute(f"PRAGMA {name}").fetchone()[0] for name in (*names, "busy_timeout")}

    assert await records._database.call(pragmas) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "trusted_schema": 0,
        "busy_timeout": 5000,
    }


async def test_a_second_lantern_does_not_open_the_same_store(
    store: Store, records: Records, tmp_path: Path, secrets: MemorySecrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mobile.records import database

    monkeypatch.setattr(database, "_PRAGMAS", tuple(p.replace("5000", "50") for p in database._PRAGMAS))
    monkeypatch.setattr(database, "BUSY_MS", 50)
    with pytest.raises(InUse):
        await Store(tmp_path / "records", secrets).look()


async def test_a_store_made_by_a_newer_lantern_is_left_as_it_is(
    store: Store, records: Records, tmp_path: Path
) -> None:
    store.lock()
    file = raw(tmp_path)
    file.execute(f"PRAGMA user_version = {len(schema.STEPS) + 1}")
    file.close()
    before = (tmp_path / "records" / FILE).read_bytes()
    assert await store.look() is StoreState.TOO_NEW
    with pytest.raises(TooNew):
        await store.unlock(None)
    assert (tmp_path / "records" / FILE).read_bytes() == before


async def test_an_older_file_put_back_is_told(store: Store, records: Records, tmp_path: Path) -> None:
    store.lock()
    old = (tmp_path / "records" / FILE).read_bytes()
    records = await store.unlock(None)
    assert records.behind is None
    await records.save(Wish("lost by the rollback"))
    store.lock()
    (tmp_path / "records" / FILE).write_bytes(old)
    records = await store.unlock(None)
    assert records.behind is not None
    assert records.behind.missing
    store.lock()
    records = await store.unlock(None)
    assert records.behind is not None  # until the person has gone on
    await records.go_on()
    store.lock()
    assert (await store.unlock(None)).behind is None


class LateSecrets(MemorySecrets):
    """Keeps what is written at once; the count of commits, which follows some seconds later, never comes."""

    async def write(self, name: str, value: bytes) -> None:
        if name != LEVEL:
            await super().write(name, value)


async def test_a_whole_older_folder_is_told_by_its_openings_where_its_commits_were_not_counted_elsewhere(
    tmp_path: Path,
) -> None:
    folder, secrets = tmp_path / "records", LateSecrets()
    store = Store(folder, secrets)
    await store.create(None)
    store.lock()
    old = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    records = await store.unlock(None)
    await records.save(Wish("lost by the rollback"))
    store.lock()
    for path, data in old.items():
        path.write_bytes(data)
    records = await store.unlock(None)
    assert records.behind == Behind()
    await records.go_on()
    store.lock()
    assert (await store.unlock(None)).behind is None
    store.lock()


async def test_rows_without_a_vault_get_no_new_key(store: Store, records: Records, tmp_path: Path) -> None:
    await records.save(Wish("kept"))
    store.lock()
    file = raw(tmp_path)
    file.execute("DELETE FROM vault")
    file.close()
    assert await store.look() is StoreState.KEY_UNAVAILABLE
    with pytest.raises(AlreadyHere):
        await store.create(None)
    with pytest.raises(KeyUnavailable):
        await store.unlock(None)


async def test_a_vault_that_asks_for_weaker_keys_is_refused(store: Store, tmp_path: Path) -> None:
    await store.create(PIN)
    store.lock()
    file = raw(tmp_path)
    (params,) = file.execute("SELECT params FROM vault").fetchone()
    file.close()
    values = json.loads(params)
    for change in (
        {"memory_kib": 1024},
        {"times": 0},
        {"pin": False},
        {"memory_kib": 1 << 30},
        {"salt": "00"},
    ):
        file = raw(tmp_path)
        file.execute("UPDATE vault SET params = ?", (json.dumps(values | change, sort_keys=True),))
        file.close()
        assert await store.look() in (StoreState.DAMAGED, StoreState.KEY_UNAVAILABLE)


# --- the patient's own copy ---


async def fill(records: Records) -> tuple[Wish, Wish, Secretly]:
    sent, unsent, mine = Wish("sent"), Wish("unsent"), Secretly("only mine")
    await records.save(sent)
    (row,) = await records.due(START, 9)
    await records.begin([row.seq])
    await records.acknowledge([(row.seq, copy_of(sent, "s1"))])
    await records.save_all([unsent, mine])
    return sent, unsent, mine


async def test_every_text_is_kept_exactly(records: Records) -> None:
    sent, unsent, mine = await fill(records)

    class Dose(Wish):
        def to_json(self) -> str:
            return '{"resourceType":"Goal","value":1.50}'

    await records.save(Dose("exact"))
    found = await read_out(records)
    assert [one["id"] for one in found][:3] == [sent.id, unsent.id, mine.id]
    assert [one["sent"] for one in found] == ["sent", "waiting", "only_here", "waiting"]
    assert [one["private"] for one in found] == [False, False, True, False]
    assert found[2]["content"]["words"] == "only mine"
    assert found[3]["text"] == '{"resourceType":"Goal","value":1.50}'
    json.dumps(found)


async def test_a_sealed_copy_brings_back_everything_after_a_wipe(store: Store, records: Records) -> None:
    sent, unsent, mine = await fill(records)
    before = await read_out(records)
    copy = await records.export_sealed(WORDS, OF)
    for words in (b"only mine", b"unsent", sent.id.encode(), b"Goal"):
        assert words not in copy
    await store.shred()
    records = await store.create(None)
    imported = await records.import_sealed(copy, WORDS, OF)
    assert (imported.added, imported.already_here) == (3, 0)
    assert await read_out(records) == before
    assert await records.server_id(sent.id) == ("Goal", "s1")
    assert [row.local_id for row in await records.due(START, 9)] == [unsent.id]
    again = await records.import_sealed(copy, WORDS, OF)
    assert (again.added, again.already_here) == (0, 3)
    assert await records.get(Secretly, mine.id) == mine


async def test_an_import_overwrites_nothing_that_is_newer_here(store: Store, records: Records) -> None:
    wish = Wish("old words")
    await records.save(wish)
    copy = await records.export_sealed(WORDS, OF)
    await records.save(Wish("new words", wish.id))
    await records.import_sealed(copy, WORDS, OF)
    assert (await records.newest(Wish, 1))[0].words == "new words"


async def test_a_sealed_copy_refuses_wrong_words_changes_and_weaker_keys(
    store: Store, records: Records
) -> None:
    await records.save(Wish("one"))
    with pytest.raises(WeakPassphrase):
        await records.export_sealed("eleven char", OF)
    copy = await records.export_sealed(WORDS, OF)
    with pytest.raises(WrongPassphrase):
        await records.import_sealed(copy, WORDS + "x", OF)
    flipped = bytearray(copy)
    flipped[-1] ^= 1
    with pytest.raises(DamagedCopy):
        await records.import_sealed(bytes(flipped), WORDS, OF)
    with pytest.raises(OtherPersonsCopy):
        await records.import_sealed(copy, WORDS, OF + "2")
    weaker = copy.replace(b'"memory_kib": 65536', b'"memory_kib": 01024').replace(
        b'"times": 3', b'"times": 1'
    )
    for strange in (b"", b"not ours", weaker):
        with pytest.raises(NotAnExport):
            await records.import_sealed(strange, WORDS, OF)
    for broken in (copy[:30], copy[:-7], copy + b"\x00"):
        with pytest.raises(DamagedCopy):
            await records.import_sealed(broken, WORDS, OF)
    assert await records.count(Wish) == 1


# --- damage ---


async def damaged(store: Store, records: Records, folder: Path, count: int = 200) -> None:
    """A store with the middle of its file overwritten, found after an unclean stop."""
    await records.save_all([Wish(f"wish {n} " + "word " * 100) for n in range(count)])
    store.lock()
    path = folder / "records" / FILE
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 8192] = b"\xa5" * 8192
    path.write_bytes(bytes(data))
    (folder / "records" / f"{FILE}-wal").write_bytes(b"left by a kill")


async def test_a_damaged_file_is_refused_and_a_copy_put_aside(
    store: Store, records: Records, tmp_path: Path
) -> None:
    await damaged(store, records, tmp_path)
    broken = (tmp_path / "records" / FILE).read_bytes()
    assert await store.look() is StoreState.DAMAGED
    with pytest.raises(Damaged):
        await store.unlock(None)
    with pytest.raises(AlreadyHere):
        await store.create(None)
    assert (tmp_path / "records" / FILE).read_bytes() == broken
    copies = list((tmp_path / "records" / "damaged").glob(f"*/{FILE}"))
    assert [copy.read_bytes() for copy in copies] == [broken]


async def test_what_still_opens_in_a_damaged_file_takes_its_place_and_the_rest_is_counted(
    store: Store, records: Records, tmp_path: Path
) -> None:
    await store.change_pin(None, PIN)
    await damaged(store, records, tmp_path)
    broken = (tmp_path / "records" / FILE).read_bytes()
    assert await store.look() is StoreState.DAMAGED
    assert await store.salvage_asks_pin()
    with pytest.raises(WrongPin):
        await store.salvage("804617")
    found = await store.salvage(PIN)
    assert found.came_back > 100
    assert found.lost > 0
    assert await store.look() is StoreState.LOCKED
    again = await store.unlock(PIN)
    wishes = await again.newest(Wish, 300)
    assert len(wishes) == found.came_back
    assert any(one.words.startswith("wish 0 ") for one in wishes)
    assert sum((await again.pending()).values()) > 0  # what was unsent is sent still
    assert await again.verify() == []
    kept = [path.read_bytes() for path in (tmp_path / "records" / "damaged").glob(f"*/{FILE}")]
    assert broken in kept
    assert not list((tmp_path / "records").glob("salvage-*"))
    assert not list((tmp_path / "records").glob("rebuilt-*"))


async def test_no_file_of_ours_is_damaged_and_not_empty(
    store: Store, tmp_path: Path, secrets: MemorySecrets
) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / FILE).write_bytes(b"this is no database at all" * 100)
    assert await store.look() is StoreState.DAMAGED
    with pytest.raises(Damaged):
        await store.salvage()
    assert await secrets.read(SECRET) is None


async def test_one_broken_row_is_left_out_counted_and_refused_and_can_be_written_over(
    store: Store, records: Records, tmp_path: Path
) -> None:
    wishes = [Wish("whole"), Wish("broken")]
    await records.save_all(wishes)
    store.lock()
    file = raw(tmp_path)
    file.execute(
        "UPDATE record SET body = zeroblob(length(body)), head = zeroblob(length(head)) WHERE seq = 2"
    )
    file.close()
    records = await store.unlock(None)
    assert [head.id for head in await records.heads(Wish, 9)] == [wishes[0].id]
    assert [wish.id for wish in await records.newest(Wish, 9)] == [wishes[0].id]
    assert records.unreadable == {2}
    with pytest.raises(Damaged):
        await records.get(Wish, wishes[1].id)
    assert await records.verify() == ["record.head", "record.body"]
    assert {"unreadable": True} in await read_out(records)
    await records.save(wishes[1])
    assert await records.get(Wish, wishes[1].id) == wishes[1]


# --- the end ---


async def test_shredding_leaves_nothing_that_opens(store: Store, records: Records, tmp_path: Path) -> None:
    await records.save_all([Wish(f"wish {n}") for n in range(50)])
    store.lock()
    old = (tmp_path / "records" / FILE).read_bytes()
    records = await store.unlock(None)
    await store.shred()
    assert list((tmp_path / "records").iterdir()) == []
    assert await store.look() is StoreState.EMPTY
    (tmp_path / "records" / FILE).write_bytes(old)  # a copy somebody kept
    assert await store.look() is StoreState.KEY_UNAVAILABLE


async def test_rows_and_wrapped_keys_are_overwritten_before_the_file_goes(
    store: Store, records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mobile.records import shredding

    left: list[bytes] = []
    await records.save(Wish("sealed words"))
    heads = await records._database.call(
        lambda: records._context.connection.execute("SELECT head FROM record").fetchall()
    )
    monkeypatch.setattr(
        shredding, "_overwrite", lambda path: left.append(path.read_bytes()) if path.exists() else None
    )
    await store.shred()
    assert left
    assert not any(head in data for (head,) in heads for data in left)


@pytest.mark.parametrize("state", ["locked", "damaged", "key lost"])
async def test_a_store_in_any_state_can_be_destroyed_by_choice(
    store: Store, records: Records, tmp_path: Path, secrets: MemorySecrets, state: str
) -> None:
    store.lock()
    if state == "damaged":
        (tmp_path / "records" / FILE).write_bytes(b"this is no database at all" * 100)
        assert await store.look() is StoreState.DAMAGED
    if state == "key lost":
        await secrets.erase(SECRET)
    await store.shred()
    assert await store.look() is StoreState.EMPTY
    await store.create(None)


async def test_a_copy_of_a_long_life_leaves_nothing_out(records: Records) -> None:
    wishes = [Wish(f"wish {n}") for n in range(450)]
    await records.save_all(wishes)
    assert len(await read_out(records)) == 450
    copy = await records.export_sealed("four ordinary words", "somebody")
    assert (await records.import_sealed(copy, "four ordinary words", "somebody")).already_here == 450
