"""What was deleted here stays deleted when a copy made before is brought back, is counted, and comes back where that is asked for."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mobile.records import Known, Records, Store
from mobile.records.database import FILE
from mobile.records.ports import Brought
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import START, Clocks, Secretly, Wish, copy_of, no_sleep

WORDS, OF = "four ordinary words", "somebody"


@pytest.fixture
async def other(tmp_path: Path, clocks: Clocks) -> AsyncIterator[Records]:
    """The store of another phone."""
    store = Store(tmp_path / "other", MemorySecrets(), clock=clocks.now, sleep=no_sleep)
    yield await store.create(None)
    store.lock()


@pytest.fixture(params=["open", "sealed"])
def form(request: pytest.FixtureRequest) -> str:
    """Of the copy."""
    return request.param


async def copied(records: Records, form: str) -> bytes:
    return await (records.export_open(OF) if form == "open" else records.export_sealed(WORDS, OF))


async def bring(records: Records, copy: bytes, *, with_deleted: bool = False) -> Brought:
    return await records.import_sealed(copy, WORDS, OF, with_deleted=with_deleted)


async def test_it_stays_deleted_on_the_device_where_it_was_deleted(records: Records, form: str) -> None:
    stays, gone = Secretly("stays"), Secretly("deleted")
    await records.save_all([stays, gone])
    copy = await copied(records, form)
    await records.remove(gone)
    assert await bring(records, copy) == Brought(already_here=1, deleted=frozenset({gone.id}))
    assert await records.every(Secretly) == [stays]
    assert await bring(records, copy, with_deleted=True) == Brought(added=1, already_here=1)
    assert await records.get(Secretly, gone.id) == gone
    assert await bring(records, copy) == Brought(already_here=2), "nothing is deleted any more"
    assert await records.verify() == []


async def test_another_device_loses_nothing_by_it(records: Records, other: Records, form: str) -> None:
    gone = Secretly("deleted on the first phone only")
    await records.save(gone)
    await bring(other, await copied(records, form))
    await records.remove(gone)
    later = await copied(records, form)
    assert await bring(other, later) == Brought()
    assert await other.get(Secretly, gone.id) == gone
    theirs = await copied(other, form)
    assert await bring(records, theirs) == Brought(deleted=frozenset({gone.id})), (
        "nor does it come back unasked"
    )


async def test_what_was_written_again_under_its_id_is_not_deleted(records: Records) -> None:
    entry = Secretly("before")
    await records.save(entry)
    copy = await copied(records, "open")
    await records.remove(entry)
    await records.save(Secretly("brought back by Undo", entry.id))
    assert await bring(records, copy) == Brought(kept=1)
    await records.save(Secretly("and again", entry.id))
    assert (await records.every(Secretly)) == [Secretly("and again", entry.id)]


async def test_of_what_was_deleted_nothing_is_kept_but_that_it_was(records: Records) -> None:
    canary = Secretly("zq7canary")
    await records.save(canary)
    await records.remove(canary)
    rows = await records._database.call(
        lambda: records._context.connection.execute(
            "SELECT key, compartment, length(sealed) FROM small"
        ).fetchall()
    )
    assert [(len(key), where) for key, where, _ in rows if where == 2] == [(16, 2)]
    copy = await copied(records, "open")
    for trace in (canary.id, canary.words):
        assert trace.encode() not in copy
    assert await records._database.call(records._bringer._deletions.has, canary.id)


async def test_what_lantern_noted_for_itself_and_removed_is_neither_counted_nor_offered(
    records: Records,
) -> None:
    entry, note = Secretly("made"), Secretly("a note")
    await records.save_all([entry, note])
    copy = await copied(records, "sealed")
    await records.save_all([], [entry, note])
    known = Known({}, own=frozenset())
    brought = await records.import_sealed(copy, WORDS, OF, known=known, with_deleted=True)
    assert brought == Brought()
    known = Known({}, own=frozenset({"secretly"}))
    brought = await records.import_sealed(copy, WORDS, OF, known=known)
    assert brought == Brought(deleted=frozenset({entry.id, note.id}))


async def test_a_store_that_was_destroyed_remembers_no_deletion(tmp_path: Path, clocks: Clocks) -> None:
    secrets = MemorySecrets()
    store = Store(tmp_path / "one", secrets, clock=clocks.now, sleep=no_sleep)
    records = await store.create(None)
    gone = Secretly("deleted")
    await records.save(gone)
    copy = await copied(records, "open")
    await records.remove(gone)
    await store.shred()
    anew = Store(tmp_path / "one", secrets, clock=clocks.now, sleep=no_sleep)
    assert await bring(await anew.create(None), copy) == Brought(added=1)
    anew.lock()


@pytest.mark.parametrize("again", ["written", "brought"])
async def test_what_is_here_again_and_is_lost_with_a_damaged_file_comes_back_unasked(
    records: Records, again: str
) -> None:
    entry = Secretly("kept after all")
    await records.save(entry)
    copy = await copied(records, "open")
    await records.remove(entry)
    if again == "written":
        await records.save(entry)
    else:
        await bring(records, copy, with_deleted=True)
    lose = "DELETE FROM record"
    await records._database.write(lambda: records._context.connection.execute(lose))
    assert await bring(records, copy) == Brought(added=1)


@pytest.mark.parametrize("how_far", ["never sent", "removal waits", "removal acknowledged"])
async def test_what_was_taken_back_here_stays_taken_back_however_it_is_asked_for(
    records: Records, form: str, how_far: str
) -> None:
    """To share it again takes a tap of the person's own."""
    wish = Wish("shared")
    await records.save(wish)
    if how_far != "never sent":
        (row,) = await records.due(START, 9)
        await records.begin([row.seq])
        await records.acknowledge([(row.seq, copy_of(wish, "s1"))])
    copy = await copied(records, form)
    await records.remove(wish)
    if how_far == "removal acknowledged":
        (row,) = await records.due(START, 9)
        await records.begin([row.seq])
        await records.acknowledge([(row.seq, None)])
    waiting = [row.op for row in await records.due(START, 9)]
    for with_deleted in (False, True):
        assert await bring(records, copy, with_deleted=with_deleted) == Brought(kept=1)
    assert await records.get(Wish, wish.id) is None
    assert [row.op for row in await records.due(START, 9)] == waiting


async def test_it_stays_deleted_under_new_keys_and_in_a_file_that_was_salvaged(
    tmp_path: Path, clocks: Clocks
) -> None:
    store = Store(tmp_path / "one", MemorySecrets(), clock=clocks.now, sleep=no_sleep)
    records = await store.create(None)
    gone, spoilt = Secretly("deleted"), Secretly("will not open")
    await records.save_all([gone, spoilt])
    copy = await copied(records, "open")
    await records.remove(gone)
    await store.rotate()
    await records.rekeying.wait()
    assert await records.verify() == []
    store.lock()
    file = sqlite3.connect(tmp_path / "one" / FILE, isolation_level=None)
    file.execute("UPDATE record SET body = zeroblob(60)")
    file.close()
    await store.salvage(None)
    await store.look()
    records = await store.unlock(None)
    assert await bring(records, copy) == Brought(added=1, deleted=frozenset({gone.id}))
    store.lock()
