"""What a decision hangs on is asked of the store itself: all of a kind, whatever was written meanwhile, and by whom."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from mobile.records import Records, SendState, Store
from mobile.records.errors import Locked
from tests.unit.records.parts import START, Secretly, Wish, copy_of, pulled


@dataclass(frozen=True)
class Told(Wish):
    """The same kind with another head, as a later release makes it."""

    def head(self) -> Mapping[str, Any]:
        return {**super().head(), "about": self.about}


def words(wishes: list[Wish]) -> list[str]:
    return [wish.words for wish in wishes]


async def test_every_one_is_there_newest_first_after_each_kind_of_change(records: Records) -> None:
    assert await records.every(Wish) == []
    made = [Wish(f"wish {n}") for n in range(5)]
    await records.save_all(made)
    assert await records.every(Wish) == made[::-1]
    changed = Wish("said better", made[1].id)
    await records.save_all([changed, Wish("one more")], [made[3]])
    assert words(await records.every(Wish)) == ["one more", "wish 4", "wish 2", "said better", "wish 0"]
    await records.save(made[3])  # brought back, it is the newest
    assert words(await records.every(Wish))[0] == "wish 3"


async def test_what_sync_brought_and_took_away_is_seen(records: Records) -> None:
    await records.every(Wish)
    wish = Wish("of the clinic")
    await records.store_page("goals", [pulled(copy_of(wish, "s1"))], None)
    assert words(await records.every(Wish)) == ["of the clinic"]
    await records.store_page("goals", [pulled(copy_of(wish, "s1", 2, words="newer"))], None)
    assert words(await records.every(Wish)) == ["newer"]
    await records.remove_gone("Goal", ["s1"])
    assert await records.every(Wish) == []


async def test_a_commit_is_seen_by_the_next_question_though_another_is_under_way(records: Records) -> None:
    await records.save_all([Wish(f"wish {n}") for n in range(350)])
    first = asyncio.create_task(records.every(Wish))
    await asyncio.sleep(0)
    await records.save(Wish("meanwhile"))
    assert len(await records.every(Wish)) == 351
    assert len(await first) >= 350


async def test_an_asker_that_is_stopped_in_the_middle_costs_the_next_one_nothing(records: Records) -> None:
    await records.save_all([Wish(f"wish {n}") for n in range(350)])
    for turns in range(40):
        asking = asyncio.create_task(records.every(Wish))
        for _ in range(turns):
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await records.save(Wish(f"after {turns}"))
    assert len(await records.every(Wish)) == 390


async def test_a_change_is_still_seen_after_the_asker_that_was_reading_it_was_stopped(
    records: Records,
) -> None:
    await records.save(Wish("before"))
    await records.every(Wish)
    for turns in range(12):
        await records.save(Wish(f"wish {turns}"))
        asking = asyncio.create_task(records.every(Wish))
        for _ in range(turns):
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assert words(await records.every(Wish))[0] == f"wish {turns}"


async def test_what_is_being_saved_is_waited_for(records: Records) -> None:
    await records.save(Wish("before"))
    await records.every(Wish)
    saving = asyncio.create_task(records.save(Wish("under way")))
    await asyncio.sleep(0)
    assert words(await records.every(Wish)) == ["under way", "before"]
    await saving


async def test_where_nothing_changed_the_thread_is_not_asked(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    await records.save(Wish("kept"))
    first = await records.every(Wish)
    first.clear()  # each asker has a list of its own

    async def asked(*_: object) -> None:
        raise AssertionError("nobody is to be asked")

    with monkeypatch.context() as patched:
        patched.setattr(records._database, "call", asked)
        assert words(await records.every(Wish)) == ["kept"]
    await records.save(Secretly("of another kind"))
    with monkeypatch.context() as patched:
        patched.setattr(records._database, "call", asked)
        assert words(await records.every(Wish)) == ["kept"]


async def test_only_what_changed_is_read_again(records: Records) -> None:
    read: list[str] = []

    class Counted(Wish):
        @classmethod
        def from_json(cls, text: str) -> Counted:
            read.append(text)
            return super().from_json(text)

    await records.save_all([Wish(f"wish {n}") for n in range(505)])
    await records.every(Counted)
    assert len(read) == 505
    await records.every(Counted)
    await records.save(Secretly("of another kind"))
    await records.every(Counted)
    assert len(read) == 505
    await records.save(Wish("the newest"))
    assert len(await records.every(Counted)) == 506
    assert len(read) == 506


async def test_what_was_undone_is_not_listed(records: Records) -> None:
    await records.save(Wish("kept"))
    await records.every(Wish)
    with pytest.raises(ValueError, match="another kind"):
        await records.save_all([Wish("undone", "a"), Secretly("of the same id", "a")])
    assert words(await records.every(Wish)) == ["kept"]


async def test_a_locked_store_answers_nothing_of_what_it_remembers(store: Store, records: Records) -> None:
    await records.save(Wish("kept"))
    await records.every(Wish)
    store.lock()
    with pytest.raises(Locked):
        await records.every(Wish)
    assert words(await (await store.unlock(None)).every(Wish)) == ["kept"]


async def test_where_finds_all_with_these_values_and_no_other(records: Records) -> None:
    await records.save_all([Told(f"wish {n}", about="a" if n % 3 else "b") for n in range(30)])
    found = await records.every(Told, {"about": "b"})
    assert words(list(found)) == [f"wish {n}" for n in range(27, -1, -3)]
    assert await records.every(Told, {"about": "c"}) == []


async def test_a_head_made_before_a_value_was_part_of_it_hides_nothing(records: Records) -> None:
    await records.save_all([Wish("old, of it", about="a"), Wish("old, of another", about="b")])
    await records.save(Told("new", about="a"))
    assert words(list(await records.every(Told, {"about": "a"}))) == ["new", "old, of it"]


async def test_a_head_older_than_its_text_hides_nothing(records: Records) -> None:
    """While ours was on its way, the clinic's newer version came: its text counts at once, its head comes later."""
    ours = Wish("ours")
    await records.save(ours)
    [row] = await records.due(START, 5)
    await records.begin([row.seq])
    await records.store_page("goals", [pulled(copy_of(ours, "s1", 3, words="theirs"))], None)
    await records.acknowledge([(row.seq, copy_of(ours, "s1", 2))])
    stored = await records.get(Wish, ours.id)
    assert stored is not None
    assert stored.words == "theirs"
    assert await records.every(Wish, {"words": "theirs"}) == [stored]
    assert await records.every(Wish, {"words": "ours"}) == []


async def test_where_by_what_no_head_has_is_a_mistake_and_not_an_empty_list(records: Records) -> None:
    await records.save(Wish("kept"))
    with pytest.raises(KeyError):
        await records.every(Wish, {"colour": "red"})


async def test_unsent_lists_all_that_the_clinic_lacks_and_nothing_else(records: Records) -> None:
    made = [Wish(f"wish {n}") for n in range(6)]
    await records.save_all(made)
    rows = await records.due(START, 10)
    await records.begin([row.seq for row in rows])
    await records.acknowledge([(rows[0].seq, copy_of(made[0], "s0")), (rows[1].seq, copy_of(made[1], "s1"))])
    await records.park(rows[2].seq, "rejected")
    await records.conflict(rows[3].seq, copy_of(made[3], "s3", words="theirs"))
    await records.remove(made[1])
    await records.save(Secretly("never travels"))
    found = await records.unsent(Wish)
    assert set(found) == {made[n].id for n in (1, 2, 3, 4, 5)}
    assert all([found[one.id] == await records.standing(Wish, one.id) for one in made[1:]])
    assert found[made[2].id].state is SendState.NEEDS_ATTENTION
    assert found[made[3].id].state is SendState.CONFLICT
    assert await records.unsent(Secretly) == {}


async def test_a_save_has_its_turn_while_a_first_search_opens_thousands_of_heads(records: Records) -> None:
    """A letter is not kept waiting until all that is looked through was opened."""
    await records.save_all([Wish(f"wish {n} of many") for n in range(2_400)])
    searching = asyncio.create_task(records.search(Wish, "many", 5_000))
    await asyncio.sleep(0)
    await records.save(Wish("a letter, and as many more"))
    assert not searching.done()
    found = await searching
    assert len(found) == 2_401, "what was written meanwhile among them"
    for wanted, count in (("wish 7", 618), ("letter", 1)):
        assert len(await records.search(Wish, wanted, 5_000)) == count
    while records._local_writes.condense(Wish.KIND.name):
        pass
    assert len(await records.search(Wish, "many", 5_000)) == 2_401
