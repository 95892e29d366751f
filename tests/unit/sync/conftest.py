"""A device against an odd clinic."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.sync.device import Device
from tests.faults.sync.odd_clinic import BASE, OddClinic


@pytest.fixture(autouse=True)
def _pages_of_a_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that lists of a few hundred have several pages."""
    monkeypatch.setattr("mobile.sync.pull.FIRST_COUNT", 100)


@pytest.fixture
def clinic() -> OddClinic:
    return OddClinic()


@pytest.fixture
async def device(tmp_path: Path, clinic: OddClinic) -> AsyncIterator[Device]:
    one = await Device(tmp_path, BASE, clinic).open()
    yield one
    await one.close()
