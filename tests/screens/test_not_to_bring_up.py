"""What a patient asks not to be brought up: private until shared, read as a request, gone when it is taken back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mobile.care.catalog import Who
from mobile.care.not_to_bring_up import NotToBringUp, SharedNotToBringUp
from mobile.screens.app_services import Settings
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.unit.care.samples import NOW, PATIENT, clinic_documents, receive

ME = Who("patient", PATIENT, "p1")


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    opened = await opened_store(tmp_path)
    await receive(opened, ME, *clinic_documents())
    return opened


async def test_it_is_private_until_it_is_shared_and_can_be_taken_back(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW)) as phone:
        await phone.start("/journal")
        await phone.tap("Ask not to bring something up")
        await phone.type("What not to bring up", "My old job. I will say when.")
        await phone.sees("Saved on this phone")
        assert phone.faults() == []
        (kept,) = await records.every(NotToBringUp)
        assert kept.words == "My old job. I will say when."
        assert await records.count(SharedNotToBringUp) == 0
        assert await records.due(NOW, 5) == []
        await phone.tap("My therapist")
        await phone.tap("Done")
        await phone.rest()
        (copy,) = await records.every(SharedNotToBringUp)
        assert (copy.words, copy.day) == (kept.words, kept.day)
        await phone.start("/sharing")
        await phone.sees("1 thing not to bring up")
        await phone.tap(re.compile("^Take back from Sam Sample"))
        await phone.tap("Take back", "button")
        await phone.sees("Taken back. It stays here, only for you.")
        assert phone.faults() == []
    assert await records.every(SharedNotToBringUp) == []
    (kept,) = await records.every(NotToBringUp)
    assert kept.words == "My old job. I will say when."


async def test_it_opens_in_the_journal_where_it_was_asked(records: Any) -> None:
    async with Phone(PretendWiring(records=records, at=NOW, settings=Settings(language="es"))) as phone:
        await phone.start("/not-to-bring-up/new")
        await phone.type("Qué no mencionar", "Mi antiguo trabajo")
        await phone.rest()
        await phone.start("/journal")
        await phone.sees("Por favor, no lo mencione")
        await phone.sees("Pedido: hoy")
        assert phone.faults() == []
