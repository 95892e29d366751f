"""Tokens of a sign-in that is refused here: the clinic forgets them, and refusing them waits for nobody."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from api_client.errors import Forbidden
from api_client.smart import Tokens
from mobile.screens.app_services import Trouble
from mobile.wiring import signing_in
from mobile.wiring.app_services import PageServices
from mobile.wiring.setup import Setup
from tests.unit.wiring.conftest import BASE, Opened

REDIRECT = "http://127.0.0.1:8551/signed-in"
PIN = "271801"


async def tokens_of(setup: Setup, hint: str) -> Tokens:
    return await signing_in.as_sample_person(BASE, REDIRECT, hint, setup)


async def is_good(setup: Setup, tokens: Tokens, person: str) -> bool:
    async with httpx.AsyncClient(transport=setup.transport, trust_env=False) as http:
        answer = await http.get(
            f"{BASE}/Patient/{person}", headers={"authorization": f"Bearer {tokens.access}"}
        )
    assert answer.status_code in (200, 401)
    return answer.status_code == 200


async def can_renew(setup: Setup, tokens: Tokens) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh, "client_id": "lantern"}
    async with httpx.AsyncClient(transport=setup.transport, trust_env=False) as http:
        return (await http.post(BASE.replace("/fhir", "/auth/token"), data=form)).status_code == 200


async def settled(services: PageServices) -> None:
    assert services.account is not None
    await services.account._returned.settled()


@pytest.fixture
async def services(demo: Setup, opened: Opened, tmp_path: Path) -> PageServices:
    """Rowan's device, open."""
    one = opened(replace(demo, mode="app", data=tmp_path))
    await one.start()
    await one._arrive(BASE, await tokens_of(demo, "rowan"), None)
    assert one.door == "open"
    return one


async def test_tokens_of_another_person_who_is_refused_are_forgotten_by_the_clinic(
    demo: Setup, services: PageServices, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tokens = await tokens_of(demo, "ines")
    assert await is_good(demo, tokens, "ines")
    with pytest.raises(Trouble, match="other_person_here"):
        await services._arrive(BASE, tokens, None)
    await settled(services)
    assert not await is_good(demo, tokens, "ines")
    assert not await can_renew(demo, tokens)
    assert tokens.refresh is not None
    assert not [text for text in caplog.messages if tokens.access in text or tokens.refresh in text]


async def test_the_persons_own_sign_in_is_left_alone(demo: Setup, services: PageServices) -> None:
    assert services.account is not None
    assert services.account.sending.auth is not None
    own = await services.account.sending.auth.tokens()
    with pytest.raises(Trouble, match="other_person_here"):
        await services._arrive(BASE, await tokens_of(demo, "ines"), None)
    await settled(services)
    assert await is_good(demo, own, "rowan")
    again = await tokens_of(demo, "rowan")
    await services._arrive(BASE, again, None)
    await settled(services)
    assert await is_good(demo, again, "rowan")


async def test_refused_by_a_pin_that_is_anothers_they_are_forgotten_too(
    demo: Setup, services: PageServices
) -> None:
    await services.choose_pin(PIN)
    await services.lock_now()
    tokens = await tokens_of(demo, "ines")
    await services._arrive(BASE, tokens, None)  # waits before the lock
    assert await is_good(demo, tokens, "ines")
    with pytest.raises(Trouble, match="other_person_here"):
        await services.unlock(PIN)
    await settled(services)
    assert not await is_good(demo, tokens, "ines")


@pytest.mark.parametrize("ending", ["sign_out", "another sign-in", "wipe"])
async def test_a_sign_in_that_never_came_past_the_lock_is_given_back(
    demo: Setup, services: PageServices, ending: str
) -> None:
    await services.choose_pin(PIN)
    await services.lock_now()
    tokens = await tokens_of(demo, "ines")
    await services._arrive(BASE, tokens, None)
    own = await tokens_of(demo, "rowan")
    if ending == "sign_out":
        await services.sign_out()
    elif ending == "wipe":
        await services.wipe()
    else:
        await services._arrive(BASE, own, None)
    await settled(services)
    assert not await is_good(demo, tokens, "ines")
    assert await is_good(demo, own, "rowan")


@pytest.mark.parametrize("trouble", ["silent", "failing", "lost", "gone"])
async def test_a_clinic_that_does_not_forget_holds_up_no_refusal(
    demo: Setup, services: PageServices, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert services.account is not None
    assert demo.transport is not None
    answers, asked = asyncio.Event(), asyncio.Event()
    tokens = await tokens_of(demo, "ines")

    async def odd(request: httpx.Request) -> httpx.Response:
        assert demo.transport is not None
        if not request.url.path.endswith("/revoke"):
            return await demo.transport.handle_async_request(request)
        asked.set()
        if trouble == "silent":
            await answers.wait()
        if trouble == "lost":
            raise httpx.ReadError("", request=request)
        if trouble == "gone":
            raise RuntimeError(tokens.access)
        return httpx.Response(400)

    returned = services.account._returned
    returned._setup = replace(demo, transport=httpx.MockTransport(odd))
    with pytest.raises(Trouble, match="other_person_here"):
        await services._arrive(BASE, tokens, None)
    await asked.wait()
    assert services.door in ("locked", "signed_out")
    answers.set()
    await settled(services)
    assert not [text for text in caplog.messages if tokens.access in text]


@pytest.mark.parametrize("is_nobody", [True, False])
async def test_tokens_that_tell_nobody_who_signed_in_are_given_back(demo: Setup, is_nobody: bool) -> None:
    given_back = asyncio.Event()
    tokens = await tokens_of(demo, "ines")

    async def odd(request: httpx.Request) -> httpx.Response:
        assert demo.transport is not None
        if request.url.path == "/fhir/Patient/ines":
            return httpx.Response(403)
        answer = await demo.transport.handle_async_request(request)
        if request.url.path.endswith("/revoke") and b"access_token" in request.content:
            given_back.set()
        return answer

    unnamed = replace(tokens, patient=None, fhir_user=None) if is_nobody else tokens
    with pytest.raises(Trouble if is_nobody else Forbidden):
        await signing_in.who_is_it(BASE, unnamed, replace(demo, transport=httpx.MockTransport(odd)), None)
    await given_back.wait()
    assert not await is_good(demo, tokens, "ines")
    assert not await can_renew(demo, tokens)
