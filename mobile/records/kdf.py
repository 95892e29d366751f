"""From secrets and PINs to keys: Argon2id, HKDF-SHA256, and the floors below which no parameters are accepted.

Parameters are read from files an attacker may have changed. It must never compute with weaker ones than the floor, nor
with ones so large that the device would choke.
"""

from __future__ import annotations

from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
CEILING_KIB = 1 << 20
CEILING_TIMES = 12


class BelowFloor(ValueError):
    """The parameters are weaker than we accept, or absurdly large."""


@dataclass(frozen=True)
class Cost:
    """What Argon2id costs: memory in KiB, passes, lanes."""

    memory_kib: int
    times: int
    lanes: int = 1

    def check(self, floor: Cost) -> Cost:
        """Itself, if not below `floor` nor above the ceiling. Raises BelowFloor."""
        is_enough = (
            self.memory_kib >= floor.memory_kib and self.times >= floor.times and self.lanes >= floor.lanes
        )
        if not is_enough or self.memory_kib > CEILING_KIB or self.times > CEILING_TIMES or self.lanes > 8:
            raise BelowFloor
        return self


PIN_FLOOR = Cost(46 * 1024, 1)
PIN_COST = Cost(46 * 1024, 2)
PASSPHRASE_FLOOR = Cost(64 * 1024, 3)
PASSPHRASE_COST = PASSPHRASE_FLOOR


def stretched(words: str, salt: bytes, cost: Cost) -> bytes:
    """Argon2id of a PIN or passphrase: 32 bytes. Takes tens to hundreds of milliseconds: call it in a thread."""
    return hash_secret_raw(
        words.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=cost.times,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def derived(material: bytes, salt: bytes, purpose: str) -> bytes:
    """HKDF-SHA256: a key for one purpose only."""
    return HKDF(SHA256(), KEY_BYTES, salt, f"lantern|{purpose}".encode()).derive(material)
