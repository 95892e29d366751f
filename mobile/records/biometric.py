"""Opening by a finger or a face: the key that wraps the data keys, sealed for a secret that only the phone gives out.

The secret is random and never lies in the store: the phone keeps it behind its biometrics. Together with the device's
secret it makes a key pair; the store keeps only the public half, sealed among the credentials, so that another PIN's key
can be sealed for it without asking the phone. It must never open without a PIN beside it, nor after the PIN's own key is
another one: the row hangs on the slot it was sealed for, and goes with it.
"""

from __future__ import annotations

import sqlite3

from mobile.records import sealing_to, vault
from mobile.records.errors import BiometricsGone, Damaged
from mobile.records.sealing import CREDENTIALS
from mobile.records.store_context import StoreContext

LOCK = "biometric lock"
"""The credential under which the public half is kept."""
_PURPOSE = "biometric wrap"
BiometricKey = sealing_to.PrivateHalf


def key_of(secret: bytes, device_secret: bytes) -> BiometricKey:
    """From what the phone gives out and what the device keeps: neither opens anything alone."""
    return sealing_to.private_half(secret + device_secret, b"lantern biometrics", "biometrics")


def is_there(connection: sqlite3.Connection) -> bool:
    """Whether a secret of the phone's opens this store. Asked of a file of any schema, locked too."""
    return _has_table(connection) and bool(
        connection.execute("SELECT EXISTS(SELECT 1 FROM biometric)").fetchone()[0]
    )


def _has_table(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'biometric'").fetchone())


def put(context: StoreContext, key: BiometricKey, wrap: bytes, params: vault.Params) -> None:
    """In the place of any earlier one, in one transaction, and only if it opens. Raises Damaged."""
    end(context)
    lock = sealing_to.public_half(key)
    put_wrap(context.connection, lock, wrap, params)
    context.write_small("credential", LOCK, lock.hex(), CREDENTIALS)
    if opened(context.connection, key, params) != wrap:
        raise Damaged


def put_wrap(connection: sqlite3.Connection, lock: bytes, wrap: bytes, params: vault.Params) -> None:
    """Seals the wrapping key of a slot for a public half, in the caller's transaction."""
    connection.execute(
        "INSERT INTO biometric(slot, wrapped) VALUES(?, ?)",
        (params.slot, sealing_to.sealed_to(lock, _PURPOSE, params.bound("biometric"), wrap)),
    )


def end(context: StoreContext) -> None:
    """Nothing the phone gives out opens this store any more."""
    context.connection.execute("DELETE FROM biometric")
    context.erase_small("credential", LOCK)


def lock_kept(context: StoreContext) -> bytes | None:
    """What another PIN's key is sealed for; None where biometrics open nothing."""
    text = context.read_small("credential", LOCK, CREDENTIALS) if is_there(context.connection) else None
    return bytes.fromhex(text) if text else None


def opened(connection: sqlite3.Connection, key: BiometricKey, params: vault.Params) -> bytes:
    """The wrapping key. Raises BiometricsGone where nothing was sealed for this key, or it was changed since."""
    row = None
    if params.has_pin and _has_table(connection):
        row = connection.execute("SELECT wrapped FROM biometric WHERE slot = ?", (params.slot,)).fetchone()
    if row is None:
        raise BiometricsGone
    try:
        wrap = sealing_to.opened_with(key, _PURPOSE, params.bound("biometric"), row[0])
    except Damaged:
        raise BiometricsGone from None
    if not vault.is_right(connection, wrap, params):
        raise BiometricsGone
    return wrap
