"""Bringing back a copy that was not sealed: what the clinic has not got is listed and asked about once, and nothing is sent before."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mobile.care.talk.correspondence import Between
from mobile.care.talk.message import Message
from mobile.device.files import Chosen
from mobile.records.ports import Brought
from mobile.wiring.known_nouns import known_nouns
from tests.screens.harness import Phone, PretendWiring, opened_store
from tests.unit.care.samples import NOW, PATIENT

ME = "https://clinic.test/fhir|Patient/p1"


class Bringing(PretendWiring):
    """Brings into the store itself, as the app does."""

    async def bring_back(
        self, sealed: bytes, passphrase: str, on_progress: Any = None, *, with_deleted: bool = False
    ) -> Brought:
        assert self.records is not None
        records: Any = self.records
        return await records.import_sealed(
            sealed, passphrase, ME, known=known_nouns(), with_deleted=with_deleted
        )


async def a_copy(folder: Path, *words: str, passphrase: str = "") -> Chosen:
    records = await opened_store(folder)
    for number, text in enumerate(words):
        between = Between(PATIENT, PATIENT, "CareTeam/c1")
        await records.save(Message.written(f"m{number}", text, between, thread=(), now=NOW))
    made = await (records.export_sealed(passphrase, ME) if passphrase else records.export_open(ME))
    return Chosen("lantern.lantern" if passphrase else "lantern.zip", len(made), made)


async def brings(phone: Phone, copy: Chosen, passphrase: str = "") -> None:
    await phone.start("/settings/bring")
    part: Any = phone.shell._top
    part.inner.on_chosen(copy)
    if passphrase:
        part.inner.passphrase.value = passphrase
    await phone.tap("Bring it back", "button")


async def test_what_was_not_sent_is_listed_and_asked_about_and_sent_at_a_yes(tmp_path: Path) -> None:
    records = await opened_store(tmp_path / "here")
    wiring = Bringing(records=records, at=NOW)
    async with Phone(wiring) as phone:
        await brings(phone, await a_copy(tmp_path / "there", "the first", "the second"))
        await phone.sees("Send this to your clinic?")
        await phone.sees("A message to your care team · 2")
        await phone.sees(re.compile("Nothing of it is sent without you"))
        assert not phone.find(re.compile("is sent as soon as"))
        assert not phone.find(re.compile("the first")), "what it says is not on this page"
        assert await records.due(NOW, 9) == []
        assert phone.faults() == []
        await phone.tap("Send it to your clinic")
        await phone.sees("It is on its way to your clinic.")
        await phone.sees_no("Send this to your clinic?")
        assert phone.faults() == []
    assert [row.local_id for row in await records.due(NOW, 9)] == ["m0", "m1"]


async def test_not_now_keeps_it_to_be_sent_from_sync_later(tmp_path: Path) -> None:
    records = await opened_store(tmp_path / "here")
    async with Phone(Bringing(records=records, at=NOW)) as phone:
        await brings(phone, await a_copy(tmp_path / "there", "the first"))
        await phone.tap("Not now")
        await phone.sees(re.compile("^It is kept here, and not sent"))
        await phone.sees_no("Send this to your clinic?")
        assert await records.due(NOW, 9) == []
        await phone.tap("Sent and received")
        await phone.sees("A message to your care team")
        await phone.sees("It came with the copy you brought back, and is sent when you say so.")
        assert phone.faults() == []
        await phone.tap(re.compile("^Send it: A message"))
        await phone.sees_no(re.compile("It came with the copy"))
    assert [row.local_id for row in await records.due(NOW, 9)] == ["m0"]


async def test_a_copy_with_nothing_unsent_asks_nothing(tmp_path: Path) -> None:
    records = await opened_store(tmp_path / "here")
    async with Phone(Bringing(records=records, at=NOW)) as phone:
        await brings(phone, await a_copy(tmp_path / "there"))
        await phone.sees(re.compile("Everything was here already"))
        assert not phone.find("Send this to your clinic?")


async def test_a_sealed_copy_asks_nothing_and_its_words_go(tmp_path: Path) -> None:
    passphrase = "four ordinary words"
    records = await opened_store(tmp_path / "here")
    async with Phone(Bringing(records=records, at=NOW)) as phone:
        await brings(phone, await a_copy(tmp_path / "there", "mine", passphrase=passphrase), passphrase)
        await phone.sees(re.compile("is sent as soon as"))
        assert not phone.find("Send this to your clinic?")
    assert [row.local_id for row in await records.due(NOW, 9)] == ["m0"]


async def test_the_status_says_that_it_waits_and_not_that_it_failed(tmp_path: Path) -> None:
    wiring = PretendWiring(records=await opened_store(tmp_path), at=NOW)
    wiring.pretended.says(phase="attention", parked=2, asked=2)
    async with Phone(wiring) as phone:
        await phone.start("/")
        await phone.sees("Something from the copy you brought back is sent when you say so.")
        await phone.start("/settings/sync")
        await phone.sees("2 things from the copy you brought back are sent when you say so.")
        assert not phone.find(re.compile("could not be sent"))
