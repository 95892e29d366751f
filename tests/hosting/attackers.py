"""Visitors who wish a hosted Lantern ill, in a process of their own: what they cost themselves is not the server's.

`python -m tests.hosting.attackers URL` reads what to do, line by line: `COUNT ATTACK` does one attack so many times and
prints `done`; `leave` lets go of all that is open and prints `left`. It ends with its input, or after `MOST_S`. The server
is on this machine.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import cast

from tests.hosting.visitor import Visitor, compressed, register

ROOT = Path(__file__).resolve().parents[2]
MEGA = 1 << 20
MOST_S = 1800
AT_ONCE = 50
PATIENCE_S = 30
HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
BODY = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\nabc"
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)

Attack = Callable[[Visitor], Awaitable[None]]


async def abandons(bad: Visitor) -> None:
    """A socket that is opened and left before it says which page it is."""
    reader, writer = await bad.raw(UPGRADE % (bad.port, bad.port))
    await reader.readuntil(b"\r\n\r\n")
    writer.transport.abort()


async def opens_and_says_nothing(bad: Visitor) -> None:
    await bad.raw(UPGRADE % (bad.port, bad.port))


bomb = cache(lambda: compressed(60 * MEGA))


async def bombs(bad: Visitor) -> None:
    """A frame of 62 KB that would be 60 MB, whether the server speaks compression or not."""
    socket = await bad.socket(compression="deflate")
    socket.transport.write(bomb())
    await socket.wait_closed()


async def swells(bad: Visitor) -> None:
    """A page, and then a message of ten megabytes that would be half a gigabyte of empty lists."""
    socket, _ = await bad.page()
    await socket.send(b"\0\xdd" + (10 * MEGA).to_bytes(4, "big") + b"\x90" * (10 * MEGA))
    await socket.wait_closed()


async def half_asks(bad: Visitor) -> None:
    await bad.raw(HALF)


async def half_sends(bad: Visitor) -> None:
    await bad.raw(BODY)


async def idles(bad: Visitor) -> None:
    """A page that is begun and left open."""
    socket = await bad.socket()
    await socket.send(register())
    await socket.recv()


async def reads_nothing(bad: Visitor) -> None:
    _, writer = await bad.raw(b"GET /main.dart.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    cast("asyncio.Transport", writer.transport).pause_reading()


ATTACKS: dict[str, Attack] = {
    "abandoned sockets": abandons,
    "silent sockets": opens_and_says_nothing,
    "compressed bombs": bombs,
    "swelling messages": swells,
    "half-open requests": half_asks,
    "slow bodies": half_sends,
    "idle pages": idles,
    "unread answers": reads_nothing,
}


class Attackers:
    """The process, from the side of a test. All of them come from 127.0.0.1."""

    def __init__(self, url: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hosting.attackers", url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    async def attack(self, name: str, count: int) -> None:
        """Returns when all of them were made; what they hold open stays open."""
        assert await self._asked(f"{count} {name}") == "done"

    async def leave(self) -> None:
        """Returns when all they had open is closed."""
        assert await self._asked("leave") == "left"

    async def _asked(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()
        return (await asyncio.to_thread(self._process.stdout.readline)).decode().strip()

    def stop(self) -> None:
        with self._process as process:
            process.kill()


async def many(count: int, one: Callable[[], Awaitable[object]]) -> None:
    """`count` times, some at once; that a server refuses is what the test is about."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def once() -> None:
        async with turn:
            with suppress(Exception):
                await asyncio.wait_for(one(), PATIENCE_S)

    await asyncio.gather(*(once() for _ in range(count)))


async def _main(url: str) -> None:
    bad = Visitor(url)
    while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
        if line == "leave":
            await bad.leave()
            bad = Visitor(url)
            print("left", flush=True)
        else:
            count, _, name = line.partition(" ")
            attack = ATTACKS[name]
            await many(int(count), lambda attack=attack, bad=bad: attack(bad))
            print("done", flush=True)
    await bad.leave()


if __name__ == "__main__":
    last = threading.Timer(MOST_S, os._exit, (1,))
    last.daemon = True
    last.start()
    asyncio.run(_main(sys.argv[1]))
