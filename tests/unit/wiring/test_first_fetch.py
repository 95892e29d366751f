"""Everybody of the sandbox's clinic: once the first round is over all of it is here, whatever their role is refused."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from api_client.sandbox import Sandbox
from mobile.wiring.setup import Setup

from .conftest import Opened


@pytest.mark.parametrize("who", ["rowan", "ines", "sam", "coordinator"])
async def test_after_the_first_round_all_is_here(who: str, demo: Setup, opened: Opened) -> None:
    services = opened(demo)
    await services.start()
    hints = {one.role: one.login_hint for one in await services.sample_people()}
    await services.sign_in_as(hints.get(who, who))
    assert services.account is not None
    engine = services.account.engine
    assert engine is not None
    if engine.status.first != "here":
        await engine.once()
    assert engine.status.first == "here"


async def test_what_was_read_once_is_known_at_the_next_unlocking_before_the_clinic_is_asked(
    sandbox: Sandbox, demo: Setup, opened: Opened
) -> None:
    is_reachable = True

    async def way(request: httpx.Request) -> httpx.Response:
        if not is_reachable:
            raise httpx.ConnectError("unreachable")
        return await httpx.ASGITransport(app=sandbox.app).handle_async_request(request)

    services = opened(replace(demo, transport=httpx.MockTransport(way)))
    await services.start()
    await services.sign_in_as("rowan")
    assert services.account is not None
    assert services.account.engine is not None
    await services.account.engine.once()
    assert services.account.engine.status.first == "here"
    await services.choose_pin("271801")
    await services.account.lock()
    is_reachable = False
    await services.unlock("271801")
    assert services.account.engine.status.first == "here"
