"""Fixtures of the browser tests: a demo clinic of the test's own, and Chromium."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.e2e.browser import Chromium, Server, chromium


@pytest.fixture
def demo() -> Iterator[Server]:
    """`lantern demo` with nothing kept."""
    server = Server("demo").start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def shared_demo() -> Iterator[Server]:
    """One `lantern demo` for a whole file, where no test minds what another did."""
    server = Server("demo").start()
    yield server
    server.stop()


@pytest.fixture
async def browser() -> AsyncIterator[Chromium]:
    """One browser a test; at its end no tab may have asked another host for anything."""
    async with chromium() as driven:
        yield driven
        for tab in driven.tabs:
            assert tab.strangers() == []
