"""The sealed copy at the clinic on screen: turned on and off, how it stands, what is there, and bringing it back."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from mobile.care.agenda import Session
from mobile.clinic_copy.standing import AtClinic, Found, Hindrance, Last, Readable
from mobile.records.ports import Brought
from mobile.records.sheet_words import fresh_words
from mobile.screens.app_services import Trouble, TroubleCode
from mobile.screens.settings.clinic_copy_words import WHY
from tests.screens.clinic_of import NOW as CLINIC_NOW
from tests.screens.clinic_of import person, seeded
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.screens.harness.wiring import PretendClinicCopy

NOW = datetime(2031, 6, 9, 18, tzinfo=UTC)
MADE = NOW - timedelta(hours=4)
LAST = Last(MADE, MADE + timedelta(minutes=1))
PIN = "271801"
SHEET = "a sheet"


def wiring(*, sheet: str | None = SHEET, pin: str | None = PIN, **standing: Any) -> PretendWiring:
    made = PretendWiring(pin=pin, at=NOW, mode="app" if pin else "demo")
    made.sheet = sheet
    made.clinic_copy = PretendClinicCopy(**standing)
    return made


def copy_of(made: PretendWiring) -> PretendClinicCopy:
    assert made.clinic_copy is not None
    return made.clinic_copy


async def gives_pin(phone: Phone) -> None:
    for digit in PIN:
        await phone.tap(digit, "button")


async def test_it_is_off_and_says_what_it_would_be() -> None:
    async with Phone(wiring()) as phone:
        await phone.start("/settings")
        await phone.tap(re.compile("^Sealed copy at your clinic"), "button")
        await phone.sees(re.compile("Your clinic stores it and cannot open it. Only the 24 words"))
        await phone.sees(re.compile("its size in steps of half a megabyte"))
        await phone.sees(re.compile("once a day at most"))
        assert phone.faults() == []


async def test_turning_it_on_asks_for_the_sheet_and_the_pin() -> None:
    made = wiring()
    async with Phone(made) as phone:
        await phone.start("/settings/clinic-copy")
        turning = asyncio.create_task(phone.tap("Turn it on", "button"))
        await phone.sees("Do you still have your recovery sheet?")
        await phone.tap("Not now", "button")
        await turning
        assert "turn_on" not in copy_of(made).done
        turning = asyncio.create_task(phone.tap("Turn it on", "button"))
        await phone.tap("Yes, I have it", "button")
        await turning
        await phone.sees("Your PIN, because the copy holds everything")
        assert "turn_on" not in copy_of(made).done
        await gives_pin(phone)
        await phone.sees("No copy is at your clinic yet.")
        await phone.sees(re.compile("Not sent yet"))
        assert copy_of(made).done.count("turn_on") == 1
        assert phone.faults() == []


@pytest.mark.parametrize(
    ("sheet", "pin", "button", "to"),
    [(None, PIN, "Make a recovery sheet", "/settings/sheet"), (None, None, "Choose a PIN", "/settings/pin")],
)
async def test_without_a_sheet_the_way_to_one_is_there_and_nothing_can_be_turned_on(
    sheet: str | None, pin: str | None, button: str, to: str
) -> None:
    async with Phone(wiring(sheet=sheet, pin=pin)) as phone:
        await phone.start("/settings/clinic-copy")
        assert not phone.find("Turn it on")
        await phone.tap(button, "button")
        await phone.until(lambda: phone.page.route == to, to)


async def test_how_it_stands_is_said_from_what_was_acknowledged() -> None:
    made = wiring(is_on=True)
    async with Phone(made) as phone:
        await phone.start("/settings/clinic-copy")
        await phone.sees("No copy is at your clinic yet.")
        copy_of(made).says(progress=(1, 3))
        await phone.sees(re.compile("1 of 3 parts sent"))
        copy_of(made).says(progress=None, last=LAST, next_at=MADE + timedelta(days=1))
        await phone.sees("Last copy: June 9. It has everything up to 9:00\u00a0AM.")
        await phone.sees("Nothing private was changed since then.")
        copy_of(made).says(is_changed=True)
        await phone.sees(re.compile("What you changed since then is not in it yet.*tomorrow, 9:00\u00a0AM"))
        assert phone.faults() == []
        await phone.goes_to("/settings")
        await phone.sees(re.compile("Last copy: June 9 · Newer words are not in it yet"))


@pytest.mark.parametrize("hindrance", get_args(Hindrance))
async def test_what_stands_in_the_way_is_said_with_the_copy_that_stays(hindrance: Hindrance) -> None:
    made = wiring(is_on=True, last=LAST, hindrance=hindrance)
    async with Phone(made) as phone:
        await phone.start("/settings/clinic-copy")
        await phone.sees(WHY[hindrance][0])
        await phone.sees(re.compile("The copy of June 9 is there"))
        assert phone.faults() == []
        if hindrance == "fewer":
            await phone.tap("Put up the smaller copy", "button")
            assert "take_fewer" in copy_of(made).done
        elif hindrance != "no_sheet":
            await phone.tap("Try again", "button")
            assert "try_again" in copy_of(made).done


async def test_turned_off_it_is_said_to_be_gone_only_when_it_is() -> None:
    made = wiring(is_on=True, last=LAST)
    async with Phone(made) as phone:
        await phone.start("/settings/clinic-copy")
        turning = asyncio.create_task(phone.tap("Turn it off and delete it there", "button"))
        await phone.sees("Turn it off?")
        await phone.tap(re.compile("^Turn it off$"), "button")
        await turning
        await phone.sees("A copy may still be at your clinic.")
        assert not phone.find(re.compile("Your clinic deleted"))
        copy_of(made).says(is_deletion_refused=True)
        await phone.sees("Your clinic did not let Lantern delete a copy.")
        copy_of(made).says(is_deletion_refused=False, leaving=0, removed_at=NOW)
        await phone.sees(re.compile("Your clinic deleted the copy"))
        await phone.sees(re.compile("may keep deleted records and backups"))
        assert phone.faults() == []


async def test_what_is_there_is_listed_and_another_devices_copy_can_be_deleted() -> None:
    made = wiring(is_on=True, last=LAST)
    copy_of(made).copies = [
        AtClinic("one", MADE, True, True),
        AtClinic("two", MADE - timedelta(days=9), False, True),
        AtClinic("three", None, False, False),
    ]
    async with Phone(made) as phone:
        await phone.start("/settings/clinic-copy")
        await phone.sees(re.compile("Each device on which you turn this on keeps a copy of its own"))
        await phone.sees("From this device")
        await phone.sees(re.compile("From another device · Not whole"))
        assert not phone.find("Delete: Copy of June 9")
        deleting = asyncio.create_task(phone.tap("Delete: Copy of May 31", "button"))
        await phone.tap("Delete it", "button")
        await deleting
        assert "remove two" in copy_of(made).done
        await phone.sees_no(re.compile("Copy of May 31"))
        assert phone.faults() == []


async def test_where_the_clinic_cannot_be_asked_that_is_said() -> None:
    made = wiring()
    copy_of(made).troubles = [Trouble("unreachable")]
    async with Phone(made) as phone:
        await phone.start("/settings/clinic-copy")
        await phone.sees("What is at your clinic could not be asked just now.")


async def test_a_hosted_page_has_none() -> None:
    async with Phone(PretendWiring(mode="serve")) as phone:
        await phone.start("/settings")
        assert not phone.find(re.compile("Sealed copy at your clinic"))
        await phone.start("/settings/clinic-copy")
        await phone.sees(re.compile("This page keeps nothing when it is closed"))


async def test_while_a_session_is_on_nothing_is_deleted(tmp_path: Path) -> None:
    made = PretendWiring(records=await seeded(tmp_path, "rowan"), person=person("rowan"), at=CLINIC_NOW)
    made.clinic_copy = PretendClinicCopy(is_on=True, last=LAST)
    made.clinic_copy.copies = [AtClinic("two", MADE, False, True)]
    assert made.kept is not None
    session = json.loads((await made.kept.every(Session))[0].to_json())
    async with Phone(made) as phone:
        await phone.start("/settings/clinic-copy")
        await phone.sees("Turn it off and delete it there")
        await made.kept.save(Session.from_json(json.dumps(session | {"status": "arrived"})))
        await phone.sees("This waits until after your session.")
        await phone.sees_no("Turn it off and delete it there")
        await phone.sees("From another device")
        assert not phone.find(re.compile("^Delete"))


# --- elsewhere ---


async def test_destroying_and_where_things_are_tell_of_it(tmp_path: Path) -> None:
    made = PretendWiring(records=await opened_store(tmp_path), at=NOW, mode="app", pin=PIN)
    made.clinic_copy = PretendClinicCopy(is_on=True, last=LAST)
    async with Phone(made) as phone:
        await phone.start("/settings/wipe")
        await phone.sees(re.compile("A sealed copy of what you keep here, of June 9"))
        await phone.tap("See the sealed copy, or delete it there", "button")
        await phone.until(lambda: phone.page.route == "/settings/clinic-copy", "the copy")
        await phone.goes_to("/settings/where")
        await phone.sees(
            re.compile("elsewhere only from the sealed copy with the words of its recovery sheet")
        )
        await phone.sees(re.compile("A sealed copy of what you keep here, of June 9"))
        copy_of(made).says(is_on=False, last=None)
        await phone.goes_to("/settings/wipe")
        await phone.sees(re.compile("Lantern cannot delete it there"))
        assert not phone.find(re.compile("sealed copy of what you keep"))
        await phone.goes_to("/settings/where")
        await phone.sees(re.compile("What you neither shared nor sent is only here"))


async def test_ending_the_sheet_says_that_the_copy_ends_with_it() -> None:
    made = wiring(is_on=True, last=LAST)
    async with Phone(made) as phone:
        await phone.start("/settings/sheet")
        await phone.sees(re.compile("and so can whoever has the sheet and your clinic’s sign-in"))
        ending = asyncio.create_task(phone.tap("Turn the sheet off", "button"))
        await phone.sees(
            re.compile(
                "The sealed copy is turned off too, and your clinic is asked to delete what it has of it"
            )
        )
        await phone.tap("Keep it", "button")
        await ending


async def test_a_new_device_is_offered_the_copy_that_is_at_the_clinic(tmp_path: Path) -> None:
    made = PretendWiring(records=await opened_store(tmp_path), at=NOW)
    made.offers_copy = True
    made.clinic_copy = PretendClinicCopy()
    async with Phone(made) as phone:
        await phone.start("/")
        await phone.sees("Did you use Lantern on another device?")
        copy_of(made).says(offered_at=MADE)
        await phone.sees("A sealed copy of June 9 is at your clinic.")
        await phone.tap("Bring back a copy", "button")
        await phone.until(lambda: phone.page.route == "/settings/clinic-copy-bring", "the way to it")
        assert phone.faults() == []


# --- bringing it back ---

WORDS = " ".join(fresh_words("en"))


def bringing(*copies: Readable, others: int = 0, damaged: int = 0) -> PretendWiring:
    made = wiring()
    copy_of(made).readable = Found(copies, others, damaged)
    return made


MINE = Readable("one", MADE, is_of_this_device=False, is_older=False, is_whole=True)
OLDER = Readable("two", MADE - timedelta(days=3), is_of_this_device=False, is_older=True, is_whole=True)
TORN = Readable("three", MADE - timedelta(days=5), is_of_this_device=False, is_older=False, is_whole=False)


async def test_the_words_show_the_copies_and_what_is_chosen_is_brought() -> None:
    made = bringing(MINE, OLDER, TORN, others=1, damaged=2)
    async with Phone(made) as phone:
        await phone.start("/settings/bring")
        await phone.tap("Look at your clinic", "button")
        await phone.type("The words of your sheet", WORDS)
        await phone.tap("Look for copies", "button")
        await phone.sees("Your words open 3 copies.")
        await phone.sees(re.compile("Has everything up to June 9, 2031, 9:00\u00a0AM"))
        await phone.sees(re.compile("Your clinic had a newer one of that device before"))
        await phone.sees(re.compile("1 other copy is there, and another sheet opens it"))
        await phone.sees(re.compile("2 copies are there that are damaged"))
        assert phone.faults() == []
        await phone.tap("Bring it back", "button")
        await phone.sees("Your copy is here")
        await phone.sees("2 records came back.")
        assert [one for one in copy_of(made).done if one.startswith("bring")] == ["bring one"]
        assert phone.faults() == []


async def test_several_copies_are_brought_the_newest_first_and_counted_together() -> None:
    made = bringing(MINE, OLDER)
    async with Phone(made) as phone:
        await phone.start("/settings/clinic-copy-bring")
        await phone.type("The words of your sheet", WORDS)
        await phone.tap("Look for copies", "button")
        await phone.tap(
            re.compile("Has everything up to June 6"), "button"
        )  # older than one that was there: by choice
        await phone.tap("Bring it back", "button")
        await phone.sees("4 records came back.")
        assert [one for one in copy_of(made).done if one.startswith("bring")] == ["bring one", "bring two"]


async def test_slips_of_the_pen_are_named_before_the_clinic_is_asked() -> None:
    made = bringing(MINE)
    async with Phone(made) as phone:
        await phone.start("/settings/clinic-copy-bring")
        await phone.type("The words of your sheet", "one two three")
        await phone.tap("Look for copies", "button")
        await phone.sees("A sheet has 24 words.")
        assert "found" not in copy_of(made).done


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("copy_words", "Those words open no copy that is at your clinic."),
        ("no_clinic_copy", "No sealed copy of yours is at your clinic."),
        (
            "clinic_copy_damaged",
            "The copy at your clinic is not whole: a part of it is missing or was changed.",
        ),
        ("unreachable", "Nothing answered there."),
        ("other_persons_copy", "That copy is another person's, or from another clinic."),
    ],
)
async def test_why_nothing_opens_is_said_and_the_words_stay(code: TroubleCode, said: str) -> None:
    made = bringing(MINE)
    copy_of(made).troubles = [Trouble(code)]
    async with Phone(made) as phone:
        await phone.start("/settings/clinic-copy-bring")
        await phone.type("The words of your sheet", WORDS)
        await phone.tap("Look for copies", "button")
        await phone.sees(said)
        assert phone.find("The words of your sheet", "field")[0].control.value == WORDS
        await phone.tap("Look for copies", "button")
        await phone.sees("Your words open 1 copy.")
        assert phone.faults() == []


async def test_a_second_copy_that_is_damaged_leaves_what_came_before_it() -> None:
    made = bringing(MINE, OLDER)
    async with Phone(made) as phone:
        await phone.start("/settings/clinic-copy-bring")
        await phone.type("The words of your sheet", WORDS)
        await phone.tap("Look for copies", "button")
        await phone.tap(
            re.compile("Has everything up to June 6"), "button"
        )  # older than one that was there: by choice
        copy = copy_of(made)
        bring, seen = copy.bring, list[str]()

        async def second_fails(words: str, name: str, *rest: Any, **more: Any) -> Any:
            seen.append(name)
            if name == "two":
                raise Trouble("clinic_copy_damaged")
            return await bring(words, name, *rest, **more)

        copy.bring = second_fails  # type: ignore[method-assign]
        await phone.tap("Bring it back", "button")
        await phone.sees(re.compile("^The copy at your clinic is not whole"))
        assert seen == ["one", "two"]
        await phone.sees(re.compile("Has everything up to June 6"), "button")


async def test_what_stays_deleted_is_counted_once_and_comes_back_where_it_is_asked_for() -> None:
    made = bringing(MINE, OLDER)
    copy_of(made).brought = Brought(added=1, deleted=frozenset({"e1", "e2"}))
    async with Phone(made) as phone:
        await phone.start("/settings/clinic-copy-bring")
        await phone.type("The words of your sheet", WORDS)
        await phone.tap("Look for copies", "button")
        await phone.tap(re.compile("Has everything up to June 6"), "button")
        await phone.tap("Bring it back", "button")
        await phone.sees("2 were deleted here and stay deleted.")
        copy_of(made).brought = Brought(added=2)
        copy_of(made).done.clear()
        await phone.tap("Bring them back too", "button")
        await phone.sees("4 records came back.")
        assert not phone.find(re.compile("deleted here"))
        assert [one for one in copy_of(made).done if one.startswith("bring")] == [
            "bring one with what was deleted",
            "bring two with what was deleted",
        ]
        assert phone.faults() == []


async def test_the_words_are_gone_when_the_place_is_left() -> None:
    async with Phone(bringing(MINE)) as phone:
        await phone.start("/settings/clinic-copy-bring")
        await phone.type("The words of your sheet", WORDS)
        await phone.goes_to("/settings")
        await phone.goes_to("/settings/clinic-copy-bring")
        await phone.may_type("The words of your sheet")
        assert phone.find("The words of your sheet", "field")[0].control.value == ""
