"""Several processes behind a balancer, as docs/hosting.md says: a page comes back to its own, and a process that is taken out loses
nobody's words."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.browser import Chromium, Tab, chromium
from tests.e2e.server import Server, free_port
from tests.hosting.balancer import PROGRAM, Balancer, trusting
from tests.hosting.visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(PROGRAM is None, reason="no haproxy here, and none could be installed"),
    pytest.mark.xdist_group("balanced"),
]
MANY = 6
WORDS = "To sit with the lamplight as it is"


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Server]:
    """Its data, on a disk. It may send browsers back to the balancer."""
    port = free_port()
    clinic = Server(
        "clinic",
        "--demo",
        "--data",
        str(tmp_path / "clinic.db"),
        "--redirect",
        f"https://localhost:{port}/signed-in",
    )
    clinic.start()
    clinic.sends_back_to = port  # type: ignore[attr-defined]
    yield clinic
    clinic.stop()


@pytest.fixture
def balancer(tmp_path: Path, clinic: Server) -> Iterator[Balancer]:
    with Balancer(tmp_path, f"{clinic.url}/fhir", clinic.sends_back_to) as balancer:  # type: ignore[attr-defined]
        yield balancer


@pytest.fixture
async def visitors(balancer: Balancer) -> AsyncIterator[list[Visitor]]:
    """As many browsers, each of which loaded the page."""
    found = [Visitor(balancer.url, tls=trusting()) for _ in range(MANY)]
    for one in found:
        assert (await one.http.get("/")).status_code == 200
    yield found
    await asyncio.gather(*(one.leave() for one in found))


async def comes_back(visitor: Visitor, id_: str) -> bool:
    """Whether this browser finds its page, through a connection of its own."""
    _, again = await visitor.page(id_)
    return again == id_


async def test_every_page_comes_back_to_its_own_process_and_both_have_some(
    balancer: Balancer, visitors: list[Visitor]
) -> None:
    pages = [(one, *await one.page()) for one in visitors]
    for _, socket, _ in pages:
        socket.transport.abort()
    for visitor, _, id_ in pages:
        assert await comes_back(visitor, id_)
    assert balancer.visits("one") > 0
    assert balancer.visits("two") > 0


async def test_a_process_that_is_taken_out_keeps_its_pages_and_is_given_no_new_ones(
    balancer: Balancer, visitors: list[Visitor]
) -> None:
    pages = [(one, *await one.page()) for one in visitors]
    balancer.drain("one")
    before = balancer.visits("one")
    for _ in range(MANY):
        new = Visitor(balancer.url, tls=trusting())
        await new.is_served()
        await new.leave()
    assert balancer.visits("one") == before
    for _, socket, _ in pages:
        socket.transport.abort()
    for visitor, _, id_ in pages:
        assert await comes_back(visitor, id_)


async def test_a_balancer_that_forgot_gives_a_page_a_new_beginning_and_nobody_elses(
    balancer: Balancer, visitors: list[Visitor]
) -> None:
    pages = [(one, *await one.page()) for one in visitors]
    balancer.end()
    balancer.begin()
    ids = {id_ for _, _, id_ in pages}
    for visitor, _, id_ in pages:
        _, again = await visitor.page(id_)
        assert again == id_ or again not in ids


async def test_who_was_at_a_process_that_was_killed_begins_anew_at_another(
    balancer: Balancer, visitors: list[Visitor]
) -> None:
    pages = [(one, *await one.page()) for one in visitors]
    balancer.processes["one"].kill()
    ids = {id_ for _, _, id_ in pages}
    stayed = 0
    for visitor, socket, id_ in pages:
        socket.transport.abort()
        await answered(visitor)
        _, again = await visitor.page(id_)
        assert again == id_ or again not in ids
        stayed += again == id_
    assert 0 < stayed < MANY


async def answered(visitor: Visitor) -> None:
    """Loads the page as a browser does that is asked to try again: the balancer needs a moment to see that a process is gone."""
    async with asyncio.timeout(30):
        while not await _is_answered(visitor):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def _is_answered(visitor: Visitor) -> bool:
    try:
        return (await visitor.http.get("/")).status_code == 200
    except httpx.TransportError:  # the connection that it had was to the process that is gone
        return False


async def test_what_was_written_is_at_the_clinic_when_its_process_has_ended(
    clinic: Server, balancer: Balancer, tmp_path: Path
) -> None:
    """Signed in through the balancer, which leads the way back from the clinic to the right process. The clinic answers nothing
    while the words are to be sent, and again only once the process was asked to end."""
    async with chromium() as browser:
        rowan = await signed_in(browser, balancer)
        os.kill(clinic.pid, signal.SIGSTOP)
        await rowan.tap("Write an intention")
        await rowan.type("Your intention", WORDS)
        await rowan.tap("My therapist", "radio")
        await rowan.tap("Done")
        await rowan.sees("Waiting to send")
        ending = [asyncio.create_task(asyncio.to_thread(one.stop)) for one in balancer.processes.values()]
        await rowan.page.get_by_text("Not connected").wait_for()
        assert WORDS not in kept_by(tmp_path)
        os.kill(clinic.pid, signal.SIGCONT)
        await asyncio.gather(*ending)
    assert WORDS in kept_by(tmp_path)


def kept_by(folder: Path) -> str:
    """All that the clinic wrote to its disk."""
    return "".join(path.read_bytes().decode("latin-1") for path in folder.glob("clinic.db*"))


async def signed_in(browser: Chromium, balancer: Balancer) -> Tab:
    tab = await browser.tab(balancer.url, trusts_all=True)
    await tab.open("/join")
    await tab.page.get_by_role("button", name="Open your clinic's sign-in").click()
    await tab.page.get_by_role("button", name="Rowan Sample").click()
    await tab.page.wait_for_url(f"{balancer.url}/**")
    tab.asked.clear()  # the clinic's own page is at another name
    await tab.ready()
    await tab.sees("Plan", "tab")
    return tab
