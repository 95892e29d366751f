"""Another account of this machine is told from the owner's by its connection, not by what it brings."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import HTMLResponse

from mobile.hosting.account import is_foreign
from mobile.hosting.entry import Entry

pytestmark = pytest.mark.skipif(
    sys.byteorder != "little", reason="the rows below are of a little-endian machine"
)
SCOPE: dict[str, Any] = {"client": ("127.0.0.1", 0x9258), "server": ("127.0.0.1", 0xB019)}
HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
ASKS, ASKED = "0100007F:9258", "0100007F:B019"
MAPPED = "0000000000000000FFFF0000"
OWN, OTHER = os.getuid(), 65_534


def row(account: int, asks: str = ASKS, asked: str = ASKED, state: str = "01", file: int = 158_287) -> str:
    return f"   1: {asks} {asked} {state} 00000000:00000000 00:00000000 00000000 {account:5} 0 {file} 1 0\n"


@pytest.mark.parametrize(
    ("rows", "is_refused"),
    [
        (row(OWN), False),
        (row(0), False),
        (row(OTHER), True),
        (row(OWN, ASKED, ASKS) + row(OTHER), True),  # our own end of it is ours
        (row(OTHER, MAPPED + ASKS, MAPPED + ASKED), True),
        (row(OWN, MAPPED + ASKS, MAPPED + ASKED), False),
        (row(OWN, asks="0200007F:9258") + row(OTHER), True),  # the same port of another address
        (row(0, state="06", file=0), True),  # closed: nobody's
        (row(0, file=0), True),
        ("", True),
    ],
)
def test_the_table_of_connections_says_whose_it_is(tmp_path: Path, rows: str, is_refused: bool) -> None:
    table = tmp_path / "tcp"
    table.write_text(HEAD + rows)
    assert is_foreign(SCOPE, (table,)) is is_refused


def test_where_there_is_no_table_nothing_is_told(tmp_path: Path) -> None:
    assert is_foreign(SCOPE, (tmp_path / "none",)) is False


async def test_a_collected_cookie_and_an_overheard_address_are_of_no_use_to_another_account() -> None:
    accounts = {"127.0.0.1": OWN, "127.0.0.7": OTHER}
    entry = Entry(bytes(32), 8551, lambda scope: accounts[scope["client"][0]] == OTHER)
    site = entry.before(HTMLResponse("a page"))

    def browser(address: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(site, client=(address, 1))
        return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8551")

    async with browser("127.0.0.1") as owner, browser("127.0.0.7") as thief:
        assert (await thief.get(entry.address)).status_code == 403
        assert (await owner.get(entry.address)).status_code == 303
        thief.cookies = owner.cookies
        assert (await owner.get("/")).text == "a page"
        assert (await thief.get("/")).status_code == 403
