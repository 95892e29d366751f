"""Hidden entries through the screens, over a real page session and a real sealed store: set up, hidden, locked, opened with
either PIN."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from mobile.care.agenda import Session
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.picture import EntryPicture
from mobile.care.journal.slept_on import SleptOn
from mobile.care.journal.voice import VoiceNote, VoicePiece
from mobile.care.put_off import PutOff
from mobile.records import Records
from mobile.records.errors import NotSaved
from mobile.records.ports import IS_HIDDEN
from mobile.screens.reads.guarded import put_off
from mobile.screens.reads.hidden import hide
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_biometrics import BASE, PIN, made
from tests.screens.test_entry import an_entry
from tests.unit.care.samples import NOW

SECOND, OTHER = "730194", "615972"
WORDS, UNSEEN = "Woke with the lake.", "Only for me alone."


class Own:
    """A person's own phone over the sandbox clinic, with a PIN and one entry that everybody sees."""

    def __init__(self, phone: Phone, services: Any) -> None:
        self.phone, self.services = phone, services

    @property
    def records(self) -> Any:
        return self.services.account.records

    async def enters(self, pin: str) -> None:
        for digit in pin:
            await self.phone.tap(digit, "button")

    async def sets_second(self) -> None:
        phone = self.phone
        await phone.goes_to("/settings/hidden")
        await phone.tap("Set a second PIN")
        await phone.sees("Your PIN now")
        await self.enters(PIN)
        await phone.sees("Choose six digits for the second PIN")
        await self.enters(SECOND)
        await phone.sees("The same six digits again")
        await self.enters(SECOND)
        await phone.sees("Set a second PIN")

    async def opens(self, pin: str) -> None:
        if self.services.door == "open":
            await self.services.lock_now()
        await self.phone.sees("Welcome back")
        await self.enters(pin)
        await self.phone.until(lambda: self.services.door == "open", "an open door")
        await self.phone.rest()

    async def hides(self, id: str = "e1") -> None:
        await self.phone.goes_to(f"/entry/{id}")
        await self.phone.tap("Hide this entry")
        await self.phone.sees("This entry opens only with your second PIN.")

    async def texts_of(self, *routes: str) -> list[list[str]]:
        found: list[list[str]] = []
        for route in routes:
            await self.phone.goes_to(route)
            await self.phone.rest()
            found.append(list(self.phone.texts()))
        return found


@pytest.fixture
async def own(tmp_path: Path) -> AsyncIterator[Own]:
    clinic = Sandbox(None, demo=True, base_url=BASE)
    async with Phone(PretendWiring(), is_web=False, platform="ios") as phone:
        phone._begin("/support")
        services = await made(tmp_path, None, clinic, phone)
        phone.wiring = services
        await phone.start("/support")
        assert services.account is not None
        assert services.account.records is not None
        await services.account.records.save(an_entry(WORDS))
        await phone.goes_to("/")
        yield Own(phone, services)
        await services._accounts.close()
    clinic.close()


@pytest.fixture
async def second(own: Own) -> Own:
    """A second PIN is set, and it opened Lantern."""
    await own.services.add_second_pin(SECOND, PIN)
    await own.opens(SECOND)
    return own


def written(phone: Phone) -> str:
    """The words of the entry in view."""
    assert phone.shell is not None
    top: Any = phone.shell._top
    return top.model.noun.words


PLACES = (
    "/",
    "/journal",
    "/journal/trash",
    "/journal/other-days",
    "/settings",
    "/settings/lock",
    "/settings/hidden",
    "/settings/take",
    "/settings/keys",
    "/settings/sheet",
    "/settings/clinic-copy",
)


async def test_it_is_set_up_with_the_pin_and_says_before_what_it_does_not_do(own: Own) -> None:
    phone = own.phone
    await phone.goes_to("/settings/lock")
    await phone.tap(re.compile("^Hidden entries"))
    await phone.sees("What it does not do")
    await phone.sees("Whoever makes you enter the second PIN sees it all.")
    await phone.sees(re.compile("the hidden words are gone. The recovery sheet does not open them"))
    assert phone.faults() == []
    await own.sets_second()
    await own.opens(SECOND)
    assert own.records.hiding.is_open
    await phone.goes_to("/settings/hidden")
    await phone.sees(
        "No entry is hidden yet. An entry you write now begins hidden; any other is hidden on its page."
    )
    assert phone.faults() == []


async def test_without_the_second_pin_everything_looks_as_if_there_were_none(own: Own) -> None:
    await own.phone.goes_to("/journal")
    before = await own.texts_of(*PLACES)
    await own.services.add_second_pin(SECOND, PIN)
    await own.opens(SECOND)
    await own.phone.goes_to("/entry/new")
    await own.phone.type("Your words", UNSEEN)
    await own.phone.sees("Saved on this phone")
    await own.opens(PIN)
    assert await own.texts_of(*PLACES) == before
    await own.phone.goes_to("/journal")
    await own.phone.type("Search your words", "alone")
    await own.phone.sees("None of your words say this.")


async def test_an_entry_written_with_the_second_pin_begins_hidden_unless_it_is_kept_in_the_journal(
    second: Own,
) -> None:
    phone = second.phone
    await phone.goes_to("/entry/new")
    await phone.sees("This entry opens only with your second PIN.")
    await phone.sees_no("Who can see this?")
    await phone.type("Your words", UNSEEN)
    await phone.tap("Keep entry")
    await phone.goes_to("/entry/new")
    await phone.tap("Show it in the journal")
    await phone.type("Your words", "For everybody")
    await phone.tap("Keep entry")
    await phone.rest()
    heads = await second.records.heads(JournalEntry, 9)
    assert {head.values["words"]: IS_HIDDEN in head.values for head in heads} == {
        WORDS: False,
        UNSEEN: True,
        "For everybody": False,
    }
    await phone.goes_to("/journal")
    await phone.tap("Hidden", "button")
    await phone.sees(UNSEEN)
    await phone.sees_no(WORDS)


async def test_an_entry_is_hidden_with_what_is_drawn_in_it_and_shown_again(second: Own) -> None:
    picture = EntryPicture("p1", data=b"\xff\xd8drawn", small=b"\xff\xd8small")
    await second.records.save_all([replace(an_entry(WORDS), pictures=("p1",)), picture])
    await second.hides()
    await second.opens(PIN)
    assert await second.records.get(JournalEntry, "e1") is None
    assert await second.records.get(EntryPicture, "p1") is None
    await second.opens(SECOND)
    await second.phone.goes_to("/entry/e1")
    await second.phone.tap("Show it in the journal")
    await second.phone.sees("Hide this entry")
    await second.opens(PIN)
    assert (await second.records.get(EntryPicture, "p1")) == picture


async def test_what_waited_for_the_day_after_a_session_never_brings_up_a_hidden_entry(second: Own) -> None:
    records = second.records
    await put_off(records, "delete", "/entry/e1", NOW)
    await put_off(records, "share", "/entry/e1", NOW)
    await put_off(records, "delete", "/settings/wipe", NOW)
    await second.hides()
    await put_off(records, "delete", "/entry/e1", NOW)
    await put_off(records, "delete", "/entry/e1/speak", NOW)
    assert [one.route for one in await records.every(PutOff)] == ["/settings/wipe"]
    await second.opens(PIN)
    assert [one.route for one in await second.records.every(PutOff)] == ["/settings/wipe"]


async def test_what_waits_of_a_hidden_entry_is_not_said_to_be_asked_again(second: Own) -> None:
    """Kept back for the day, as everything; but Today will not bring it up, and says so at the tap."""
    records, there = second.records, second.services.now()
    session = next(iter(await records.every(Session)))
    start, end = (there - timedelta(hours=1)).isoformat(), (there + timedelta(hours=1)).isoformat()
    await records.save(session.changed(status="arrived", start=start, end=end))
    await second.hides()
    await second.phone.goes_to("/entry/e1")
    await second.phone.tap("Delete")
    await second.phone.sees(re.compile("This entry is hidden, so Today does not ask you about it.$"))
    assert await records.every(PutOff) == []


async def test_whoever_opens_with_the_other_pin_begins_at_today_and_an_address_says_nothing(
    second: Own,
) -> None:
    phone = second.phone
    await second.hides()
    await second.opens(PIN)
    await phone.until(lambda: phone.page.route == "/", "Today")
    await phone.sees_no(WORDS)
    await phone.goes_to("/entry/e1")
    unknown = await second.texts_of("/entry/e1", "/entry/e2")
    assert unknown[0] == unknown[1]
    await phone.goes_to("/entry/e1")
    await phone.type("Your words", "Typed under that address")
    await phone.sees("Saved on this phone")
    await phone.goes_to("/journal")
    await phone.goes_to("/entry/e1")
    await phone.until(lambda: written(phone) == "Typed under that address", "what was typed there")
    await second.opens(SECOND)
    await phone.goes_to("/entry/e1")
    await phone.until(lambda: written(phone) == WORDS, "the hidden entry")
    entries = await second.records.every(JournalEntry)
    assert {entry.words for entry in entries} == {WORDS, "Typed under that address"}


async def test_what_a_lock_held_back_of_a_hidden_entry_waits_for_the_second_pin(
    second: Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = second.phone
    await second.hides()

    async def full(*_: Any, **__: Any) -> None:
        raise NotSaved("full")

    records = second.records
    with monkeypatch.context() as patched:
        patched.setattr(records, "save_all", full)
        await phone.type("Your words", "Held back by the lock")
        await phone.rest()
        await second.services.lock_now()
    await second.opens(PIN)
    assert [one.words for one in await second.records.every(JournalEntry)] == []
    assert not [text for text in phone.texts() if "Held back" in text]
    await second.opens(SECOND)
    assert [one.words for one in await second.records.every(JournalEntry)] == ["Held back by the lock"]
    assert await second.records.hiding.is_hidden("e1")


async def test_what_was_held_back_before_the_second_pin_opened_is_not_hidden_by_it(
    second: Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = second.phone
    await second.opens(PIN)
    await phone.goes_to("/entry/e7")

    async def full(*_: Any, **__: Any) -> None:
        raise NotSaved("full")

    with monkeypatch.context() as patched:
        patched.setattr(second.records, "save_all", full)
        await phone.type("Your words", "Begun with the first PIN")
        await phone.rest()
        await second.services.lock_now()
    await second.opens(SECOND)
    await second.opens(PIN)
    assert (await second.records.get(JournalEntry, "e7")).words == "Begun with the first PIN"


async def test_a_hidden_entry_is_not_shared_and_a_shared_one_is_not_hidden(second: Own) -> None:
    phone = second.phone
    await second.hides()
    await phone.goes_to("/entry/e1/share")
    await phone.sees("This entry is hidden. Show it in the journal before you share it.")
    await phone.rest()
    assert not phone.find(re.compile("^Share with"))
    assert not phone.find("Sleep on it")
    assert phone.faults() == []
    from mobile.care.own_words import SharedCopy

    shared = replace(an_entry("Given"), id="e2", copies=(SharedCopy("Practitioner/t1", "c1", "g1"),))
    await second.records.save(shared)
    await phone.goes_to("/entry/e2")
    await phone.sees("Whoever opens Lantern with your first PIN can read this entry.")
    await phone.sees_no("Hide this entry")


async def test_the_second_pin_is_changed_and_ended_with_everything_shown(second: Own) -> None:
    phone = second.phone
    await second.hides()
    await phone.goes_to("/settings/hidden")
    await phone.sees("1 entry is hidden.")
    await phone.tap("Change the second PIN")
    for asked, pin in (
        ("Your PIN now", SECOND),
        ("Choose six digits for the second PIN", OTHER),
        ("The same six digits again", OTHER),
    ):
        await phone.sees(asked)
        await second.enters(pin)
    await phone.sees("Change the second PIN")
    await second.opens(OTHER)
    await phone.goes_to("/settings/hidden")
    await phone.tap("End it and show them in the journal")
    await phone.sees("A PIN of yours, because everybody who opens Lantern will see them")
    await second.enters(OTHER)
    await phone.sees("Set a second PIN")
    await second.opens(PIN)
    assert [one.words for one in await second.records.every(JournalEntry)] == [WORDS]


async def test_a_page_that_gives_the_other_pin_locks_the_one_that_was_open(second: Own) -> None:
    account = second.services.account
    assert account.records.hiding.is_open
    await account.unlock(PIN)
    assert not account.records.hiding.is_open
    assert second.services.door == "locked"
    await second.opens(PIN)
    await account.unlock(SECOND)
    assert account.records.hiding.is_open


async def test_the_paper_has_no_hidden_entry_whoever_prints_it(second: Own) -> None:
    from mobile.screens.own_record.written import own_words
    from mobile.screens.reads.team import Team
    from mobile.screens.reads.visits import Visits

    await second.hides()
    await second.records.save(
        replace(
            an_entry(
                "Seen by everybody",
            ),
            id="e3",
            layer="evening",
        )
    )
    s = second.phone.shell.surroundings("/settings/take")  # type: ignore[union-attr]
    now = second.services.now()
    parts = await own_words(s, second.records, "Patient/p1", Visits(now), Team(now))
    printed = [text for part in parts for line in part.lines for text in line.answers]
    assert "Seen by everybody" in printed
    assert WORDS not in printed


async def test_what_was_spoken_goes_with_it_and_what_is_spoken_later_too(second: Own) -> None:
    records = second.records
    note, piece = VoiceNote("n1", NOW).with_sound(b"\x7f" * 100)
    asked_again = SleptOn("e1", NOW)
    await records.save_all([note, piece, replace(an_entry(WORDS), voice=("n1",)), asked_again])
    await second.hides()
    more, last = note.with_sound(b"\x7f" * 50)
    await records.save_all([more, last])
    await second.opens(PIN)
    for noun in (JournalEntry, VoiceNote, VoicePiece, SleptOn):
        assert await second.records.count(noun) == 0
    await second.opens(SECOND)
    assert await second.records.get(VoiceNote, "n1") == more
    assert await second.records.count(VoicePiece) == 2
    assert await hide(second.records, "e1", is_hidden=False)
    await second.opens(PIN)
    assert await second.records.count(VoicePiece) == 2


async def test_what_the_clinic_asks_for_after_a_session_is_written_for_everybody_and_stays_so(
    second: Own,
) -> None:
    await second.records.save(replace(an_entry("Of the evening"), id="e4", layer="evening"))
    await second.phone.goes_to("/entry/e4")
    await second.phone.sees("Your clinic asks for this entry after a session, so it cannot be hidden.")
    assert not await hide(second.records, "e4", is_hidden=True)
    await second.opens(PIN)
    assert (await second.records.get(JournalEntry, "e4")).words == "Of the evening"


async def test_with_the_second_pin_the_places_of_the_first_say_which_it_is(second: Own) -> None:
    phone = second.phone
    await phone.goes_to("/settings/pin")
    await phone.sees(re.compile("^This changes the PIN that opens Lantern without your hidden entries."))
    await phone.goes_to("/settings/remove-pin")
    await phone.tap("To your hidden entries")
    await phone.sees(
        "No entry is hidden yet. An entry you write now begins hidden; any other is hidden on its page."
    )
    for place, said in (
        ("take", "Your hidden entries are not in it."),
        ("clinic-copy", "Your hidden entries are not in it."),
        ("keys", "Your hidden entries keep their own key. Only your second PIN opens it."),
        ("sheet", "It does not open your hidden entries. Only your second PIN does."),
    ):
        await phone.goes_to(f"/settings/{place}")
        await phone.sees(said)
    await phone.goes_to("/settings/lock")
    await phone.sees(re.compile("^Hidden entries Open now"))


async def test_locked_over_a_hidden_entry_the_address_says_nothing(second: Own) -> None:
    """Nor does it say that somebody was elsewhere than where the first PIN leads."""
    phone = second.phone
    await second.hides()
    await phone.goes_to("/entry/e1")
    await second.services.lock_now()
    await phone.sees("Welcome back")
    await phone.until(lambda: phone.page.route == "/", "the first place")
    await second.opens(SECOND)
    await phone.goes_to("/entry/e1")
    await phone.goes_to("/support")
    await second.services.lock_now()
    await phone.until(lambda: phone.page.route == "/", "the first place")
    await second.opens(PIN)
    await phone.goes_to("/journal")
    await second.services.lock_now()
    await phone.sees("Welcome back")
    await phone.rest()
    assert phone.page.route == "/journal"


async def test_words_that_two_locks_held_back_are_all_kept(
    second: Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full at the first lock, after it, and at the second."""
    phone = second.phone

    async def full(*_: Any, **__: Any) -> None:
        raise NotSaved("full")

    with monkeypatch.context() as patched:
        patched.setattr(Records, "save_all", full)
        for number in (7, 8):
            await phone.goes_to(f"/entry/e{number}")
            await phone.type("Your words", f"Held {number}")
            await phone.rest()
            await second.opens(PIN)
            await second.opens(SECOND)
            assert phone.page.route == "/"
    await second.opens(SECOND)
    kept = {one.id: one.words for one in await second.records.every(JournalEntry)}
    assert (kept.get("e7"), kept.get("e8")) == ("Held 7", "Held 8")
    await second.opens(PIN)
    assert await second.records.get(JournalEntry, "e7") is None
