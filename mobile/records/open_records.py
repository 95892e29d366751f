"""What may be read while the store is open: every record but those of hidden families that are closed.

`open_record` is a temporary view over `record`, in memory and for this opening alone; all reads of records go over it, all writes
go to the table. What is hidden is told by its own sealed value, so that nothing beside it can say otherwise. A record of a
family that nobody knows of is no hidden one: it is there, does not open, and is noted as damaged.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

IS_HIDDEN = "substr(head, 2, 1) >= x'80'"
"""Of a row of `record`; just as the index `record_hidden` has it, so that what is not hidden is not looked at."""

_LAID_OUT = (
    "CREATE TEMP TABLE closed(seq INTEGER PRIMARY KEY)",
    "CREATE TEMP VIEW open_record AS "
    "SELECT seq, key, kind, compartment, substr(head, 2, 2) AS version, head, body FROM main.record "
    "WHERE seq NOT IN (SELECT seq FROM temp.closed)",
)
_CLOSED = f"INSERT INTO temp.closed(seq) SELECT seq FROM record WHERE {IS_HIDDEN} AND substr(head, 2, 2) = ?"  # noqa: S608


def lay_out(connection: sqlite3.Connection) -> None:
    """The view, before there are tables too. Nothing is closed yet."""
    for statement in _LAID_OUT:
        connection.execute(statement)


def close(connection: sqlite3.Connection, families: Iterable[int]) -> None:
    """The records of these families, and no others, are closed. Nobody writes one of them before the next opening."""
    connection.execute("DELETE FROM temp.closed")
    connection.executemany(_CLOSED, [(one.to_bytes(2, "big"),) for one in families])


def closed(connection: sqlite3.Connection) -> frozenset[int]:
    """The order numbers of those that are."""
    return frozenset(seq for (seq,) in connection.execute("SELECT seq FROM temp.closed").fetchall())


def closed_keys(connection: sqlite3.Connection) -> frozenset[bytes]:
    """Under which they are found."""
    rows = connection.execute("SELECT key FROM record WHERE seq IN (SELECT seq FROM temp.closed)").fetchall()
    return frozenset(key for (key,) in rows)
