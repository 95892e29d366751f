"""The sign-in against an authorization server that is not ours: PKCE, rotation, and the end of a family used twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from api_client import ClinicClient
from api_client.errors import SignedOut, SignInRefused
from api_client.smart import SmartAuth, SmartSignIn, Tokens, discover, revoke
from tests.unit.client.clinic_sign_in import MemoryTokens

pytestmark = [pytest.mark.node, pytest.mark.xdist_group("interop")]

REDIRECT = "lantern.example:/signed-in"
SCOPE = "openid fhirUser launch/patient offline_access patient/Goal.cruds"


async def through_the_page(url: str) -> str:
    """What a browser does: follows redirects with its cookies until the app's own address comes."""
    async with httpx.AsyncClient(trust_env=False) as browser:
        for _ in range(10):
            answer = await browser.get(url)
            place = answer.headers["location"]
            if place.startswith("lantern.example:"):
                return place
            url = str(httpx.URL(url).join(place))
    raise AssertionError("the page led nowhere")


async def begun(base: str, **named: str) -> SmartSignIn:
    configuration = await discover(base)
    values = {"client_id": "lantern", "redirect_uri": REDIRECT, "scope": SCOPE, **named}
    return SmartSignIn(configuration, **values)  # type: ignore[arg-type]


async def signed_in(base: str) -> Tokens:
    sign_in = await begun(base)
    return await sign_in.finish(await through_the_page(sign_in.url))


async def test_a_sign_in_goes_the_whole_way(sign_in_base: str) -> None:
    tokens = await signed_in(sign_in_base)
    assert (tokens.patient, tokens.fhir_user) == ("rowan", "Patient/rowan")
    assert tokens.refresh is not None
    auth = SmartAuth(sign_in_base, "lantern", MemoryTokens(tokens))
    async with ClinicClient(sign_in_base, auth=auth) as client:
        assert (await client.read("Goal", "1")).id == "1"


async def test_a_code_is_good_once(sign_in_base: str) -> None:
    sign_in = await begun(sign_in_base)
    address = await through_the_page(sign_in.url)
    copy = SmartSignIn.from_text(sign_in.to_text(), await discover(sign_in_base))
    await sign_in.finish(address)
    with pytest.raises(SignInRefused) as caught:
        await copy.finish(address)
    assert caught.value.reason == "invalid_grant"


async def test_a_code_is_good_only_with_its_verifier(sign_in_base: str) -> None:
    sign_in, other = await begun(sign_in_base), await begun(sign_in_base)
    address = await through_the_page(sign_in.url)
    stolen = address.replace(sign_in.state, other.state)
    with pytest.raises(SignInRefused) as caught:
        await other.finish(stolen)
    assert caught.value.reason == "invalid_grant"


async def test_an_unknown_way_back_is_refused_by_the_server(sign_in_base: str) -> None:
    sign_in = await begun(sign_in_base, redirect_uri="elsewhere.example:/signed-in")
    async with httpx.AsyncClient(trust_env=False) as browser:
        answer = await browser.get(sign_in.url)
    assert answer.status_code == 400


async def test_many_at_once_renew_once(sign_in_base: str) -> None:
    tokens = await signed_in(sign_in_base)
    store = MemoryTokens(replace(tokens, expires_at=datetime.now(UTC) - timedelta(hours=1)))
    async with ClinicClient(sign_in_base, auth=SmartAuth(sign_in_base, "lantern", store)) as client:
        await asyncio.gather(*(client.read("Goal", "1") for _ in range(20)))
    assert len(store.saved) == 1
    assert store.saved[0].refresh not in (None, tokens.refresh)


async def test_a_refresh_token_used_twice_ends_the_sign_in(sign_in_base: str) -> None:
    old = replace(await signed_in(sign_in_base), expires_at=datetime.now(UTC) - timedelta(hours=1))
    first, second = MemoryTokens(old), MemoryTokens(old)
    renewed = await SmartAuth(sign_in_base, "lantern", first).tokens()
    with pytest.raises(SignedOut):
        await SmartAuth(sign_in_base, "lantern", second).tokens()
    assert second.cleared == 1
    first.tokens = replace(renewed, expires_at=old.expires_at)
    with pytest.raises(SignedOut):  # the whole family is gone
        await SmartAuth(sign_in_base, "lantern", first).tokens()


async def test_what_was_revoked_opens_nothing(sign_in_base: str) -> None:
    tokens = await signed_in(sign_in_base)
    assert await revoke(await discover(sign_in_base), "lantern", tokens)
    async with ClinicClient(
        sign_in_base, auth=SmartAuth(sign_in_base, "lantern", MemoryTokens(tokens))
    ) as client:
        with pytest.raises(SignedOut):
            await client.read("Goal", "1")
