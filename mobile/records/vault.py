"""The vault: the data keys, wrapped by a key made of the device's secret and, if there is one, the PIN.

A PIN is correct if and only if the keys open with it: no hash of it is kept. Two constants are sealed beside the keys:
one under the device's secret alone, which tells a lost secret from a wrong PIN, and one under the whole key, which is
the verifier. It must never make a key where rows exist, and never remove a wrap before the new one was opened.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mobile.records import kdf
from mobile.records.errors import Damaged, KeyUnavailable
from mobile.records.sealing import opened_under, sealed_under

SECRET_BYTES = 32
_CONSTANT = b"lantern: these keys open this store"

RawKeys = Mapping[tuple[int, int], bytes]


@dataclass(frozen=True)
class Params:
    """What stands in clear beside a wrap; bound into everything the wrap seals."""

    slot: int
    salt: bytes
    has_pin: bool
    cost: kdf.Cost

    def to_text(self) -> str:
        values: dict[str, Any] = {"form": 1, "slot": self.slot, "salt": self.salt.hex(), "pin": self.has_pin}
        if self.has_pin:
            values |= {"memory_kib": self.cost.memory_kib, "times": self.cost.times, "lanes": self.cost.lanes}
        return json.dumps(values, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Params:
        """Raises Damaged for what was not written by `to_text`, or asks for less than the floor."""
        try:
            values = json.loads(text)
            cost = kdf.PIN_COST
            if values["pin"]:
                cost = kdf.Cost(values["memory_kib"], values["times"], values["lanes"]).check(kdf.PIN_FLOOR)
            params = cls(int(values["slot"]), bytes.fromhex(values["salt"]), bool(values["pin"]), cost)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Damaged from None
        if params.to_text() != text or len(params.salt) != 16:
            raise Damaged
        return params

    def bound(self, what: str) -> bytes:
        return f"lantern|vault|{what}|{self.to_text()}".encode()


def secret_made() -> bytes:
    return os.urandom(SECRET_BYTES)


def params_made(slot: int, has_pin: bool) -> Params:
    return Params(slot, os.urandom(16), has_pin, kdf.PIN_COST)


def device_key(secret: bytes, params: Params) -> bytes:
    """Opens nothing of the patient's: it proves the secret, and seals the count of tries."""
    return kdf.derived(secret, params.salt, "device")


def wrapping_key(secret: bytes, pin: str | None, params: Params) -> bytes:
    """The key that wraps the data keys. With a PIN it takes a good part of a second: call it in a thread."""
    stretched = kdf.stretched(pin or "", params.salt, params.cost) if params.has_pin else b""
    return kdf.derived(secret + stretched, params.salt, "wrap")


def stored_params(connection: sqlite3.Connection) -> Params | None:
    """The newest slot; None where no vault was ever made."""
    row = connection.execute("SELECT slot, params FROM vault ORDER BY slot DESC LIMIT 1").fetchone()
    if row is None:
        return None
    params = Params.from_text(row[1])
    if params.slot != row[0]:
        raise Damaged
    return params


def proves(connection: sqlite3.Connection, secret: bytes, params: Params) -> bool:
    """Whether this is the secret the vault was made with."""
    (sealed,) = connection.execute("SELECT device FROM vault WHERE slot = ?", (params.slot,)).fetchone()
    try:
        return opened_under(AESGCM(device_key(secret, params)), params.bound("device"), sealed) == _CONSTANT
    except Damaged:
        return False


def put(connection: sqlite3.Connection, secret: bytes, wrap: bytes, params: Params, keys: RawKeys) -> None:
    """Writes a slot, in the caller's transaction: constants and wrapped keys."""
    connection.execute(
        "INSERT INTO vault(slot, params, device, verifier) VALUES(?, ?, ?, ?)",
        (
            params.slot,
            params.to_text(),
            sealed_under(AESGCM(device_key(secret, params)), params.bound("device"), _CONSTANT),
            sealed_under(AESGCM(wrap), params.bound("verifier"), _CONSTANT),
        ),
    )
    for (compartment, version), key in keys.items():
        put_key(connection, wrap, params, compartment, version, key)


def put_key(
    connection: sqlite3.Connection, wrap: bytes, params: Params, compartment: int, version: int, key: bytes
) -> None:
    bound = params.bound(f"key|{compartment}|{version}")
    connection.execute(
        "INSERT INTO dek(slot, compartment, version, wrapped) VALUES(?, ?, ?, ?)",
        (params.slot, compartment, version, sealed_under(AESGCM(wrap), bound, key)),
    )


def is_right(connection: sqlite3.Connection, wrap: bytes, params: Params) -> bool:
    """Whether the verifier opens."""
    (sealed,) = connection.execute("SELECT verifier FROM vault WHERE slot = ?", (params.slot,)).fetchone()
    try:
        return opened_under(AESGCM(wrap), params.bound("verifier"), sealed) == _CONSTANT
    except Damaged:
        return False


def opened(connection: sqlite3.Connection, wrap: bytes, params: Params) -> dict[tuple[int, int], bytes]:
    """Every data key of a slot. Raises Damaged if one does not open, KeyUnavailable if there is none."""
    cipher = AESGCM(wrap)
    found: dict[tuple[int, int], bytes] = {}
    for compartment, version, wrapped in connection.execute(
        "SELECT compartment, version, wrapped FROM dek WHERE slot = ?", (params.slot,)
    ):
        found[compartment, version] = opened_under(
            cipher, params.bound(f"key|{compartment}|{version}"), wrapped
        )
    if not found:
        raise KeyUnavailable
    return found


def rewrap(connection: sqlite3.Connection, secret: bytes, wrap: bytes, params: Params, keys: RawKeys) -> None:
    """Changes what wraps the keys, in the caller's transaction: the new slot is opened before the old ones go."""
    put(connection, secret, wrap, params, keys)
    if not is_right(connection, wrap, params) or opened(connection, wrap, params) != dict(keys):
        raise Damaged
    connection.execute("DELETE FROM vault WHERE slot <> ?", (params.slot,))
