"""Files of the client, compressed once a process and kept: the same for everybody, so no request compresses anything again."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cached_property

import brotli

Headers = list[tuple[bytes, bytes]]
WORTH = (
    b"application/javascript",
    b"application/json",
    b"application/manifest+json",
    b"application/wasm",
    b"font/otf",
    b"font/ttf",
    b"image/svg+xml",
    b"text/",
)
"""What is smaller when compressed. Pictures and woff2 are that already."""
SMALLEST = 512
"""Bytes below which a file travels in one packet either way."""
WINDOW = 24
PIECE = 1 << 18
QUICK, BEST = 9, 11
"""Brotli's qualities. The best takes ten times as long for an eighth less, so it is made when nobody waits for it."""


@dataclass(frozen=True)
class File:
    """One as it is served. `headers` say its type and nothing of one request; `packed`: by encoding, as a browser names it."""

    status: int
    headers: Headers
    body: bytes = field(repr=False)
    packed: dict[bytes, bytes] = field(default_factory=dict, repr=False)

    @cached_property
    def mark(self) -> bytes:
        """By which a browser asks whether it is the same still; weak, because it stands for every encoding of it."""
        return b'W/"' + hashlib.sha256(self.body).hexdigest()[:32].encode() + b'"'

    def answer_for(self, accepted: bytes) -> tuple[Headers, bytes]:
        """`accepted`: the request's Accept-Encoding."""
        for encoding, body in self.packed.items():
            if _takes(accepted, encoding):
                return [*self.headers, (b"content-encoding", encoding), *_size(body)], body
        return [*self.headers, *_size(self.body)], self.body


class Compressed:
    """Reads each file once through `read` and keeps it. `is_far`: browsers are not on this machine, so bytes cost time."""

    def __init__(self, read: Callable[[str], Awaitable[File]], *, is_far: bool) -> None:
        self._read = read
        self._is_far = is_far
        self._files: dict[str, asyncio.Future[File]] = {}

    async def file(self, path: str, read: Callable[[str], Awaitable[File]] | None = None) -> File:
        """Many who ask for one at the same moment wait for the same work. What is not there is not kept: its names have no end.
        `read`: instead of the files' own, for what is made here."""
        found = self._files.get(path)
        if found is None:
            found = self._files[path] = asyncio.ensure_future(self._made(path, read or self._read))
            found.add_done_callback(lambda done: self._forget(path, done))
        return await asyncio.shield(found)

    def _forget(self, path: str, done: asyncio.Future[File]) -> None:
        if done.cancelled() or done.exception() is not None or done.result().status != 200:
            self._files.pop(path, None)

    async def press(self, path: str) -> None:
        """Makes a file that is there already as small as it can be, piece by piece: a process that ends waits for one piece at most."""
        file = await self.file(path)
        if not file.packed:
            return
        presses, small = brotli.Compressor(quality=BEST, lgwin=WINDOW), bytearray()
        for start in range(0, len(file.body), PIECE):
            small += await asyncio.to_thread(presses.process, file.body[start : start + PIECE])
        small += await asyncio.to_thread(presses.finish)
        file.packed[b"br"] = bytes(small)

    async def _made(self, path: str, read: Callable[[str], Awaitable[File]]) -> File:
        file = await read(path)
        kind = dict(file.headers).get(b"content-type", b"")
        if self._is_far and file.status == 200 and len(file.body) >= SMALLEST and kind.startswith(WORTH):
            file.packed.update(await asyncio.to_thread(packed, file.body))
        return file


def packed(body: bytes) -> dict[bytes, bytes]:
    """By encoding, the smallest first."""
    return {
        b"br": brotli.compress(body, quality=QUICK, lgwin=WINDOW),
        b"gzip": gzip.compress(body, 9, mtime=0),
    }


def _takes(accepted: bytes, encoding: bytes) -> bool:
    for one in accepted.lower().split(b","):
        name, _, weight = one.partition(b";")
        if name.strip() == encoding:
            return weight.replace(b" ", b"") not in (b"q=0", b"q=0.0", b"q=0.00", b"q=0.000")
    return False


def _size(body: bytes) -> Headers:
    return [(b"content-length", str(len(body)).encode())]
