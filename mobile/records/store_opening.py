"""A store that is made, opened and locked.

It fails closed. A key that is missing or wrong while rows exist is said so; it must never make a new key over old rows, and
never let one more PIN be tried than the rule allows.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable

from mobile.records import opening, vault
from mobile.records.database import FILE, Database
from mobile.records.disk import not_saved
from mobile.records.errors import (
    AlreadyHere,
    Damaged,
    Locked,
    NothingHere,
    OpenOtherwise,
    SecretsUnavailable,
    WrongPin,
)
from mobile.records.level import Counter, Found
from mobile.records.pin import accepted
from mobile.records.pin_gate import Ground
from mobile.records.records import Records
from mobile.records.sealing import Keys, fresh_keys
from mobile.records.second_pin import Proof
from mobile.records.secret_access import EPOCH, SECRET
from mobile.records.store_looking import LookingStore, StoreState
from mobile.records.upkeep import Upkeep


class OpeningStore(LookingStore):
    """At most open once at a time."""

    async def create(self, pin: str | None) -> Records:
        """A new store where there is none. Raises AlreadyHere, WeakPin, SecretsUnavailable, NotSaved."""
        digits = accepted(pin) if pin is not None else None
        if await self.look() is not StoreState.EMPTY:
            raise AlreadyHere
        async with self._turn:
            secret = await self._fresh_secret()
            params = vault.params_made(1, digits is not None)
            wrap = await asyncio.to_thread(vault.wrapping_key, secret, digits, params)
            raw = fresh_keys()
            database = Database(self._folder, self._on_point)
            try:
                self._prepare_folder()
                await database.open()
                counter = Counter(self._folder, secret, self._clock)
                await database.call(opening.count_from, database, counter, Found())
                await database.write(opening.lay_out, database, secret, wrap, params, raw)
                await database.call(database.empty_log)  # a broken log must never look like a first run
                self.needs_pin = digits is not None
                await self._pin_gate.forget(secret)
                return await self._begin(database, counter, Proof(wrap), raw, is_new=True)
            except BaseException:
                database.close()
                raise

    def _prepare_folder(self) -> None:
        """Only this user may look inside."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self._folder / FILE, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise not_saved(error) from None

    async def _fresh_secret(self) -> bytes:
        """One that outlived an uninstall is used again with a new salt: should its rows come back, it still fits them."""
        secret = await self._secret_access.read(SECRET)
        # A secret store that answers None to everything must not have its secret replaced.
        await self._secret_access.prove()
        if secret is None or len(secret) != vault.SECRET_BYTES:
            secret = vault.secret_made()
            await self._secret_access.write(SECRET, secret)
        return secret

    async def unlock(self, pin: str | None) -> Records:
        """Opens, by the PIN or by a second one. Raises WrongPin, KeyUnavailable, SecretsUnavailable, Damaged, TooNew, NothingHere,
        NotSaved; OpenOtherwise where it is open already, and this PIN opens more of it or less."""
        async with self._turn:
            if self._records is not None:
                database, _ = self._open()
                proof = await self._pin_gate.opened(await self._ground(database), pin)
                return self._as_it_is(proof)
            return await self._unlocked(lambda ground: self._pin_gate.opened(ground, pin))

    async def unlock_by_biometrics(self, secret: bytes) -> Records:
        """Opens by what the phone gave out. Counts no try and forgives none: only a right PIN shows who knows it. After ten wrong
        PINs it opens no more than they do; a pause between them does not hold it up, since nothing is guessed here.

        Raises BiometricsGone, WrongPin(0) after ten wrong PINs, and what `unlock` raises.
        """
        async with self._turn:
            if self._records is not None:
                database, _ = self._open()
                return self._as_it_is(await self._by_biometrics(await self._ground(database), secret))
            return await self._unlocked(lambda ground: self._by_biometrics(ground, secret))

    def _as_it_is(self, proof: Proof) -> Records:
        """The open store, for who has proven what it was opened with."""
        _, keys = self._open()
        assert self._records is not None
        if proof.family != keys.family:
            raise OpenOtherwise
        return self._records

    async def _by_biometrics(self, ground: Ground, secret: bytes) -> Proof:
        """What is hidden is never opened so."""
        if await self._pin_gate.is_out_of_tries(ground):
            raise WrongPin(0, None, was_tried=False)
        return Proof(await ground.database.call(opening.by_biometrics, ground, secret))

    async def _unlocked(self, prove: Callable[[Ground], Awaitable[Proof]]) -> Records:
        try:
            return await self._again_without_older_log(lambda: self._opened_with(prove))
        except NothingHere:
            if await self._has_lost_file():
                raise Damaged from None
            raise

    async def _opened_with(self, prove: Callable[[Ground], Awaitable[Proof]]) -> Records:
        async with self._file(keep=True) as (database, as_found):
            ground = await self._ground(database)
            counter, found = await self._counts(ground, as_found)
            if found.has_counted:
                await database.call(opening.count_from, database, counter, found)
            proof = await prove(ground)
            raw = await database.call(opening.keys, ground, proof.wrap)
            await database.write(opening.migrate, database)
            if not found.has_counted:
                await database.call(opening.count_from, database, counter, found)
            return await self._begin(database, counter, proof, raw)

    async def _begin(
        self, database: Database, counter: Counter, proof: Proof, raw: vault.RawKeys, *, is_new: bool = False
    ) -> Records:
        keys = Keys(raw)
        if proof.hidden is not None:
            keys.open_family(proof.hidden.family, proof.hidden.key)
        await database.call(opening.close_others, database, keys)
        records = Records(database, keys, self._clock, counter, self._sleep)
        await records.resume()
        await self._count_opening(records, counter, is_new=is_new)
        self._database, self._keys, self._wrap = database, keys, bytearray(proof.wrap)
        self._slot = proof.hidden.slot if proof.hidden is not None else 0
        self._records = records
        self._upkeep = Upkeep(database, counter, self._secret_access, self.upkeep_after_s)
        self._upkeep.begin()
        if keys.has_older:
            records.rekeying.begin()
        return records

    async def _count_opening(self, records: Records, counter: Counter, *, is_new: bool) -> None:
        """Counts openings here and in the secret store, where it is written at once and not some seconds after commits.

        A file that has seen fewer is an old copy: what came after it is missing.
        """
        try:
            mirror = int(await self._secret_access.read(EPOCH) or b"0")
        except (SecretsUnavailable, ValueError):
            mirror = 0
        here = int(await records.note("epoch") or "0")
        if mirror > here and not is_new:
            counter.notice()
        count = max(here, mirror) + 1
        await records.note("epoch", str(count))
        await self._secret_access.write_if_possible(EPOCH, str(count).encode())

    def lock(self) -> None:
        """Finishes what is being written, closes the file, drops the keys. Safe to call from any thread, and twice."""
        records, self._records = self._records, None
        database, self._database = self._database, None
        keys, self._keys = self._keys, None
        upkeep, self._upkeep = self._upkeep, None
        if records is not None:
            records.end()
        if database is not None:
            database.close()
        if upkeep is not None:
            upkeep.end()
        if keys is not None:
            keys.drop()
        self._wrap[:] = bytes(len(self._wrap))
        self._wrap = bytearray()
        self._slot = 0

    def _open(self) -> tuple[Database, Keys]:
        if self._database is None or self._keys is None:
            raise Locked
        return self._database, self._keys
