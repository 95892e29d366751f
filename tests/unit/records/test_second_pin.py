"""A second PIN: what it opens and what the first does not show, in every life of the store."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta

import pytest

from mobile.records import Records, Store, StoreState, damage, kdf, rebuilding, second_pin
from mobile.records.attempts import FADES_S, MOST, MOST_RECENT
from mobile.records.database import FILE
from mobile.records.errors import (
    BiometricsGone,
    Damaged,
    KeyUnavailable,
    Locked,
    NotSaved,
    OpenOtherwise,
    WeakPin,
    WrongPin,
)
from mobile.records.ports import Brought
from mobile.records.secret_access import EPOCH, LEVEL, SECRET
from mobile.records.secrets import MemorySecrets
from mobile.records.sheet_words import fresh_words
from tests.unit.records.hideable import SECOND, THIRD, Entry, Note, Piece, again, unzipped, words
from tests.unit.records.parts import OTHER_PIN, PIN, Clocks, Secretly, Wish

WRONG = "999000"
PASSPHRASE = "four invented ordinary words"
BY_PHONE = bytes(range(32))


class Device:
    """A store that is locked and opened again and again."""

    def __init__(self, store: Store, secrets: MemorySecrets, clocks: Clocks) -> None:
        self.store, self.secrets, self.clocks = store, secrets, clocks

    async def opens(self, pin: str) -> Records:
        self.store = again(self.store, self.secrets, self.clocks)
        return await self.store.unlock(pin)

    async def refuses(self, pin: str) -> WrongPin:
        self.store = again(self.store, self.secrets, self.clocks)
        with pytest.raises(WrongPin) as refused:
            await self.store.unlock(pin)
        return refused.value

    def alters(self, statement: str) -> None:
        self.store.lock()
        connection = sqlite3.connect(self.store._folder / FILE, isolation_level=None)
        connection.execute(statement)
        connection.close()

    def left(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.store._folder.rglob("*") if path.is_file())


@pytest.fixture
async def device(store: Store, secrets: MemorySecrets, clocks: Clocks) -> Device:
    """With a PIN, a second one, and one entry that it hides among what everybody sees."""
    records = await store.create(PIN)
    await records.save_all([Wish("a wish"), Secretly("only mine"), Entry("seen")])
    await store.keep_second_pin(PIN, SECOND)
    made = Device(store, secrets, clocks)
    await (await made.opens(SECOND)).save(Entry("unseen"))
    return made


async def sees_all(records: Records, entries: tuple[str, ...] = ("seen", "unseen")) -> None:
    assert records.hiding.is_open
    assert await words(records) == sorted(entries)
    await _sees_the_rest(records)


async def sees_what_is_shown(records: Records, entries: tuple[str, ...] = ("seen",)) -> None:
    assert not records.hiding.is_open
    assert await words(records) == sorted(entries)
    assert not records.unreadable
    await _sees_the_rest(records)


async def _sees_the_rest(records: Records) -> None:
    assert await words(records, Wish) == ["a wish"]
    assert await words(records, Secretly) == ["only mine"]
    assert await records.verify() == []


# --- opening ---


async def test_the_second_pin_opens_all_and_the_first_all_but_what_is_hidden(device: Device) -> None:
    await sees_what_is_shown(await device.opens(PIN))
    await sees_all(await device.opens(SECOND))
    await sees_what_is_shown(await device.opens(PIN))


async def test_a_hidden_record_is_as_one_that_never_was(device: Device) -> None:
    records = await device.opens(SECOND)
    id = next(one.id for one in await records.every(Entry) if one.words == "unseen")
    await records.remove(next(one for one in await records.every(Entry) if one.words == "seen"))
    records = await device.opens(PIN)
    assert await records.get(Entry, id) is None
    assert await records.standing(Entry, id) is None
    assert await records.heads(Entry, 9) == []
    assert await records.heads(Entry, 9, None, {"is_hidden": True}) == []
    assert await records.search(Entry, "uns", 9) == []
    assert await records.values(Entry, "tags") == {}
    assert await records.every(Entry, {"words": "unseen"}) == []
    assert await records.count(Entry) == 0
    assert not await records.hiding.is_hidden(id)
    assert await records.hiding.count(Entry) == 0
    assert not records.unreadable


async def test_a_try_of_the_second_pin_costs_and_gives_back_as_one_of_the_first(device: Device) -> None:
    assert (await device.refuses(WRONG)).tries_left == MOST - 1
    assert (await device.refuses(WRONG)).tries_left == MOST - 2
    await device.opens(SECOND)
    assert (await device.refuses(WRONG)).tries_left == MOST - 1


async def test_after_ten_wrong_pins_the_second_opens_nothing_either(device: Device) -> None:
    for _ in range(MOST):
        await device.refuses(WRONG)
        device.clocks.pass_s(3601)
    refused = await device.refuses(SECOND)
    assert (refused.tries_left, refused.was_tried) == (0, False)


async def test_a_pin_is_stretched_as_often_where_there_is_a_second_one_as_where_there_is_none(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bytes] = []
    stretch = kdf.hash_secret_raw

    def counted(pin: bytes, *args: object, **cost: object) -> bytes:
        asked.append(pin)
        return stretch(pin, *args, **cost)  # type: ignore[arg-type]

    async def times(pin: str, *, is_right: bool) -> int:
        asked.clear()
        if is_right:
            await device.opens(pin)
        else:
            await device.refuses(pin)
        return len(asked)

    monkeypatch.setattr(kdf, "hash_secret_raw", counted)
    right, wrong = await times(PIN, is_right=True), await times(WRONG, is_right=False)
    device.alters("DELETE FROM second_slot")
    assert (await times(PIN, is_right=True), await times(WRONG, is_right=False)) == (right, wrong) == (1, 2)
    device.alters("DELETE FROM second_salt")
    assert await times(WRONG, is_right=False) == wrong


async def test_only_with_the_devices_own_key_does_it_open(device: Device) -> None:
    device.store.lock()
    other = MemorySecrets()
    other._values[SECRET] = b"\x07" * 32
    store = again(device.store, other, device.clocks)
    with pytest.raises(KeyUnavailable):
        await store.unlock(SECOND)


# --- asked again, and opened on another page ---


async def test_asked_again_the_second_pin_is_right_only_while_it_is_the_one_that_opened(
    device: Device,
) -> None:
    await device.opens(PIN)
    with pytest.raises(WrongPin):
        await device.store.check_pin(SECOND)
    await device.store.check_pin(PIN)
    await device.opens(SECOND)
    await device.store.check_pin(SECOND)
    await device.store.check_pin(PIN)


async def test_an_open_store_is_not_opened_otherwise_before_it_is_locked(device: Device) -> None:
    records = await device.opens(PIN)
    with pytest.raises(OpenOtherwise):
        await device.store.unlock(SECOND)
    assert await device.store.unlock(PIN) is records
    records = await device.opens(SECOND)
    with pytest.raises(OpenOtherwise):
        await device.store.unlock(PIN)
    assert await device.store.unlock(SECOND) is records


async def test_biometrics_open_what_the_first_pin_does(device: Device) -> None:
    await device.opens(SECOND)
    await device.store.keep_biometrics(BY_PHONE)
    with pytest.raises(OpenOtherwise):
        await device.store.unlock_by_biometrics(BY_PHONE)
    device.store = again(device.store, device.secrets, device.clocks)
    await sees_what_is_shown(await device.store.unlock_by_biometrics(BY_PHONE))
    with pytest.raises(BiometricsGone):
        await device.store.unlock_by_biometrics(bytes(32))


# --- which PINs, and several of them ---


@pytest.mark.parametrize("pin", ["123456", "12345", "letters", PIN])
async def test_what_is_too_easy_or_the_pin_itself_is_no_second_pin(store: Store, pin: str) -> None:
    await store.create(PIN)
    with pytest.raises(WeakPin):
        await store.keep_second_pin(PIN, pin)


async def test_without_the_pin_none_is_set(store: Store) -> None:
    await store.create(PIN)
    with pytest.raises(WrongPin):
        await store.keep_second_pin(WRONG, SECOND)
    store.lock()
    with pytest.raises(Locked):
        await store.keep_second_pin(PIN, SECOND)


async def test_where_no_pin_stands_before_the_records_there_is_no_second_one(store: Store) -> None:
    await store.create(None)
    with pytest.raises(WeakPin):
        await store.keep_second_pin("", SECOND)


async def test_a_second_pin_never_becomes_the_first(device: Device) -> None:
    await device.opens(PIN)
    with pytest.raises(WeakPin):
        await device.store.change_pin(PIN, SECOND)
    with pytest.raises(WeakPin):
        await device.store.keep_second_pin(PIN, SECOND)
    await sees_all(await device.opens(SECOND))
    with pytest.raises(WeakPin):
        await device.store.change_second_pin(SECOND, PIN)
    with pytest.raises(WeakPin):
        await device.store.change_second_pin(SECOND, SECOND)


async def test_one_more_opens_hidden_records_of_its_own_and_ends_none(device: Device) -> None:
    await device.opens(PIN)
    await device.store.keep_second_pin(PIN, THIRD)
    records = await device.opens(THIRD)
    await sees_all(records, ("seen",))
    await records.save(Entry("elsewhere"))
    await sees_all(await device.opens(SECOND))
    await sees_all(await device.opens(THIRD), ("elsewhere", "seen"))
    await sees_what_is_shown(await device.opens(PIN))


async def test_there_is_room_for_many_and_the_last_is_said_to_be_one_too_many(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_pin, "MOST", 2)
    await store.create(PIN)
    for pin in (SECOND, THIRD):
        await store.keep_second_pin(PIN, pin)
    with pytest.raises(NotSaved):
        await store.keep_second_pin(PIN, "804276")


async def test_another_second_pin_opens_the_same_and_the_one_before_nothing(device: Device) -> None:
    await device.opens(SECOND)
    await device.store.change_second_pin(PIN, THIRD)
    await device.refuses(SECOND)
    await sees_all(await device.opens(THIRD))
    await sees_what_is_shown(await device.opens(PIN))


async def test_who_knows_the_first_pin_guesses_at_the_second_no_oftener_than_time_allows(
    device: Device,
) -> None:
    """At the lock with the right PIN between, as a new PIN, and as one more second PIN: all of it is one count."""
    guesses = iter(f"{number:06}" for number in range(268013, 999999, 10007))
    pin = PIN
    device.clocks.pass_s(FADES_S)  # since the second one was set
    for number in range(MOST_RECENT):
        if number % 3 == 0:
            assert (await device.refuses(next(guesses))).was_tried
            await device.opens(pin)
        elif number % 3 == 1:
            pin, before = next(guesses), pin
            await device.store.change_pin(before, pin)
        else:
            with pytest.raises(WeakPin):
                await device.store.keep_second_pin(pin, SECOND)
    with pytest.raises(WrongPin) as refused:
        await device.store.change_pin(pin, next(guesses))
    assert refused.value.next_try_at == device.clocks.now() + timedelta(seconds=FADES_S)
    assert not (await device.refuses(SECOND)).was_tried
    device.clocks.pass_s(FADES_S)
    await sees_all(await device.opens(SECOND))
    assert (await device.refuses(WRONG)).was_tried
    assert not (await device.refuses(WRONG)).was_tried


async def test_the_store_itself_asks_for_a_pin_before_the_second_is_changed_or_ended(device: Device) -> None:
    await device.opens(SECOND)
    with pytest.raises(WrongPin):
        await device.store.change_second_pin(WRONG, THIRD)
    with pytest.raises(WrongPin):
        await device.store.end_second_pin(WRONG)
    await sees_all(await device.opens(SECOND))
    await device.store.end_second_pin(SECOND)
    await sees_what_is_shown(await device.opens(PIN), ("seen", "unseen"))


async def test_a_recovery_sheet_is_no_way_to_guess_at_the_second_pin(device: Device) -> None:
    await device.opens(PIN)
    words = " ".join(fresh_words("en"))
    await device.store.keep_sheet(words)
    device.clocks.pass_s(FADES_S)
    for number in range(MOST_RECENT):
        device.store = again(device.store, device.secrets, device.clocks)
        if number % 2:
            with pytest.raises(WeakPin):
                await device.store.recover(words, SECOND)
        else:
            await device.store.recover(words, PIN)
    device.store = again(device.store, device.secrets, device.clocks)
    with pytest.raises(WrongPin) as refused:
        await device.store.recover(words, SECOND)
    assert refused.value.next_try_at == device.clocks.now() + timedelta(seconds=FADES_S)


async def test_only_the_one_that_opened_is_changed_or_ended(device: Device) -> None:
    await device.opens(PIN)
    with pytest.raises(Locked):
        await device.store.change_second_pin(PIN, THIRD)
    with pytest.raises(Locked):
        await device.store.end_second_pin(PIN)
    await sees_all(await device.opens(SECOND))


async def test_ended_all_is_shown_and_it_opens_nothing(device: Device) -> None:
    records = await device.opens(SECOND)
    await device.store.end_second_pin(PIN)
    await sees_what_is_shown(records, ("seen", "unseen"))
    await records.save(Entry("later"))
    await device.refuses(SECOND)
    await sees_what_is_shown(await device.opens(PIN), ("later", "seen", "unseen"))
    await device.store.keep_second_pin(PIN, SECOND)
    await sees_all(await device.opens(SECOND), ("later", "seen", "unseen"))


# --- what else becomes of a store ---


async def test_it_opens_beside_another_pin(device: Device) -> None:
    for pin in (PIN, SECOND):
        await device.opens(pin)
        await device.store.change_pin(pin, OTHER_PIN)
        await device.refuses(PIN)
        await sees_all(await device.opens(SECOND))
        await sees_what_is_shown(await device.opens(OTHER_PIN))
        await device.store.change_pin(OTHER_PIN, PIN)
    await sees_all(await device.opens(SECOND))


async def test_where_the_pin_was_taken_away_it_opens_again_once_there_is_one(device: Device) -> None:
    await device.opens(PIN)
    await device.store.change_pin(PIN, None)
    device.store = again(device.store, device.secrets, device.clocks)
    await sees_what_is_shown(await device.store.unlock(None))
    with pytest.raises(WeakPin):
        await device.store.change_pin(None, SECOND)
    await device.store.change_pin(None, OTHER_PIN)
    await sees_all(await device.opens(SECOND))


async def test_it_opens_in_and_after_a_change_of_keys(device: Device) -> None:
    for pin, opened in ((PIN, sees_what_is_shown), (SECOND, sees_all)):
        records = await device.opens(pin)
        await device.store.rotate()
        records.rekeying.end()
        records = await device.opens(pin)
        await records.rekeying.wait()
        assert records.rekeying.now is not None
        assert records.rekeying.now.stuck == 0
        await opened(records)
        await device.store.rotate()
        await records.rekeying.wait()
    await sees_all(await device.opens(SECOND))
    await sees_what_is_shown(await device.opens(PIN))


async def test_who_comes_back_by_the_recovery_sheet_sees_what_is_shown_and_the_second_pin_opens(
    device: Device,
) -> None:
    sheet = " ".join(fresh_words("en"))
    await device.opens(SECOND)
    await device.store.keep_sheet(sheet)
    device.store = again(device.store, device.secrets, device.clocks)
    with pytest.raises(WeakPin):
        await device.store.recover(sheet, SECOND)
    await sees_what_is_shown(await device.store.recover(sheet, OTHER_PIN))
    await sees_all(await device.opens(SECOND))


async def test_without_the_devices_key_the_sheet_brings_back_what_is_shown_and_hides_the_rest(
    device: Device,
) -> None:
    sheet = " ".join(fresh_words("en"))
    await device.opens(PIN)
    await device.store.keep_sheet(sheet)
    device.secrets = MemorySecrets()
    device.store = again(device.store, device.secrets, device.clocks)
    await sees_what_is_shown(await device.store.recover(sheet, OTHER_PIN))
    await device.refuses(SECOND)
    await sees_what_is_shown(await device.opens(OTHER_PIN))


@pytest.mark.parametrize("by", [PIN, SECOND])
async def test_a_file_put_together_from_a_damaged_one_has_all_of_it_and_counts_what_is_shown(
    device: Device, by: str
) -> None:
    device.store.lock()
    params = await asyncio.to_thread(damage.slot_of, device.store._folder)
    found = await device.store.salvage(by)
    assert (found.came_back, found.lost) == (3, 0)
    assert params.slot == 1
    await sees_what_is_shown(await device.opens(PIN))
    await sees_all(await device.opens(SECOND))
    device.store.lock()
    with pytest.raises(WrongPin):
        await device.store.salvage(WRONG)


async def test_a_damaged_file_that_says_nothing_of_it_is_put_together_all_the_same(device: Device) -> None:
    wrap = bytes(device.store._wrap)
    device.alters("DROP TABLE second_wrap")
    params = await asyncio.to_thread(damage.slot_of, device.store._folder)
    found = await asyncio.to_thread(rebuilding.rebuilt, device.store._folder, wrap, params)
    assert (found.came_back, found.lost) == (3, 0)
    for name in (EPOCH, LEVEL):
        await device.secrets.erase(name)
    await sees_what_is_shown(await device.opens(PIN))


@pytest.mark.parametrize("by", [PIN, SECOND])
async def test_no_copy_has_what_is_hidden_whoever_makes_it(device: Device, by: str) -> None:
    records = await device.opens(by)
    sealed = await records.export_sealed(PASSPHRASE, "me")
    snapshot = await records.snapshots.taken("me")
    assert snapshot.private.count == 2
    other = Store(device.store._folder.parent / "other", MemorySecrets())
    there = await other.create(OTHER_PIN)
    brought = await there.import_sealed(sealed, PASSPHRASE, "me")
    assert brought.added == 3
    await sees_what_is_shown(there)
    other.lock()
    text = unzipped(await records.export_open("me"))
    assert b"seen" in text
    assert b"unseen" not in text


async def test_what_a_copy_at_the_clinic_is_told_by_is_the_same_whoever_opened(device: Device) -> None:
    before = await (await device.opens(PIN)).snapshots.private()
    records = await device.opens(SECOND)
    assert await records.snapshots.private() == before
    await records.save(Entry("one more"))
    assert await records.snapshots.private() == before


async def test_a_copy_made_before_it_was_hidden_brings_nothing_of_it_back(device: Device) -> None:
    records = await device.opens(SECOND)
    copy = await records.export_sealed(PASSPHRASE, "me")
    seen = next(one for one in await records.every(Entry) if one.words == "seen")
    await records.hiding.move([seen], is_hidden=True, over=[seen])
    for pin, here in ((PIN, 2), (SECOND, 3)):
        records = await device.opens(pin)
        brought = await records.import_sealed(copy, PASSPHRASE, "me")
        assert (brought.added, brought.already_here) == (0, here)
    await sees_what_is_shown(await device.opens(PIN), ())
    await sees_all(await device.opens(SECOND))


async def test_a_copy_made_before_is_told_as_where_it_was_deleted_and_brought_back_in_the_same_way(
    device: Device,
) -> None:
    """Nothing says that it is hidden: not a number, and not that it does not come back."""
    records = await device.opens(SECOND)
    spoken, note = Entry('says "n1"', "e1", owns=("n1",)), Note("n1", "a note")
    kept, deleted = [spoken, note, Piece("n1.0", "a piece")], Entry("deleted", "e2")
    for one in kept:
        records.hiding.begin(one.id, is_hidden=False)
    records.hiding.begin("e2", is_hidden=False)
    await records.save_all([*kept, deleted])
    copy = await records.export_sealed(PASSPHRASE, "me")
    await records.hiding.move(kept, is_hidden=True, over=[spoken])
    await records.remove(deleted)

    records = await device.opens(PIN)
    brought = await records.import_sealed(copy, PASSPHRASE, "me")
    assert brought == Brought(already_here=3, deleted=frozenset({"e1", "n1", "n1.0", "e2"}))
    assert await words(records) == ["seen"]
    for added, here in ((4, 3), (0, 7)):
        brought = await records.import_sealed(copy, PASSPHRASE, "me", with_deleted=True)
        assert brought == Brought(added=added, already_here=here)
    assert await words(records) == ["deleted", 'says "n1"', "seen"]
    (anew,) = [one for one in await records.every(Entry) if one.owns]
    (own,) = await records.every(Note)
    assert anew.owns == (own.id,)
    assert [one.belongs_to for one in await records.every(Piece)] == [own.id]
    records = await device.opens(SECOND)
    assert await words(records) == sorted(["deleted", 'says "n1"', 'says "n1"', "seen", "unseen"])
    assert await records.hiding.is_hidden("e1")
    assert await records.hiding.count(Piece) == 1


async def test_with_the_store_it_is_destroyed(device: Device) -> None:
    await device.store.shred()
    assert await device.store.look() is StoreState.EMPTY
    await device.store.create(PIN)
    await device.refuses(SECOND)


# --- what was changed in the file ---


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM second_salt",
        "UPDATE second_salt SET salt = zeroblob(16)",
        "UPDATE second_salt SET memory_kib = 8",
        "UPDATE second_salt SET times = 1000",
        "DELETE FROM second_wrap",
        "UPDATE second_wrap SET wrapped = zeroblob(length(wrapped))",
        "UPDATE second_wrap SET wrapped = zeroblob(3)",
        "UPDATE second_wrap SET wrapped = (SELECT family FROM second_slot)",
        "UPDATE second_slot SET family = zeroblob(length(family))",
        "UPDATE second_slot SET family = zeroblob(0)",
        "DELETE FROM small",
    ],
)
async def test_whatever_is_changed_of_it_the_pin_opens_what_is_shown(device: Device, change: str) -> None:
    device.alters(change)
    if "small" not in change:
        await device.refuses(SECOND)
    records = await device.opens(PIN)
    assert await words(records) == ["seen"]
    assert not records.unreadable


async def test_what_is_sealed_for_nobody_is_damaged_and_not_hidden(device: Device) -> None:
    device.alters("DELETE FROM second_slot")
    records = await device.opens(PIN)
    assert [one.words for one in await records.newest(Entry, 9)] == ["seen"]
    assert len(records.unreadable) == 1
    assert set(await records.verify()) == {"record.head", "record.body"}


async def test_a_hidden_value_opens_in_no_other_place(device: Device) -> None:
    records = await device.opens(SECOND)
    hidden = next(one for one in await records.every(Entry) if one.words == "unseen")
    await records.save(Entry("also unseen"))
    device.alters(
        "UPDATE record SET body = (SELECT body FROM record ORDER BY seq DESC LIMIT 1) "
        "WHERE seq = (SELECT max(seq) - 1 FROM record)"
    )
    records = await device.opens(SECOND)
    with pytest.raises(Damaged):
        await records.get(Entry, hidden.id)


async def test_neither_a_pin_nor_a_word_nor_a_key_lies_in_the_files(device: Device) -> None:
    await device.opens(SECOND)
    assert device.store._keys is not None
    key = device.store._keys.family_key()
    held = device.store._keys._hidden
    device.store.lock()
    left = device.left()
    assert not any(bytes(held))  # overwritten on lock
    for never in (SECOND.encode(), PIN.encode(), b"unseen", key):
        assert never not in left
