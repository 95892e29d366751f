"""The other ways into a store beside its PIN: what the phone keeps behind its biometrics, and the words of a recovery sheet.

Biometrics open what the first PIN does. The words open it whatever became of PIN and device, and give it another PIN: until that
is committed nothing is changed.
"""

from __future__ import annotations

import asyncio

from mobile.records import biometric, level, opening, sheet, sheet_words, vault
from mobile.records.database import Database
from mobile.records.errors import AlreadyHere, KeyUnavailable, WeakPin
from mobile.records.level import Counter, Found
from mobile.records.pin import accepted
from mobile.records.pin_gate import Ground
from mobile.records.records import Records
from mobile.records.second_pin import Proof
from mobile.records.secret_access import EPOCH, LEVEL
from mobile.records.store_pins import PinStore


class OtherWaysStore(PinStore):
    """Each is set and ended by itself."""

    # --- biometrics ---

    async def keep_biometrics(self, secret: bytes) -> None:
        """This secret opens the store from now on, beside the PIN, and no earlier one does.

        Raises WeakPin where there is no PIN, Locked, NotSaved.
        """
        async with self._turn:
            database, _ = self._open()
            assert self._records is not None
            ground = await self._ground(database)
            if not ground.params.has_pin:
                raise WeakPin
            key = biometric.key_of(secret, ground.secret)
            await self._records.keep_biometrics(key, bytes(self._wrap), ground.params)
            self.has_biometrics = True

    async def end_biometrics(self) -> None:
        """Nothing the phone gives out opens the store any more. Raises Locked, NotSaved."""
        async with self._turn:
            self._open()
            assert self._records is not None
            await self._records.end_biometrics()
            self.has_biometrics = False

    # --- the recovery sheet ---

    async def keep_sheet(self, words: str) -> None:
        """These words open the store from now on, whatever becomes of PIN and device; those of an earlier sheet do not.

        Raises NotASheet, Locked, NotSaved.
        """
        key = sheet.key_of(sheet_words.secret_of(words))
        async with self._turn:
            self._open()
            assert self._records is not None
            await self._records.keep_sheet(sheet.lock_of(key))
            self.has_sheet = True

    async def end_sheet(self) -> None:
        """No words open the store any more. Raises Locked, NotSaved."""
        async with self._turn:
            self._open()
            assert self._records is not None
            await self._records.end_sheet()
            self.has_sheet = False

    async def check_sheet(self, words: str) -> None:
        """Whether these words open the store, open or locked. Changes nothing. Raises NotASheet, WrongSheet, Damaged."""
        key = sheet.key_of(sheet_words.secret_of(words))
        async with self._turn:
            if self._database is not None:
                await self._database.call(_sheet_opened, self._database, key)
                return
            async with self._file() as (database, _):
                await database.call(_sheet_opened, database, key)

    async def recover(self, words: str, pin: str | None) -> Records:
        """Opens by the words of the recovery sheet and gives the store another PIN, on a device without its key a new one too.

        Until that is committed nothing is changed, but that the PIN is counted, see `PinGate.chosen`. Raises NotASheet, WrongSheet,
        WeakPin, WrongPin where too many were tried or chosen of late, AlreadyHere, Damaged, NotSaved, SecretsUnavailable.
        """
        key = sheet.key_of(sheet_words.secret_of(words))
        digits = accepted(pin) if pin is not None else None
        async with self._turn:
            if self._records is not None:
                raise AlreadyHere
            return await self._again_without_older_log(lambda: self._recovered(key, digits))

    async def _recovered(self, key: sheet.SheetKey, digits: str | None) -> Records:
        async with self._file(keep=True) as (database, as_found):
            raw = await database.call(_sheet_opened, database, key)
            try:
                ground = await self._ground(database)
                counter, found = await self._counts(ground, as_found)
                is_new_device = False
            except KeyUnavailable:
                ground = await self._ground_anew(database)
                counter, found = Counter(self._folder, ground.secret, self._clock), Found()
                is_new_device = True
            if found.has_counted:
                await database.call(opening.count_from, database, counter, found)
            if digits is not None and not is_new_device:  # no second PIN opens without the key that is gone
                await self._pin_gate.chosen(ground, digits)
            params = vault.params_made(ground.params.slot + 1, digits is not None)
            wrap = await asyncio.to_thread(vault.wrapping_key, ground.secret, digits, params)
            tries = await self._pin_gate.counted_anew(ground, is_new_device=is_new_device)
            if not found.has_counted:
                await database.call(opening.count_from, database, counter, found)
            await database.write(opening.rewrap_by_sheet, ground, wrap, params, raw, tries)
            await database.call(database.empty_log)  # the old wrap goes from the log as well
            self.needs_pin = digits is not None
            self.is_key_gone = self.is_out_of_tries = self.has_biometrics = False
            records = await self._begin(database, counter, Proof(wrap), raw)
            if (
                is_new_device
            ):  # nobody can tell whether this file is the newest: the clinic is asked for everything
                await records.go_on()
            return records

    async def _ground_anew(self, database: Database) -> Ground:
        """A secret for a device that has none that fits; what counted under the old one begins anew. Raises SecretsUnavailable."""
        secret = await self._fresh_secret()
        for name in (EPOCH, LEVEL):
            await self._secret_access.forget(name)
        await asyncio.to_thread((self._folder / level.LEVEL_FILE).unlink, missing_ok=True)
        return Ground(database, secret, await database.call(opening.params_of, database))


def _sheet_opened(database: Database, key: sheet.SheetKey) -> dict[tuple[int, int], bytes]:
    return sheet.opened(database.connection, key)
