"""The recovery sheet: the data keys wrapped a second time, so that printed words open them where PIN or device cannot.

The words make an X25519 key pair. The store keeps only its public half, sealed among the credentials: new keys can be
wrapped for the sheet while nothing on the device opens what was wrapped (`mobile.records.sealing_to`). It must never keep a word, nor let a lock that was put into the file from outside be wrapped for.
"""

from __future__ import annotations

import sqlite3

from mobile.records import sealing_to
from mobile.records.errors import Damaged, WrongSheet
from mobile.records.sealing import CREDENTIALS, INDEX
from mobile.records.store_context import StoreContext
from mobile.records.vault import RawKeys

LOCK = "recovery sheet"
"""The credential under which the public half is kept."""
_PURPOSE = "sheet wrap"
SheetKey = sealing_to.PrivateHalf


def key_of(secret: bytes) -> SheetKey:
    """From what a sheet's words stand for."""
    return sealing_to.private_half(secret, b"lantern sheet", "sheet")


def lock_of(key: SheetKey) -> bytes:
    """The public half: who has it can wrap for the sheet, and open nothing."""
    return sealing_to.public_half(key)


def is_there(connection: sqlite3.Connection) -> bool:
    """Whether a sheet opens this store. Asked of a file of any schema, locked too."""
    return _has_table(connection) and bool(
        connection.execute("SELECT EXISTS(SELECT 1 FROM sheet)").fetchone()[0]
    )


def _has_table(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sheet'").fetchone())


def put_key(connection: sqlite3.Connection, lock: bytes, compartment: int, version: int, key: bytes) -> None:
    """Wraps one data key for the sheet, in the caller's transaction."""
    sealed = sealing_to.sealed_to(lock, _PURPOSE, _bound(compartment, version), key)
    connection.execute(
        "INSERT INTO sheet(compartment, version, wrapped) VALUES(?, ?, ?)", (compartment, version, sealed)
    )


def put(context: StoreContext, lock: bytes, keys: RawKeys) -> None:
    """A new sheet in the place of any earlier one, in one transaction."""
    end(context)
    for (compartment, version), key in keys.items():
        put_key(context.connection, lock, compartment, version, key)
    context.write_small("credential", LOCK, lock.hex(), CREDENTIALS)


def end(context: StoreContext) -> None:
    """No words open this store any more."""
    context.connection.execute("DELETE FROM sheet")
    context.erase_small("credential", LOCK)


def lock_kept(context: StoreContext) -> bytes | None:
    """What new keys are wrapped for; None where there is no sheet."""
    text = context.read_small("credential", LOCK, CREDENTIALS)
    return bytes.fromhex(text) if text else None


def opened(connection: sqlite3.Connection, key: SheetKey) -> dict[tuple[int, int], bytes]:
    """Every data key. Raises WrongSheet where none opens, Damaged where only some do."""
    if not _has_table(connection):
        raise WrongSheet
    rows = connection.execute("SELECT compartment, version, wrapped FROM sheet").fetchall()
    found: dict[tuple[int, int], bytes] = {}
    for compartment, version, wrapped in rows:
        try:
            found[compartment, version] = sealing_to.opened_with(
                key, _PURPOSE, _bound(compartment, version), wrapped
            )
        except Damaged:
            continue
    if not found:
        raise WrongSheet
    if len(found) != len(rows) or (INDEX, 1) not in found:
        raise Damaged
    return found


def _bound(compartment: int, version: int) -> bytes:
    return f"lantern|sheet|{compartment}|{version}".encode()
