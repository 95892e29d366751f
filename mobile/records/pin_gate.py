"""Where a PIN is tried: counted first, looked at then, forgotten when right. What is not the PIN is tried as a second one too,
whether there is a second one or not.

One try is one transaction before the PIN is even turned into a key, so tries side by side cannot share a count. Digits that
are to be a PIN are counted as well: what is answered to them tells as much as a try.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mobile.records import kdf, second_pin, vault
from mobile.records.attempts import MOST, Counter, Tries
from mobile.records.database import Database
from mobile.records.errors import KeyUnavailable, WeakPin, WrongPin
from mobile.records.pin import digits_of
from mobile.records.sealing_to import PrivateHalf
from mobile.records.second_pin import Proof, Stretching
from mobile.records.secret_access import EPOCH, TRIES, SecretAccess


@dataclass(frozen=True)
class Ground:
    """An opened file, the secret that fits its vault, and the vault's parameters."""

    database: Database
    secret: bytes
    params: vault.Params


def typed(pin: str) -> str:
    """A PIN as it is tried: what is no PIN at all is simply wrong."""
    try:
        return digits_of(pin)
    except WeakPin:
        return pin


OneMore = Callable[[Counter, Tries], Tries]
"""One more is counted. Raises WrongPin where there may not be one now."""


class PinGate:
    def __init__(
        self, secret_access: SecretAccess, clock: Callable[[], datetime], steady: Callable[[], float]
    ) -> None:
        self._secret_access = secret_access
        self._clock = clock
        self._steady = steady

    def _counter(self, secret: bytes) -> Counter:
        return Counter(kdf.derived(secret, b"lantern tries", "tries"), self._clock, self._steady)

    async def opened(self, ground: Ground, pin: str | None, slot: int | None = None) -> Proof:
        """What the PIN opens. `slot`: of the second PINs this one alone is right, 0: none is; None: each of them is.

        Raises WrongPin; KeyUnavailable if, without a PIN, the verifier does not open.
        """
        if not ground.params.has_pin:
            wrap = await self.derived(ground.secret, None, ground.params)
            if not await self._is_right(ground, wrap):
                raise KeyUnavailable
            return Proof(wrap)
        counter = self._counter(ground.secret)
        charged = await self._counted(ground, counter, _a_try if pin is not None else _nothing_typed)
        wrap = await self.derived(ground.secret, pin, ground.params)
        proof: Proof | None = Proof(wrap)
        if not await self._is_right(ground, wrap):
            proof = await self._second(ground, pin, slot)
        if proof is None:
            raise WrongPin(MOST - charged.failed, counter.next_try_at(charged))
        await self._keep(ground.database, counter, charged.forgiven())
        return proof

    async def chosen(self, ground: Ground, digits: str) -> None:
        """These digits are to be a PIN. Counts them with what no right PIN forgives, whatever they are.

        Raises WeakPin for what is a second PIN already: as the first it would shut out what that one opens. WrongPin where so many
        were looked at of late that none is now.
        """
        await self._counted(ground, self._counter(ground.secret), _a_choice)
        if await self._second(ground, digits) is not None:
            raise WeakPin

    async def _second(self, ground: Ground, pin: str | None, slot: int | None = None) -> Proof | None:
        """What it opens as a second PIN. The caller has counted it."""
        database = ground.database
        how = await database.call(_stretching, database)
        half = await asyncio.to_thread(second_pin.half_of, typed(pin or ""), ground.secret, how)
        return await database.call(_tried, ground, half, slot)

    async def is_out_of_tries(self, ground: Ground) -> bool:
        """Whether no PIN is looked at any more. Counts nothing."""
        mirror = await self._secret_access.read_if_possible(TRIES)
        counter = self._counter(ground.secret)
        here = await ground.database.call(_read, ground.database)
        return counter.both(here, mirror).failed >= MOST

    async def opened_without_file(
        self,
        secret: bytes,
        pin: str | None,
        params: vault.Params,
        is_right: Callable[[bytes], bool],
        by_second: Callable[[bytes, str], bytes | None],
    ) -> bytes:
        """The wrapping key of a file that cannot be written: tries are counted in the secret store alone, and must be."""
        if not params.has_pin:
            wrap = await self.derived(secret, None, params)
            if not await asyncio.to_thread(is_right, wrap):
                raise KeyUnavailable
            return wrap
        counter = self._counter(secret)
        found = counter.anchored(counter.both(None, await self._secret_access.read(TRIES)))
        refusal = counter.refusal(found)
        if refusal is not None or pin is None:
            raise refusal or WrongPin(MOST - found.failed, None, was_tried=False)
        charged = counter.charged(found)
        await self._secret_access.write(TRIES, counter.sealed(charged))
        wrap: bytes | None = await self.derived(secret, pin, params)
        if not await asyncio.to_thread(is_right, wrap):
            wrap = await asyncio.to_thread(by_second, secret, typed(pin))
        if wrap is None:
            raise WrongPin(MOST - charged.failed, counter.next_try_at(charged))
        await self._secret_access.write_if_possible(TRIES, counter.sealed(charged.forgiven()))
        return wrap

    async def derived(self, secret: bytes, pin: str | None, params: vault.Params) -> bytes:
        return await asyncio.to_thread(vault.wrapping_key, secret, typed(pin or ""), params)

    async def _is_right(self, ground: Ground, wrap: bytes) -> bool:
        return await ground.database.call(_is_right, ground, wrap)

    async def _counted(self, ground: Ground, counter: Counter, one_more: OneMore) -> Tries:
        """Counts, durably, before the PIN is looked at. Raises WrongPin if none may be now."""
        # Without it the file's own count still holds.
        mirror = await self._secret_access.read_if_possible(TRIES)
        tries, refusal = await ground.database.write(_charged, ground.database, counter, mirror, one_more)
        await self._secret_access.write_if_possible(TRIES, counter.sealed(tries))
        if refusal is not None:
            raise refusal
        return tries

    async def _keep(self, database: Database, counter: Counter, tries: Tries) -> None:
        sealed = counter.sealed(tries)
        await database.write(write_tries, database, sealed)
        await self._secret_access.write_if_possible(TRIES, sealed)

    async def counted_anew(self, ground: Ground, *, is_new_device: bool) -> bytes:
        """No try has failed, sealed for the file; the secret store's count is set so at once. Raises SecretsUnavailable.

        Until the file says so as well, the file's own count holds. What only time forgives stands, but on a new device, which cannot
        read what was counted and where no second PIN opens.
        """
        counter, known = self._counter(ground.secret), Tries()
        if not is_new_device:
            mirror = await self._secret_access.read_if_possible(TRIES)
            known = counter.both(await ground.database.call(_read, ground.database), mirror)
        sealed = counter.sealed(replace(known, failed=0))
        await self._secret_access.write(TRIES, sealed)
        return sealed

    async def forget(self, secret: bytes) -> None:
        """A new store: what the secret store remembers of an older one counts no more."""
        await self._secret_access.write_if_possible(TRIES, self._counter(secret).sealed(Tries()))
        await self._secret_access.write_if_possible(EPOCH, b"0")


def _is_right(ground: Ground, wrap: bytes) -> bool:
    return vault.is_right(ground.database.connection, wrap, ground.params)


def _stretching(database: Database) -> Stretching:
    return second_pin.stretching(database.connection)


def _tried(ground: Ground, half: PrivateHalf, slot: int | None) -> Proof | None:
    return second_pin.tried(ground.database.connection, half, ground.params, slot)


def _read(database: Database) -> bytes | None:
    row = database.connection.execute("SELECT sealed FROM tries WHERE one = 1").fetchone()
    return row[0] if row else None


def write_tries(database: Database, sealed: bytes) -> None:
    database.connection.execute(
        "INSERT INTO tries(one, sealed) VALUES(1, ?) ON CONFLICT(one) DO UPDATE SET sealed = excluded.sealed",
        (sealed,),
    )


def _a_try(counter: Counter, found: Tries) -> Tries:
    return counter.charged(found)


def _a_choice(counter: Counter, found: Tries) -> Tries:
    return counter.chosen(found)


def _nothing_typed(counter: Counter, found: Tries) -> Tries:
    """Nothing was typed: how it stands is answered."""
    raise counter.refusal(found) or WrongPin(MOST - found.failed, None, was_tried=False)


def _charged(
    database: Database, counter: Counter, mirror: bytes | None, one_more: OneMore
) -> tuple[Tries, WrongPin | None]:
    """In one transaction: the stricter of both counts, and one more if there may be one."""
    tries, refusal = counter.anchored(counter.both(_read(database), mirror)), None
    try:
        tries = one_more(counter, tries)
    except WrongPin as error:
        refusal = error
    write_tries(database, counter.sealed(tries))
    return tries, refusal
