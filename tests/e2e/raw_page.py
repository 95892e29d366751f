"""A page that is no browser: it speaks Flet's protocol over its own socket, and sends whatever a test wants.

Keeps every control it was ever sent, by number, so that a test can find one by its words and say things of it that no
browser would.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.request import urlopen

import msgpack
from websockets.asyncio.client import ClientConnection, connect

REGISTER, PATCH, EVENT, UPDATE, INVOKE, CRASHED = range(1, 7)
WAIT_S = 30.0


class RawPage:
    """`async with RawPage(url) as page: await page.registers("/")`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.controls: dict[int, dict[str, Any]] = {}
        self.crashes: list[str] = []
        self.heard = b""  # every byte the server sent
        self._changed = asyncio.Event()
        self._at = 1

    async def __aenter__(self) -> RawPage:
        cookie = await asyncio.to_thread(self._mark)
        headers = {"Cookie": cookie} if cookie else {}
        self._socket: ClientConnection = await connect(
            self._url.replace("http", "ws", 1) + "/ws",
            origin=self._url,  # type: ignore[arg-type]
            additional_headers=headers,
            max_size=None,
            proxy=None,
        )
        self._reading = asyncio.create_task(self._read())
        return self

    def _mark(self) -> str:
        with urlopen(self._url, timeout=10) as answer:
            return (answer.headers.get("set-cookie") or "").split(";")[0]

    async def __aexit__(self, *_: object) -> None:
        self._reading.cancel()
        with suppress(asyncio.CancelledError):
            await self._reading
        await self._socket.close()

    # --- saying ---

    async def sends(self, frame: bytes) -> None:
        await self._socket.send(frame)

    async def says(self, action: Any, body: Any) -> None:
        await self.sends(b"\x00" + msgpack.packb([action, body], default=str))

    async def registers(self, route: str, **more: Any) -> None:
        page = {"route": route, "web": True, "width": 390, "height": 844, "platform": "linux", **more}
        await self.says(REGISTER, {"session_id": "", "page_name": "", "page": page})

    async def happens(self, control: int, name: Any, data: Any = None) -> None:
        await self.says(EVENT, {"target": control, "name": name, "data": data})

    async def changes(self, control: int, **props: Any) -> None:
        await self.says(UPDATE, {"id": control, "props": props})

    async def goes_to(self, route: str) -> None:
        await self.changes(self._at, route=route)
        await self.happens(self._at, "route_change", {"route": route})

    async def taps(self, words: str) -> None:
        """The innermost control that is tapped and holds these words."""
        await self.happens((await self.sees(words))["_i"], "click")

    async def chooses_first(self) -> None:
        """The first of the radios of the newest group."""
        group = await self.of_type("RadioGroup")
        first = next(one for one in controls_in(group) if one["_c"] == "Radio")
        await self.changes(group["_i"], value=first["value"])
        await self.happens(group["_i"], "change", first["value"])

    # --- hearing ---

    async def sees(self, words: str) -> dict[str, Any]:
        """Waits for something to tap that holds these words."""

        def found() -> dict[str, Any] | None:
            fits = [c for c in self.controls.values() if c.get("on_click") and words in " ".join(texts(c))]
            return min(fits, key=lambda one: len(" ".join(texts(one))), default=None)

        return await self._until(found, words)

    async def of_type(self, kind: str) -> dict[str, Any]:
        return await self._until(
            lambda: next((c for c in reversed(list(self.controls.values())) if c["_c"] == kind), None), kind
        )

    async def hears(self, words: str) -> None:
        """Waits until the server has sent these words."""
        await self._until(lambda: words.encode() in self.heard or None, words)

    async def _until(self, fact: Any, what: str) -> Any:
        try:
            async with asyncio.timeout(WAIT_S):
                while (found := fact()) is None:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"the server never sent {what!r}; crashes: {self.crashes}") from None
        return found

    async def _read(self) -> None:
        async for frame in self._socket:
            assert isinstance(frame, bytes)
            self.heard += frame
            action, body = msgpack.unpackb(frame[1:], ext_hook=lambda code, data: data, strict_map_key=False)
            if action == CRASHED:
                self.crashes.append(body["message"])
            if action == INVOKE:
                await self._answer(body)
            for one in controls_in(body):
                self.controls.pop(one["_i"], None)
                self.controls[one["_i"]] = one
                if one["_c"] == "Page":
                    self._at = one["_i"]
            self._changed.set()

    async def _answer(self, body: dict[str, Any]) -> None:
        if body["name"] == "push_route":
            await self.goes_to(body["args"]["route"])
        said = {"control_id": body["control_id"], "call_id": body["call_id"], "result": None, "error": None}
        await self.says(INVOKE, said)


def texts(value: Any) -> Iterator[str]:
    """Every text within a control, its own first."""
    if isinstance(value, dict):
        for name in ("value", "label", "content", "text"):
            if isinstance(value.get(name), str):
                yield value[name]
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            if not isinstance(one, str):
                yield from texts(one)


def controls_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "_c" in value and "_i" in value:
            yield value
        for one in value.values():
            yield from controls_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from controls_in(one)
