"""A second PIN of an open store: set, changed, ended. Each in one transaction, and nothing of it is left in the log."""

from __future__ import annotations

import asyncio
import os

from mobile.records import second_pin, vault
from mobile.records.database import Database
from mobile.records.pin_gate import Ground
from mobile.records.records import Records
from mobile.records.sealing import Keys
from mobile.records.sealing_to import PrivateHalf
from mobile.records.second_pin import HiddenKey


class SecondSecret:
    """`wrap`: the key that wraps the data keys."""

    def __init__(self, database: Database, keys: Keys, records: Records, wrap: bytes) -> None:
        self._database = database
        self._keys = keys
        self._records = records
        self._wrap = wrap

    async def add(self, ground: Ground, digits: str) -> None:
        """In a slot of its own."""
        half = await self._half(ground, digits)
        await self._database.write(self._added, half, ground.params)
        await self._database.call(self._database.empty_log)

    async def change(self, ground: Ground, digits: str, slot: int) -> None:
        """In the same slot. Raises Locked where none is open."""
        hidden = HiddenKey(slot, self._keys.family_key())
        half = await self._half(ground, digits)
        await self._database.write(self._records.put_second_pin, half, self._wrap, ground.params, hidden)
        await self._database.call(self._database.empty_log)

    async def end(self, slot: int) -> None:
        """What it hid is shown. Raises Locked where none is open."""
        self._keys.family_key()
        await self._database.write(self._records.end_second_pin, slot)
        await self._database.call(self._keys.close_family)
        self._records.hiding.family = 0
        await self._database.call(self._database.empty_log)

    async def _half(self, ground: Ground, digits: str) -> PrivateHalf:
        how = await self._database.call(_stretching, self._database)
        return await asyncio.to_thread(second_pin.half_of, digits, ground.secret, how)

    def _added(self, half: PrivateHalf, params: vault.Params) -> None:
        connection = self._database.connection
        hidden = HiddenKey(second_pin.free_slot(connection), os.urandom(vault.SECRET_BYTES))
        self._records.put_second_pin(half, self._wrap, params, hidden)


def _stretching(database: Database) -> second_pin.Stretching:
    return second_pin.stretching(database.connection)
