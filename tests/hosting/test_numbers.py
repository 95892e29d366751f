"""Hosted Lantern's numbers as a page that any browser opens: no script, nothing to fetch, in the language that is asked for."""

from __future__ import annotations

import httpx
import pytest

from api_client.plain_html import MOST_BYTES
from mobile.hosting.site import hosted
from mobile.wiring.callback import PendingSignIns


async def nobody(_: object) -> None:
    """No page is opened here."""


@pytest.mark.parametrize(("speaks", "words"), [("en-US", "Call 988"), ("es-US", "Llamar al 988")])
async def test_the_numbers_are_one_small_answer_in_either_language(speaks: str, words: str) -> None:
    site = hosted(nobody, PendingSignIns())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://localhost") as http:
        page = await http.get("/numbers", headers={"accept-language": speaks})
    assert page.status_code == 200
    assert words in page.text
    assert len(page.content) < MOST_BYTES
    for fetched in ("<script", "url(", "src=", "@font-face"):
        assert fetched not in page.text
    assert page.headers["cache-control"] == "no-store"
