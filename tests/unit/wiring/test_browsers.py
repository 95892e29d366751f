"""A sign-in ends in the browser it was begun in: over the whole site, with the cookie that browsers carry."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

import flet as ft
import httpx
import pytest
from starlette.responses import HTMLResponse

from api_client.errors import SignInRefused
from api_client.sandbox import Sandbox
from mobile.hosting.same_origin import SameOrigin
from mobile.hosting.site import SESSION_S, hosted
from mobile.screens.app_services import ClinicFound, Trouble
from mobile.wiring import signing_in
from mobile.wiring.account_sessions import AccountSessions
from mobile.wiring.app_services import PageServices
from mobile.wiring.browser import SPEAKS, THIS, Browsers
from mobile.wiring.callback import PendingSignIns
from mobile.wiring.setup import Setup
from mobile.wiring.signing_in import WAIT_S
from mobile.wiring.troubles import code_of
from tests.unit.wiring.conftest import BASE

SITE = "http://127.0.0.1:8552"


async def _no_page(_: ft.Page) -> None: ...


class Hosted:
    """`lantern serve`, and browsers that come to it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.setup = Setup("serve", None, BASE, httpx.ASGITransport(app=sandbox.app))
        self.callbacks = PendingSignIns()
        self.devices = AccountSessions(self.setup)
        self.site = hosted(_no_page, self.callbacks)

    async def browser(self) -> httpx.AsyncClient:
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app=self.site), base_url=SITE)
        await client.get("/")
        return client

    def page_in(self, browser: httpx.AsyncClient) -> PageServices:
        """A page as the socket of this browser begins it."""
        token = THIS.set(browser.cookies["lantern-browser"])
        try:
            page = SimpleNamespace(web=True, url=SITE.replace("http", "ws"), session=SimpleNamespace(id="p"))
            return PageServices(cast("ft.Page", page), self.setup, self.devices, self.callbacks)
        finally:
            THIS.reset(token)

    async def begun(self, services: PageServices) -> tuple[asyncio.Task[None], str]:
        """A sign-in on its way: the task, and the clinic's address it opened."""
        opened: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        async def remember(url: str) -> None:
            opened.set_result(url)

        services._open_browser = remember  # type: ignore[method-assign]
        task = asyncio.create_task(services.sign_in(ClinicFound("Clinic", BASE, None)))
        return task, await opened

    async def as_rowan(self, address: str) -> str:
        """The clinic lets Rowan in, and says where their browser is sent."""
        async with httpx.AsyncClient(transport=self.setup.transport) as clinic:
            asked = {**dict(httpx.URL(address).params), "login_hint": "rowan"}
            answer = await clinic.get(address, params=asked)
        parts = urlsplit(answer.headers["location"])
        assert parse_qs(parts.query)["code"]
        return f"{parts.path}?{parts.query}"


@pytest.fixture
async def site(sandbox: Sandbox) -> AsyncIterator[Hosted]:
    made = Hosted(sandbox)
    yield made
    await made.devices.close()


async def test_a_sign_in_begun_in_another_browser_opens_nobodys_records_there(site: Hosted) -> None:
    attackers, rowans = await site.browser(), await site.browser()
    services = site.page_in(attackers)
    await services.start()
    task, address = await site.begun(services)
    back = await site.as_rowan(address)
    told = await rowans.get(back, follow_redirects=True)
    assert "This sign-in was begun in another browser" in told.text
    with pytest.raises(Trouble, match="sign_in_elsewhere"):  # and the page that waited is told at once
        await asyncio.wait_for(task, 10)
    assert services.person is None
    assert "finished before" in (await attackers.get(back, follow_redirects=True)).text
    assert services.person is None


async def test_a_browser_that_withholds_its_cookie_is_told_so_on_both_pages(site: Hosted) -> None:
    own = await site.browser()
    services = site.page_in(own)
    await services.start()
    task, address = await site.begun(services)
    back = await site.as_rowan(address)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site.site), base_url=SITE) as unmarked:
        told = await unmarked.get(back, headers={"accept-language": "en"}, follow_redirects=True)
        assert "did not send the cookie" in told.text
        assert "Allow cookies for this address" in told.text
    with pytest.raises(Trouble, match="no_cookie"):
        await asyncio.wait_for(task, 10)
    assert services.person is None


async def test_a_page_whose_browser_keeps_no_cookie_says_so_before_anybody_leaves_it(site: Hosted) -> None:
    page = SimpleNamespace(web=True, url=SITE.replace("http", "ws"), session=SimpleNamespace(id="p"))
    services = PageServices(cast("ft.Page", page), site.setup, site.devices, site.callbacks)
    await services.start()
    with pytest.raises(Trouble, match="no_cookie"):
        await services.sign_in(ClinicFound("Clinic", BASE, None))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?state=never&code=x", "does not know this sign-in"),
        ("?error=access_denied", "said no"),
        ("", "does not know this sign-in"),
    ],
)
async def test_an_answer_nobody_asked_for_is_told_for_what_it_is(query: str, said: str, site: Hosted) -> None:
    browser = await site.browser()
    answer = await browser.get(f"/signed-in{query}", headers={"accept-language": "en"}, follow_redirects=True)
    assert said in answer.text


async def test_a_sign_in_that_took_too_long_is_told_apart_from_one_that_was_stopped(
    site: Hosted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "WAIT_S", 0.05)
    own = await site.browser()
    services = site.page_in(own)
    await services.start()
    task, address = await site.begun(services)
    with pytest.raises(Trouble, match="sign_in_expired"):
        await task
    told = await own.get(await site.as_rowan(address), follow_redirects=True)
    assert "more than ten minutes" in told.text


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("access_denied", "sign_in_refused"),
        ("temporarily_unavailable", "clinic_full"),
        ("server_error", "half_working"),
        ("invalid_scope", "half_working"),
        ("patient", "no_patient"),
        ("state", "sign_in_mixed_up"),
        ("expired", "sign_in_expired"),
    ],
)
def test_what_the_clinics_sign_in_answers_is_not_always_a_no_to_the_person(reason: str, code: str) -> None:
    assert code_of(SignInRefused(reason)) == code


async def test_a_sign_in_comes_back_to_the_page_it_was_begun_on(site: Hosted) -> None:
    own = await site.browser()
    services = site.page_in(own)
    await services.start()
    task, address = await site.begun(services)
    await own.get(await site.as_rowan(address))
    await task
    assert services.person is not None
    assert services.person.fhir_user == "Patient/rowan"
    await services.close()


async def test_who_comes_back_too_late_is_told_plainly_and_the_code_leaves_the_address_bar(
    site: Hosted,
) -> None:
    own = await site.browser()
    services = site.page_in(own)
    await services.start()
    task, address = await site.begun(services)
    back = await site.as_rowan(address)
    services.stop_signing_in()
    await asyncio.gather(task, return_exceptions=True)
    answer = await own.get(back, headers={"accept-language": "es-MX"}, follow_redirects=True)
    assert answer.url == f"{SITE}/signed-in/late?why=stopped"
    assert answer.headers["cache-control"] == "no-store"
    assert "Este inicio de sesión ya terminó" in answer.text
    assert '<html lang="es">' in answer.text
    assert 'href="/support"' in answer.text
    english = await own.get(back, headers={"accept-language": "en"}, follow_redirects=True)
    assert "Go back to Lantern." in english.text


def test_a_page_waits_for_its_browser_longer_than_a_sign_in_may_take() -> None:
    assert SESSION_S > WAIT_S


async def test_the_mark_is_set_once_and_out_of_reach_of_scripts_and_other_sites() -> None:
    app = Browsers(HTMLResponse("a page"), is_https=True)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="https://lantern.test"
    ) as one:
        said = (await one.get("/")).headers["set-cookie"]
        for rule in ("__Host-lantern-browser=", "HttpOnly", "SameSite=Lax", "Secure", "Path=/"):
            assert rule in said
        assert "set-cookie" not in (await one.get("/")).headers


async def test_a_browser_that_kept_the_page_and_forgot_the_mark_gets_a_new_one(site: Hosted) -> None:
    first = await site.browser()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site.site), base_url=SITE) as reopened:
        kept = {"if-none-match": (await first.get("/")).headers["etag"], "accept": "text/html,*/*"}
        answer = await reopened.get("/", headers=kept)
        assert answer.status_code == 304
        assert len(reopened.cookies["lantern-browser"]) >= 32


@pytest.mark.parametrize("host", ["[", "evil.test", "127.0.0.1.evil.test", ""])
async def test_a_host_that_is_not_ours_is_refused_whatever_it_looks_like(host: str) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    app = SameOrigin(HTMLResponse("a page"), ["127.0.0.1"])
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", host.encode())]}
    await app(scope, receive, send)
    assert sent[0]["status"] == 403


@pytest.mark.parametrize(
    ("scheme", "host", "origin", "is_ours"),
    [
        ("ws", "127.0.0.1:8552", "http://127.0.0.1:8552", True),
        ("ws", "127.0.0.1:8552", "https://127.0.0.1:8552", False),
        ("ws", "127.0.0.1:8552", "http://127.0.0.1:8551", False),
        ("ws", "127.0.0.1:8552", "http://127.0.0.1", False),
        ("ws", "127.0.0.1:8552", "null", False),
        ("ws", "127.0.0.1:8552", "", False),
        ("ws", "127.0.0.1:8552", "http://evil.test", False),
        ("wss", "lantern.test", "https://lantern.test", True),
        ("wss", "lantern.test", "https://lantern.test:443", True),
        ("ws", "lantern.test", "https://lantern.test", True),  # the proxy spoke https
        ("ws", "127.0.0.1:8552", "https://lantern.test", True),  # and did not say for whom
        ("wss", "lantern.test", "http://lantern.test", False),
        ("ws", "lantern.test", "http://lantern.test", False),
        ("wss", "lantern.test", "https://other.lantern.test", False),
        ("wss", "lantern.test", "file://lantern.test", False),
    ],
)
async def test_a_socket_is_only_for_a_page_of_the_same_scheme_host_and_port(
    scheme: str, host: str, origin: str, is_ours: bool
) -> None:
    reached: list[str] = []
    sent: list[Any] = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope["type"])

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    app = SameOrigin(behind, ["127.0.0.1", "lantern.test"], "https://lantern.test/")
    headers = [(b"host", host.encode()), (b"origin", origin.encode())]
    await app({"type": "websocket", "scheme": scheme, "path": "/ws", "headers": headers}, receive, send)
    assert bool(reached) is is_ours
    assert is_ours or sent == [{"type": "websocket.close", "code": 4403}]


@pytest.mark.parametrize(
    "path", ["/docs", "/redoc", "/openapi.json", "/oauth_callback?state=x", "/upload?f=x&e=2999-01-01&s=x"]
)
async def test_of_flets_own_app_only_the_clients_files_and_the_pages_sockets_are_here(
    site: Hosted, path: str
) -> None:
    browser = await site.browser()
    answer = await browser.get(path)
    assert "flutter" in answer.text or answer.status_code == 404
    assert "access-control-allow-origin" not in answer.headers
    for method in ("PUT", "POST", "DELETE"):
        assert (await browser.request(method, path, content=b"x")).status_code == 405


@pytest.mark.parametrize(
    "path", ["/../../pyproject.toml", "/%2e%2e/pyproject.toml", "/..%2f..%2fREADME.md", "//etc/passwd"]
)
async def test_no_file_is_reached_but_the_clients(site: Hosted, path: str) -> None:
    scope = {
        "type": "http", "asgi": {"spec_version": "2.4"}, "http_version": "1.1", "method": "GET", "scheme": "http", "root_path": "", "query_string": b"",
        "path": unquote(path), "raw_path": path.encode(), "headers": [(b"host", b"127.0.0.1:8552")],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8552),
    }  # fmt: skip
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    await site.site(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in sent)
    assert sent[0]["status"] == 404 or b"flutter" in body
    assert b"lantern-companion" not in body
    assert b"root:" not in body


@pytest.mark.parametrize(
    ("said", "language"),
    [(b"es-MX,es;q=0.9,en;q=0.8", "es-MX"), (b"en", "en"), (b"*", ""), (b"\xff\x00", ""), (None, "")],
)
async def test_a_page_begins_in_the_language_its_browser_asks_for_first(
    said: bytes | None, language: str
) -> None:
    heard: list[str] = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        heard.append(SPEAKS.get())

    async def nothing(*_: Any) -> Any: ...

    headers = [] if said is None else [(b"accept-language", said)]
    await Browsers(behind, is_https=False)({"type": "websocket", "headers": headers}, nothing, nothing)
    assert heard == [language]
    assert SPEAKS.get() == ""
