"""`lantern app`: no page, no socket and no try of the PIN for a browser that its owner did not let in."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.responses import HTMLResponse
from websockets.exceptions import InvalidStatus

from mobile.hosting import opening
from mobile.hosting.entry import Entry, kept_key
from mobile.hosting.opening import Opening
from tests.e2e.server import Server
from tests.hosting.visitor import Visitor

SITE = "http://127.0.0.1:8551"
PLACES = [
    "/",
    "/support",
    "/signed-in?state=x&code=y",
    "/signed-in/late",
    "/main.dart.js",
    "/ws",
    "/enter/",
    "/enter/x",
]


def nobody_else(_: object) -> bool:
    """Without a network there is no connection to look at."""
    return False


@pytest.fixture
def entry() -> Entry:
    return Entry(bytes(32), 8551, nobody_else)


def browser_at(entry: Entry) -> httpx.AsyncClient:
    site = entry.before(HTMLResponse("a page"))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=site), base_url=SITE)


async def test_without_the_cookie_there_is_no_page_and_whom_to_call_is_said(entry: Entry) -> None:
    async with browser_at(entry) as stranger:
        for place in PLACES:
            answer = await stranger.get(place, headers={"accept-language": "en-US"})
            assert answer.status_code == 403
            assert "a page" not in answer.text
            assert 'href="tel:988"' in answer.text
            assert "set-cookie" not in answer.headers
        spanish = await stranger.get("/", headers={"accept-language": "es-US"})
        assert "Lantern no está abierto aquí" in spanish.text
        assert "988" in spanish.text
        elsewhere = await stranger.get("/", headers={"accept-language": "es-MX"})
        assert "988" not in elsewhere.text


async def test_a_browser_that_withholds_the_cookie_on_the_way_back_is_told_that(entry: Entry) -> None:
    async with browser_at(entry) as browser:
        told = await browser.get("/signed-in?state=x&code=y", headers={"accept-language": "en-US"})
        assert told.status_code == 403
        assert "did not send the cookie" in told.text
        assert "in the browser that its owner let in" not in told.text


async def test_the_address_is_exchanged_for_a_cookie_once_and_leaves_the_address_bar(entry: Entry) -> None:
    told: list[str] = []
    entry.on_used = told.append
    address = entry.address
    async with browser_at(entry) as owner, browser_at(entry) as thief:
        answer = await owner.get(address)
        assert answer.status_code == 303
        assert answer.headers["location"] == "/"
        assert answer.headers["cache-control"] == "no-store"
        cookie = answer.headers["set-cookie"].lower()
        for rule in ("httponly", "samesite=lax", "path=/"):
            assert rule in cookie
        assert urlsplit(address).path.removeprefix("/enter/").lower() not in cookie
        assert (await owner.get("/")).text == "a page"
        assert (await owner.get(address)).headers["location"] == "/"  # its own Back
        assert (await thief.get(address)).status_code == 403
        assert told == [entry.address] != [address]
        assert (await thief.get(told[0])).status_code == 303  # the owner's other browser


@pytest.mark.parametrize("header", ["sec-purpose", "purpose"])
async def test_a_browser_that_fetches_ahead_and_other_methods_do_not_use_it_up(
    entry: Entry, header: str
) -> None:
    async with browser_at(entry) as owner:
        assert (await owner.get(entry.address, headers={header: "prefetch;prerender"})).status_code == 403
        for method in ("HEAD", "POST", "PUT", "OPTIONS"):
            assert (await owner.request(method, entry.address)).status_code == 403
        assert (await owner.get(entry.address)).status_code == 303


async def test_a_cookie_is_good_for_its_own_folder_and_port_only(entry: Entry) -> None:
    async with browser_at(entry) as owner:
        given = (await owner.get(entry.address)).cookies["lantern-entry-8551"]
    mark, seal = given.split(".")
    wrong = [
        mark,
        f"{mark}.",
        f".{seal}",
        f"{mark}.{seal[:-1]}",
        f"x{mark}.{seal}",
        "",
        ".",
        "é.é",
        f"{mark}.{'0' * 64}",
    ]
    others = (Entry(b"k" * 32, 8551, nobody_else), Entry(bytes(32), 8552, nobody_else))
    cases = [(entry, one) for one in wrong] + [(other, given) for other in others]
    for other, value in cases:
        async with browser_at(other) as thief:
            cookie = f"lantern-entry-{other._port}={value}".encode()
            assert (await thief.get("/", headers={"cookie": cookie})).status_code == 403
    async with browser_at(Entry(bytes(32), 8551, nobody_else)) as owner:  # started again
        again = await owner.get("/", headers={"cookie": f"lantern-entry-8551={given}"})
        assert again.text == "a page"


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    key = kept_key(tmp_path)
    assert kept_key(tmp_path) == key
    assert len(key) == 32
    assert stat.S_IMODE((tmp_path / "browser-key").stat().st_mode) == 0o600
    (tmp_path / "browser-key").write_bytes(b"cut")
    assert len(kept_key(tmp_path)) == 32


def test_on_linux_the_address_is_in_no_programs_arguments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: Entry
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(opening.sys, "platform", "linux")
    monkeypatch.setattr(opening.webbrowser, "open", opened.append)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    one = Opening()
    one.open(entry.address)
    (file,) = tmp_path.iterdir()
    assert opened == [file.as_uri()]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert entry.address in file.read_text()
    one.done()
    assert list(tmp_path.iterdir()) == []


# --- the command itself ---


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("phone")
    passphrase = folder / "passphrase"
    passphrase.write_text("an invented passphrase for a test")
    server = Server("app", "--passphrase-file", str(passphrase), data=folder / "data").start()
    yield server
    server.stop()


@pytest.fixture
async def owner(phone: Server) -> AsyncIterator[Visitor]:
    visitor = Visitor(phone.url)
    yield visitor
    await visitor.leave()


IS_TWO_ACCOUNTS = sys.platform == "linux" and os.getuid() == 0
ASKS = """
import encodings.idna, http.client, os, sys  # before the files of the language may no longer be read
os.setuid(int(sys.argv[1]))
asking = http.client.HTTPConnection("127.0.0.1", int(sys.argv[2]))
asking.request("GET", "/", headers={"Cookie": sys.argv[3], "Accept": "text/html"})
print(asking.getresponse().status)
asking.close()
"""


async def asked_by(account: int, phone: Server, cookie: str) -> str:
    """The status with which another account of this machine is answered that brings the owner's cookie."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", ASKS, str(account), str(phone.port), cookie), stdout=asyncio.subprocess.PIPE
    )
    return (await process.communicate())[0].decode().strip()


async def test_the_command_prints_the_address_and_nobody_else_gets_as_far_as_the_pin(
    phone: Server, owner: Visitor
) -> None:
    assert urlsplit(phone.entry).path.startswith("/enter/")
    stranger = Visitor(phone.url)
    assert (await stranger.http.get("/")).status_code == 403
    with pytest.raises(InvalidStatus) as refused:
        await stranger.socket()
    assert refused.value.response.status_code == 403
    stranger.http.cookies.set("lantern-browser", "m" * 43)
    with pytest.raises(InvalidStatus):
        await stranger.socket()
    assert (await owner.http.get(phone.entry)).status_code == 303
    await owner.is_served()
    page, _ = await owner.page()
    assert (await stranger.http.get(phone.entry)).status_code == 403
    await asyncio.wait_for(page.ping(), 30)
    await stranger.leave()
    cookie = "; ".join(f"{name}={value}" for name, value in owner.http.cookies.items())
    if IS_TWO_ACCOUNTS:
        assert await asked_by(os.getuid(), phone, cookie) == "200"
        assert await asked_by(65_534, phone, cookie) == "403"  # another's server collected the cookie
