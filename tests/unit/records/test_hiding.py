"""Hiding a record and showing it again: with what is part of it, all at once, and with nothing of it left outside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from mobile.records import Records, Store, hiding
from mobile.records.errors import ChangedMeanwhile, Damaged, Locked
from mobile.records.ports import IS_HIDDEN
from mobile.records.secrets import MemorySecrets
from tests.unit.records.hideable import SECOND, Entry, Note, Piece, again, words
from tests.unit.records.parts import PIN, Clocks, Secretly, Wish


class Killed(Exception):
    pass


WHOLE = (
    Entry("words", "e1", ("n1", "p1")),
    Note("n1", "spoken"),
    Piece("n1.0", "sound"),
    Note("p1", "drawn"),
)


@pytest.fixture
async def second(store: Store, secrets: MemorySecrets, clocks: Clocks) -> Records:
    """Opened by a second PIN, with an entry that everybody sees."""
    records = await store.create(PIN)
    await records.save_all(WHOLE)
    await store.keep_second_pin(PIN, SECOND)
    store.lock()
    return await store.unlock(SECOND)


async def seen(store: Store, pin: str = PIN) -> list[str]:
    """Everything that an unlock with this PIN shows of entries and their parts."""
    store.lock()
    records = await store.unlock(pin)
    found = [await words(records, noun) for noun in (Entry, Note, Piece)]
    assert await records.verify() == []
    return sorted(one for some in found for one in some)


async def hides(records: Records, *, is_hidden: bool = True, nouns: Sequence[Entry | Note] = WHOLE) -> None:
    await records.hiding.move(nouns, is_hidden=is_hidden, over=nouns[:1])


EVERYTHING = ["drawn", "sound", "spoken", "words"]


async def test_it_goes_with_all_that_is_part_of_it_and_comes_back_with_it(
    store: Store, second: Records
) -> None:
    await hides(second)
    assert await second.hiding.is_hidden("e1")
    assert await second.hiding.count(Entry) == 1
    assert await seen(store) == []
    assert await seen(store, SECOND) == EVERYTHING
    await hides(await store.unlock(SECOND), is_hidden=False)
    assert await seen(store) == EVERYTHING
    assert await seen(store, SECOND) == EVERYTHING


async def test_a_hidden_one_says_so_in_its_head_and_no_other_does(store: Store, second: Records) -> None:
    await hides(second)
    await second.save(Entry("words", "e1", ("n1", "p1")))
    hidden = await second.heads(Entry, 9, None, {IS_HIDDEN: True})
    assert [head.id for head in hidden] == ["e1"]
    await hides(second, is_hidden=False)
    assert [IS_HIDDEN in head.values for head in await second.heads(Entry, 9)] == [False]


async def test_words_that_are_changed_stay_where_they_are(store: Store, second: Records) -> None:
    await second.save(Entry("still seen", "e1"))
    await second.save(Entry("hidden from the first on", "e2"))
    await second.save(Entry("changed and hidden", "e2"))
    assert await seen(store) == sorted(["still seen", *EVERYTHING[:3]])
    assert "changed and hidden" in await seen(store, SECOND)


async def test_what_is_new_is_where_what_it_belongs_to_is(store: Store, second: Records) -> None:
    await second.save_all([Entry("words", "e1", ("n1", "p1", "n2")), Note("n2", "more of the seen")])
    await second.save_all([Note("n2", "more of the seen"), Piece("n2.0", "sound of the seen")])
    await second.save_all(
        [Note("n9", "unseen"), Piece("n9.0", "unseen sound"), Entry("apart", "e9", ("n9",))]
    )
    await second.save_all([Note("n9", "unseen"), Piece("n9.1", "more unseen sound")])
    assert await seen(store) == sorted([*EVERYTHING, "more of the seen", "sound of the seen"])
    everything = await seen(store, SECOND)
    assert {"apart", "unseen", "unseen sound", "more unseen sound"} <= set(everything)


async def test_new_ones_begin_as_was_said_and_only_what_may_be_hidden_is(
    store: Store, second: Records
) -> None:
    second.hiding.begin("e2", is_hidden=False)
    assert not await second.hiding.is_hidden("e2")
    assert await second.hiding.is_hidden("e3")
    await second.save_all([Entry("shown by choice", "e2", ("n2",)), Note("n2", "with it")])
    await second.save(Entry("asked for", "e3", may_be_hidden=False))
    await second.save_all([Wish("a wish"), Secretly("only mine")])
    second.hiding.begins_hidden = False
    await second.save(Entry("as everybody's", "e4"))
    second.hiding.begins_hidden = True
    await second.save(Entry("apart", "e5"))
    shown = ["shown by choice", "with it", "asked for", "as everybody's"]
    assert await seen(store) == sorted([*EVERYTHING, *shown])
    records = await store.unlock(PIN)
    assert await words(records, Wish) == ["a wish"]
    assert await words(records, Secretly) == ["only mine"]


async def test_nothing_is_hidden_where_the_first_pin_opened(store: Store, second: Records) -> None:
    store.lock()
    records = await store.unlock(PIN)
    with pytest.raises(Locked):
        await hides(records)
    records.hiding.begin("e2", is_hidden=True)
    await records.save(Entry("seen too", "e2"))
    assert "seen too" in await seen(store)


async def test_what_was_written_meanwhile_is_heeded_first(store: Store, second: Records) -> None:
    await second.save(Entry("other words", "e1"))
    with pytest.raises(ChangedMeanwhile):
        await hides(second)
    assert "other words" in await seen(store)


async def test_what_is_hidden_is_not_made_what_may_not_be(store: Store, second: Records) -> None:
    """As an entry would be that is hidden while somebody shares it."""
    await hides(second)
    with pytest.raises(ChangedMeanwhile):
        await second.save_all([Wish("its copy"), Entry("given to somebody", "e1", may_be_hidden=False)])
    assert await second.every(Wish) == []
    assert await seen(store, SECOND) == EVERYTHING


async def test_what_is_removed_because_of_it_goes_in_the_same_commit(store: Store, second: Records) -> None:
    kept = Secretly("asked about again")
    await second.save(kept)
    await second.hiding.move(WHOLE, is_hidden=True, over=WHOLE[:1], remove=[kept])
    assert await second.every(Secretly) == []


async def test_a_part_that_does_not_open_hinders_nothing_and_the_entry_itself_does(
    store: Store, second: Records
) -> None:
    def breaks(kind: str) -> None:
        code = second._context.kind(kind)
        second._context.connection.execute(
            "UPDATE record SET body = CAST(substr(body, 1, length(body) - 1) || x'00' AS BLOB) WHERE kind = ?",
            (code,),
        )

    await second._database.call(breaks, "piece")
    await hides(second)
    store.lock()
    assert await words(await store.unlock(PIN)) == []
    store.lock()
    second = await store.unlock(SECOND)
    await second._database.call(breaks, "entry")
    with pytest.raises(Damaged):
        await second.hiding.move(WHOLE, is_hidden=False, over=[])
    assert await second.hiding.is_hidden("e1")


async def test_an_id_that_is_hidden_is_taken_and_never_written_over(store: Store, second: Records) -> None:
    await hides(second)
    store.lock()
    records = await store.unlock(PIN)
    for write in (
        records.save(Entry("typed", "e1")),
        records.save_all([Entry("typed", "e1")], anew=[Entry("typed", "e1")]),
        records.save_all([Note("n1", "typed")]),
    ):
        with pytest.raises(ChangedMeanwhile):
            await write
    await records.remove(Entry("words", "e1"))
    assert await seen(store) == []
    assert await seen(store, SECOND) == EVERYTHING


async def test_nothing_of_how_it_was_sealed_before_is_left_in_the_log(store: Store, second: Records) -> None:
    def bodies() -> list[bytes]:
        rows = second._context.connection.execute("SELECT body FROM record").fetchall()
        return [bytes(body)[15:] for (body,) in rows]

    before = await second._database.call(bodies)
    await hides(second)
    left = b"".join(path.read_bytes() for path in store._folder.iterdir() if path.is_file())
    assert not any(one in left for one in before)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("step", ["_moved", "_added", "put_second_pin", "end_second_pin"])
async def test_stopped_in_the_middle_all_of_it_was_done_or_nothing(
    store: Store, second: Records, secrets: MemorySecrets, clocks: Clocks, step: str, moment: str
) -> None:
    await hides(second)
    is_armed = False

    def die(where: str) -> None:
        if is_armed and where == f"{moment} commit {step}":
            raise Killed

    dying = again(store, secrets, clocks, die)
    records = await dying.unlock(SECOND)
    is_armed = True
    other = "615972"
    acts = {
        "_moved": lambda: hides(records, is_hidden=False),
        "_added": lambda: dying.keep_second_pin(PIN, other),
        "put_second_pin": lambda: dying.change_second_pin(SECOND, other),
        "end_second_pin": lambda: dying.end_second_pin(SECOND),
    }
    with pytest.raises(Killed):
        await acts[step]()
    is_armed, is_done = False, moment == "after"
    store = again(dying, secrets, clocks)
    is_shown = is_done and step in ("_moved", "end_second_pin")
    assert await seen(store) == (EVERYTHING if is_shown else [])
    if step == "end_second_pin" and is_done:
        return
    pin = other if step == "put_second_pin" and is_done else SECOND
    assert await seen(store, pin) == EVERYTHING
    if step == "_added" and is_done:
        assert await seen(store, other) == []
    store.lock()


AT_THE_TABLE = {
    "bulk.py": 0,  # lists, searches and values: what is shown and nothing else
    "hiding.py": 1,  # the family that is open
    "links.py": 1,  # records that travel
    "local_writes.py": 2,  # records that travel
    "open_records.py": 2,  # what is closed, and its keys, by which it counts as taken
    "opening.py": 1,  # whether there is any
    "rebuilding.py": 1,
    "rows.py": 5,  # order numbers, what is taken, and rows that were found over the view
    "second_pin.py": 1,
    "snapshots.py": 1,  # all but what is hidden
}
"""How often a module reads the table itself: one that is new here may show what is hidden and closed."""


def test_records_are_read_over_what_is_open() -> None:
    folder = Path(hiding.__file__).parent
    found = {
        path.name: len(re.findall(r"(?:FROM|JOIN) record\b", path.read_text("utf-8")))
        for path in folder.glob("*.py")
        if path.name not in ("schema.py", "shredding.py")
    }
    found = {name: count for name, count in found.items() if count or name in AT_THE_TABLE}
    assert found == AT_THE_TABLE
