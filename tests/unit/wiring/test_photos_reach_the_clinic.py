"""A large photo is a record of its own: it arrives before the answer that names it, once, is seen on a second device and by whom
the answer was given to, and goes when it is taken out. Through the screens, over the real store, sync and sandbox."""

from __future__ import annotations

import asyncio
import re
from base64 import b64decode
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from api_client.sandbox import Fault, Faults, Sandbox
from mobile.care.forms.documents import INSIDE, AnswerPhoto, TakenOut
from mobile.care.forms.response import MOST_BYTES, Response
from mobile.pointers import attachments
from mobile.records.ports import SendState
from mobile.wiring.house import PageHouse
from mobile.wiring.setup import Setup
from tests.screens.harness import Phone
from tests.unit.device.test_pictures import photo
from tests.unit.wiring.conftest import BASE, Opened

FORM = "photo-form"
CARE = "https://lantern.example/fhir/CodeSystem/care"
INTAKE = [
    {
        "code": {"system": "http://terminology.hl7.org/CodeSystem/usage-context-type", "code": "workflow"},
        "valueCodeableConcept": {"coding": [{"system": CARE, "code": "intake"}]},
    }
]
LARGE = photo(4032, 3024, orientation=6)
OTHER = photo(3000, 2900)


def the_form() -> dict[str, Any]:
    mime = "http://hl7.org/fhir/StructureDefinition/mimeType"
    return {
        "resourceType": "Questionnaire",
        "id": FORM,
        "url": f"https://lantern.example/fhir/Questionnaire/{FORM}",
        "version": "1",
        "status": "active",
        "title": "Your medicines",
        "useContext": INTAKE,
        "item": [
            {
                "linkId": "p",
                "type": "attachment",
                "text": "Photos of the labels?",
                "repeats": True,
                "extension": [{"url": mime, "valueCode": kind} for kind in ("image/jpeg", "image/png")],
            },
            {"linkId": "w", "type": "string", "text": "Anything else?"},
        ],
    }


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def sandbox(faults: Faults) -> Any:
    clinic = Sandbox(None, demo=True, base_url=BASE, faults=faults)
    clinic.write(the_form())
    yield clinic
    clinic.close()


@pytest.fixture
def demo(sandbox: Sandbox) -> Setup:
    return Setup("demo", None, BASE, httpx.ASGITransport(app=sandbox.app))


async def signed_in(opened: Opened, demo: Setup, who: str = "rowan") -> PageHouse:
    house = opened(demo)
    await house.start()
    await house.sign_in_as(who)
    await synced(house)
    return house


async def synced(house: PageHouse, *, is_quiet: bool = True) -> None:
    assert house.device is not None
    assert house.device.engine is not None
    await house.device.engine.once()
    if is_quiet:
        assert house.device.engine.status.phase == "idle", house.device.engine.status


def records_of(house: PageHouse) -> Any:
    assert house.device is not None
    assert house.device.records is not None
    return house.device.records


async def until(holds: Callable[[], Awaitable[bool]], what: str) -> None:
    for _ in range(400):
        if await holds():
            return
        await asyncio.sleep(0.02)
    pytest.fail(f"waited for {what}")


async def settled(house: PageHouse, sandbox: Sandbox) -> None:
    """Rounds until nothing waits and nothing was taken out that is still there."""

    async def is_done() -> bool:
        await synced(house, is_quiet=False)
        records = records_of(house)
        return not sum((await records.pending()).values()) and not await records.every(TakenOut)

    await until(is_done, "everything to be sent")
    no_halves(sandbox)


def no_halves(sandbox: Sandbox, *, may_wait: bool = False) -> None:
    """No answer at the clinic names what is not there, and no photo there is named by none."""
    there = {f"DocumentReference/{one['id']}" for one in sandbox.find("DocumentReference")}
    named = {
        one["url"]
        for response in sandbox.find("QuestionnaireResponse")
        for one in attachments(response)
        if "url" in one
    }
    assert named <= there
    assert may_wait or named == there
    marks = [one["identifier"][0]["value"] for one in sandbox.find("DocumentReference")]
    assert len(marks) == len(set(marks))


def answers(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The attachments in the one response to the form."""
    (found,) = [one for one in sandbox.find("QuestionnaireResponse") if FORM in one["questionnaire"]]
    return list(reversed(list(attachments(found))))


async def chooses(phone: Phone, data: bytes) -> None:
    await phone.sees("Take or choose a photo", "button")
    (button,) = [one for one in phone.nodes() if one.role == "button" and one.name.startswith("Take or")]
    chosen: Any = button.control
    one = SimpleNamespace(name="IMG_1_Main_Street.jpg", size=len(data), bytes=data, path=None)
    await chosen.action.file_picker.on_result(SimpleNamespace(files=[one]))
    await phone.rest()


def shown(phone: Phone) -> list[bytes]:
    images: list[Any] = [
        one.control for one in phone.nodes() if one.role == "image" and one.name.startswith("Photo")
    ]
    return [one.src for one in images]


async def attached(phone: Phone, *photos: bytes) -> None:
    await phone.start(f"/form/{FORM}")
    for number, data in enumerate(photos, 1):
        await chooses(phone, data)
        await phone.sees(f"Photo {number}")
    await saved(phone)


async def saved(phone: Phone) -> None:
    """Everything that was answered is committed."""
    model: Any = phone.shell.way
    del model

    async def is_saved() -> bool:
        await phone.rest()
        return phone_model(phone).is_saved

    await until(is_saved, "the save")


def phone_model(phone: Phone) -> Any:
    return next(one.model for one, _ in phone.shell._screens.values() if hasattr(one, "model"))


async def test_a_large_photo_arrives_before_its_answer_and_both_are_seen_on_a_second_device_and_at_the_clinic(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    house = await signed_in(opened, demo)
    async with Phone(house) as phone:
        await attached(phone, LARGE)
        (inside,) = shown(phone)
        assert len(inside) > INSIDE
        await settled(house, sandbox)
        (named,) = answers(sandbox)
        (document,) = sandbox.find("DocumentReference")
        assert named["url"] == f"DocumentReference/{document['id']}"
        assert "data" not in named
        file = document["content"][0]["attachment"]
        assert b64decode(file["data"]) == inside
        assert (named["size"], named["title"], named["contentType"]) == (len(inside), "Photo 1", "image/jpeg")
        for told in ("PhoneMaker", "SECRETPLACE", "IMG_", "Main"):
            assert told not in str(document) + str(named)
        assert len(str(document)) < MOST_BYTES

    ash = await signed_in(opened, demo, "dr-ash")
    assert not await records_of(ash).count(AnswerPhoto)  # a form still being filled in is nobody else's
    second = await signed_in(opened, demo)
    async with Phone(second) as other:
        await other.start(f"/form/{FORM}")
        if not other.find("Photo 1"):  # it goes on at the next question
            await other.tap("Back to the question before")
        await other.sees("Photo 1", "image")
        assert shown(other) == [inside]
        await other.tap("Next")
        await other.tap("Next")
        assert shown(other) == [inside]
        await other.tap(re.compile("^Send to"))
        await other.sees("Thank you", "heading")
        await settled(second, sandbox)
        assert other.reported == []

    await synced(house)
    (response,) = [one for one in await records_of(house).every(Response) if FORM in one.questionnaire]
    async with Phone(house) as phone:
        await phone.start(f"/answers/{response.id}")
        await phone.sees("Photo 1", "image")
        assert shown(phone) == [inside]

    await synced(ash)
    async with Phone(ash) as desk:
        await desk.start(f"/shared/rowan/answers/{response.id}")
        await desk.sees("Photo 1", "image")
        assert shown(desk) == [inside]
    for who in ("sam", "coordinator"):
        staff = await signed_in(opened, demo, who)
        assert not await records_of(staff).count(AnswerPhoto)


async def test_a_photo_taken_out_before_or_after_it_was_sent_is_nowhere(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    house = await signed_in(opened, demo)
    async with Phone(house) as phone:
        await attached(phone, LARGE, OTHER)
        await phone.tap("Remove Photo 1")
        await saved(phone)
        assert await records_of(house).count(AnswerPhoto) == 1
        await settled(house, sandbox)
        assert sandbox.find("DocumentReference")[0]["content"][0]["attachment"]["title"] == "Photo 2"
        await phone.tap("Remove Photo 2")
        await saved(phone)
        await settled(house, sandbox)
        assert sandbox.find("DocumentReference") == []
        assert await records_of(house).count(AnswerPhoto) == 0
        assert answers(sandbox) == []
        assert phone.reported == []


async def test_new_answers_keep_the_photo_they_still_name_and_drop_the_other_only_when_they_are_sent(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    house = await signed_in(opened, demo)
    async with Phone(house) as phone:
        await attached(phone, LARGE, OTHER)
        await phone.tap("Next")
        await phone.tap("Next")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        await settled(house, sandbox)
        await phone.tap("Change my answers")
        await phone.tap(re.compile("^Change: Photos"))
        await phone.tap("Remove Photo 1")
        await saved(phone)
        await synced(house)
        assert len(sandbox.find("DocumentReference")) == 2  # what was sent names both
        no_halves(sandbox)
        await phone.tap("Back to your answers")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        await settled(house, sandbox)
        assert [one["title"] for one in answers(sandbox)] == ["Photo 2"]
        assert len(sandbox.find("DocumentReference")) == 1
        assert phone.reported == []
