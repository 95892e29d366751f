"""The store of one person on this device: looks, is made, opens, locks, changes its PIN, is destroyed. Each has a room of its own,
`store_looking` to `store_other_ways`; here are new keys, what is left of a damaged file, and the end.

It must never wipe because of an error.
"""

from __future__ import annotations

import asyncio

from mobile.records import damage, opening, rebuilding, shredding
from mobile.records.errors import AlreadyHere, KeyUnavailable
from mobile.records.secret_access import EPOCH, LEVEL, SECRET
from mobile.records.store_looking import StoreState
from mobile.records.store_other_ways import OtherWaysStore

__all__ = ["Store", "StoreState"]


class Store(OtherWaysStore):
    """One folder, one person."""

    # --- the keys ---

    async def rotate(self) -> None:
        """New data keys for all that is written from now on; `Records.rekeying` moves the rest, step by step. A hidden family keeps
        its own, which no file that somebody may have copied opens without its PIN.

        Does nothing while an earlier change is under way. Raises Locked, NotSaved.
        """
        async with self._turn:
            database, keys = self._open()
            assert self._records is not None
            if self._records.rekeying.is_under_way:
                return
            lock = await self._records.sheet_lock()
            made = await database.write(opening.add_keys, database, keys, bytes(self._wrap), lock)
            for which, key in made.items():
                keys.add(*which, key)  # only now: what a failed commit leaves behind must not seal anything
            self._records.rekeying.begin()

    # --- taking out, and the end ---

    async def salvage_asks_pin(self) -> bool:
        """Whether the damaged file is under a PIN. Raises Damaged if the keys themselves are lost."""
        return (await asyncio.to_thread(damage.slot_of, self._folder)).has_pin

    async def salvage(self, pin: str | None = None) -> damage.Salvaged:
        """Puts what still opens in the place of a damaged file; that file is kept aside. Then `look` again.

        A wrong PIN counts as a try. Raises Damaged if the keys themselves are lost, WrongPin, KeyUnavailable, NotSaved.
        """
        async with self._turn:
            if self._records is not None:
                raise AlreadyHere
            params = await asyncio.to_thread(damage.slot_of, self._folder)
            secret = await self._secret_access.read_surely(SECRET)
            if secret is None:
                raise KeyUnavailable
            wrap = await self._pin_gate.opened_without_file(
                secret,
                pin,
                params,
                lambda wrap: rebuilding.is_right(self._folder, wrap, params),
                lambda secret, pin: rebuilding.by_second_pin(self._folder, secret, pin, params),
            )
            found = await asyncio.to_thread(rebuilding.rebuilt, self._folder, wrap, params)
            for name in (EPOCH, LEVEL):  # they counted the file that was
                await self._secret_access.forget(name)
            return found

    async def move_aside(self) -> None:
        """Makes room for a new store where one is damaged, missing, out of tries or without its key: what is there is kept, in
        a folder of its own.

        The person's own choice only. Raises AlreadyHere where the store can be opened, NotSaved, SecretsUnavailable.
        """
        state = await self.look()
        if state is not StoreState.DAMAGED and not self.is_out_of_tries and not self.is_key_gone:
            raise AlreadyHere
        async with self._turn:
            if self.is_key_gone:
                await self._secret_access.prove()  # that it is gone is the secret store's word
            await asyncio.to_thread(damage.move_aside, self._folder)
            for name in (EPOCH, LEVEL):
                await self._secret_access.forget(name)

    async def shred(self) -> None:
        """Destroys the keys, then everything, in whatever state it is. The person's own choice only; it cannot be undone."""
        async with self._turn:
            await asyncio.to_thread(self.lock)
            await self._secret_access.erase_all()
            await shredding.shred(self._folder)
            self.needs_pin = self.has_sheet = self.has_biometrics = False
