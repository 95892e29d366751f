"""The wire between a browser and its server, which a test can cut, fall silent on, and mend: the sockets themselves break."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

CHUNK = 1 << 16


class Wire:
    """Passes on every byte to `server` and back. `url` is where the browser goes instead."""

    def __init__(self, server: str) -> None:
        self._host, self._port = urlsplit(server).hostname or "", urlsplit(server).port or 80
        self._writers: set[asyncio.StreamWriter] = set()
        self._is_whole = True
        self._speaks = asyncio.Event()
        self._speaks.set()
        self.url = ""

    async def begin(self) -> asyncio.Server:
        listening = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        return listening

    def cut(self) -> None:
        """Every connection ends at once, and none is made until `mend`."""
        self._is_whole = False
        for writer in self._writers:
            writer.transport.abort()

    def hush(self) -> None:
        """Nothing arrives any more on either side, and nobody is told: as where a train goes into a tunnel."""
        self._speaks.clear()

    def mend(self) -> None:
        """From now on as ever; what was on its way while it was silent is gone with its connection."""
        if not self._speaks.is_set():
            for writer in self._writers:
                writer.transport.abort()
        self._speaks.set()
        self._is_whole = True

    def passing(self, data: bytes) -> None:
        """What is passed on, for whoever listens."""

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._is_whole:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection(self._host, self._port)
        self._writers |= {writer, back}
        await asyncio.gather(self._pass(reader, back), self._pass(there, writer))
        self._writers -= {writer, back}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(CHUNK):
                await self._speaks.wait()
                self.passing(data)
                writer.write(data)
                await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def wire(server: str) -> AsyncIterator[Wire]:
    """A wire to the server at this address."""
    one = Wire(server)
    listening = await one.begin()
    try:
        yield one
    finally:
        one.mend()
        one.cut()
        listening.close()
