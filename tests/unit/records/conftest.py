"""An open store in a folder of its own, closed at the end of the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mobile.records import Records, Store
from mobile.records.secrets import MemorySecrets
from tests.unit.records.parts import Clocks, no_sleep


@pytest.fixture
def secrets() -> MemorySecrets:
    return MemorySecrets()


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
async def store(tmp_path: Path, secrets: MemorySecrets, clocks: Clocks) -> AsyncIterator[Store]:
    made = Store(tmp_path / "records", secrets, clock=clocks.now, steady=clocks.steady, sleep=no_sleep)
    yield made
    made.lock()


@pytest.fixture
async def records(store: Store) -> Records:
    return await store.create(None)
