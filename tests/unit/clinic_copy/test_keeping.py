"""The copy at the clinic, put up, renewed and removed: against the sandbox clinic, with a real store."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from mobile.clinic_copy.standing import Found, Last
from mobile.records.errors import DamagedCopy, NotASheet, NothingHere, OtherPersonsCopy, WrongSheet
from mobile.records.ports import Brought
from mobile.records.sheet_words import fresh_words
from mobile.screens.settings.clinic_copy_bring_model import CopyBringing

from .conftest import CANARY, OF, MakePhone, Phone, names, sealed


async def test_nothing_is_sent_before_it_is_turned_on(a_phone: MakePhone, clinic: Sandbox) -> None:
    phone = await a_phone()
    await phone.writes("mine")
    await phone.keeper.once()
    await phone.tomorrow()
    assert sealed(clinic) == []
    assert not phone.keeper.standing.is_on


async def test_turned_on_it_is_put_up_whole_and_its_day_is_that_of_the_snapshot(
    phone: Phone, clinic: Sandbox
) -> None:
    await phone.keeper.once()
    standing = phone.keeper.standing
    assert standing.last == Last(phone.clock(), phone.clock())
    assert (standing.is_changed, standing.hindrance, standing.leaving) == (False, None, 0)
    assert len(sealed(clinic)) == 2
    assert {one["content"][0]["attachment"]["contentType"] for one in sealed(clinic)} == {
        "application/octet-stream"
    }


async def test_it_is_renewed_once_a_day_when_something_private_changed_and_only_then(
    phone: Phone, clinic: Sandbox
) -> None:
    await phone.keeper.once()
    (first,) = names(clinic)
    await phone.tomorrow()
    assert names(clinic) == {first}  # nothing was written
    await phone.writes("more")
    assert phone.keeper.standing.is_changed
    await phone.keeper.once()
    (second,) = names(clinic)
    assert second != first  # the last copy was of the day before
    await phone.writes("and more")
    phone.clock.passes(hours=20)
    await phone.keeper.once()
    assert names(clinic) == {second}
    assert phone.keeper.standing.is_changed
    assert phone.keeper.standing.next_at == phone.keeper.standing.last.made_at + timedelta(days=1)  # type: ignore[union-attr]
    phone.clock.passes(hours=5)
    await phone.keeper.once()
    assert names(clinic) != {second}
    assert not phone.keeper.standing.is_changed


async def test_what_was_written_while_it_was_locked_away_is_noticed_at_the_next_start(phone: Phone) -> None:
    await phone.keeper.once()
    await phone.again()
    assert not phone.keeper.standing.is_changed
    await phone.writes("later")
    await phone.again()
    assert phone.keeper.standing.is_changed


async def test_another_sheet_is_another_copy_at_once(phone: Phone, clinic: Sandbox) -> None:
    await phone.keeper.once()
    before, old = names(clinic), phone.words
    new = " ".join(fresh_words("es"))
    await phone.store.keep_sheet(new)
    await phone.keeper.once()
    assert names(clinic).isdisjoint(before)
    assert len((await phone.finds(new)).copies) == 1
    with pytest.raises(WrongSheet):
        await phone.finds(old)


async def test_without_a_sheet_nothing_is_sent(a_phone: MakePhone, clinic: Sandbox) -> None:
    phone = await a_phone(has_sheet=False)
    await phone.keeper.turn_on()
    await phone.keeper.once()
    assert sealed(clinic) == []
    assert phone.keeper.standing.hindrance == "no_sheet"


async def test_turned_off_it_is_deleted_there_and_that_is_said_when_it_is_so(
    phone: Phone, clinic: Sandbox
) -> None:
    await phone.keeper.once()
    await phone.keeper.turn_off()
    assert phone.keeper.standing.last is None
    assert phone.keeper.standing.leaving == 1
    assert phone.keeper.standing.removed_at is None
    await phone.keeper.once()
    assert sealed(clinic) == []
    assert phone.keeper.standing.leaving == 0
    assert phone.keeper.standing.removed_at == phone.clock()


async def test_much_less_than_in_the_last_copy_is_not_put_in_its_place_without_asking(
    phone: Phone, clinic: Sandbox
) -> None:
    entries = [await phone.writes(f"entry {n}") for n in range(20)]
    await phone.keeper.once()
    before = names(clinic)
    for one in entries[:15]:
        await phone.records.remove(one)
    phone.keeper._on_private("")
    await phone.tomorrow()
    assert names(clinic) == before
    assert phone.keeper.standing.hindrance == "fewer"
    await phone.keeper.try_again(may_be_fewer=True)
    await phone.keeper.once()
    assert names(clinic).isdisjoint(before)
    assert phone.keeper.standing.hindrance is None


async def test_nothing_of_what_was_written_can_be_read_in_what_is_sent(phone: Phone, clinic: Sandbox) -> None:
    from tests.faults.records.test_plaintext import forms

    await phone.intends(f"{CANARY} intention")
    await phone.writes(f"{CANARY} in the trash")
    await phone.keeper.once()
    text = "".join(json.dumps(one) for one in clinic.find("DocumentReference"))
    for form, sought in forms(CANARY).items():
        assert sought not in text.encode(), form
    for one in sealed(clinic):
        assert set(one) == {
            "resourceType", "id", "meta", "identifier", "status", "type", "category", "subject", "author",
            "content", "extension",
        }  # fmt: skip
        assert set(one["content"][0]["attachment"]) == {"contentType", "data"}
        assert phone.made[0] not in json.dumps(one)
        assert phone.keeper.state.device not in json.dumps(one)


async def test_its_size_says_little(a_phone: MakePhone, clinic: Sandbox) -> None:
    sizes: list[list[int]] = []
    for words in ("a", "a longer entry " * 500):
        phone = await a_phone()
        await phone.writes(words)
        await phone.keeper.turn_on()
        await phone.keeper.once()
        here = {one for one in names(clinic) if phone.keeper._is_mine(one)}
        sizes.append(
            sorted(
                len(one["content"][0]["attachment"]["data"])
                for one in sealed(clinic)
                if any(mark.get("valueString") in here for mark in one["extension"])
            )
        )
    assert sizes[0] == sizes[1]


async def test_a_new_phone_has_all_of_it_and_nothing_twice(
    phone: Phone, a_phone: MakePhone, clinic: Sandbox
) -> None:
    await phone.intends("to be kind")
    await phone.speaks(bytes(range(256)) * 8000)  # two megabytes: several parts
    await phone.keeper.once()
    assert len(sealed(clinic)) > 3
    new = await a_phone(has_sheet=False)
    await new.writes("written here already")
    (brought,) = await new.brings_all(phone.words)
    assert brought.added == 3
    assert await new.texts() == await phone.texts() | {"written here already"}
    (again,) = await new.brings_all(phone.words)
    assert (again.added, again.renewed) == (0, 0)
    exported = await phone.records.export_open(OF)
    same = await new.records.import_sealed(exported, "", OF)
    assert same.added == same.renewed == 0


async def test_a_copy_may_be_as_large_as_what_is_kept(
    phone: Phone, a_phone: MakePhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mobile.records.moving.MOST_BYTES", 1000)  # what a file of anybody's may have
    await phone.speaks(bytes(range(256)) * 100)
    await phone.keeper.once()
    new = await a_phone(has_sheet=False)
    (brought,) = await new.brings_all(phone.words)
    assert brought.added == 2


async def test_two_phones_keep_a_copy_each(phone: Phone, a_phone: MakePhone, clinic: Sandbox) -> None:
    other = await a_phone()
    await other.writes("on the laptop")
    await other.keeper.turn_on()
    await phone.keeper.once()
    await other.keeper.once()
    assert len(names(clinic)) == 2
    assert [one.is_of_this_device for one in await phone.keeper.listed()].count(True) == 1
    found = await phone.finds(other.words)
    assert (len(found.copies), found.others, found.copies[0].is_of_this_device) == (1, 1, False)
    new = await a_phone(has_sheet=False)
    await new.brings_all(phone.words)
    await new.brings_all(other.words)
    assert await new.texts() == await phone.texts() | await other.texts()
    await phone.keeper.turn_off()
    await phone.keeper.once()
    assert [one.is_of_this_device for one in await other.keeper.listed()] == [True]


async def test_a_copy_removed_by_another_device_is_noticed_and_put_up_again(
    phone: Phone, a_phone: MakePhone, clinic: Sandbox
) -> None:
    await phone.keeper.once()
    other = await a_phone()
    (there,) = await other.keeper.listed()
    await other.keeper.remove(there.name)
    await other.keeper.once()
    assert sealed(clinic) == []
    await phone.keeper.listed()
    assert phone.keeper.standing.was_missing
    assert phone.keeper.standing.last is None
    await phone.keeper.once()
    assert len(names(clinic)) == 1
    assert not phone.keeper.standing.was_missing


async def test_a_clinic_that_says_for_a_moment_that_it_has_nothing_costs_no_copy(
    phone: Phone, clinic: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.keeper.once()
    before = names(clinic)

    async def nothing() -> list[object]:
        return []

    async def not_there(_: str) -> bool:
        return False

    with monkeypatch.context() as patch:
        patch.setattr(phone.keeper.at_clinic, "copies", nothing)
        patch.setattr(phone.keeper.at_clinic, "has", not_there)
        await phone.keeper.listed()
        assert phone.keeper.standing.was_missing
        assert phone.keeper.standing.last is None
    assert names(clinic) == before
    await phone.keeper.listed()
    assert not phone.keeper.standing.was_missing
    assert phone.keeper.standing.last is not None
    assert names(clinic) == before


async def test_other_words_open_nothing_and_are_told_apart(phone: Phone, a_phone: MakePhone) -> None:
    new = await a_phone(has_sheet=False)
    with pytest.raises(NothingHere):
        await new.finds(phone.words)
    await phone.keeper.once()
    with pytest.raises(WrongSheet):
        await new.finds(" ".join(fresh_words("en")))
    with pytest.raises(NotASheet):
        await new.finds("one two three")
    assert await new.texts() == set()


async def test_another_persons_copy_is_not_added(phone: Phone, a_phone: MakePhone) -> None:
    phone.keeper._renewal._of = f"{OF}x"
    await phone.keeper.once()
    new = await a_phone(has_sheet=False)
    with pytest.raises(OtherPersonsCopy):
        await new.finds(phone.words)


@pytest.mark.parametrize("harm", ["flip", "cut", "missing", "swapped", "of another copy", "head"])
async def test_what_is_not_whole_is_said_and_nothing_of_it_is_added(
    phone: Phone, a_phone: MakePhone, clinic: Sandbox, harm: str
) -> None:
    await phone.speaks(bytes(range(256)) * 5000)
    await phone.keeper.once()
    current = phone.keeper.state.current
    assert current is not None
    head, first, second, *_ = current.ids
    texts = {one["id"]: one for one in sealed(clinic)}
    if harm == "of another copy":
        other = await a_phone()
        await other.writes("older")
        await other.keeper.turn_on()
        await other.keeper.once()
        ids = other.keeper.state.current.ids
        foreign = {one["id"]: one for one in sealed(clinic)}[ids[1]]
        texts[first]["content"] = foreign["content"]
    data = texts[first]["content"][0]["attachment"]["data"]
    changed = {
        "flip": "A" + data[1:] if data[0] != "A" else "B" + data[1:],
        "cut": data[:400],
        "swapped": texts[second]["content"][0]["attachment"]["data"],
        "of another copy": data,
        "head": data,
        "missing": data,
    }[harm]
    if harm == "missing":
        await phone.client.delete("DocumentReference", first)
    elif harm == "head":
        bytes_of_head = texts[head]["content"][0]["attachment"]["data"]
        texts[head]["content"][0]["attachment"]["data"] = bytes_of_head[:-8] + "AAAAAAA="
        await put(phone, texts[head])
    else:
        texts[first]["content"][0]["attachment"]["data"] = changed
        await put(phone, texts[first])
    new = await a_phone(has_sheet=False)
    with pytest.raises(DamagedCopy):
        await new.brings_all(phone.words)
    assert await new.texts() == set()


async def put(phone: Phone, resource: dict[str, object]) -> None:
    from api_client import Document

    await phone.client.update(Document.of(json.dumps(resource)))


async def test_an_older_copy_that_a_server_offers_is_told_where_a_later_one_is_known(
    phone: Phone, a_phone: MakePhone, clinic: Sandbox
) -> None:
    await phone.keeper.once()
    old = sealed(clinic)
    await phone.writes("newer")
    await phone.tomorrow()
    new = await a_phone(has_sheet=False)
    (found,) = (await new.finds(phone.words)).copies
    assert not found.is_older
    for one in sealed(clinic):
        await phone.client.delete("DocumentReference", one["id"])
    for one in old:  # the server shows what it was to delete
        one.pop("id")
        one.pop("meta")
        await put_new(phone, one)
    (found,) = (await new.finds(phone.words)).copies
    assert found.is_older
    (found,) = (await phone.finds(phone.words)).copies
    assert found.is_older
    assert found.is_of_this_device


async def put_new(phone: Phone, resource: dict[str, object]) -> None:
    from api_client import Document

    await phone.client.create(Document.of(json.dumps(resource)))


async def test_what_was_deleted_here_does_not_come_back_with_the_copy_unless_it_is_asked_for(
    phone: Phone,
) -> None:
    gone = await phone.writes("deleted since")
    await phone.writes("stays")
    await phone.keeper.once()
    await phone.records.remove(gone)
    (brought,) = await phone.brings_all(phone.words)
    assert (brought.added, brought.deleted) == (0, {gone.id})
    assert "deleted since" not in await phone.texts()
    (copy,) = (await phone.finds(phone.words)).copies
    assert (await phone.brings(phone.words, copy.name, with_deleted=True)).added == 1
    assert {"stays", "deleted since"} <= await phone.texts()


async def test_of_an_entry_in_two_copies_the_newer_words_come_to_a_new_phone(a_phone: MakePhone) -> None:
    first, second, new = await a_phone(), await a_phone(), await a_phone(has_sheet=False)
    entry = await first.writes("first")
    await first.keeper.turn_on()
    await first.keeper.once()
    await second.brings_all(first.words)
    first.clock.passes(hours=1)
    await second.records.save(entry.revise("said better", second.clock()))
    await second.store.keep_sheet(first.words)
    await second.keeper.turn_on()
    await second.keeper.once()

    class Copies:
        """What a screen may ask of it, by the one sheet of both phones."""

        async def found(self, words: str) -> Found:
            return await new.finds(words)

        async def bring(self, words: str, name: str, *_: Any, with_deleted: bool) -> Brought:
            return await new.brings(words, name, with_deleted=with_deleted)

    bringing = CopyBringing(Copies())  # type: ignore[arg-type]
    assert await bringing.look(first.words)
    assert len(bringing.chosen) == 2
    await bringing.bring()
    assert (bringing.where, bringing.brought.added, bringing.brought.kept) == ("brought", 1, 1)
    assert await new.texts() == {"said better"}
