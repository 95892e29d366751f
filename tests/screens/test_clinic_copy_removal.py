"""Before something private is removed for good, what a sealed copy at the clinic still has of it is said, and only where there is one."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.clinic_copy.standing import Last
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.screens.harness.wiring import PretendClinicCopy
from tests.screens.test_journal_entries import an_entry
from tests.screens.test_pictures import a_picture, pictured
from tests.screens.test_talk import ASKED, TO_ME, patients
from tests.screens.test_voice import spoken
from tests.unit.care.samples import NOW, PATIENT, clinic_documents, receive

LAST = Last(NOW - timedelta(hours=3), NOW - timedelta(hours=3))
ON = "Until the next sealed copy, it may still be in the one at your clinic."
LEAVING = "It may still be in the sealed copy at your clinic until that is gone there."
NONE = ""
STANDINGS: list[tuple[dict[str, Any], str]] = [
    ({}, NONE),
    ({"is_on": True}, NONE),  # nothing was sent yet
    ({"is_on": True, "last": LAST}, ON),
    ({"is_on": True, "last": LAST, "hindrance": "refused"}, ON),
    ({"is_on": True, "was_missing": True}, ON),  # a part of it may be there
    ({"leaving": 1}, LEAVING),
    ({"leaving": 1, "is_deletion_refused": True}, LEAVING),
]


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, Who("patient", PATIENT, "p1"), *clinic_documents())
    return opened


def phone_with(records: Any, standing: dict[str, Any], **more: Any) -> Phone:
    made = PretendWiring(records=records, at=NOW, **more)
    made.clinic_copy = PretendClinicCopy(**standing)
    return Phone(made)


async def sees_of_the_copy(phone: Phone, asked: str, said: str) -> None:
    """The question as it is asked: what becomes of the copy, and that nobody can bring it back only where there is none."""
    await phone.sees(asked)
    never = phone.find(re.compile("cannot be brought back"))
    if said:
        await phone.sees(re.compile(re.escape(said)))
        assert not never
    else:
        assert never
        assert not phone.find(re.compile("sealed copy"))


@pytest.mark.parametrize(("standing", "said"), STANDINGS)
async def test_of_a_voice_note(records: Any, standing: dict[str, Any], said: str) -> None:
    await spoken(records)
    async with phone_with(records, standing) as phone:
        await phone.start("/entry/e1")
        await phone.tap("Delete Voice note")
        await sees_of_the_copy(phone, "Delete this voice note?", said)
        await phone.tap("Keep it", "button")


@pytest.mark.parametrize(("standing", "said"), STANDINGS[::2])
async def test_of_a_picture(records: Any, standing: dict[str, Any], said: str) -> None:
    await pictured(records, a_picture())
    async with phone_with(records, standing) as phone:
        await phone.start("/entry/e1")
        await phone.tap("Remove Picture")
        await sees_of_the_copy(phone, "Remove this picture?", said)
        await phone.tap("Keep it", "button")


@pytest.mark.parametrize(("standing", "said"), STANDINGS[::2])
async def test_of_words_that_were_not_sent(tmp_path: Path, standing: dict[str, Any], said: str) -> None:
    records = await patients(tmp_path, (ASKED, TO_ME))
    async with phone_with(records, standing) as phone:
        await phone.start("/intention/i1")
        await phone.tap("Read it")
        await phone.type("Your answer", "zebra")
        await phone.sees(re.compile("^Not sent. Saved"))
        await phone.tap("Delete this intention")
        await phone.tap("Delete", "button")
        await phone.until(lambda: phone.page.route != "/intention/i1", "the place before")
        await phone.start("/messages")
        await phone.tap("Delete the words that were not sent")
        await sees_of_the_copy(phone, "Delete these words?", said)
        await phone.tap("Keep them", "button")


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        ({}, NONE),
        ({"is_on": True, "last": LAST}, "may still be in the sealed copy at your clinic until the next one."),
        ({"leaving": 1}, "may still be in the sealed copy at your clinic until that is gone there."),
    ],
)
async def test_of_what_lies_in_the_trash(records: Any, standing: dict[str, Any], said: str) -> None:
    await records.save(an_entry("e1", "Mine.").thrown_away(NOW - timedelta(days=29)))
    async with phone_with(records, standing) as phone:
        await phone.start("/journal/trash")
        await phone.sees("Gone in 1 day")
        assert bool(phone.find(re.compile("What is gone from here"))) is bool(said)
        if said:
            await phone.sees(re.compile(re.escape(said)))


@pytest.mark.parametrize(
    ("standing", "is_there"), [({}, False), ({"is_on": True, "last": LAST}, True), ({"leaving": 1}, True)]
)
async def test_of_everything_here(records: Any, standing: dict[str, Any], is_there: bool) -> None:
    async with phone_with(records, standing, mode="app", pin="258013") as phone:
        await phone.start("/settings/wipe")
        await phone.sees("What is destroyed")
        assert (
            bool(
                phone.find(
                    re.compile(
                        "Nobody can bring it back from this device. A sealed copy at your clinic is not touched"
                    )
                )
            )
            is is_there
        )
        assert bool(phone.find(re.compile("Nobody can bring it back[.]"))) is not is_there
