"""What a browser fetches before it shows anything: kept where it can be, compressed once, and words and numbers before all of it."""

from __future__ import annotations

import gzip
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import brotli
import httpx
import pytest

from mobile.hosting import compressed
from mobile.hosting.client_files import PREFIX, version_of
from mobile.hosting.site import hosted
from mobile.wiring.callback import PendingSignIns
from tests.hosting.site import stub

ORIGIN = "http://127.0.0.1:8553"
ALL = {"accept-encoding": "gzip, deflate, br, zstd"}


def visitor(*, is_far: bool) -> httpx.AsyncClient:
    site = hosted(stub, PendingSignIns(), public_url="https://lantern.example" if is_far else None)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=site),
        base_url=ORIGIN,
        headers={"accept-language": "en-US", "accept": "text/html"},
    )


@pytest.fixture
async def far() -> AsyncIterator[httpx.AsyncClient]:
    async with visitor(is_far=True) as client:
        yield client


async def client_of(browser: httpx.AsyncClient) -> str:
    """The address of the files, as the page says it."""
    found = re.search(r'entrypointBaseUrl: "([^"]+)/"', (await browser.get("/")).text)
    assert found is not None
    return found[1]


async def raw(browser: httpx.AsyncClient, path: str, headers: dict[str, str]) -> tuple[httpx.Response, bytes]:
    """The answer, and its bytes as they travelled."""
    async with browser.stream("GET", path, headers=headers) as answer:
        return answer, b"".join([piece async for piece in answer.aiter_raw()])


async def test_the_page_says_whom_to_call_without_any_script(far: httpx.AsyncClient) -> None:
    page = re.sub(r"<script.*?</script>", "", (await far.get("/today")).text, flags=re.DOTALL)
    assert "Getting your pages ready" in page
    assert 'href="tel:988"' in page
    assert 'href="tel:911"' in page
    assert "Help does not have to wait" in page
    assert "@" not in re.sub(r"@(font-face|media|keyframes)", "", page)


async def test_the_page_speaks_the_browsers_language_and_knows_no_number_of_another_country(
    far: httpx.AsyncClient,
) -> None:
    spanish = (await far.get("/", headers={"accept-language": "es-US"})).text
    assert '<html lang="es">' in spanish
    assert "La ayuda no tiene que esperar" in spanish
    assert 'href="tel:988"' in spanish
    elsewhere = (await far.get("/", headers={"accept-language": "es-MX"})).text
    assert "988" not in elsewhere
    assert "emergencia" in elsewhere


async def test_the_page_is_asked_about_again_and_costs_nothing_while_it_is_the_same(
    far: httpx.AsyncClient,
) -> None:
    first = await far.get("/")
    assert first.headers["cache-control"] == "no-cache"
    again = await far.get("/plan", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    spanish = await far.get("/", headers={"if-none-match": first.headers["etag"], "accept-language": "es-US"})
    assert spanish.status_code == 200


async def test_all_that_the_page_names_is_there_under_the_name_of_its_version(far: httpx.AsyncClient) -> None:
    page = (await far.get("/")).text
    named = set(re.findall(r'(?:src|href)="(/[^"]+)"|url\("([^"]+)"\)', page))
    addresses = {one for pair in named for one in pair if one and one != "/"}
    assert len(addresses) > 8
    assert (await far.get("/numbers")).status_code == 200, "a page, and no file of a version"
    for address in addresses - {"/", "/numbers"}:
        assert address.startswith(f"{PREFIX}/") or address == "manifest.json", address
        answer = await far.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable", address


async def test_a_file_is_sent_compressed_as_the_browser_takes_it_and_is_the_same(
    far: httpx.AsyncClient,
) -> None:
    address = await client_of(far) + "/page/line.js"
    _, plain = await raw(far, address, {"accept-encoding": "identity"})
    said, small = await raw(far, address, ALL)
    assert said.headers["content-encoding"] == "br"
    assert brotli.decompress(small) == plain
    said, small = await raw(far, address, {"accept-encoding": "gzip;q=1.0, br;q=0"})
    assert said.headers["content-encoding"] == "gzip"
    assert gzip.decompress(small) == plain
    assert "Accept-Encoding" in said.headers["vary"]
    assert int(said.headers["content-length"]) == len(small) < len(plain)


async def test_nothing_is_compressed_twice(far: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    packed = compressed.packed

    def counted(body: bytes) -> dict[bytes, bytes]:
        done.append(len(body))
        return packed(body)

    monkeypatch.setattr(compressed, "packed", counted)
    address = await client_of(far) + "/page/line.js"
    done.clear()
    for _ in range(3):
        await far.get(address, headers=ALL)
        await far.get("/", headers=ALL)
    assert len(done) == 1


async def test_what_every_visitor_needs_is_made_as_small_as_it_can_be() -> None:
    """With a small file in the place of the large ones: half a minute is for a server, not for a test."""

    async def read(path: str) -> compressed.File:
        return compressed.File(
            200, [(b"content-type", b"text/plain")], (path * 3_000).encode() + bytes(range(256)) * 40
        )

    kept = compressed.Compressed(read, is_far=True)
    before = len((await kept.file("/a")).packed[b"br"])
    await kept.press("/a")
    file = await kept.file("/a")
    assert len(file.packed[b"br"]) <= before
    assert file.packed[b"br"] == brotli.compress(file.body, quality=compressed.BEST, lgwin=24)
    assert brotli.decompress(file.packed[b"br"]) == file.body


async def test_on_this_machine_nothing_is_compressed() -> None:
    async with visitor(is_far=False) as near:
        said, _ = await raw(near, await client_of(near) + "/page/line.js", ALL)
        assert "content-encoding" not in said.headers


async def test_what_is_not_there_is_said_to_be_missing_and_is_not_kept(far: httpx.AsyncClient) -> None:
    client = await client_of(far)
    for path in (
        f"{client}/nothing.js",
        "/nothing.js",
        f"{client}/../../pyproject.toml",
        "/pyodide/pyodide.mjs",
        f"{client}/python.js",
    ):
        answer = await far.get(path)
        assert answer.status_code == 404, path
        assert "immutable" not in answer.headers.get("cache-control", ""), path
    assert (await far.post("/")).status_code == 405


async def test_a_page_of_an_older_version_finds_its_files_and_does_not_keep_them(
    far: httpx.AsyncClient,
) -> None:
    answer = await far.get(f"{PREFIX}/0123456789abcdef/page/line.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"


def test_another_content_has_another_version(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1")
    first = version_of(tmp_path)
    (tmp_path / "a.js").write_text("2")
    second = version_of(tmp_path)
    (tmp_path / "a.js").rename(tmp_path / "b.js")
    assert len({first, second, version_of(tmp_path)}) == 3


async def test_a_file_has_one_name_and_what_is_none_is_neither_answered_with_a_page_nor_kept(
    far: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every other way to write it would be kept, and compressed, once more: without an end."""
    kept = set[str]()
    made = compressed.Compressed._made

    async def counted(self: Any, path: str, read: Any) -> compressed.File:
        file = await made(self, path, read)
        kept.update([path] if file.status == 200 else [])
        return file

    monkeypatch.setattr(compressed.Compressed, "_made", counted)
    client = await client_of(far)
    kept.clear()
    names = [f"/{n}/../page/line.js" for n in range(3)]
    names += ["//page/line.js", "/./page/line.js", "/page//line.js", "/page/line.js/", "/page/x/../line.js"]
    names += [f"/nothing-{n}" for n in range(3)] + ["/index.html", "/x.HTML", "/x.html", "/line\0.js", "/"]
    transport = Straight(far)
    for name in names:
        for address in (f"{client}{name}", f"{PREFIX}/older{name}"):
            assert await transport.get(address) == 404, address
    assert kept == set()
    assert await transport.get("//page/line.js") == 404
    assert await transport.get("/x.HTML") == 404
    assert await transport.get(f"{client}/page/line.js") == 200
    assert kept == {"/page/line.js"}


class Straight:
    """A visitor that is no browser: it asks for an address as it is written."""

    def __init__(self, browser: httpx.AsyncClient) -> None:
        self._app = browser._transport.app  # type: ignore[attr-defined]

    async def get(self, path: str) -> int:
        status = list[int]()

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b""}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                status.append(message["status"])

        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "scheme": "http",
            "query_string": b"",
            "headers": [(b"host", b"127.0.0.1:8553"), (b"accept-encoding", b"br")],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8553),
        }
        await self._app(scope, receive, send)
        return status[0]
