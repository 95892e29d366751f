"""A page's house over real parts: the sandbox clinic in process, a sealed store in a folder, keys in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import flet as ft
import httpx
import pytest

from api_client.sandbox import Sandbox
from mobile.care.intention import Intention
from mobile.records.secrets import MemorySecrets
from mobile.wiring.account_sessions import AccountSessions
from mobile.wiring.app_services import PageServices
from mobile.wiring.callback import PendingSignIns
from mobile.wiring.setup import Setup

BASE = "http://127.0.0.1:8999/fhir"
PIN = "271801"
FIELD = "Your intention"
Opened = Callable[[Setup], PageServices]


def another_page(services: PageServices, name: str = "two") -> PageServices:
    """One more page of the same device, or the same page loaded anew."""
    page = SimpleNamespace(web=True, url="ws://127.0.0.1:8550", session=SimpleNamespace(id=name))
    return PageServices(cast("ft.Page", page), services._setup, services._accounts, services._callbacks)


async def words_kept(services: PageServices) -> str | None:
    """Of the intention `i1`, as the store has them."""
    assert services.account is not None
    assert services.account.records is not None
    found = await services.account.records.get(Intention, "i1")
    return found.words if found is not None else None


async def until_kept(services: PageServices, words: str) -> None:
    for _ in range(200):
        if await words_kept(services) == words:
            return
        await asyncio.sleep(0.02)
    assert await words_kept(services) == words


@pytest.fixture
def sandbox() -> Any:
    clinic = Sandbox(None, demo=True, base_url=BASE)
    yield clinic
    clinic.close()


@pytest.fixture
def demo(sandbox: Sandbox) -> Setup:
    return Setup("demo", None, BASE, httpx.ASGITransport(app=sandbox.app))


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Opened]:
    """Opens a page on a setup."""
    kept: list[AccountSessions] = []

    def on(setup: Setup) -> PageServices:
        devices = AccountSessions(setup, MemorySecrets())
        kept.append(devices)
        page = SimpleNamespace(web=True, url="ws://127.0.0.1:8550", session=SimpleNamespace(id="one"))
        return PageServices(cast("ft.Page", page), setup, devices, PendingSignIns())

    yield on
    for devices in kept:
        await devices.close()


@pytest.fixture
async def pages(demo: Setup, opened: Opened) -> tuple[PageServices, PageServices]:
    """Two pages of one sample person, both let in with the PIN."""
    one = opened(demo)
    await one.start()
    await one.sign_in_as("rowan")
    await one.choose_pin(PIN)
    two = another_page(one)
    await two.start()
    await two.sign_in_as("rowan")
    await two.unlock(PIN)
    assert (one.door, two.door) == ("open", "open")
    return one, two
