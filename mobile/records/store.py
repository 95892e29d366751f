"""The store of one person on this device: looks, is made, opens, locks, changes its PIN, is destroyed.

It fails closed. A key that is missing or wrong while rows exist is said so; it must never make a new key over old rows,
never wipe because of an error, and never let one more PIN be tried than the rule allows.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from mobile.records import biometric, damage, level, opening, rebuilding, sheet, sheet_words, shredding, vault
from mobile.records.as_found import AsFound
from mobile.records.database import FILE, Database
from mobile.records.disk import not_saved
from mobile.records.errors import (
    AlreadyHere,
    Damaged,
    KeyUnavailable,
    Locked,
    NothingHere,
    OpenOtherwise,
    SecretsUnavailable,
    TooNew,
    WeakPin,
    WrongPin,
)
from mobile.records.level import Counter, Found
from mobile.records.pin import accepted
from mobile.records.pin_gate import Ground, PinGate
from mobile.records.ports import SecretStore
from mobile.records.records import Records
from mobile.records.sealing import Keys, fresh_keys
from mobile.records.second_pin import Proof
from mobile.records.second_secret import SecondSecret
from mobile.records.secret_access import EPOCH, LEVEL, SECRET, SecretAccess, Sleep
from mobile.records.upkeep import AFTER_S, Upkeep

R = TypeVar("R")


class StoreState(StrEnum):
    EMPTY = "empty"
    LOCKED = "locked"
    OPEN = "open"
    KEY_UNAVAILABLE = "key_unavailable"
    DAMAGED = "damaged"
    TOO_NEW = "too_new"


def _now() -> datetime:
    return datetime.now(UTC)


class _OlderLog(Exception):
    """The log that lay there was older than its file: it is put aside, and the file is to be opened without it."""


class Store:
    """One folder, one person. `clock` is aware; `steady` counts seconds and is never set by anybody."""

    def __init__(
        self,
        folder: Path,
        secrets: SecretStore,
        *,
        clock: Callable[[], datetime] = _now,
        steady: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        secrets_timeout_s: float = 20.0,
        on_point: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._on_point = on_point
        self._sleep = sleep
        self._secret_access = SecretAccess(secrets, sleep, secrets_timeout_s)
        self._pin_gate = PinGate(self._secret_access, clock, steady)
        self._turn = asyncio.Lock()
        self._records: Records | None = None
        self._database: Database | None = None
        self._keys: Keys | None = None
        self.upkeep_after_s = AFTER_S
        """How long after a first commit the log is emptied into the file, in seconds."""
        self._upkeep: Upkeep | None = None
        self._wrap = bytearray()
        self._slot = 0  # of the second PIN that opened it
        self.needs_pin = False
        """After `look`: whether a PIN stands before the records."""
        self.is_missing = False
        """After `look` says DAMAGED: there is no file to salvage, though the secret store remembers a store."""
        self.is_key_gone = False
        """After `look` says KEY_UNAVAILABLE: the secret store answers, and has no key that fits. False: it does not answer."""
        self.is_out_of_tries = False
        """After `look` says LOCKED: so many wrong PINs were tried that none is looked at any more."""
        self.has_sheet = False
        """Whether the words of a recovery sheet open this store."""
        self.has_biometrics = False
        """Whether a secret that the phone keeps behind its biometrics opens this store."""

    # --- looking ---

    async def look(self) -> StoreState:
        """What stands on the disk. Opens nothing of the patient's. Raises NotSaved, InUse if the file cannot be reached."""
        async with self._turn:
            if self._records is not None:
                return StoreState.OPEN
            self.needs_pin = False
            self.is_missing = False
            self.is_key_gone = False
            self.is_out_of_tries = False
            self.has_sheet = self.has_biometrics = False
            try:
                await self._again_without_older_log(self._looked)
            except NothingHere:
                return StoreState.DAMAGED if await self._has_lost_file() else StoreState.EMPTY
            except Damaged:
                return StoreState.DAMAGED
            except TooNew:
                return StoreState.TOO_NEW
            except KeyUnavailable:
                self.is_key_gone = True
                return StoreState.KEY_UNAVAILABLE
            except SecretsUnavailable:
                return StoreState.KEY_UNAVAILABLE
            return StoreState.LOCKED

    async def _looked(self) -> None:
        async with self._file() as (database, as_found):
            ground = await self._ground(database)
            await self._counts(ground, as_found)
            self.is_out_of_tries = ground.params.has_pin and await self._pin_gate.is_out_of_tries(ground)

    async def _again_without_older_log(self, work: Callable[[], Awaitable[R]]) -> R:
        try:
            return await work()
        except _OlderLog:
            return await work()

    async def _has_lost_file(self) -> bool:
        """No store is in the folder. Was there one? A log without its file, or the secret store, may tell."""
        has_log = Database.has_log(self._folder)
        self.is_missing = has_log or await self._is_remembered()
        if self.is_missing:
            await asyncio.to_thread(damage.put_aside, self._folder)
        return self.is_missing

    async def _is_remembered(self) -> bool:
        opened = await self._secret_access.read_if_possible(EPOCH)
        return (
            opened not in (None, b"", b"0") or await self._secret_access.read_if_possible(LEVEL) is not None
        )

    @asynccontextmanager
    async def _file(self, *, keep: bool = False) -> AsyncGenerator[tuple[Database, AsFound | None]]:
        """The file, opened and checked; closed at the end, or with `keep` only when something went wrong."""
        if not Database.has_file(self._folder):
            raise NothingHere
        as_found = await asyncio.to_thread(AsFound.taken, self._folder)
        database = Database(self._folder, self._on_point)
        is_kept = False
        try:
            await database.open()
            yield database, as_found
            is_kept = keep
        except Damaged:
            database.close()
            if as_found is not None and await self._is_whole_alone(as_found):
                raise _OlderLog from None
            await asyncio.to_thread(damage.put_aside, self._folder)
            raise
        finally:
            if not is_kept:
                database.close()
            if as_found is not None:
                await asyncio.to_thread(as_found.drop)

    async def _is_whole_alone(self, as_found: AsFound) -> bool:
        """What does not read with its log may read without: then the file is put back as it was, the log aside."""
        secret = await self._secret_access.read_if_possible(SECRET)
        if secret is None:
            return False
        counter = Counter(self._folder, secret, self._clock)
        if await asyncio.to_thread(as_found.level_of_file, counter) is None:
            return False
        await asyncio.to_thread(as_found.put_aside)
        return await asyncio.to_thread(as_found.put_back_file)

    async def _ground(self, database: Database) -> Ground:
        """The vault's parameters and a secret that fits them. Raises NothingHere, KeyUnavailable, SecretsUnavailable."""
        params = await database.call(opening.params_of, database)
        self.needs_pin = params.has_pin
        self.has_sheet = await database.call(_has_sheet, database)
        self.has_biometrics = await database.call(_has_biometrics, database)
        secret = await self._secret_access.read_surely(SECRET)
        ground = Ground(database, secret or b"", params)
        if secret is None or not await database.call(opening.proves, ground):
            raise KeyUnavailable
        return ground

    async def _counts(self, ground: Ground, as_found: AsFound | None) -> tuple[Counter, Found]:
        """Is all here that was acknowledged? Raises _OlderLog if the file alone holds more; Damaged if it is torn."""
        counter = Counter(self._folder, ground.secret, self._clock)
        kept = await self._secret_access.read_if_possible(LEVEL)
        found = await ground.database.call(opening.found, ground.database, counter, kept)
        if not found.is_short:
            return counter, found
        if as_found is not None and await asyncio.to_thread(as_found.is_current):
            await asyncio.to_thread(as_found.put_aside)
            alone = await asyncio.to_thread(as_found.level_of_file, counter)
            is_older = alone is not None and (found.here is None or alone.commits > found.here.commits)
            if is_older and await asyncio.to_thread(as_found.put_back_file):
                raise _OlderLog
        if await ground.database.call(ground.database.is_unsound):
            raise Damaged
        return counter, found

    # --- making and opening ---

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

    # --- the PIN and the keys, while open ---

    def _open(self) -> tuple[Database, Keys]:
        if self._database is None or self._keys is None:
            raise Locked
        return self._database, self._keys

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


def _sheet_opened(database: Database, key: sheet.SheetKey) -> dict[tuple[int, int], bytes]:
    return sheet.opened(database.connection, key)


def _has_sheet(database: Database) -> bool:
    return sheet.is_there(database.connection)


def _has_biometrics(database: Database) -> bool:
    return biometric.is_there(database.connection)
