"""Hosted for many: what a page leaves behind, and where a visitor's text may lead this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import httpx
import pytest

from api_client.sandbox import Sandbox
from mobile.care.intention import begin
from mobile.care.sharing import Reader, share
from mobile.i18n import Speech
from mobile.screens.app_services import Trouble
from mobile.screens.wording import InDemonstration, OnDevice, OnPage, Wording
from mobile.wiring import account_sessions, signing_in
from mobile.wiring.app_services import PageServices
from mobile.wiring.setup import Mode, Setup
from mobile.wiring.wordings import WORDINGS
from tests.unit.wiring.conftest import BASE, Opened

NOW = datetime(2026, 6, 7, 19, 0, tzinfo=UTC)


@pytest.fixture
def serve(demo: Setup) -> Setup:
    return replace(demo, mode="serve")


@pytest.fixture
async def services(serve: Setup, opened: Opened) -> AsyncIterator[PageServices]:
    services = opened(serve)
    await services.start()
    await signed_in(services, serve, "rowan")
    yield services
    await services.close()


async def signed_in(services: PageServices, setup: Setup, hint: str) -> None:
    tokens = await signing_in.as_sample_person(BASE, "http://127.0.0.1:8552/signed-in", hint, setup)
    await services._arrive(BASE, tokens, None)


async def test_after_signing_out_nothing_is_left_and_the_next_person_on_this_page_begins_anew(
    services: PageServices, serve: Setup
) -> None:
    assert services.account is not None
    folder = services.account.folder
    assert list(folder.rglob("*.db"))
    await services.sign_out()
    assert not folder.exists()
    await signed_in(services, serve, "ines")
    assert services.door == "open"
    assert services.person is not None
    assert services.person.fhir_user == "Patient/ines"


@pytest.mark.parametrize("end", ["the process", "the page"])
async def test_what_a_page_has_not_sent_is_sent_before_it_ends(
    end: str, serve: Setup, opened: Opened, sandbox: Sandbox
) -> None:
    """The clinic is away while the words are kept, and back when the page or its process ends."""
    wire = Cut(serve.transport_to(BASE))
    setup = replace(serve, transport=wire)
    services = opened(setup)
    await services.start()
    await signed_in(services, setup, "rowan")
    assert services.account is not None
    account = services.account
    assert account.records is not None
    wire.is_cut = True
    noun = begin("i1", None, NOW).revise("not to be lost", NOW)
    await account.records.save_all(list(share(noun, "Patient/rowan", Reader("Practitioner/sam", "Sam"), NOW)))
    assert "not to be lost" not in shared_there(sandbox)
    wire.is_cut = False
    if end == "the process":
        await services._accounts.close()
    else:
        await services.close()
    assert "not to be lost" in shared_there(sandbox)


async def test_a_clinic_that_stays_away_holds_up_the_end_no_longer_than_was_said(
    serve: Setup, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_sessions, "LAST_SENDING_S", 0.2)
    wire = Cut(serve.transport_to(BASE))
    setup = replace(serve, transport=wire)
    services = opened(setup)
    await services.start()
    await signed_in(services, setup, "rowan")
    assert services.account is not None
    assert services.account.records is not None
    wire.is_cut = True
    noun = begin("i1", None, NOW).revise("kept for nobody", NOW)
    await services.account.records.save_all(
        list(share(noun, "Patient/rowan", Reader("Practitioner/sam", "Sam"), NOW))
    )
    folder = services.account.folder
    async with asyncio.timeout(20):
        await services.close()
    assert not folder.exists()


@pytest.mark.parametrize("end", ["the process", "the page"])
async def test_nothing_stays_of_a_page_whose_last_sending_failed(
    end: str, serve: Setup, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = opened(serve)
    await services.start()
    await signed_in(services, serve, "rowan")
    assert services.account is not None
    account, accounts = services.account, services._accounts

    async def fails(_: float) -> None:
        raise RuntimeError("no round")

    monkeypatch.setattr(account, "send_rest", fails)
    assert account.folder.exists()
    if end == "the process":
        await accounts.close()
    else:
        with pytest.raises(RuntimeError):
            await services.close()
        assert account.records is None
    assert not account.folder.exists()


class Cut(httpx.AsyncBaseTransport):
    """The way to the clinic, that can be cut."""

    def __init__(self, inner: httpx.AsyncBaseTransport | None) -> None:
        assert inner is not None
        self._inner, self.is_cut = inner, False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_cut:
            raise httpx.ConnectError("cut")
        return await self._inner.handle_async_request(request)


def shared_there(sandbox: Sandbox) -> str:
    """All intentions that the clinic has, as text."""
    found = sandbox.find("Goal")
    return " ".join(str(one) for one in found)


@pytest.mark.parametrize(
    ("mode", "way", "keeps", "own", "samples"),
    [
        ("app", OnDevice, True, True, False),
        ("demo", InDemonstration, True, False, True),
        ("serve", OnPage, False, False, False),
    ],
)
async def test_each_way_of_running_says_and_offers_what_is_true_of_it(
    mode: Mode, way: type[Wording], keeps: bool, own: bool, samples: bool, demo: Setup, opened: Opened
) -> None:
    services = opened(replace(demo, mode=mode))
    assert type(services.wording(Speech("en"))) is way
    assert services.keeps_after_closing is keeps
    assert services.is_own_device is own
    assert services.has_sample_people is samples


def test_no_way_of_running_is_without_words() -> None:
    assert set(WORDINGS) == set(get_args(Mode))


@pytest.mark.parametrize(
    "typed",
    [
        "http://127.0.0.1:22/invitation/abcd",
        "http://localhost:9/fhir",
        "https://169.254.169.254/invitation/x",
        "inside.test",
        "lantern://join?invitation=http://127.0.0.1:9/invitation/abcd",
    ],
)
async def test_a_visitor_cannot_have_this_machine_ask_any_other_than_its_clinic(
    typed: str, serve: Setup, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def ask(_: object, request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(404)

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", ask)
    with pytest.raises(Trouble, match="bad_address"):
        await opened(serve).find_clinic(typed)
    assert asked == []


@pytest.mark.parametrize("typed", ["http://[", "https://clinic.test:port/fhir", "https://"])
async def test_an_address_that_is_none_is_said_to_be_none(typed: str, opened: Opened, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="bad_address"):
        await opened(Setup("app", tmp_path, None)).find_clinic(typed)


@pytest.mark.parametrize("said", [{"invited": {"a": 1}, "clinic": 7}, {}])
async def test_an_invitation_that_names_nobody_in_words_names_nobody(
    said: dict[str, object], demo: Setup, opened: Opened
) -> None:
    async def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/invitation/"):
            return httpx.Response(200, json={"fhir_base": BASE, **said})
        assert demo.transport is not None
        return await demo.transport.handle_async_request(request)

    found = await opened(replace(demo, transport=httpx.MockTransport(handle))).find_clinic("CODE-1234")
    assert found.invited is None
    assert found.name is None
