"""What a screen relies on: saved is there, in order, found again, and told to whoever watches."""

from __future__ import annotations

import asyncio
import json
import sqlite3

import pytest

from mobile.records import Filing, Kind, Pulled, Records, SendState, Store
from mobile.records.errors import ChangedMeanwhile, Locked
from mobile.records.overtaken import until_written
from tests.unit.records.parts import Secretly, Wish, copy_of, pulled


async def test_what_was_saved_is_there_after_opening_again(store: Store, records: Records) -> None:
    wish = Wish("to feel the ground 🌱 \u202emirrored\u0007 bell")
    await records.save(wish)
    store.lock()
    assert await (await store.unlock(None)).get(Wish, wish.id) == wish


async def test_half_an_emoji_is_kept_and_not_refused(records: Records) -> None:
    class Raw(Wish):
        def to_json(self) -> str:
            return super().to_json().replace("cut", "cut \ud83c")

    wish = Raw("cut")
    await records.save(wish)
    assert (await records.get(Wish, wish.id)) == Wish("cut \ud83c", wish.id)


async def test_two_megabytes_of_words_are_kept(records: Records) -> None:
    wish = Wish("long words " * 200_000)
    await records.save(wish)
    assert await records.get(Wish, wish.id) == wish


async def test_newest_comes_first_and_pages_by_order_of_first_saving(records: Records) -> None:
    wishes = [Wish(f"wish {n}") for n in range(7)]
    for wish in wishes:
        await records.save(wish)
    await records.save(Wish("wish 0, said better", wishes[0].id))
    first = await records.heads(Wish, 3)
    assert [head.values["words"] for head in first] == ["wish 6", "wish 5", "wish 4"]
    rest = await records.newest(Wish, 10, before=first[-1].seq)
    assert [wish.words for wish in rest] == ["wish 3", "wish 2", "wish 1", "wish 0, said better"]
    assert await records.count(Wish) == 7


async def test_search_finds_every_word_without_case_or_accent(records: Records) -> None:
    wishes = [Wish("The Café by the lake"), Wish("a lake at night"), Wish("night train")]
    await records.save_all(wishes)

    async def found(words: str) -> list[str]:
        return [head.id for head in await records.search(Wish, words, 10)]

    assert await found("cafe LAKE") == [wishes[0].id]
    assert await found("night") == [wishes[2].id, wishes[1].id]
    await records.save(Wish("night train to the lake", wishes[2].id))
    await records.remove(wishes[1])
    assert await found("night lake") == [wishes[2].id]
    assert await found("  ") == []


async def test_search_forgets_what_an_undone_save_said(store: Store, records: Records) -> None:
    wish = Wish("kept words")
    await records.save(wish)
    await records.search(Wish, "kept", 5)
    with pytest.raises(ValueError, match="another kind"):
        await records.save_all([Wish("other words", wish.id), Secretly("same id", wish.id)])
    assert [h.id for h in await records.search(Wish, "kept", 5)] == [wish.id]
    assert await records.search(Wish, "other", 5) == []


async def test_a_failed_save_of_several_leaves_nothing(records: Records) -> None:
    kept = Wish("kept")
    await records.save(kept)
    with pytest.raises(ValueError, match="another kind"):
        await records.save_all([Wish("first of two"), Secretly("not allowed", kept.id)])
    assert await records.count(Wish) == 1
    assert (await records.pending())["waiting"] == 1


async def test_private_is_only_here_and_never_queued(store: Store, records: Records) -> None:
    secret = Secretly("only mine")
    await records.save(secret)
    assert (await records.pending())["waiting"] == 0
    standing = await records.standing(Secretly, secret.id)
    assert standing is not None
    assert standing.state is SendState.ONLY_HERE
    await records.remove(secret)
    assert (await records.pending())["waiting"] == 0


async def test_the_schema_itself_refuses_a_private_row_in_the_queue(records: Records) -> None:
    secret = Secretly("only mine")
    await records.save(secret)
    context = records._context
    key, kind = context.key(secret.id), context.kind("secretly")
    insert = "INSERT INTO outbox(key, kind, compartment, state, about, payload) VALUES(?, ?, ?, 0, x'', x'')"

    def try_it(compartment: int) -> None:
        context.connection.execute(insert, (key, kind, compartment))

    for compartment in (1, 2):
        with pytest.raises(sqlite3.IntegrityError):
            await records._database.write(try_it, compartment)
    with pytest.raises(sqlite3.IntegrityError):
        await records._database.write(lambda: context.connection.execute("UPDATE record SET compartment = 1"))
    with pytest.raises(sqlite3.IntegrityError):
        await records._database.write(
            lambda: records._server_replica.copies.linked(
                key, secret.id, "Goal", copy_of(Wish("x"), "s"), None
            )
        )


async def test_a_pulled_document_never_lands_in_a_private_record(records: Records) -> None:
    secret = Secretly("only mine")
    await records.save(secret)
    result = await records.store_page("q", [pulled(copy_of(Wish("theirs", secret.id), "s1"))], None)
    assert result.stored == 0
    assert await records.get(Secretly, secret.id) == secret
    assert await records.get(Wish, secret.id) is None


async def test_a_private_record_stays_though_a_document_claims_to_be_of_its_kind(records: Records) -> None:
    secret = Secretly("only mine")
    await records.save(secret)
    claim = Pulled(
        "Goal", copy_of(Wish("x", secret.id), "s1"), Filing(Kind("secretly", "Goal"), secret.id, {})
    )
    assert (await records.store_page("q", [claim], None)).stored == 0
    assert await records.get(Secretly, secret.id) == secret


async def test_watchers_hear_of_each_commit_once_and_no_longer_than_they_asked(records: Records) -> None:
    heard: list[str] = []
    woken: list[int] = []
    end = records.watch(Wish, heard.append)
    records.on_commit(lambda: woken.append(1))
    wish = Wish("one")
    await records.save(wish)
    await records.save(Secretly("not of this kind"))
    await asyncio.sleep(0)
    assert (heard, woken) == ([wish.id], [1])
    await records.store_page("q", [pulled(copy_of(Wish("from the clinic"), "s1"))], None)
    await asyncio.sleep(0)
    assert len(heard) == 2
    assert woken == [1]
    end()
    end()
    await records.remove(wish)
    await asyncio.sleep(0)
    assert len(heard) == 2


async def test_a_save_whose_caller_went_away_is_whole_or_absent(records: Records) -> None:
    wishes = [Wish(f"wish {n}") for n in range(30)]
    for number, wish in enumerate(wishes):
        task = asyncio.create_task(records.save(wish))
        await asyncio.sleep(0 if number % 2 else 0.001)
        task.cancel()
    await asyncio.sleep(0.05)
    kept = await records.count(Wish)
    assert (await records.pending())["waiting"] == kept
    assert kept >= 1


async def test_after_locking_every_call_is_refused_and_the_keys_are_gone(
    store: Store, records: Records
) -> None:
    await records.save(Wish("one"))
    keys = store._keys
    assert keys is not None
    raw = list(keys._raw.values())
    store.lock()
    for call in (records.save(Wish("two")), records.newest(Wish, 1), records.due(store._clock(), 1)):
        with pytest.raises(Locked):
            await call
    assert not any(any(key) for key in raw)
    assert (keys._raw, keys._ciphers) == ({}, {})
    with pytest.raises(Locked):
        keys.lookup("id", "x")
    with pytest.raises(Locked):
        await store.rotate()
    store.lock()


async def test_credentials_and_notes_are_kept_and_erased(store: Store, records: Records) -> None:
    await records.write_credential("tokens", "abc")
    await records.note("last", "then")
    store.lock()
    records = await store.unlock(None)
    assert (await records.read_credential("tokens"), await records.note("last")) == ("abc", "then")
    await records.write_credential("tokens", "")
    assert await records.read_credential("tokens") is None
    assert await records.note("never") is None


async def test_what_changed_since_it_was_read_is_not_replaced(records: Records) -> None:
    read, beside = Wish("one photo"), Wish("beside it")
    await records.save_all([read, beside])
    await records.save(Wish("two photos", read.id))
    with pytest.raises(ChangedMeanwhile):
        await records.save_all([Wish("one photo, smaller", read.id)], [beside], over=[read])
    assert (await records.get(Wish, read.id)) == Wish("two photos", read.id)
    assert (await records.get(Wish, beside.id)) == beside, "all of it, or nothing"
    now = await records.get(Wish, read.id)
    assert now is not None
    await records.save_all([Wish("two photos, smaller", read.id)], [beside], over=[now])
    assert (await records.get(Wish, read.id)) == Wish("two photos, smaller", read.id)
    assert await records.get(Wish, beside.id) is None


async def test_what_was_not_there_when_it_was_looked_for_is_not_written_over(records: Records) -> None:
    other = Wish("of the other page", "one")
    await records.save(other)
    with pytest.raises(ChangedMeanwhile):
        await records.save_all([Wish("of this page", "one")], anew=[Wish("of this page", "one")])
    assert (await records.get(Wish, "one")) == other
    await records.save_all([Wish("of this page", "two")], anew=[Wish("of this page", "two")])
    assert (await records.get(Wish, "two")) == Wish("of this page", "two")


class Ranked(Wish):
    """The same after an update of the app, which writes an element it did not write before."""

    def to_json(self) -> str:
        return json.dumps({**json.loads(super().to_json()), "priority": None})


async def test_what_was_kept_before_an_update_of_the_app_is_not_taken_for_changed(records: Records) -> None:
    await records.save(Wish("kept before", "one"))
    (read,) = await records.every(Ranked)
    await until_written(lambda: records.save_all([Ranked("kept since", "one")], over=[read]))
    assert (await records.get(Wish, "one")) == Wish("kept since", "one")


async def test_being_overtaken_has_an_end() -> None:
    async def write() -> None:
        raise ChangedMeanwhile

    with pytest.raises(ChangedMeanwhile):
        await until_written(write)


async def test_what_hangs_on_all_of_a_kind_is_not_written_once_another_has_come(records: Records) -> None:
    read = Wish("one photo")
    await records.save(read)
    await records.save(Wish("came meanwhile"))
    with pytest.raises(ChangedMeanwhile):
        await records.save_all([], [read], over=[read], counted={Wish: 1})
    assert await records.get(Wish, read.id) == read
    await records.save_all([], [read], over=[read], counted={Wish: 2})
    assert await records.get(Wish, read.id) is None
