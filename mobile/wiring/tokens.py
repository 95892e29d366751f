"""The clinic's tokens, kept in the sealed store; before there is a store, only in memory.

Those that no store here may hold are handed back. They must never be written down or logged on the way.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime

from api_client.smart import Tokens, discover, revoke
from mobile.records import Records
from mobile.wiring.setup import CLIENT_ID, Setup

PATIENCE_S = 30.0


class SealedTokens:
    """The `TokenStore` port of the client's sign-in, over the sealed credentials."""

    NAME = "tokens"

    def __init__(self, records: Records) -> None:
        self._records = records

    async def load(self) -> Tokens | None:
        text = await self._records.read_credential(self.NAME)
        if not text:
            return None
        values = json.loads(text)
        if isinstance(values.get("expires_at"), str):
            values["expires_at"] = datetime.fromisoformat(values["expires_at"])
        return Tokens(**values)

    async def save(self, tokens: Tokens) -> None:
        text = json.dumps(asdict(tokens), default=lambda value: value.isoformat())
        await self._records.write_credential(self.NAME, text)

    async def clear(self) -> None:
        await self._records.write_credential(self.NAME, "")


class ReturnedTokens:
    """Tokens of a sign-in that was refused here: the clinic is asked to forget them, and nobody waits for its answer."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._under_way: set[asyncio.Task[None]] = set()

    def hand_back(self, base: str, tokens: Tokens) -> None:
        """Begins it and returns at once. Says nothing of how it went: where it fails, they end by their own time."""
        task = asyncio.get_running_loop().create_task(self._ask(base, tokens), name="hand tokens back")
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def settled(self) -> None:
        """Waits until nothing is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def _ask(self, base: str, tokens: Tokens) -> None:
        transport = self._setup.transport_to(base)
        with suppress(Exception):  # an error that is let go is logged by asyncio, and it may know the tokens
            async with asyncio.timeout(PATIENCE_S):
                await revoke(await discover(base, transport), CLIENT_ID, tokens, transport)
