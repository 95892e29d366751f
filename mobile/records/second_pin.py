"""A second PIN: what it opens beside the first, each slot for itself, and how a PIN that was typed is tried on all of them.

A slot holds the ordinary wrapping key and the key of one hidden family, both sealed for a key pair whose private half is made
of that PIN and the device's secret. The public half is kept among the credentials, so that another ordinary PIN's key can be
sealed for it. It must never open by biometrics or a recovery sheet, never be in a copy, and never make a try look or last
otherwise where there is a second PIN than where there is none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from mobile.records import kdf, sealing_to, vault
from mobile.records.errors import Damaged, NotSaved
from mobile.records.open_records import IS_HIDDEN
from mobile.records.sealing import CREDENTIALS, HIDDEN, Keys, RowIdentity
from mobile.records.store_context import StoreContext, to_text

MOST = 64
"""Slots. Each costs a try a tenth of a millisecond."""
_PURPOSE = "second pin"
_NOBODY = bytes(16)


@dataclass(frozen=True)
class HiddenKey:
    """What a second PIN opens beside everything else: the key of its own family."""

    slot: int
    key: bytes = field(repr=False)

    @property
    def family(self) -> int:
        return HIDDEN + self.slot


@dataclass(frozen=True)
class Proof:
    """What a right PIN gives: the wrapping key, and a hidden family where it was a second one."""

    wrap: bytes = field(repr=False)
    hidden: HiddenKey | None = None

    @property
    def family(self) -> int:
        return self.hidden.family if self.hidden is not None else 0


@dataclass(frozen=True)
class Stretching:
    """How a PIN is stretched for the slots: once for all of them."""

    salt: bytes
    cost: kdf.Cost


def stretching(connection: sqlite3.Connection) -> Stretching:
    """As the store has it. Where it has none that may be used, one that takes as long and opens nothing."""
    row = None
    if _has_tables(connection):
        row = connection.execute("SELECT salt, memory_kib, times, lanes FROM second_salt").fetchone()
    try:
        if row is not None and len(row[0]) == len(_NOBODY):
            return Stretching(row[0], kdf.Cost(*row[1:]).check(kdf.PIN_FLOOR))
    except (kdf.BelowFloor, TypeError):
        pass
    return Stretching(_NOBODY, kdf.PIN_COST)


def half_of(pin: str, device_secret: bytes, how: Stretching) -> sealing_to.PrivateHalf:
    """Takes a good part of a second: call it in a thread."""
    stretched = kdf.stretched(pin, how.salt, how.cost)
    return sealing_to.private_half(device_secret + stretched, how.salt, _PURPOSE)


def tried(
    connection: sqlite3.Connection,
    half: sealing_to.PrivateHalf,
    params: vault.Params,
    slot: int | None = None,
) -> Proof | None:
    """What this half opens, of any slot or of this one alone. None where that is nothing."""
    if not _has_tables(connection):
        return None
    rows = connection.execute(
        "SELECT second, family, wrapped FROM second_slot JOIN second_wrap USING (second) WHERE slot = ?",
        (params.slot,),
    ).fetchall()
    for second, family, wrapped in rows:
        if slot not in (None, second):
            continue
        try:
            wrap = sealing_to.opened_with(half, _PURPOSE, _bound_wrap(params, second), wrapped)
            key = sealing_to.opened_with(half, _PURPOSE, _bound_family(second), family)
        except Damaged:
            continue
        if vault.is_right(connection, wrap, params):
            return Proof(wrap, HiddenKey(second, key))
    return None


def families(connection: sqlite3.Connection) -> list[int]:
    """Those of all slots."""
    rows = connection.execute("SELECT second FROM second_slot").fetchall() if _has_tables(connection) else []
    return [HIDDEN + second for (second,) in rows]


def free_slot(connection: sqlite3.Connection) -> int:
    """One that no PIN has, and no record is of. Raises NotSaved where there is none."""
    taken = {one - HIDDEN for one in families(connection)}
    rows = connection.execute(f"SELECT DISTINCT substr(head, 2, 2) FROM record WHERE {IS_HIDDEN}").fetchall()  # noqa: S608
    taken |= {int.from_bytes(version, "big") - HIDDEN for (version,) in rows}
    free = next((slot for slot in range(1, MOST + 1) if slot not in taken), None)
    if free is None:
        raise NotSaved("full")
    return free


def put(
    context: StoreContext, half: sealing_to.PrivateHalf, wrap: bytes, params: vault.Params, hidden: HiddenKey
) -> None:
    """The half of a PIN opens this slot from now on, and no earlier one does. In the caller's transaction. Raises Damaged."""
    connection, public = context.connection, sealing_to.public_half(half)
    end(context, hidden.slot)
    sealed = sealing_to.sealed_to(public, _PURPOSE, _bound_family(hidden.slot), hidden.key)
    connection.execute("INSERT INTO second_slot(second, family) VALUES(?, ?)", (hidden.slot, sealed))
    put_wraps(connection, {hidden.slot: public}, wrap, params)
    context.write_small("credential", _name(hidden.slot), public.hex(), CREDENTIALS)
    if tried(connection, half, params, hidden.slot) != Proof(wrap, hidden):
        raise Damaged


def put_wraps(
    connection: sqlite3.Connection, publics: Mapping[int, bytes], wrap: bytes, params: vault.Params
) -> None:
    """Seals the wrapping key of a vault's slot for every second PIN, in the caller's transaction."""
    for second, public in publics.items():
        sealed = sealing_to.sealed_to(public, _PURPOSE, _bound_wrap(params, second), wrap)
        connection.execute(
            "INSERT INTO second_wrap(second, slot, wrapped) VALUES(?, ?, ?)", (second, params.slot, sealed)
        )


def end(context: StoreContext, slot: int) -> None:
    """No PIN opens this slot any more."""
    context.connection.execute("DELETE FROM second_slot WHERE second = ?", (slot,))
    context.erase_small("credential", _name(slot))


def publics_kept(connection: sqlite3.Connection, keys: Keys) -> dict[int, bytes]:
    """By slot, what another ordinary PIN's key is sealed for. One that does not open is left out."""
    found: dict[int, bytes] = {}
    for family in families(connection):
        slot = family - HIDDEN
        key = keys.lookup("credential", _name(slot))
        row = connection.execute(
            "SELECT sealed FROM small WHERE key = ? AND compartment = ?", (key, CREDENTIALS)
        ).fetchone()
        try:
            if row is not None:
                text = to_text(keys.open(RowIdentity(CREDENTIALS, 0, key, "credential"), row[0]))
                found[slot] = bytes.fromhex(text)
        except (Damaged, ValueError):
            continue
    return found


def _has_tables(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'second_wrap'").fetchone())


def _name(slot: int) -> str:
    return f"second pin {slot}"


def _bound_wrap(params: vault.Params, slot: int) -> bytes:
    return params.bound(f"second|{slot}")


def _bound_family(slot: int) -> bytes:
    return b"lantern|second|%d" % slot
