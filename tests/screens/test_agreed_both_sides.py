"""What agreements let see, from both sides: the patient's device and the therapist's on the real sandbox clinic. Withdrawing takes what is
shared off the therapist's screen on the next round; signing brings it back; the patient is told what waits, and why.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api_client.sandbox import Sandbox
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.standing import AgreementStanding
from mobile.care.shared_intention import SharedIntention
from mobile.care.talk.draft import TalkDraft
from mobile.care.talk.reply import Reply
from mobile.screens.frame import Person
from mobile.wiring.closed_threads import give_back
from tests.screens.clinic_of import NOW, person
from tests.screens.harness import Phone, PretendWiring
from tests.screens.signing import read_to_the_end, type_and_sign
from tests.screens.test_shell_places import english_only
from tests.unit.care.test_with_the_clinic import BASE, Device, device_of

SAM = Person("x|Practitioner/sam", "practitioner", "Sam Fixture", "Practitioner/sam", None)
WORDS = re.compile("To meet the quiet without running from it")
HELD = "You cannot read what Rowan Sample shares now: no agreement that lets you is in force."
WAITS = re.compile(
    "^Sam Fixture reads what you share once you sign “What your integration therapist may read and be told”"
)
RELEASE = "/agreements/therapist-release"


class Sides:
    def __init__(self, clinic: Sandbox, rowan: Device, sam: Device) -> None:
        self.clinic, self.rowan, self.sam = clinic, rowan, sam

    async def round(self) -> None:
        """What the patient did reaches the clinic, and the therapist's next round asks for it."""
        await self.rowan.sync()
        await self.sam.sync()

    @asynccontextmanager
    async def patient(self, **more: Any) -> AsyncIterator[Phone]:
        wiring = PretendWiring(records=self.rowan.records, person=person("rowan"), at=NOW)
        await wiring.change_settings(**more)
        async with Phone(wiring) as phone:
            yield phone
            assert phone.faults(untranslated=english_only() if more else None) == []
            assert phone.reported == []

    @asynccontextmanager
    async def therapist(self, route: str = "/shared/rowan", width: int = 1280) -> AsyncIterator[Phone]:
        wiring = PretendWiring(records=self.sam.records, person=SAM, at=NOW)
        async with Phone(wiring, width=width) as phone:
            await phone.start(route)
            yield phone
            assert phone.faults() == []
            assert phone.reported == []

    async def release(self) -> SignedAgreement:
        """The last one that was signed."""
        found = [
            one for one in await self.rowan.all(SignedAgreement) if one.address.endswith("/therapist-release")
        ]
        return max(found, key=lambda one: one.signed_at or NOW - timedelta(days=999))

    async def withdraw(self) -> None:
        async with self.patient() as phone:
            await phone.start(f"/agreements/signed/{(await self.release()).id}/withdraw")
            await phone.sees(
                re.compile("^No more to be seen by this agreement: Sam Fixture: what you share with them")
            )
            await phone.tap("Withdraw", "button")
            await phone.sees("Withdrawn here. Your clinic does not know it yet.")

    async def sign(self) -> None:
        async with self.patient() as phone:
            await read_to_the_end(phone, RELEASE)
            await phone.tap(re.compile("^My integration therapist may read"), "button")
            await phone.tap("Go on to sign", "button")
            await phone.sees("Who this lets see something", "heading")
            await type_and_sign(phone, "Rowan Sample")
            await phone.sees(re.compile("^Signed here"))
            await phone.sees(re.compile("It begins once your clinic has what you signed."))


@pytest.fixture
async def sides(tmp_path: Path) -> AsyncIterator[Sides]:
    clinic = Sandbox(None, demo=True, clock=lambda: NOW, base_url=BASE)
    async with AsyncExitStack() as stack:
        devices = [
            await stack.enter_async_context(device_of(clinic, name, tmp_path)) for name in ("rowan", "sam")
        ]
        found = Sides(clinic, *devices)
        await found.round()
        yield found
    clinic.close()


async def test_withdrawing_closes_what_is_open_and_signing_anew_opens_it(sides: Sides) -> None:
    async with sides.therapist() as desk:
        await desk.sees(WORDS)
        await sides.withdraw()
        await sides.round()
        await desk.sees(HELD)
        await desk.until(lambda: not desk.find(WORDS), "the words are gone")
        assert desk.find(re.compile("Agreement not in force"))
        assert [one for one in await sides.sam.all(SharedIntention) if one.patient == "Patient/rowan"] == []
        async with sides.patient() as phone:
            await phone.start("/sharing")
            await phone.sees(WAITS)
            await phone.start("/measures")
            await phone.sees(
                re.compile("^Sam Fixture reads them once you sign “What your integration therapist")
            )
            assert not phone.find(re.compile("^Sam Fixture reads them too"))
            await phone.start("/agreements")
            await phone.sees("In force no more", "heading")
        await sides.sign()
        await sides.round()
        await desk.sees(WORDS)
        await desk.until(lambda: not desk.find(HELD), "nothing is held back")
        async with sides.patient() as phone:
            await phone.start("/agreements")
            await phone.sees(re.compile("Lets Sam Fixture see what you share with them"))
            await phone.start("/sharing")
            await phone.sees("What I share", "heading")
            assert not phone.find(WAITS)
            await phone.start("/measures")
            await phone.sees(re.compile("^Sam Fixture reads them too, as you agreed"))


async def test_the_composer_says_what_a_share_waits_for_and_leads_there_in_spanish_too(sides: Sides) -> None:
    await sides.withdraw()
    await sides.round()
    async with sides.patient() as phone:
        await phone.start("/intention/new")
        await phone.type("Your intention", "To listen.")
        await phone.tap("My therapist")
        await phone.sees(WAITS)
        await phone.tap("Read the agreement", "button")
        await phone.sees(re.compile("^Part 1 of 2"))
    async with sides.patient(language="es") as phone:
        await phone.start("/sharing")
        await phone.sees(re.compile("^Sam Fixture leerá lo que comparte cuando usted firme"))


async def test_an_end_by_its_own_date_closes_it_without_any_word_from_the_clinic(sides: Sides) -> None:
    (own,) = [
        one
        for one in await sides.sam.all(AgreementStanding)
        if one.address.endswith("/therapist-release") and one.patient == "Patient/rowan"
    ]
    assert own.ends_at is not None
    wiring = PretendWiring(records=sides.sam.records, person=SAM, at=own.ends_at + timedelta(minutes=1))
    async with Phone(wiring, width=390) as desk:
        await desk.start("/shared/rowan")
        await desk.sees(HELD)
        assert not desk.find(WORDS)


async def test_a_reply_under_way_when_it_closes_goes_back_to_its_writer(sides: Sides) -> None:
    async with sides.therapist() as desk:
        await desk.type("Your reply", "What was there?")
        await desk.tap("Send", "button")
    (reply,) = [one for one in await sides.sam.records.every(Reply) if one.words == "What was there?"]
    await sides.withdraw()
    await sides.rowan.sync()
    await sides.sam.engine.once()  # the clinic refuses it, and the standing of the agreement arrives
    await give_back(sides.sam.records, "Practitioner/sam")
    drafts = await sides.sam.records.every(TalkDraft)
    assert [one.words for one in drafts] == ["What was there?"]
    assert await sides.sam.records.get(Reply, reply.id) is None
    there = sides.clinic.find("Communication", sender="Practitioner/sam")
    assert "What was there?" not in str(there)


async def test_another_patients_agreements_never_come_to_a_therapists_device(sides: Sides) -> None:
    """Tova's team has no therapist."""
    shown = {one.patient for one in await sides.sam.all(AgreementStanding)}
    assert shown == {"Patient/rowan", "Patient/ines", "Patient/marlow"}
    for one in await sides.sam.all(AgreementStanding):
        assert "sourceAttachment" not in one.text
        assert "contained" not in one.text
    assert await sides.sam.all(SignedAgreement) == []


async def test_a_text_that_was_changed_since_is_to_be_signed_again_and_what_was_signed_goes_on(
    sides: Sides,
) -> None:
    await sides.withdraw()
    await sides.sign()
    await sides.round()
    (form,) = sides.clinic.find("Questionnaire", _id="therapist-release")
    form["item"][0]["text"] = "Another heading"
    form["extension"] = [one for one in form["extension"] if not one["url"].endswith("agreement-sha256")]
    sides.clinic.write(form)
    await sides.round()
    async with sides.therapist("/agreed/rowan") as desk:
        await desk.sees(re.compile("the text was changed since"))
    async with sides.therapist() as desk:
        await desk.sees(WORDS)
