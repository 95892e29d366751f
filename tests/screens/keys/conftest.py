"""The records behind the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.screens.harness import opened_store
from tests.screens.many_patients import SMALL, received


@pytest.fixture
async def records(tmp_path: Path) -> Any:
    return await received(await opened_store(tmp_path), SMALL)
