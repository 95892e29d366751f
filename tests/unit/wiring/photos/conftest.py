"""What the tests of photos share: a form that asks for photos, a clinic that publishes it, and people who attach and wait."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from api_client.sandbox import Faults, Sandbox
from mobile.care.forms.documents import AnswerPhoto, TakenOut, is_answer_photo
from mobile.documents.pointers import attachments
from mobile.wiring.app_services import PageServices
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


def the_form(*, takes_files: bool = False) -> dict[str, Any]:
    """`takes_files`: of any kind, not photos alone."""
    types = () if takes_files else ("image/jpeg", "image/png")
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
                "extension": [{"url": mime, "valueCode": kind} for kind in types],
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


async def signed_in(opened: Opened, demo: Setup, who: str = "rowan") -> PageServices:
    services = opened(demo)
    await services.start()
    await services.sign_in_as(who)
    await synced(services)
    return services


async def synced(services: PageServices, *, is_quiet: bool = True) -> None:
    assert services.account is not None
    assert services.account.engine is not None
    await services.account.engine.once()
    if is_quiet:
        assert services.account.engine.status.phase == "idle", services.account.engine.status


def records_of(services: PageServices) -> Any:
    assert services.account is not None
    assert services.account.records is not None
    return services.account.records


async def until(holds: Callable[[], Awaitable[bool]], what: str) -> None:
    for _ in range(3000):  # pictures are made smaller meanwhile: a loaded machine takes its time
        if await holds():
            return
        await asyncio.sleep(0.02)
    pytest.fail(f"waited for {what}")


async def settled(services: PageServices, sandbox: Sandbox) -> None:
    """Rounds until nothing waits and nothing was taken out that is still there."""

    async def is_done() -> bool:
        await synced(services, is_quiet=False)
        records = records_of(services)
        return not sum((await records.pending()).values()) and not await records.every(TakenOut)

    await until(is_done, "everything to be sent")
    no_halves(sandbox)


def photos_at(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The photos at the clinic that are records of their own."""
    found = sandbox.find("DocumentReference", patient="Patient/rowan")
    return [one for one in found if is_answer_photo(one)]


def no_halves(sandbox: Sandbox, *, may_wait: bool = False) -> None:
    """No answer at the clinic names what is not there, and no photo there is named by none."""
    there = {f"DocumentReference/{one['id']}" for one in photos_at(sandbox)}
    named = {
        one["url"]
        for response in sandbox.find("QuestionnaireResponse")
        for one in attachments(response)
        if "url" in one
    }
    assert named <= there
    assert may_wait or named == there
    marks = [one["identifier"][0]["value"] for one in photos_at(sandbox)]
    assert len(marks) == len(set(marks))


def answers(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The attachments in the one response to the form."""
    (found,) = [one for one in sandbox.find("QuestionnaireResponse") if FORM in one["questionnaire"]]
    return list(reversed(list(attachments(found))))


async def chooses(phone: Phone, data: bytes, name: str = "IMG_1_Main_Street.jpg") -> None:
    button_name = re.compile("^(Take or choose a photo|Choose a file)$")
    await phone.sees(button_name, "button")
    (button,) = [one for one in phone.nodes() if one.role == "button" and button_name.match(one.name)]
    chosen: Any = button.control
    one = SimpleNamespace(name=name, size=len(data), bytes=data, path=None)
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

    async def is_saved() -> bool:
        await phone.rest()
        return phone_model(phone).form.is_saved

    await until(is_saved, "the save")


def phone_model(phone: Phone) -> Any:
    return next(one.model for one, _ in phone.shell._screens.values() if hasattr(one, "model"))


async def signed_in_anyhow(opened: Opened, setup: Setup) -> PageServices:
    services = opened(setup)
    await services.start()
    await services.sign_in_as("rowan")
    await synced(services, is_quiet=False)
    return services


async def sent_through(services: PageServices, sandbox: Sandbox) -> None:
    """The same as `settled`, with waits between tries left out; what the clinic has is never half meanwhile."""
    records = records_of(services)

    async def is_done() -> bool:
        await hurried(services)
        no_halves(sandbox, may_wait=True)
        return not sum((await records.pending()).values()) and not await records.every(TakenOut)

    await until(is_done, "everything to be sent")
    no_halves(sandbox)


async def hurried(services: PageServices) -> None:
    """One round, at a time when everything that was put off is due."""
    assert services.account is not None
    engine = services.account.engine
    assert engine is not None
    engine._rounds._push._clock = engine._rounds.clock = later
    await engine.once()


def later() -> datetime:
    later.hours += 2  # type: ignore[attr-defined]
    return datetime.now(UTC) + timedelta(hours=later.hours)  # type: ignore[attr-defined]


later.hours = 0  # type: ignore[attr-defined]


class Switch(httpx.AsyncBaseTransport):
    """A connection that can be taken away."""

    is_on = True

    def __init__(self, sandbox: Sandbox) -> None:
        self._inside = httpx.ASGITransport(app=sandbox.app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self.is_on:
            raise httpx.ConnectError("there is no connection")
        return await self._inside.handle_async_request(request)


async def to_the_photos(phone: Phone) -> None:
    """To that question, wherever the form goes on."""
    await phone.start(f"/form/{FORM}")
    await phone.sees(re.compile("^(Next|Send to .*)$"), "button")
    while not phone.find("Take or choose a photo"):
        await phone.tap("Back to the question before")


async def with_a_draft(opened: Opened, sandbox: Sandbox) -> tuple[PageServices, Switch, PageServices, Switch]:
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


async def says(phone: Phone, words: str) -> None:
    await phone.start(f"/form/{FORM}")
    await phone.sees("Next", "button")
    if phone.find("Take or choose a photo"):
        await phone.tap("Next")
    await phone.type("Anything else?", words)
    await phone.tap("Next")
    await saved(phone)


class Refusing(httpx.AsyncBaseTransport):
    """A clinic that answers every request for documents so, while `is_on`; `methods`: those it answers so."""

    is_on = True

    def __init__(self, inside: httpx.AsyncBaseTransport, status: int, methods: tuple[str, ...]) -> None:
        self._inside, self._status, self._methods = inside, status, methods

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_on and "/DocumentReference" in request.url.path and request.method in self._methods:
            return httpx.Response(self._status, headers={"content-type": "application/fhir+json"}, text="{}")
        return await self._inside.handle_async_request(request)


WRITES, ALL = ("POST", "PUT"), ("POST", "PUT", "GET", "DELETE")
