"""Tokens are renewed in time, once for everybody, stored before they are used, and sent to the clinic only."""

from __future__ import annotations

import asyncio
import logging
import os
from datetime import timedelta

import httpx
import pytest

from api_client import ClinicClient, Retry
from api_client.errors import BadAddress, ClinicError, Offline, ServerBroken, SignedOut
from api_client.smart import discover, revoke
from tests.unit.client.clinic_sign_in import NOW, MemoryTokens, SignInServer, tokens
from tests.unit.client.servers import BASE

RACES = int(os.environ.get("LANTERN_RACES", "50"))


def clinic(server: SignInServer, store: MemoryTokens) -> ClinicClient:
    return ClinicClient(BASE, transport=server.transport(), auth=server.auth(store), retry=Retry(tries=1))


async def test_a_fresh_token_is_used_as_it_is() -> None:
    server, store = SignInServer(), MemoryTokens(tokens())
    async with clinic(server, store) as client:
        await client.read("Goal", "1")
    assert server.used == []


@pytest.mark.parametrize("left_s", [59, 0, -100_000])
async def test_a_token_is_renewed_a_minute_before_it_ends(left_s: float) -> None:
    server, store = SignInServer(), MemoryTokens(tokens(left_s=left_s))
    async with clinic(server, store) as client:
        await client.read("Goal", "1")
    assert server.used == ["refresh-0"]
    assert store.tokens is not None
    assert (store.tokens.access, store.tokens.refresh) == ("access-1", "refresh-1")
    assert (store.tokens.patient, store.tokens.fhir_user) == ("rowan", "Patient/rowan")


async def test_a_refused_token_is_renewed_once_and_the_request_sent_again() -> None:
    server, store = SignInServer(access="other"), MemoryTokens(tokens())
    async with clinic(server, store) as client:
        assert (await client.read("Goal", "1")).id == "1"
    assert server.used == ["refresh-0"]


async def test_a_renewed_token_is_stored_before_it_is_used() -> None:
    server, store = SignInServer(), MemoryTokens(tokens(left_s=0))
    store.failing = OSError("disk full")
    async with clinic(server, store) as client:
        with pytest.raises(OSError, match="disk full"):
            await client.read("Goal", "1")
        assert not any(request.url.path == "/fhir/Goal/1" for request in server.asked)
        store.failing = None
        await client.read("Goal", "1")  # what the server gave is not lost, and not asked for twice
    assert server.used == ["refresh-0"]
    assert [one.access for one in store.saved] == ["access-1"]


async def test_however_many_ask_each_refresh_token_is_used_once() -> None:
    for race in range(RACES):
        await run(race)
    print(f"FIGURES {RACES} races, each refresh token used once")


async def run(race: int) -> None:
    """Many callers at once, some starting late, one of them giving up."""
    server, store = (
        SignInServer(access="not the old one"),
        MemoryTokens(tokens(left_s=0 if race % 2 else 3600)),
    )
    auth = server.auth(store)
    client = ClinicClient(BASE, transport=server.transport(), auth=auth, retry=Retry(tries=1))
    asking = [asyncio.ensure_future(client.read("Goal", "1")) for _ in range(2 + race % 20)]
    await asyncio.sleep(0)
    for _ in range(race % 7):
        await asyncio.sleep(0)
    if race % 3 == 0:
        asking[0].cancel()
    answers = await asyncio.gather(*asking, return_exceptions=True)
    assert all(isinstance(one, asyncio.CancelledError) or one.id == "1" for one in answers)  # type: ignore[union-attr]
    assert server.used == ["refresh-0"]
    assert not server.is_family_dead


@pytest.mark.parametrize("after_s", [0.005, 0.015])
async def test_a_cancelled_caller_does_not_tear_the_renewal(after_s: float) -> None:
    server, store = SignInServer(delay_s=0.01), MemoryTokens(tokens(left_s=0))
    async with clinic(server, store) as client:
        asking = asyncio.ensure_future(client.read("Goal", "1"))
        await asyncio.sleep(after_s)  # the addresses are being asked for, or the tokens
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await client.read("Goal", "1")
    assert server.used == ["refresh-0"]
    assert [one.access for one in store.saved] == ["access-1"]


async def test_an_ended_sign_in_is_signed_out_and_its_dead_tokens_forgotten() -> None:
    server, store = SignInServer(is_family_dead=True), MemoryTokens(tokens(left_s=0))
    async with clinic(server, store) as client:
        for _ in range(3):
            with pytest.raises(SignedOut):
                await client.read("Goal", "1")
    assert server.used == ["refresh-0"]
    assert store.cleared == 1


async def test_without_tokens_nothing_is_sent() -> None:
    server = SignInServer()
    async with clinic(server, MemoryTokens(None)) as client:
        with pytest.raises(SignedOut):
            await client.read("Goal", "1")
    assert server.asked == []


async def test_a_token_that_cannot_be_renewed_is_used_to_its_end_and_then_signed_out() -> None:
    server = SignInServer()
    async with clinic(server, MemoryTokens(tokens(refresh=None, left_s=3600))) as client:
        assert (await client.read("Goal", "1")).id == "1"
    async with clinic(server, MemoryTokens(tokens(refresh=None, left_s=0))) as client:
        with pytest.raises(SignedOut):
            await client.read("Goal", "1")


async def test_trouble_at_the_sign_in_server_ends_nothing() -> None:
    server, store = SignInServer(token_status=503), MemoryTokens(tokens(left_s=30))
    async with clinic(server, store) as client:
        assert (await client.read("Goal", "1")).id == "1"  # the old token has half a minute left
    store.tokens = tokens(left_s=0)
    async with clinic(server, store) as client:
        with pytest.raises(ServerBroken):
            await client.read("Goal", "1")
        server.token_status = 0
        assert (await client.read("Goal", "1")).id == "1"
    assert store.cleared == 0


async def test_what_another_process_renewed_is_taken_over() -> None:
    server, store = SignInServer(access="access-5"), MemoryTokens(tokens())
    auth = server.auth(store)
    await auth.tokens()
    store.tokens = tokens("access-5", "refresh-5")  # written by the other
    async with ClinicClient(BASE, transport=server.transport(), auth=auth, retry=Retry(tries=1)) as client:
        await client.read("Goal", "1")
    assert server.used == []


async def test_a_renewal_that_brings_another_patient_is_refused() -> None:
    server, store = SignInServer(reply={"patient": "somebody"}), MemoryTokens(tokens(left_s=0))
    async with clinic(server, store) as client:
        with pytest.raises(SignedOut):
            await client.read("Goal", "1")
    assert store.saved == []


async def test_a_token_never_goes_to_another_origin() -> None:
    server, store = SignInServer(), MemoryTokens(tokens())
    async with httpx.AsyncClient(transport=server.transport(), auth=server.auth(store)) as http:
        with pytest.raises(BadAddress):
            await http.get("https://elsewhere.example/fhir/Goal/1")
    assert server.asked == []


async def test_signing_out_tells_the_server_and_forgets() -> None:
    server, store = SignInServer(), MemoryTokens(tokens())
    assert await server.auth(store).sign_out()
    assert server.revoked == ["refresh-0", "access-0"]
    assert store.tokens is None


async def test_signing_out_forgets_here_even_when_nobody_answers() -> None:
    def nobody(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    server, store = SignInServer(), MemoryTokens(tokens())
    server.transport = lambda: httpx.MockTransport(nobody)  # type: ignore[method-assign]
    assert not await server.auth(store).sign_out()
    assert store.tokens is None


async def test_a_clock_that_jumps_back_is_caught_by_the_servers_refusal() -> None:
    server, store = SignInServer(access="access-x"), MemoryTokens(tokens(left_s=0))
    auth = server.auth(store, clock=lambda: NOW - timedelta(days=2))
    async with ClinicClient(BASE, transport=server.transport(), auth=auth, retry=Retry(tries=1)) as client:
        assert (await client.read("Goal", "1")).id == "1"
    assert server.used == ["refresh-0"]


async def test_no_secret_reaches_a_log_or_an_error(caplog: pytest.LogCaptureFixture) -> None:
    said: list[str] = []
    with caplog.at_level(logging.DEBUG):
        for status, dead in ((0, False), (0, True), (503, False)):
            server = SignInServer(token_status=status, is_family_dead=dead)
            store = MemoryTokens(tokens("access-canary", "refresh-0", left_s=0))
            async with clinic(server, store) as client:
                try:
                    await client.read("Goal", "1")
                except ClinicError as error:
                    said.append(str(error) + repr(error) + repr(error.__dict__))
            await server.auth(store).sign_out()
    everything = caplog.text + "".join(said)
    for secret in ("access-", "refresh-", "code_verifier", "Bearer"):
        assert secret not in everything


async def test_a_host_that_is_gone_is_offline_not_signed_out() -> None:
    def nobody(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    server, store = SignInServer(), MemoryTokens(tokens(left_s=0))
    server.transport = lambda: httpx.MockTransport(nobody)  # type: ignore[method-assign]
    async with clinic(server, store) as client:
        with pytest.raises(Offline):
            await client.read("Goal", "1")
    assert store.cleared == 0


async def test_a_token_the_server_will_not_forget_keeps_no_other_from_being_forgotten() -> None:
    server = SignInServer()
    asked: list[str] = []

    async def grudging(request: httpx.Request) -> httpx.Response:
        if request.url.path != "/revoke":
            return await server.transport().handle_async_request(request)
        asked.append(request.content.decode().partition("&")[0])
        return httpx.Response(400 if len(asked) == 1 else 200)

    transport = httpx.MockTransport(grudging)
    with pytest.raises(SignedOut):
        await revoke(await discover(BASE, transport), "app", tokens(), transport)
    assert asked == ["token=refresh-0", "token=access-0"]
