"""Fixtures of the browser tests: a demo clinic of the test's own, and Chromium.

One Chromium a process: a test has contexts of its own, which share nothing with those of another. So all of these tests run
in one event loop, and what is of one file in one process, where its server is begun once.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.browser import Chromium, Server, chromium

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE not in item.path.parents:
            continue
        item.add_marker(pytest.mark.xdist_group(item.path.stem))
        for mark in item.iter_markers("in_campaign"):
            if mark.args[0] not in os.environ:
                item.add_marker(pytest.mark.skip(reason="long: `make campaign` runs it"))
        if pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture
def demo() -> Iterator[Server]:
    """`lantern demo` with nothing kept."""
    server = Server("demo").start()
    yield server
    print(server.stop())  # what it said, where a test failed


@pytest.fixture(scope="module")
def shared_demo() -> Iterator[Server]:
    """One `lantern demo` for a whole file, where no test minds what another did."""
    server = Server("demo").start()
    yield server
    print(server.stop())  # what it said, where a test failed


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def process() -> AsyncIterator[Chromium]:
    """Chromium itself."""
    async with chromium() as driven:
        yield driven


@pytest_asyncio.fixture(loop_scope="session")
async def browser(process: Chromium) -> AsyncIterator[Chromium]:
    """Contexts of one test's own; at its end no tab may have asked another host for anything."""
    driven = process.another()
    yield driven
    await driven.close()
    for tab in driven.tabs:
        assert tab.strangers() == []


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared_browser(process: Chromium) -> AsyncIterator[Chromium]:
    """Contexts that the tests of a file share, where none minds what another did in the page."""
    driven = process.another()
    yield driven
    await driven.close()
    for tab in driven.tabs:
        assert tab.strangers() == []
