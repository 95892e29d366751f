"""The room card: written part by part, kept as one text, shown large, printed, shared by choice and taken back."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mobile.care.intention import Intention
from mobile.care.room_card import OWN_ID, RoomCard, SharedRoomCard, composed, parts_of
from mobile.i18n import Speech
from mobile.records.errors import NotSaved
from mobile.screens.room_card_words import PARTS, every_line, named_lines, read_parts
from tests.screens.clinic_of import NOW, person, receive_all, seeded
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_given_times import saved
from tests.screens.test_ride import at_clinic
from tests.screens.test_shell_places import english_only

CARD, SESSION = "/room-card/room-card", "/session/rowan-session-3"
FRIGHT = "If I am frightened"


def wiring(records: Any, **more: Any) -> PretendWiring:
    return PretendWiring(records=records, person=person("rowan"), at=NOW, **more)


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await seeded(tmp_path, "rowan")


def a_card(**said: str) -> RoomCard:
    bare = RoomCard(id=OWN_ID, words="", made_at=NOW, changed_at=NOW, day=NOW.date())
    return bare.revise(composed(said, named_lines(Speech("en")), every_line()), NOW)


async def test_each_part_is_kept_as_typed_in_one_text_that_reads_by_itself(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(SESSION)
        await phone.tap(re.compile("^Room card"))
        await phone.type(FRIGHT, "Say my name.\n\nTell me the time.")
        await phone.type("Music", "Slow strings ")
        await phone.tap("My hand only")
        await phone.tap("Not at all")
        await phone.sees("Saved on this phone")
        assert phone.faults() == []
    (card,) = await records.every(RoomCard)
    assert card.words == (
        "If I am frightened:\nSay my name.\n\nTell me the time.\n\nTouch:\nNot at all\n\nMusic:\nSlow strings "
    )
    async with Phone(wiring(records)) as phone:
        await phone.start(CARD)
        field = await phone.sees("Music", "field")
        assert field.control.value == "Slow strings "


def test_a_text_is_parted_as_it_was_put_together_in_any_language_and_twice() -> None:
    said = {"touch": "Ask.\n\nThen one hand.\n", "frightened": "Touch:\n- no", "music": "x"}
    for language in ("en", "es"):
        words = composed(said, named_lines(Speech(language)), every_line())
        again = read_parts(words)
        apart = " Touch:\n- no"  # own words that would begin a part are kept apart by a space
        assert again == {**said, "frightened": apart}
        assert parts_of(f"Before.\n\n{words}\n\n{words}", every_line())["music"] == "x\nx"
        assert read_parts(f"Before.\n\n{words}")[""] == "Before."
    assert len(every_line()) == 2 * len(PARTS), "no two parts begin alike"


async def test_it_is_shown_large_with_what_was_written_and_with_who_comes(records: Any) -> None:
    await records.save(
        a_card(pronouns="they/them", frightened="Say my name.\nTell me the time.", music="Strings")
    )
    await receive_all(records, "rowan", [at_clinic("yes")])
    async with Phone(wiring(records)) as phone:
        await phone.start("/plan")
        await phone.tap("Show it large")
        await phone.sees("Rowan Sample")
        for words in ("they/them", "1. Say my name.", "2. Tell me the time.", "Strings"):
            await phone.sees(words)
        await phone.sees(re.compile("^Jo, 12:30"))
        await phone.sees_no("Light and warmth")
        assert phone.faults() == []
        await phone.tap("Print")
        await phone.until(lambda: len(saved(phone)) == 1, "the file handed over")
        assert saved(phone)[0].startswith(b"%PDF")


async def test_the_intention_is_on_it_only_by_choice(records: Any) -> None:
    own = Intention(id="own", words="To rest.", made_at=NOW, changed_at=NOW)
    await records.save(replace(own, session="Appointment/rowan-session-3"))
    await records.save(a_card(music="Strings"))
    async with Phone(wiring(records)) as phone:
        await phone.start(f"{CARD}/show")
        await phone.sees("Strings")
        await phone.sees_no("To rest.")
        await phone.start(CARD)
        await phone.tap("Use the words of my intention")
        await phone.tap("Show it large")
        await phone.sees("To rest.")


async def test_it_is_given_to_somebody_only_as_it_stands_and_taken_back(records: Any) -> None:
    async with Phone(wiring(records)) as phone:
        await phone.start(CARD)
        await phone.type("Music", "Strings")
        assert await records.every(SharedRoomCard) == []
        await phone.tap("My therapist")
        await phone.tap("Done")
        await phone.until(lambda: "/room-card" not in phone.page.route, "gone back")
        (copy,) = await records.every(SharedRoomCard)
        assert copy.words == "Music:\nStrings"
        await phone.start(CARD)
        await phone.tap("Only me")
        await phone.tap("Take back")
        await phone.sees_no("Take back")
    assert [one for one in await records.every(SharedRoomCard) if not one.is_withdrawn] == []


async def test_a_full_disk_loses_no_letter_and_an_id_that_is_none_shows_nothing(records: Any) -> None:
    async def full(*_: Any, **__: Any) -> None:
        raise NotSaved("full")

    async with Phone(wiring(records)) as phone:
        await phone.start(CARD)
        await phone.sees("Music", "field")
        records.save_all = full
        await phone.type("Music", "Strings")
        await phone.sees(re.compile("this phone has no space left"))
        del records.save_all
        await phone.type("Music", "Strings, soft")
        await phone.sees("Saved on this phone")
        await phone.start("/room-card/none/show")
        await phone.sees("This card is not here.")
    (card,) = await records.every(RoomCard)
    assert read_parts(card.words) == {"music": "Strings, soft"}


async def test_it_is_spanish_and_a_card_begun_in_english_stays_whole(records: Any) -> None:
    await records.save(a_card(music="Cuerdas", touch="Pregunten"))
    device = wiring(records)
    await device.change_settings(language="es")
    async with Phone(device) as phone:
        await phone.start(CARD)
        field = await phone.sees("Contacto", "field")
        assert field.control.value == "Pregunten"
        assert phone.faults(untranslated=english_only()) == []
        await phone.type("Contacto", "Pregunten antes")
        await phone.tap("Mostrarla en grande")
        await phone.sees("Pregunten antes")
        await phone.sees("Cuerdas")
        assert phone.faults(untranslated=english_only()) == []
    (card,) = await records.every(RoomCard)
    assert "Contacto:\nPregunten antes" in card.words
    assert json.loads(card.to_json())["words"].count("Pregunten") == 1
