"""A page's house over real parts: the sandbox clinic in process, a sealed store in a folder, keys in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import flet as ft
import httpx
import pytest

from api_client.sandbox import Sandbox
from mobile.records.secrets import MemorySecrets
from mobile.wiring.callback import PendingSignIns
from mobile.wiring.devices import Devices
from mobile.wiring.house import PageHouse
from mobile.wiring.setup import Setup

BASE = "http://127.0.0.1:8999/fhir"
Opened = Callable[[Setup], PageHouse]


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
    kept: list[Devices] = []

    def on(setup: Setup) -> PageHouse:
        devices = Devices(setup, MemorySecrets())
        kept.append(devices)
        page = SimpleNamespace(web=True, url="ws://127.0.0.1:8550", session=SimpleNamespace(id="one"))
        return PageHouse(cast("ft.Page", page), setup, devices, PendingSignIns())

    yield on
    for devices in kept:
        await devices.close()
