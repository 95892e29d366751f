"""The recovery sheet through the screens, over the real sealed store: made, checked, used after the PIN is lost, ended."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from mobile.records import Records, Store, StoreError
from mobile.records.attempts import MOST
from mobile.records.secrets import MemorySecrets
from mobile.records.sheet_words import COUNT, fresh_words
from mobile.screens.settings.sheet_model import ASKED
from mobile.screens.settings.sheet_paper import sheet_paper
from mobile.wiring.troubles import troubles_plainly
from tests.screens.harness import Phone, PretendWiring
from tests.unit.records.parts import Clocks, Secretly, no_sleep

PIN, NEW_PIN = "258013", "480215"


class Device(PretendWiring):
    """Its PIN and its sheet are those of a real store."""

    def __init__(self, store: Store, records: Records) -> None:
        super().__init__(mode="app", pin=PIN, records=records)
        self.store = store

    @property
    def has_sheet(self) -> bool:
        return self.store.has_sheet

    async def prove_pin(self, pin: str) -> None:
        with troubles_plainly():
            await self.store.check_pin(pin)

    async def keep_sheet(self, words: str) -> None:
        await self.store.keep_sheet(words)

    async def end_sheet(self) -> None:
        await self.store.end_sheet()

    async def check_sheet(self, words: str) -> None:
        with troubles_plainly():
            await self.store.check_sheet(words)

    async def recover(self, words: str, pin: str) -> None:
        with troubles_plainly():
            self.kept = await self.store.recover(words, pin)
        self.opens("open")

    def locks(self, door: str = "locked") -> None:
        self.store.lock()
        self.opens(door)  # type: ignore[arg-type]


@pytest.fixture
async def device(tmp_path: Path) -> Device:
    clocks = Clocks()
    store = Store(
        tmp_path / "records", MemorySecrets(), clock=clocks.now, steady=clocks.steady, sleep=no_sleep
    )
    records = await store.create(PIN)
    await records.save(Secretly("only mine"))
    return Device(store, records)


async def enters(phone: Phone, pin: str) -> None:
    for digit in pin:
        await phone.tap(digit, "button")


def shown_words(phone: Phone) -> list[str]:
    """By their numbers: a number and its word are one thing for a screen reader."""
    texts = [node.name for node in phone.nodes() if node.role == "text"]
    found = {int(one): word for one, word in pairwise(texts) if one.isdigit()}
    return [found[number] for number in sorted(found)]


def errors_of(phone: Phone) -> list[str]:
    fields = {id(node.control): node.control for node in phone.nodes() if node.role == "field"}
    return [field.error for field in fields.values() if field.error]


async def sees_words(phone: Phone) -> list[str]:
    await phone.start("/settings/sheet")
    await phone.tap(re.compile("Make a (recovery|new) sheet"))
    await enters(phone, PIN)
    await phone.sees("I have them on paper")
    return shown_words(phone)


async def answers(phone: Phone, words: list[str]) -> None:
    await phone.tap("I have them on paper")
    await phone.sees("Check them")
    asked = [int(n.name.removeprefix("Word ")) for n in phone.nodes() if re.fullmatch(r"Word \d+", n.name)]
    assert len(set(asked)) == 3
    for number in set(asked):
        await phone.type(f"Word {number}", words[number - 1])
    await phone.tap("Check them")


async def makes(phone: Phone) -> str:
    words = await sees_words(phone)
    assert len(words) == COUNT
    await answers(phone, words)
    await phone.sees("Your sheet works from now on")
    return " ".join(words)


async def opens_with(phone: Phone, words: str) -> None:
    await phone.tap("Use your recovery sheet")
    await phone.type("The words of your sheet", words)
    await phone.tap("Open my records")


async def test_a_sheet_is_made_and_opens_after_the_pin_is_forgotten(device: Device) -> None:
    async with Phone(device) as phone:
        words = await makes(phone)
        device.locks()
        await phone.sees("Welcome back")
        await opens_with(phone, words)
        await phone.sees(re.compile("Your sheet opens your records"))
        await enters(phone, NEW_PIN)
        await phone.sees("The same six digits again")
        await enters(phone, NEW_PIN)
        await phone.until(lambda: device.door == "open", "an open door")
        assert device.kept is not None
        assert [one.words for one in await device.kept.every(Secretly)] == ["only mine"]
        await device.store.check_pin(NEW_PIN)
        assert phone.reported == []
    device.store.lock()


async def test_until_the_check_is_passed_no_sheet_counts(device: Device) -> None:
    async with Phone(device) as phone:
        words = await sees_words(phone)
        await answers(phone, ["zzzz"] * COUNT)
        await phone.until(lambda: len(errors_of(phone)) == ASKED, "three errors")
        assert not device.store.has_sheet
        await phone.tap("Show the words again")
        assert shown_words(phone) == words
        await phone.goes_to("/settings")
        await phone.goes_to("/settings/sheet")
        await phone.sees("Make a recovery sheet")
        with pytest.raises(StoreError):
            await device.store.check_sheet(" ".join(words))
    device.store.lock()


async def test_words_that_left_the_view_are_in_no_control(device: Device) -> None:
    async with Phone(device) as phone:
        await phone.start("/settings/sheet")
        await phone.sees(re.compile("Make a (recovery|new) sheet"))
        own = {
            word for text in phone.texts() for word in text.split()
        }  # the page has some of the list's words
        words = await sees_words(phone)
        await phone.tap("Cancel")
        await phone.sees(re.compile("Make a (recovery|new) sheet"))
        assert not (set(words) - own) & {word for text in phone.texts() for word in text.split()}
    device.store.lock()


async def test_ten_wrong_pins_lead_to_the_sheet(device: Device) -> None:
    words = " ".join(fresh_words("en"))
    await device.store.keep_sheet(words)
    async with Phone(device) as phone:
        await phone.start("/")
        device.locks("out_of_tries")
        await phone.sees("No PIN opens this any more")
        await phone.sees(re.compile("Your recovery sheet opens them"))
        await opens_with(phone, words)
        await enters(phone, NEW_PIN)
        await enters(phone, NEW_PIN)
        await phone.until(lambda: device.door == "open", "an open door")
        assert MOST == 10
    device.store.lock()


async def test_slips_of_the_pen_are_named_before_anything_is_tried(device: Device) -> None:
    words = list(fresh_words("en"))
    await device.store.keep_sheet(" ".join(words))
    async with Phone(device) as phone:
        await phone.start("/")
        device.locks()
        await opens_with(phone, " ".join(words[:-1]))
        await phone.sees("Here are 23.")
        slipped = [*words[:6], "xxqq", *words[7:]]
        await phone.type("The words of your sheet", " ".join(slipped))
        await phone.tap("Open my records")
        await phone.sees(re.compile(r"Compare these with your paper: 7\."))
        await phone.type("The words of your sheet", " ".join(fresh_words("en")))
        await phone.tap("Open my records")
        await phone.sees(re.compile("not the sheet of what is kept here"))
        assert device.door == "locked"


async def test_a_sheet_is_turned_off_with_the_pin_and_the_lock_offers_it_no_more(device: Device) -> None:
    await device.store.keep_sheet(" ".join(fresh_words("en")))
    async with Phone(device) as phone:
        await phone.start("/settings")
        await phone.sees(re.compile("Made: it opens Lantern without the PIN"))
        await phone.goes_to("/settings/sheet")
        phone.soon(phone.tap("Turn the sheet off"))
        await phone.tap("Turn it off")
        await enters(phone, PIN)
        await phone.sees("The sheet is off")
        device.locks()
        await phone.sees("Welcome back")
        await phone.sees_no("Use your recovery sheet")
        await phone.goes_to("/lock/sheet")
        await phone.sees("Welcome back")
        await phone.sees_no("The words of your sheet")


async def test_a_device_without_a_sheet_says_so_in_the_settings(device: Device) -> None:
    async with Phone(device) as phone:
        await phone.start("/settings")
        await phone.sees(re.compile("None. It would help if the PIN is lost"))
        await phone.goes_to("/")
        await phone.sees_no(re.compile("[Rr]ecovery sheet"))
    device.store.lock()


async def test_the_paper_names_nobody_and_holds_every_word_in_its_order(device: Device) -> None:
    async with Phone(device) as phone:
        await phone.start("/settings/sheet")
        words = fresh_words("en")
        paper = sheet_paper(phone.shell.surroundings("/settings/sheet"), words)
        printed = [
            word for line in paper.parts[0].lines for answer in line.answers for word in answer.split()
        ]
        assert tuple(printed) == words
        said = " ".join((paper.title, *paper.about))
        assert device.clinic_name is not None
        assert device.person is not None
        assert device.clinic_name not in said
        assert device.person.name not in said
    device.store.lock()
