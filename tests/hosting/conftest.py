"""Flet keeps its pages in one place a process: a test of the hosted site leaves none there."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from flet_web.fastapi import app_manager


@pytest.fixture
async def nothing_left() -> AsyncIterator[None]:
    yield
    for key in list(app_manager._FletAppManager__sessions):  # type: ignore[attr-defined]
        await app_manager.delete_session(key)
