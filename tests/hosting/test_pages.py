"""A page goes on only in the browser that began it: many people at once, in any order, and thieves who know every id."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import secrets
import weakref
from dataclasses import dataclass, field
from typing import Any

import flet as ft
import pytest
from flet_web.fastapi import app_manager
from starlette.types import ASGIApp

from mobile.app import session
from mobile.hosting.limits import Limits
from mobile.hosting.pages import Pages
from mobile.hosting.site import hosted
from mobile.wiring.account_sessions import AccountSessions
from mobile.wiring.callback import PendingSignIns
from mobile.wiring.setup import Setup
from tests.hosting.asgi import Socket
from tests.hosting.site import Somebody, canary_of, made, page_of
from tests.hosting.visitor import EVENT, PATCH, REGISTER, client_message, heard, register

LIVES = int(os.environ.get("LANTERN_VISITS", "40"))
PAGE = 1  # Flet's number of the page itself


def signs_in(person: int) -> bytes:
    return client_message(EVENT, {"target": PAGE, "name": "route_change", "data": {"route": f"/in/{person}"}})


@dataclass
class Tab:
    person: int
    session_id: str = ""
    socket: Socket | None = None


@dataclass
class Browser:
    """One person's; `heard`: every socket it ever had."""

    mark: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    people: set[int] = field(default_factory=set)
    tabs: list[Tab] = field(default_factory=list)
    heard: list[Socket] = field(default_factory=list)


class Lives:
    """Some browsers, each with its own people, and what they do to one another."""

    def __init__(self, site: ASGIApp, seed: int) -> None:
        self.site, self.chance = site, random.Random(seed)
        self.browsers = [Browser() for _ in range(self.chance.randint(2, 20))]
        self.known: list[str] = []  # every id there ever was: thieves know them all
        self.next_person = 0

    async def run(self) -> None:
        for _ in range(self.chance.randint(5, 12)):
            acting = self.chance.sample(self.browsers, k=min(3, len(self.browsers)))
            await asyncio.gather(*(self.act(browser) for browser in acting))
            self.check()
        for browser in self.browsers:
            for tab in browser.tabs:
                if tab.socket is not None:
                    await tab.socket.leave()

    async def act(self, browser: Browser) -> None:
        idle = [tab for tab in browser.tabs if tab.socket is None]
        shown = [tab for tab in browser.tabs if tab.socket is not None]
        choice = self.chance.random()
        if choice < 0.3 or not browser.tabs:
            await self.opens(browser)
        elif choice < 0.5 and shown:
            tab = self.chance.choice(shown)
            assert tab.socket is not None
            socket, tab.socket = tab.socket, None
            await socket.leave()
        elif choice < 0.7 and idle:
            await self.returns(browser, self.chance.choice(idle))
        else:
            await self.steals(browser)

    async def opens(self, browser: Browser) -> None:
        tab = Tab(self.next_person)
        self.next_person += 1
        browser.people.add(tab.person)
        tab.socket = self.socket(browser)
        tab.socket.send(register())
        tab.session_id = await tab.socket.registered()
        self.known.append(tab.session_id)
        browser.tabs.append(tab)
        tab.socket.send(signs_in(tab.person))
        await tab.socket.until(lambda: canary_of(tab.person).encode() in tab.socket.all)

    async def returns(self, browser: Browser, tab: Tab) -> None:
        socket = self.socket(browser)
        socket.send(register(tab.session_id))
        assert await socket.registered() == tab.session_id
        assert canary_of(tab.person).encode() in socket.frames[0]
        tab.socket = socket

    async def steals(self, browser: Browser) -> None:
        """With an id of another browser's page, open or left, and twice on one socket."""
        own = {tab.session_id for tab in browser.tabs}
        others = [one for one in self.known if one not in own]
        if not others:
            return
        thief = self.socket(browser, mark=self.chance.choice([browser.mark, None, secrets.token_urlsafe(32)]))
        stolen = self.chance.choice(others)
        thief.send(register(stolen))
        assert await thief.registered() != stolen
        thief.send(register(self.chance.choice(others)))
        await thief.leave()
        assert sum(frame[1:3] == b"\x92\x01" for frame in thief.frames) == 1

    def socket(self, browser: Browser, mark: str | None = "") -> Socket:
        socket = Socket(self.site, browser.mark if mark == "" else mark)
        browser.heard.append(socket)
        return socket

    def check(self) -> None:
        for browser in self.browsers:
            said_here = b"".join(socket.all for socket in browser.heard)
            for person in range(self.next_person):
                assert person in browser.people or canary_of(person).encode() not in said_here


pytestmark = pytest.mark.usefixtures("nothing_left")


async def test_nobody_ever_hears_a_word_of_another_browsers_people() -> None:
    people = 0
    for seed in range(LIVES):
        site, _ = made(Limits(pages=10_000, pages_of_one=10_000))
        lives = Lives(site, seed)
        await lives.run()
        people += lives.next_person
        for key in list(app_manager._FletAppManager__sessions):  # type: ignore[attr-defined]
            await app_manager.delete_session(key)
    print(f"FIGURES {LIVES} lives of 2 to 20 browsers, {people} people, 0 words of another's")


async def test_a_page_is_found_in_its_own_browser_from_another_address_too() -> None:
    site, _ = made()
    one = Socket(site, "m" * 32, "10.0.0.1")
    one.send(register())
    page = await one.registered()
    await one.leave()
    again = Socket(site, "m" * 32, "10.7.7.7")
    again.send(register(page))
    assert await again.registered() == page
    await again.leave()


async def test_a_browser_without_a_mark_begins_anew_each_time() -> None:
    site, _ = made()
    one = Socket(site, None)
    one.send(register())
    page = await one.registered()
    await one.leave()
    again = Socket(site, None)
    again.send(register(page))
    assert await again.registered() != page
    await again.leave()


async def test_a_page_that_is_open_is_waited_for_and_a_doubled_tab_gets_its_own() -> None:
    site, _ = made()
    one = Socket(site, "m" * 32)
    one.send(register())
    page = await one.registered()
    doubled = Socket(site, "m" * 32)
    doubled.send(register(page))
    assert await doubled.registered() != page
    quick = Socket(site, "m" * 32)
    quick.send(register(page))
    await one.leave()
    assert await quick.registered() == page
    await doubled.leave()
    await quick.leave()


@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"\0",
        b"\1\0\0\0\0",
        b"\0\xc1",
        client_message(EVENT, {"target": 1, "name": "click", "data": None}),
        client_message(REGISTER, None),
        client_message(REGISTER, []),
        b"\0\x92\xc3" + b"\x80",
        client_message(REGISTER, {"session_id": "x" * 70_000, "page_name": "", "page": {}}),
        b"\0" + b"\x91" * 2_000 + b"\xc0",
    ],
)
async def test_a_socket_that_does_not_say_which_page_it_is_is_closed_and_costs_nothing(first: bytes) -> None:
    site, pages = made()
    socket = Socket(site, "m" * 32)
    socket.send(first)
    await asyncio.wait_for(socket.task, 30)
    assert socket.closed == 1008
    assert socket.frames == []
    assert pages.count == 0


async def test_a_socket_that_leaves_before_it_registered_is_let_go() -> None:
    site, pages = made()
    sockets = [Socket(site, None) for _ in range(50)]
    for socket in sockets:
        await socket.leave()
        assert socket.task.done()
    tasks = [weakref.ref(socket.task) for socket in sockets]
    del sockets, socket
    gc.collect()
    assert [task for task in tasks if task() is not None] == []
    assert pages.count == 0


async def test_a_socket_that_says_nothing_is_closed_after_a_while() -> None:
    site, _ = made(Limits(register_s=0.05))
    socket = Socket(site, None)
    await asyncio.wait_for(socket.task, 30)
    assert socket.closed == 1008


async def test_of_too_many_that_say_nothing_who_waited_longest_goes() -> None:
    site, _ = made(Limits(waiting_of_one=3))
    sockets = [Socket(site, None) for _ in range(3)]
    other = Socket(site, None, "10.0.0.2")
    await asyncio.sleep(0)
    newest = Socket(site, None)
    await asyncio.wait_for(sockets[0].task, 30)
    assert sockets[0].closed == 1008
    assert not any(socket.task.done() for socket in (*sockets[1:], other, newest))
    for socket in (*sockets[1:], other, newest):
        await socket.leave()


async def test_of_too_many_pages_the_one_needed_least_goes_and_never_one_somebody_is_signed_in_on() -> None:
    site, pages = made(Limits(pages_of_one=3))
    signed_in, _ = await page_of(site, "a" * 32)
    begun, _ = await page_of(site, "b" * 32)
    nobodys, _ = await page_of(site, "c" * 32)
    held = list(pages._held.values())
    pages.visited(held[0].session, Somebody(is_somebodys=True))
    pages.visited(held[1].session, Somebody(is_signing_in=True))
    fourth, _ = await page_of(site, "d" * 32)
    await asyncio.wait_for(nobodys.task, 30)
    assert nobodys.closed == 1013
    pages.visited(list(pages._held.values())[-1].session, Somebody(is_somebodys=True))
    fifth, _ = await page_of(site, "e" * 32)
    await asyncio.wait_for(begun.task, 30)
    pages.visited(list(pages._held.values())[-1].session, Somebody(is_somebodys=True))
    refused = Socket(site, "f" * 32)
    refused.send(register())
    await asyncio.wait_for(refused.task, 30)
    assert refused.closed == 1013
    assert refused.frames == []
    assert pages.count == 3
    assert not signed_in.task.done()
    elsewhere, _ = await page_of(site, "g" * 32, "10.0.0.2")
    for socket in (signed_in, fourth, fifth, elsewhere):
        await socket.leave()


async def test_a_page_nobody_signed_in_on_waits_a_minute_for_its_browser_and_somebodys_as_long_as_ever() -> (
    None
):
    site, pages = made()
    nobodys, _ = await page_of(site, "a" * 32)
    somebodys, _ = await page_of(site, "b" * 32)
    first, second = pages._held.values()
    pages.visited(second.session, Somebody(is_somebodys=True))
    await nobodys.leave()
    await somebodys.leave()
    wait = second.session.expires_at - first.session.expires_at
    assert 590 < wait.total_seconds() < 610


async def test_a_page_whose_sending_failed_is_let_go_like_any_other() -> None:
    site, pages = made()
    socket = Socket(site, "a" * 32)

    async def broken(message: Any) -> None:
        if message["type"] == "websocket.send":
            raise OSError
        await real(message)

    real, socket._send = socket._send, broken  # type: ignore[method-assign]
    socket.send(register())
    while not pages.count:  # noqa: ASYNC110  (Flet tells nobody)
        await asyncio.sleep(0)
    (held,) = pages._held.values()
    await socket.leave()
    assert held.session.connection is None
    assert held.session.expires_at is not None


async def test_addresses_take_turns_beginning_pages_and_a_page_that_goes_on_waits_for_none() -> None:
    begun: list[str] = []
    gates: list[asyncio.Event] = []

    async def slow(page: ft.Page) -> None:
        begun.append(page.route or "")
        gates.append(asyncio.Event())
        await gates[-1].wait()

    pages = Pages(app_manager, Limits(begun_at_once=1, waiting_of_one=3, begin_s=3600), reload_s=0.1)
    site = hosted(slow, PendingSignIns(), pages=pages)

    def opens(route: str, address: str, session_id: str | None = None) -> Socket:
        socket = Socket(site, "m" * 32, address)
        socket.send(register(session_id, {"route": route}))
        return socket

    async def until(count: int) -> None:
        while len(begun) < count:  # noqa: ASYNC110  (nobody tells)
            await asyncio.sleep(0.01)

    flood = [opens(f"/flood/{number}", "10.0.0.1") for number in range(4)]
    await until(1)
    page = await flood[0].registered()
    too_many = opens("/flood/more", "10.0.0.1")
    await asyncio.wait_for(too_many.task, 30)
    assert too_many.closed == 1013
    good = opens("/good", "10.0.0.2")
    await flood[0].leave()
    gates[0].set()
    again = opens("/flood/0", "10.0.0.1", page)
    assert await again.registered() == page
    await until(2)
    gates[1].set()
    await until(3)
    assert "/good" in begun[:3]
    for number in range(2, 5):
        await until(number + 1)
        gates[number].set()
    for socket in (*flood[1:], good, again):
        await socket.leave()


async def test_a_hosted_page_begins_with_what_it_shows_and_is_not_drawn_twice() -> None:
    devices, callbacks = (
        AccountSessions(setup := Setup("serve", None, "http://127.0.0.1:9/fhir")),
        PendingSignIns(),
    )
    site = hosted(session(setup, devices, callbacks), callbacks)
    socket = Socket(site, "m" * 32)
    socket.send(register())
    await socket.registered()
    words = b"You see who reads what, and take back what you chose to share."
    await socket.until(lambda: words in socket.all)
    drawn = [frame for frame in socket.frames if b"Lantern" in frame and heard(frame)[0] == PATCH]
    assert words in drawn[0]
    await socket.leave()
    await devices.close()
