"""A large photo is a record of its own: it arrives before the answer that names it, once, is seen on a second device and by whom
the answer was given to, and goes when it is taken out. Through the screens, over the real store, sync and sandbox."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
from base64 import b64decode
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from api_client.sandbox import Fault, Faults, Sandbox
from mobile.care.forms.documents import INSIDE, AnswerPhoto, TakenOut
from mobile.care.forms.response import MOST_BYTES, Response
from mobile.care.readings import Reading
from mobile.device.pictures import can_be_shown
from mobile.pointers import attachments
from mobile.records.ports import SendState
from mobile.screens.own_record.paper import own_pdf
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
SMALLER, OTHER = photo(1600, 1500), photo(1500, 1600)
"""Still too large to stay inside the answer."""


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
    for _ in range(3000):  # pictures are made smaller meanwhile: a loaded machine takes its time
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
        for told in ("PhoneMaker", "SECRETPLACE", "IMG_", "Main_Street"):
            assert told not in str(document) + str(named)
        assert len(str(document)) < MOST_BYTES

    ash = await signed_in(opened, demo, "dr-ash")
    assert not await records_of(ash).count(AnswerPhoto)  # a form still being filled in is nobody else's
    second = await signed_in(opened, demo)
    async with Phone(second) as other:
        await to_the_photos(other)
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
        await attached(phone, SMALLER, OTHER)
        await phone.tap("Remove Photo 1")
        await saved(phone)
        await settled(house, sandbox)
        assert await records_of(house).count(AnswerPhoto) == 1
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
        await attached(phone, SMALLER, OTHER)
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


# --- a clinic that takes no such record ---


class Refusing(httpx.AsyncBaseTransport):
    """A clinic that answers every request for documents so; `methods`: those it answers so."""

    def __init__(self, inside: httpx.AsyncBaseTransport, status: int, methods: tuple[str, ...]) -> None:
        self._inside, self._status, self._methods = inside, status, methods

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if "/DocumentReference" in request.url.path and request.method in self._methods:
            return httpx.Response(self._status, headers={"content-type": "application/fhir+json"}, text="{}")
        return await self._inside.handle_async_request(request)


WRITES, ALL = ("POST", "PUT"), ("POST", "PUT", "GET", "DELETE")


@pytest.mark.parametrize(
    ("status", "methods"),
    [(403, WRITES), (403, ALL), (422, WRITES), (400, WRITES), (413, WRITES), (404, WRITES), (410, WRITES)],
)
async def test_a_clinic_that_refuses_has_the_photos_inside_the_answer(
    sandbox: Sandbox, opened: Opened, status: int, methods: tuple[str, ...]
) -> None:
    way = Refusing(httpx.ASGITransport(app=sandbox.app), status, methods)
    await photos_go_inside(sandbox, opened, Setup("demo", None, BASE, way))


async def test_a_clinic_that_keeps_no_documents_has_the_photos_inside_the_answer(opened: Opened) -> None:
    clinic = Sandbox(None, demo=True, base_url=BASE, faults=Faults(without=frozenset({"DocumentReference"})))
    clinic.write(the_form())
    try:
        await photos_go_inside(
            clinic, opened, Setup("demo", None, BASE, httpx.ASGITransport(app=clinic.app)), is_there=False
        )
    finally:
        clinic.close()


async def photos_go_inside(sandbox: Sandbox, opened: Opened, setup: Setup, *, is_there: bool = True) -> None:
    """Two photos attached, one more afterwards, and the form handed in: nothing is lost, and nothing waits for ever."""
    house = await signed_in_anyhow(opened, setup)
    async with Phone(house) as phone:
        await attached(phone, SMALLER, OTHER)
        records = records_of(house)

        async def is_sent() -> bool:
            await synced(house, is_quiet=False)
            return not sum((await records.pending()).values())

        await until(is_sent, "the answers to be sent")
        if is_there:
            assert sandbox.find("DocumentReference") == []
        assert await records.count(AnswerPhoto) == 0
        named = answers(sandbox)
        assert [(one["title"], "url" in one) for one in named] == [("Photo 1", False), ("Photo 2", False)]
        for one in named:
            inside = b64decode(one["data"])
            assert can_be_shown(inside)
            assert len(inside) == one["size"] < MOST_BYTES // 3
        await phone.until(lambda: len(shown(phone)) == 2, "both photos")
        await chooses(phone, SMALLER)
        await phone.sees("Photo 3")
        await saved(phone)
        assert await records.count(AnswerPhoto) == 0
        await phone.tap("Next")
        await phone.tap("Next")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        await until(is_sent, "the form to be sent")
        assert [one["title"] for one in answers(sandbox)] == ["Photo 1", "Photo 2", "Photo 3"]
        (response,) = [one for one in await records.every(Response) if FORM in one.questionnaire]
        assert not response.is_too_large
        assert (await records.standing(Response, response.id)).state is SendState.SENT
        assert phone.reported == []


async def signed_in_anyhow(opened: Opened, setup: Setup) -> PageHouse:
    house = opened(setup)
    await house.start()
    await house.sign_in_as("rowan")
    await synced(house, is_quiet=False)
    return house


# --- lost replies and lost connections ---

TROUBLES = ("drop_before", "drop_after", "error_after", "server_error", "duplicate", "cut_body")


LOSSES = [
    (kind, nth, path)
    for kind in TROUBLES
    for nth in (1, 2)
    for path in ("DocumentReference", "QuestionnaireResponse")
]
if not os.environ.get("LANTERN_PHOTO_LOSSES"):  # the campaign `photos` has all of them
    LOSSES = LOSSES[::5]


@pytest.mark.parametrize(("kind", "nth", "path"), LOSSES)
async def test_after_any_loss_both_are_there_once(
    kind: Any, nth: int, path: str, sandbox: Sandbox, demo: Setup, opened: Opened, faults: Faults
) -> None:
    house = await signed_in(opened, demo)
    async with Phone(house) as phone:
        faults.add(Fault(kind, "POST", path, nth), Fault(kind, "PUT", path, nth))
        await attached(phone, SMALLER)
        await sent_through(house, sandbox)
        (named,) = answers(sandbox)
        assert named["url"].startswith("DocumentReference/")
        faults.clear()
        faults.add(Fault(kind, "DELETE", path, nth), Fault(kind, "PUT", path, nth))
        await phone.tap("Remove Photo 1")
        await saved(phone)
        await sent_through(house, sandbox)
        assert sandbox.find("DocumentReference") == []
        assert phone.reported == []


async def sent_through(house: PageHouse, sandbox: Sandbox) -> None:
    """The same as `settled`, with waits between tries left out; what the clinic has is never half meanwhile."""
    records = records_of(house)

    async def is_done() -> bool:
        await hurried(house)
        no_halves(sandbox, may_wait=True)
        return not sum((await records.pending()).values()) and not await records.every(TakenOut)

    await until(is_done, "everything to be sent")
    no_halves(sandbox)


async def hurried(house: PageHouse) -> None:
    """One round, at a time when everything that was put off is due."""
    assert house.device is not None
    engine = house.device.engine
    assert engine is not None
    engine._rounds._push._clock = engine._rounds.clock = later
    await engine.once()


def later() -> datetime:
    later.hours += 2  # type: ignore[attr-defined]
    return datetime.now(UTC) + timedelta(hours=later.hours)  # type: ignore[attr-defined]


later.hours = 0  # type: ignore[attr-defined]


# --- two devices ---


class Switch(httpx.AsyncBaseTransport):
    """A connection that can be taken away."""

    is_on = True

    def __init__(self, sandbox: Sandbox) -> None:
        self._inside = httpx.ASGITransport(app=sandbox.app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self.is_on:
            raise httpx.ConnectError("there is no connection")
        return await self._inside.handle_async_request(request)


async def with_a_draft(opened: Opened, sandbox: Sandbox) -> tuple[PageHouse, Switch, PageHouse, Switch]:
    """Two devices of one person that hold the same draft with one photo, both without a connection."""
    ways = Switch(sandbox), Switch(sandbox)
    one, two = [await signed_in(opened, Setup("demo", None, BASE, way)) for way in ways]
    async with Phone(one) as phone:
        await attached(phone, SMALLER)
        await settled(one, sandbox)
    await synced(two)
    assert await records_of(two).count(AnswerPhoto) == 1
    for way in ways:
        way.is_on = False
    return one, ways[0], two, ways[1]


async def to_the_photos(phone: Phone) -> None:
    """To that question, wherever the form goes on."""
    await phone.start(f"/form/{FORM}")
    await phone.sees(re.compile("^(Next|Send to .*)$"), "button")
    while not phone.find("Take or choose a photo"):
        await phone.tap("Back to the question before")


async def says(phone: Phone, words: str) -> None:
    await phone.start(f"/form/{FORM}")
    await phone.sees("Next", "button")
    if phone.find("Take or choose a photo"):
        await phone.tap("Next")
    await phone.type("Anything else?", words)
    await phone.tap("Next")
    await saved(phone)


async def test_what_one_device_takes_out_goes_from_the_other(sandbox: Sandbox, opened: Opened) -> None:
    one, way, two, other_way = await with_a_draft(opened, sandbox)
    way.is_on = other_way.is_on = True
    async with Phone(one) as phone:
        await to_the_photos(phone)
        await phone.tap("Remove Photo 1")
        await saved(phone)
        await settled(one, sandbox)
    assert sandbox.find("DocumentReference") == []

    async def is_gone() -> bool:
        await synced(two)
        return not await records_of(two).count(AnswerPhoto)

    await until(is_gone, "the photo to go from the other device")


@pytest.mark.parametrize("kept", ["this", "that"])
@pytest.mark.parametrize("is_taker_first", [True, False])
async def test_of_two_versions_the_one_that_is_chosen_has_its_photo(
    is_taker_first: bool, kept: str, sandbox: Sandbox, opened: Opened
) -> None:
    """One device takes the photo out, the other answers something else; the second to be connected chooses."""
    taker, taker_way, writer, writer_way = await with_a_draft(opened, sandbox)
    async with Phone(taker) as phone:
        await to_the_photos(phone)
        await phone.tap("Remove Photo 1")
        await saved(phone)
    async with Phone(writer) as phone:
        await says(phone, "words")
    first, first_way, second, second_way = (
        (taker, taker_way, writer, writer_way) if is_taker_first else (writer, writer_way, taker, taker_way)
    )
    first_way.is_on = True
    await settled(first, sandbox)
    second_way.is_on = True
    await synced(second, is_quiet=False)
    async with Phone(second) as phone:
        await phone.start(f"/form/{FORM}")
        await phone.tap(f"Keep {kept} one")
        await phone.rest()
        await settled(second, sandbox)
    has_photo = (kept == "this") is (second is writer)
    assert [one["title"] for one in answers(sandbox)] == (["Photo 1"] if has_photo else [])
    await settled(first, sandbox)
    for house in (first, second):

        async def is_so(house: PageHouse = house) -> bool:
            await hurried(house)
            return await records_of(house).count(AnswerPhoto) == int(has_photo)

        await until(is_so, f"{int(has_photo)} photos on this device")
        async with Phone(house) as phone:
            await to_the_photos(phone)
            await phone.until(lambda: len(shown(phone)) == int(has_photo), f"{int(has_photo)} photos")


# --- back again, home, and out ---


async def test_a_photo_that_is_put_back_after_it_went_is_there_again(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    house = await signed_in(opened, demo)
    async with Phone(house) as phone:
        await attached(phone, SMALLER)
        (inside,) = shown(phone)
        await settled(house, sandbox)
        undo = phone_model(phone)._bringing_back()
        await phone.tap("Remove Photo 1")
        await saved(phone)
        await settled(house, sandbox)
        assert sandbox.find("DocumentReference") == []
        undo()
        await saved(phone)
        await settled(house, sandbox)
        (document,) = sandbox.find("DocumentReference")
        assert b64decode(document["content"][0]["attachment"]["data"]) == inside
        assert shown(phone) == [inside]
        assert phone.reported == []


async def test_a_draft_that_comes_home_takes_its_photo_from_the_clinic(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    house = await signed_in(opened, demo)
    async with Phone(house) as phone:
        await attached(phone, SMALLER)
        (inside,) = shown(phone)
        await settled(house, sandbox)
        model = phone_model(phone)
        await model.choose_place(is_only_here=True)
        await saved(phone)
        await settled(house, sandbox)
        assert sandbox.find("DocumentReference") == []
        assert [one for one in sandbox.find("QuestionnaireResponse") if FORM in one["questionnaire"]] == []
        assert shown(phone) == [inside]
        await model.send()
        await settled(house, sandbox)
        (document,) = sandbox.find("DocumentReference")
        assert b64decode(document["content"][0]["attachment"]["data"]) == inside
        assert phone.reported == []


async def test_what_the_answer_names_no_more_goes_from_the_clinics_people_too(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    house, ash = await signed_in(opened, demo), await signed_in(opened, demo, "dr-ash")
    async with Phone(house) as phone:
        await attached(phone, SMALLER, OTHER)
        await phone.tap("Next")
        await phone.tap("Next")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        await settled(house, sandbox)
        await synced(ash)
        assert await records_of(ash).count(AnswerPhoto) == 2
        opened_by = [
            one
            for one in sandbox.find("AuditEvent")
            if "DocumentReference/" in str(one) and "Practitioner/dr-ash" in str(one)
        ]
        assert opened_by  # that it was fetched is told, and that it was opened is not
        assert all(Reading.from_json(json.dumps(one)).is_list for one in opened_by)
        await phone.tap("Change my answers")
        await phone.tap(re.compile("^Change: Photos"))
        await phone.tap("Remove Photo 1")
        await phone.tap("Back to your answers")
        await phone.tap(re.compile("^Send to"))
        await phone.sees("Thank you", "heading")
        await settled(house, sandbox)

    async def is_gone() -> bool:
        await synced(ash)
        return await records_of(ash).count(AnswerPhoto) == 1

    await until(is_gone, "the photo to go from the clinician's device")
    (left,) = await records_of(ash).every(AnswerPhoto)
    assert left.title == "Photo 2"


async def test_a_photo_is_in_what_the_person_takes_with_them(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    house = await signed_in(opened, demo)
    async with Phone(house) as phone:
        await attached(phone, SMALLER)
        (inside,) = shown(phone)
        await settled(house, sandbox)
        data = json.loads(await house.own_copy())
        (copied,) = [one for one in data["records"] if one["kind"] == "answer_photo"]
        assert b64decode(copied["content"]["content"][0]["attachment"]["data"]) == inside
        assert copied["sent"] == "sent"
        screen = next(one for one, _ in phone.shell._screens.values() if hasattr(one, "model"))
        paper = PdfReader(io.BytesIO(await own_pdf(screen.s, records_of(house), "Rowan Sample")))
        assert len([image for page in paper.pages for image in page.images]) == 1
