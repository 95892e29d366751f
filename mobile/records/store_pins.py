"""The PIN of an open store, and a second one beside it: asked again, set, changed, ended.

What is done with either asks for one that is right, here and not only on a screen. Digits that are chosen are counted, see
`PinGate.chosen`.
"""

from __future__ import annotations

import asyncio

from mobile.records import opening, vault
from mobile.records.errors import WeakPin
from mobile.records.pin import accepted
from mobile.records.pin_gate import Ground
from mobile.records.second_secret import SecondSecret
from mobile.records.store_opening import OpeningStore


class PinStore(OpeningStore):
    """`_slot` says which second PIN opened it."""

    async def _check(self, pin: str | None) -> Ground:
        database, _ = self._open()
        ground = await self._ground(database)
        if ground.params.has_pin:
            await self._pin_gate.opened(ground, pin, self._slot)
        return ground

    async def check_pin(self, pin: str | None) -> None:
        """Asks for the PIN again before something grave; a second one is right while it is the one that opened. Counts as a try.
        Raises WrongPin, Locked."""
        async with self._turn:
            await self._check(pin)

    async def change_pin(self, old: str | None, new: str | None) -> None:
        """Sets, changes or (`new` None) removes the PIN, by wrapping the keys anew. Raises WrongPin, Locked; WeakPin also for what
        is a second PIN already. The new one is counted, see `PinGate.chosen`."""
        digits = accepted(new) if new is not None else None
        async with self._turn:
            ground = await self._check(old)
            database, keys = self._open()
            if digits is not None:
                await self._pin_gate.chosen(ground, digits)
            assert self._records is not None
            lock = await self._records.biometric_lock()
            params = vault.params_made(ground.params.slot + 1, digits is not None)
            wrap = await asyncio.to_thread(vault.wrapping_key, ground.secret, digits, params)
            await database.write(opening.rewrap, ground, wrap, params, keys, lock)
            await database.call(database.empty_log)  # the old wrap goes from the log as well
            self._wrap = bytearray(wrap)
            self.needs_pin = digits is not None
            self.has_biometrics = lock is not None and self.needs_pin

    # --- a second PIN ---

    async def keep_second_pin(self, old: str, new: str) -> None:
        """One more second PIN, which opens a hidden family of its own with nothing in it. Those there are stay as they are.

        Raises WrongPin for `old`, or where too many PINs were tried or chosen of late; WeakPin for what is a PIN here already, is too
        easy, or where no PIN stands before the records; Locked, NotSaved.
        """
        digits = accepted(new)
        async with self._turn:
            second, ground = self._second_secret(), await self._check(old)
            await self._not_taken(ground, digits)
            await second.add(ground, digits)

    async def change_second_pin(self, old: str, new: str) -> None:
        """The one that opened is another from now on. `old`: it, or the first. Raises what `keep_second_pin` does."""
        digits = accepted(new)
        async with self._turn:
            second, ground = self._second_secret(), await self._check(old)
            await self._not_taken(ground, digits)
            await second.change(ground, digits, self._slot)

    async def end_second_pin(self, pin: str) -> None:
        """What is hidden is shown from now on, all in one transaction, and the PIN that opened it opens nothing. `pin`: it, or the
        first. Raises WrongPin, Locked, NotSaved."""
        async with self._turn:
            second, _ = self._second_secret(), await self._check(pin)
            await second.end(self._slot)
            self._slot = 0

    def _second_secret(self) -> SecondSecret:
        database, keys = self._open()
        assert self._records is not None
        return SecondSecret(database, keys, self._records, bytes(self._wrap))

    async def _not_taken(self, ground: Ground, digits: str) -> None:
        """Raises WeakPin."""
        if not ground.params.has_pin:
            raise WeakPin
        wrap = await self._pin_gate.derived(ground.secret, digits, ground.params)
        if wrap == bytes(self._wrap):
            raise WeakPin
        await self._pin_gate.chosen(ground, digits)
