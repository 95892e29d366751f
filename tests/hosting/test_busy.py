"""The page for whom there is no room: in their language, with whom to call, and only for who has no page here yet."""

from __future__ import annotations

from html import escape

import httpx
import pytest
from starlette.types import ASGIApp

from mobile.care.safety import bundled_lines, lines_of, shown_lines
from mobile.hosting.limits import Limits
from mobile.screens.panels.numbers import line_link
from tests.hosting.asgi import HOST, Socket
from tests.hosting.site import Somebody, made, page_of

pytestmark = pytest.mark.usefixtures("nothing_left")
MARK = "m" * 43


async def full() -> tuple[ASGIApp, Socket]:
    """A site with room for one page, on which somebody is signed in."""
    site, pages = made(Limits(pages=1))
    socket, _ = await page_of(site, MARK)
    (held,) = pages._held.values()
    pages.visited(held.session, Somebody(is_somebodys=True))
    return site, socket


def browser(site: ASGIApp, speaks: str) -> httpx.AsyncClient:
    headers = {"accept": "text/html,*/*", "accept-language": speaks}
    return httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url=f"http://{HOST}", headers=headers)


@pytest.mark.parametrize(
    ("speaks", "title"), [("en-US,en;q=0.9", "Lantern is busy"), ("es-US,es;q=0.9", "Lantern está ocupado")]
)
async def test_it_says_so_in_the_persons_language_with_the_numbers_of_the_one_list(
    speaks: str, title: str
) -> None:
    site, socket = await full()
    async with browser(site, speaks) as stranger:
        answer = await stranger.get("/")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["cache-control"] == "no-store"
    assert f"<h1>{title}</h1>" in answer.text
    assert "<script" not in answer.text
    language = speaks[:2]
    assert f'<html lang="{language}">' in answer.text
    lines = shown_lines(lines_of(bundled_lines(), language), "US")
    urgent = [line for line in lines if line.spot in ("first", "emergency")]
    assert len(urgent) >= 3
    for line in urgent:
        assert f'href="{escape(line_link(line))}"' in answer.text
        assert line.name in answer.text
        assert line.detail.replace("&", "&amp;") in answer.text
    assert answer.text.count('class="help"') == len(urgent)
    await socket.leave()


async def test_in_another_country_no_number_of_this_one_is_given() -> None:
    site, socket = await full()
    async with browser(site, "es-MX") as stranger:
        answer = await stranger.get("/")
    assert answer.status_code == 503
    assert "Lantern está ocupado" in answer.text
    assert "988" not in answer.text
    await socket.leave()


@pytest.mark.parametrize(
    ("asked", "words", "is_here"),
    [
        ("en-US-u-fw-mon-mu-celsius,en;q=0.9", "Lantern is busy", True),
        ("en-US-u-ca-gregory-fw-mon-hc-h23-ms-metric-mu-celsius-rg-uszzzz", "Lantern is busy", True),
        ("es-MX-u-fw-mon-ms-metric-mu-celsius-rg-mxzzzz", "Lantern está ocupado", False),
    ],
)
async def test_what_a_phone_adds_to_its_language_of_weekdays_and_degrees_is_no_country(
    asked: str, words: str, is_here: bool
) -> None:
    site, socket = await full()
    async with browser(site, asked) as stranger:
        answer = await stranger.get("/")
    assert words in answer.text
    assert ("988" in answer.text) is is_here
    await socket.leave()


async def test_who_has_a_page_here_gets_it_again_and_there_is_room_when_one_went() -> None:
    site, socket = await full()
    async with browser(site, "en-US") as stranger:
        own = {"cookie": f"lantern-browser={MARK}"}
        assert (await stranger.get("/", headers=own)).status_code == 200
        assert (await stranger.get("/fonts/none.ttf", headers={"accept": "*/*"})).status_code != 503
        assert (await stranger.get("/")).status_code == 503
    await socket.leave()
    other, pages = made(Limits(pages=1))
    async with browser(other, "en-US") as stranger:
        assert pages.count == 0
        assert (await stranger.get("/")).status_code == 200
