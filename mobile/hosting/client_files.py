"""The client's files, and at every other address the page that loads them.

A file lies under an address that names the version of all of them, and a browser keeps it for a year: what has changed has another
address. The page itself is asked about each time and answered in a few bytes while it is the same.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mobile.hosting.compressed import Compressed, File, Headers
from mobile.hosting.first_page import FirstPage
from mobile.wiring.browser import SPEAKS

PREFIX = "/client"
NOT_OURS = ("/pyodide/", "/python.js", "/python-worker.js", "/canvaskit/experimental_")
NOBODYS = (".symbols", ".map")
"""Of what Flet brings: Python in the browser, which Lantern never runs there, and what only Flutter's makers read."""
A_YEAR = b"public, max-age=31536000, immutable"
ASK_AGAIN = b"no-cache"
OF_ONE_REQUEST = (b"content-length", b"etag", b"last-modified", b"date", b"accept-ranges")
NEEDED_FIRST = (
    "/main.dart.wasm",
    "/main.dart.mjs",
    "/canvaskit/skwasm.wasm",
    "/canvaskit/skwasm.js",
    "/flutter_bootstrap.js",
)
"""Compressed at the start, before anybody asks."""


class ClientFiles:
    """An ASGI app in front of `files`, which knows them by their paths without a version."""

    def __init__(self, files: ASGIApp, assets: Path, *, is_far: bool) -> None:
        self._files = files
        self._address = f"{PREFIX}/{version_of(assets)}"
        self._page = FirstPage(
            assets / "index.html", self._address, os.environ.get("FLET_WEB_RENDERER", "auto")
        )
        self._kept = Compressed(self._read, is_far=is_far)
        self._is_far = is_far

    async def prepare(self) -> None:
        """Makes ready what the first visitor needs, then the same as small as it can be: half a minute on one core, once a process."""
        if self._is_far:
            for path in NEEDED_FIRST:
                await self._kept.file(path)
            for path in NEEDED_FIRST:
                await self._kept.press(path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if scope["method"] not in ("GET", "HEAD"):
            await _send(send, scope, 405, [(b"allow", b"GET, HEAD")], b"")
        elif path.startswith(f"{self._address}/"):
            await self._file(path.removeprefix(self._address), A_YEAR, scope, send)
        elif path.startswith(f"{PREFIX}/"):
            # Of another version: a page that stands open asks for what is here now.
            await self._file("/" + path.removeprefix(f"{PREFIX}/").partition("/")[2], ASK_AGAIN, scope, send)
        elif os.path.splitext(path)[1] in ("", ".html"):
            await self._first_page(scope, send)
        else:
            await self._file(path, ASK_AGAIN, scope, send)

    async def _first_page(self, scope: Scope, send: Send) -> None:
        body = self._page.html(SPEAKS.get())
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"vary", b"Accept-Language, Accept-Encoding"),
        ]
        file = await self._packed_page(File(200, headers, body))
        await self._answer(file, ASK_AGAIN, scope, send)

    async def _packed_page(self, page: File) -> File:
        """Kept by its words: there are as many as languages and countries with lines of their own."""
        name = f"page {hashlib.sha256(page.body).hexdigest()}"

        async def made(_: str) -> File:
            return page

        return await self._kept.file(name, made)

    async def _file(self, path: str, kept: bytes, scope: Scope, send: Send) -> None:
        if not _is_plain(path) or path.startswith(NOT_OURS) or path.endswith(NOBODYS):
            await _send(send, scope, 404, [(b"cache-control", ASK_AGAIN)], b"")
            return
        file = await self._kept.file(path)
        await self._answer(file, kept if file.status == 200 else ASK_AGAIN, scope, send)

    async def _answer(self, file: File, kept: bytes, scope: Scope, send: Send) -> None:
        asked = dict(scope["headers"])
        always: Headers = [(b"cache-control", kept), (b"etag", file.mark)]
        if file.status == 200 and file.mark in asked.get(b"if-none-match", b""):
            await _send(send, scope, 304, [*file.headers, *always], b"")
            return
        headers, body = file.answer_for(asked.get(b"accept-encoding", b""))
        await _send(send, scope, file.status, [*headers, *always], body)

    async def _read(self, path: str) -> File:
        """The whole answer of the files behind this, as if a browser had asked for it."""
        status, headers, body = 500, list[tuple[bytes, bytes]](), bytearray()
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "root_path": "",
            "headers": [],
            "query_string": b"",
        }

        async def receive() -> Message:
            await asyncio.Event().wait()  # this browser never leaves
            return {"type": "http.disconnect"}

        async def took(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers.extend(one for one in message["headers"] if one[0].lower() not in OF_ONE_REQUEST)
            else:
                body.extend(message.get("body", b""))

        try:
            await self._files(scope, receive, took)
        except HTTPException as refused:
            return File(refused.status_code, [], b"")
        if dict(headers).get(b"content-type", b"").startswith(b"text/html"):
            return File(
                404, [], b""
            )  # what they do not have, the files behind this answer with their own page
        return File(status, [*headers, (b"vary", b"Accept-Encoding")], bytes(body))


def _is_plain(path: str) -> bool:
    """Whether it is the one way to write it: of others ("/a/../b") there is no end, and each file is kept by its name."""
    return all(part not in ("", ".", "..") for part in path.split("/")[1:]) and "\0" not in path


def version_of(assets: Path) -> str:
    """Of all that is served: Flet's own files by the version they came with, ours by what is in them."""
    seen = hashlib.sha256(version("flet-web").encode())
    for path in _files_in(assets):
        seen.update(
            path.relative_to(assets).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest()
        )
    return seen.hexdigest()[:16]


def _files_in(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


async def _send(send: Send, scope: Scope, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
