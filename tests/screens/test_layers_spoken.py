"""A later layer can be spoken as well as written; what was caught raw takes no voice either: what is spoken for it is an entry of
its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mobile.care.journal.voice import VoiceNote
from tests.screens.clinic_of import seeded
from tests.screens.harness import Phone
from tests.screens.test_layers import at, catch, entries, until_now, wiring
from tests.screens.test_voice import Speaker


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await seeded(tmp_path, "rowan", change=until_now)


async def test_the_evening_can_be_spoken_under_its_prompt(records: Any) -> None:
    await catch(records, "Soft", "Blue", "Calm")
    async with Phone(wiring(records, at(0, "18:30"))) as phone:
        speaker = Speaker(phone)
        await phone.start("/")
        await phone.tap("Write")
        await phone.tap("Speak")
        await phone.sees("How is your body this evening?")
        await phone.tap("Begin to speak")
        await phone.sees("Listening")
        await speaker.says(5)
        await phone.tap("Stop and keep")
        await phone.sees("Voice note · 0:05")
        assert phone.faults() == []
        await phone.goes_to("/")
        await phone.sees_no("This evening", "heading")
        raw = next(one for one in await entries(records) if one.is_raw)
        await phone.start(f"/entry/{raw.id}")
        await phone.sees("Kept of the same session", "heading")
        await phone.sees(re.compile("How is your body this evening.*Voice note"))
        assert not phone.find("Speak")
    (evening,) = [one for one in await entries(records) if not one.is_raw]
    assert (evening.layer, evening.prompt, len(evening.voice)) == (
        "evening",
        "How is your body this evening?",
        1,
    )


async def test_what_is_spoken_for_the_raw_is_an_entry_of_its_own(records: Any) -> None:
    await catch(records, "Soft", "Blue", "Calm")
    (raw,) = await entries(records)
    async with Phone(wiring(records, at(0, "13:30"))) as phone:
        speaker = Speaker(phone)
        await phone.start(f"/entry/{raw.id}/speak")
        await phone.tap("Begin to speak")
        await phone.sees("Listening")
        await speaker.says(4)
        await phone.tap("Stop and keep")
        await phone.rest()
    (note,) = await records.every(VoiceNote)
    kept = {one.id: one for one in await entries(records)}
    assert kept.pop(raw.id).to_json() == raw.to_json()
    (own,) = kept.values()
    assert (own.voice, own.session) == ((note.id,), raw.session)
