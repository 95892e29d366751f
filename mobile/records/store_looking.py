"""What stands in the folder of a store: whether there is one, whether it is whole, and whether its key is there.

It opens nothing of the patient's. A log that is older than its file is put aside with nothing of the file lost, and a file that
is gone is never taken for a first run.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from mobile.records import biometric, damage, opening, sheet
from mobile.records.as_found import AsFound
from mobile.records.database import Database
from mobile.records.errors import Damaged, KeyUnavailable, NothingHere, SecretsUnavailable, TooNew
from mobile.records.level import Counter, Found
from mobile.records.pin_gate import Ground, PinGate
from mobile.records.ports import SecretStore
from mobile.records.records import Records
from mobile.records.sealing import Keys
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


class OlderLog(Exception):
    """The log that lay there was older than its file: it is put aside, and the file is to be opened without it."""


class LookingStore:
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
        except OlderLog:
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
                raise OlderLog from None
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
        """Is all here that was acknowledged? Raises OlderLog if the file alone holds more; Damaged if it is torn."""
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
                raise OlderLog
        if await ground.database.call(ground.database.is_unsound):
            raise Damaged
        return counter, found


def _has_sheet(database: Database) -> bool:
    return sheet.is_there(database.connection)


def _has_biometrics(database: Database) -> bool:
    return biometric.is_there(database.connection)
