"""Somebody saw the sheet and there is a new one: what the old words open at the clinic goes, or is said to be there still."""

from __future__ import annotations

from typing import Any

import pytest

from api_client.sandbox import Sandbox
from mobile.clinic_copy.standing import Standing
from mobile.records.errors import NothingHere, NotSaved, WrongSheet
from mobile.records.sheet_words import fresh_words

from .conftest import Phone, names, sealed
from .test_faults import Kind, Refusing, Weather, weathered

__all__ = ["weathered"]


async def gets_new_sheet(phone: Phone) -> tuple[str, str]:
    """The old words and the new."""
    old, new = phone.words, " ".join(fresh_words("en"))
    await phone.store.keep_sheet(new)
    await phone.keeper.sheet_changed()
    phone.words = new
    return old, new


async def hindered(phone: Phone, weather: Weather, kind: Kind) -> Standing:
    """The clinic takes no copy from now on, and the last one is still there."""
    weather.begins(kind, 1, stays=True, only="POST")
    await phone.keeper.once()
    assert phone.keeper.standing.last is not None
    return phone.keeper.standing


@pytest.mark.parametrize("kind", [413, 422, 507])
async def test_where_the_clinic_takes_no_copy_the_one_for_the_old_words_goes(
    weathered: tuple[Phone, Weather], clinic: Sandbox, kind: Kind
) -> None:
    phone, weather = weathered
    weather.fewest_whole = None
    was = (await hindered(phone, weather, kind)).hindrance
    old, new = await gets_new_sheet(phone)
    assert phone.keeper.standing.is_for_earlier_sheet
    await phone.keeper.once()
    standing = phone.keeper.standing
    assert (standing.hindrance, standing.last, standing.leaving) == (was, None, 0)
    assert not standing.is_for_earlier_sheet
    assert sealed(clinic) == []
    with pytest.raises(NothingHere):
        await phone.finds(old)
    weather.begins(None, 0)
    await phone.keeper.try_again()
    await phone.keeper.once()
    assert len((await phone.finds(new)).copies) == 1


async def test_what_stood_in_the_way_before_is_tried_again_for_the_new_words(
    weathered: tuple[Phone, Weather], clinic: Sandbox
) -> None:
    phone, weather = weathered
    before = names(clinic)
    await hindered(phone, weather, 422)
    weather.begins(None, 0)
    old, new = await gets_new_sheet(phone)
    await phone.keeper.once()
    assert weather.fewest_whole == 1
    assert names(clinic).isdisjoint(before)
    assert len((await phone.finds(new)).copies) == 1
    with pytest.raises(WrongSheet):
        await phone.finds(old)


async def test_a_wait_for_the_clinic_ends_with_a_new_sheet(
    weathered: tuple[Phone, Weather], clinic: Sandbox
) -> None:
    phone, weather = weathered
    weather.begins(503, 1, stays=True)
    await phone.keeper.once()
    before = names(clinic)
    weather.begins(None, 0)
    await phone.keeper.once()
    assert names(clinic) == before  # it waits
    await gets_new_sheet(phone)
    await phone.keeper.once()
    assert names(clinic).isdisjoint(before)


async def test_while_the_clinic_cannot_be_reached_the_old_words_are_said_to_open_it(
    weathered: tuple[Phone, Weather],
) -> None:
    phone, weather = weathered
    weather.begins("drop", 1, stays=True)
    await gets_new_sheet(phone)
    await phone.keeper.once()
    assert phone.keeper.standing.is_for_earlier_sheet
    await phone.again()
    assert phone.keeper.standing.is_for_earlier_sheet
    weather.begins(None, 0)
    await phone.keeper.once()
    assert not phone.keeper.standing.is_for_earlier_sheet


async def test_a_copy_that_holds_much_more_than_is_here_stays_until_the_person_decides(
    phone: Phone, clinic: Sandbox
) -> None:
    entries = [await phone.writes(f"entry {number}") for number in range(20)]
    await phone.keeper.once()
    for one in entries[:15]:
        await phone.records.remove(one)
    before = names(clinic)
    old, new = await gets_new_sheet(phone)
    await phone.keeper.once()
    standing = phone.keeper.standing
    assert (standing.hindrance, standing.is_for_earlier_sheet) == ("fewer", True)
    assert names(clinic) == before
    await phone.keeper.try_again(may_be_fewer=True)
    await phone.keeper.once()
    assert len((await phone.finds(new)).copies) == 1
    with pytest.raises(WrongSheet):
        await phone.finds(old)


async def test_a_full_device_that_cannot_note_the_new_sheet_ends_the_old_words_in_a_later_round(
    weathered: tuple[Phone, Weather], clinic: Sandbox, monkeypatch: Any
) -> None:
    phone, weather = weathered
    weather.fewest_whole = None
    await hindered(phone, weather, 422)

    async def full(key: str, value: str | None = None) -> str | None:
        raise NotSaved("full")

    with monkeypatch.context() as patch:
        patch.setattr(phone.records, "note", full)
        await gets_new_sheet(phone)
    assert phone.keeper.standing.hindrance == "refused"
    await phone.again()
    await phone.keeper.once()
    assert sealed(clinic) == []


async def test_where_the_old_one_cannot_be_deleted_that_stands(
    weathered: tuple[Phone, Weather],
) -> None:
    phone, weather = weathered
    weather.begins(None, 0)
    phone.client._http._transport = Refusing(weather._clinic)
    await gets_new_sheet(phone)
    await phone.keeper.once()
    standing = phone.keeper.standing
    assert (standing.is_for_earlier_sheet, standing.leaving, standing.is_deletion_refused) == (False, 1, True)
    assert standing.leaving_for_earlier_sheet == 1
    await phone.again()
    assert phone.keeper.standing.leaving_for_earlier_sheet == 1


async def test_a_replaced_copy_that_cannot_be_deleted_is_no_earlier_sheets(
    weathered: tuple[Phone, Weather],
) -> None:
    phone, weather = weathered
    weather.begins(None, 0)
    phone.client._http._transport = Refusing(weather._clinic)
    await phone.writes("newer")
    await phone.tomorrow()
    standing = phone.keeper.standing
    assert (standing.leaving, standing.is_deletion_refused) == (1, True)
    assert standing.leaving_for_earlier_sheet == 0, "the words of the sheet there is now open it"


async def test_a_sheet_that_ended_opens_what_is_still_leaving(
    weathered: tuple[Phone, Weather],
) -> None:
    phone, weather = weathered
    weather.begins("drop", 1, stays=True)
    await phone.keeper.turn_off()
    assert phone.keeper.standing.leaving_for_earlier_sheet == 0
    await phone.store.end_sheet()
    await phone.keeper.sheet_changed()
    await phone.keeper.once()
    standing = phone.keeper.standing
    assert (standing.leaving, standing.leaving_for_earlier_sheet) == (1, 1)
    weather.begins(None, 0)
    await phone.keeper.sheet_changed()
    await phone.keeper.once()
    assert (phone.keeper.standing.leaving, phone.keeper.standing.leaving_for_earlier_sheet) == (0, 0)


async def test_a_copy_whose_sheet_is_not_there_stays_and_is_said_to_be_an_earlier_ones(
    phone: Phone, clinic: Sandbox
) -> None:
    """A damaged file may have lost its sheet with other things: then the copy is what is left of them."""
    await phone.keeper.once()
    before = names(clinic)
    await phone.store.end_sheet()
    await phone.again()
    await phone.keeper.once()
    standing = phone.keeper.standing
    assert (standing.hindrance, standing.is_for_earlier_sheet) == ("no_sheet", True)
    assert names(clinic) == before


async def test_another_devices_copy_that_is_to_go_is_counted_apart(
    weathered: tuple[Phone, Weather],
) -> None:
    phone, weather = weathered
    weather.begins("drop", 1, stays=True)
    await phone.keeper.remove("a copy of the laptop")
    standing = phone.keeper.standing
    assert (standing.leaving, standing.leaving_of_others, standing.leaving_for_earlier_sheet) == (1, 1, 0)
