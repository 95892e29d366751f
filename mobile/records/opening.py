"""What making, opening and re-wrapping a store does inside the database's thread."""

from __future__ import annotations

import os

from mobile.records import biometric, open_records, schema, second_pin, sheet, vault
from mobile.records.database import Database
from mobile.records.errors import KeyUnavailable, NothingHere
from mobile.records.level import Counter, Found
from mobile.records.pin_gate import Ground, write_tries
from mobile.records.sealing import CLINICAL, CREDENTIALS, PRIVATE, Keys


def params_of(database: Database) -> vault.Params:
    """The vault's parameters. Raises NothingHere, or KeyUnavailable where there are rows and no vault."""
    if schema.version(database.connection) == 0:
        raise NothingHere
    params = vault.stored_params(database.connection)
    if params is None:
        held = database.connection.execute("SELECT EXISTS(SELECT 1 FROM record)").fetchone()[0]
        raise KeyUnavailable if held else NothingHere
    return params


def found(database: Database, counter: Counter, kept: bytes | None) -> Found:
    """The counts of this file, of the file beside it, and of the secret store (`kept`, sealed)."""
    has_counted, here = counter.here(database.connection)
    return Found(has_counted, here, counter.beside(), counter.opened(kept))


def count_from(database: Database, counter: Counter, found: Found) -> None:
    """Every commit from now on is counted."""
    counter.begin(found)
    database.counter = counter


def proves(ground: Ground) -> bool:
    return vault.proves(ground.database.connection, ground.secret, ground.params)


def keys(ground: Ground, wrap: bytes) -> dict[tuple[int, int], bytes]:
    return vault.opened(ground.database.connection, wrap, ground.params)


def by_biometrics(ground: Ground, secret: bytes) -> bytes:
    """The wrapping key, by what the phone gave out. Raises BiometricsGone."""
    key = biometric.key_of(secret, ground.secret)
    return biometric.opened(ground.database.connection, key, ground.params)


def close_others(database: Database, keys: Keys) -> None:
    """Of the hidden families only the one that is open can be read."""
    closed = set(second_pin.families(database.connection)) - {keys.family}
    open_records.close(database.connection, closed)


def rewrap(
    ground: Ground, wrap: bytes, params: vault.Params, keys: Keys, biometric_lock: bytes | None
) -> None:
    """`biometric_lock`: what the new wrapping key is sealed for as well; None where biometrics open nothing."""
    connection = ground.database.connection
    vault.rewrap(connection, ground.secret, wrap, params, keys.raw())
    second_pin.put_wraps(connection, second_pin.publics_kept(connection, keys), wrap, params)
    if biometric_lock is not None and params.has_pin:
        biometric.put_wrap(connection, biometric_lock, wrap, params)


def rewrap_by_sheet(
    ground: Ground, wrap: bytes, params: vault.Params, raw: vault.RawKeys, sealed_tries: bytes
) -> None:
    """The recovery sheet opened the keys: another PIN wraps them from now on, and tries are counted anew.

    What biometrics opened goes with the old slot: whoever lost the PIN sets everything anew. A second PIN, which is in nobody's
    way, opens what it opened.
    """
    connection = ground.database.connection
    schema.migrate(connection)
    vault.rewrap(connection, ground.secret, wrap, params, raw)
    keys = Keys(raw)
    second_pin.put_wraps(connection, second_pin.publics_kept(connection, keys), wrap, params)
    keys.drop()
    write_tries(ground.database, sealed_tries)


def migrate(database: Database) -> None:
    schema.migrate(database.connection)


def lay_out(database: Database, secret: bytes, wrap: bytes, params: vault.Params, raw: vault.RawKeys) -> None:
    schema.migrate(database.connection)
    vault.put(database.connection, secret, wrap, params, raw)


def add_keys(
    database: Database, keys: Keys, wrap: bytes, sheet_lock: bytes | None
) -> dict[tuple[int, int], bytes]:
    """Wraps a next version for every compartment and returns them; they count once this is committed.

    `sheet_lock`: what a recovery sheet's wraps are sealed to; None where there is no sheet.
    """
    params = vault.stored_params(database.connection)
    if params is None:
        raise KeyUnavailable
    made = {
        (compartment, keys.newest(compartment) + 1): os.urandom(vault.SECRET_BYTES)
        for compartment in (CLINICAL, PRIVATE, CREDENTIALS)
    }
    for (compartment, version), key in made.items():
        vault.put_key(database.connection, wrap, params, compartment, version, key)
        if sheet_lock is not None:
            sheet.put_key(database.connection, sheet_lock, compartment, version, key)
    return made
