"""The tables, and the one way forward from every schema that was ever released.

Every column that could say something of the patient is sealed; what stands in clear is order, opaque codes, queue
states and rough sizes. It must never hold a time, a name or an identifier in clear, and never migrate backwards.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable

from mobile.records import kdf
from mobile.records.errors import Damaged, TooNew

FIRST = """
CREATE TABLE vault (
  slot INTEGER PRIMARY KEY,
  params TEXT NOT NULL,
  device BLOB NOT NULL,
  verifier BLOB NOT NULL
) STRICT;
CREATE TABLE dek (
  slot INTEGER NOT NULL REFERENCES vault(slot) ON DELETE CASCADE,
  compartment INTEGER NOT NULL,
  version INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  PRIMARY KEY (slot, compartment, version)
) STRICT;
CREATE TABLE tries (one INTEGER PRIMARY KEY CHECK (one = 1), sealed BLOB NOT NULL) STRICT;
CREATE TABLE record (
  seq INTEGER PRIMARY KEY,
  key BLOB NOT NULL UNIQUE CHECK (length(key) = 16),
  kind INTEGER NOT NULL,
  compartment INTEGER NOT NULL CHECK (compartment IN (1, 2)),
  head BLOB NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX record_kind ON record(kind);
CREATE TABLE link (
  key BLOB NOT NULL UNIQUE CHECK (length(key) = 16),
  type INTEGER NOT NULL,
  server BLOB NOT NULL UNIQUE CHECK (length(server) = 16),
  is_gone INTEGER NOT NULL DEFAULT 0,
  about BLOB NOT NULL,
  base BLOB
) STRICT;
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY,
  key BLOB NOT NULL CHECK (length(key) = 16),
  kind INTEGER NOT NULL,
  compartment INTEGER NOT NULL CHECK (compartment = 1),
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
  begun INTEGER NOT NULL DEFAULT 0,
  about BLOB NOT NULL,
  payload BLOB,
  timing BLOB
) STRICT;
CREATE TABLE conflict (key BLOB PRIMARY KEY CHECK (length(key) = 16), theirs BLOB NOT NULL) STRICT;
CREATE TABLE small (
  key BLOB PRIMARY KEY CHECK (length(key) = 16),
  compartment INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE TRIGGER private_is_never_queued BEFORE INSERT ON outbox
WHEN EXISTS (SELECT 1 FROM record WHERE key = NEW.key AND compartment <> 1)
BEGIN SELECT RAISE(ABORT, 'private'); END;
CREATE TRIGGER private_is_never_linked BEFORE INSERT ON link
WHEN EXISTS (SELECT 1 FROM record WHERE key = NEW.key AND compartment <> 1)
BEGIN SELECT RAISE(ABORT, 'private'); END;
CREATE TRIGGER queued_is_never_made_private BEFORE UPDATE OF compartment ON record
WHEN NEW.compartment <> OLD.compartment
BEGIN SELECT RAISE(ABORT, 'private'); END;
"""

SECOND = """
CREATE TABLE level (one INTEGER PRIMARY KEY CHECK (one = 1), sealed BLOB NOT NULL) STRICT;
"""

THIRD = """
CREATE TABLE sheet (
  compartment INTEGER NOT NULL,
  version INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  PRIMARY KEY (compartment, version)
) STRICT;
"""

FOURTH = """
CREATE TABLE biometric (
  slot INTEGER PRIMARY KEY REFERENCES vault(slot) ON DELETE CASCADE,
  wrapped BLOB NOT NULL
) STRICT;
"""

FIFTH = """
CREATE TABLE second_salt (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  memory_kib INTEGER NOT NULL,
  times INTEGER NOT NULL,
  lanes INTEGER NOT NULL
) STRICT;
CREATE TABLE second_slot (
  second INTEGER PRIMARY KEY CHECK (second BETWEEN 1 AND 64),
  family BLOB NOT NULL
) STRICT;
CREATE TABLE second_wrap (
  second INTEGER NOT NULL REFERENCES second_slot(second) ON DELETE CASCADE,
  slot INTEGER NOT NULL REFERENCES vault(slot) ON DELETE CASCADE,
  wrapped BLOB NOT NULL,
  PRIMARY KEY (second, slot)
) STRICT;
CREATE INDEX record_hidden ON record(seq) WHERE substr(head, 2, 1) >= x'80';
"""

Step = Callable[[sqlite3.Connection], None]


def _statements(script: str) -> list[str]:
    """One statement each: `executescript` would commit in the middle of ours."""
    found: list[str] = []
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending)
            pending = ""
    return found


def first(connection: sqlite3.Connection) -> None:
    for statement in _statements(FIRST):
        connection.execute(statement)


def second(connection: sqlite3.Connection) -> None:
    for statement in _statements(SECOND):
        connection.execute(statement)


def third(connection: sqlite3.Connection) -> None:
    for statement in _statements(THIRD):
        connection.execute(statement)


def fourth(connection: sqlite3.Connection) -> None:
    for statement in _statements(FOURTH):
        connection.execute(statement)


def fifth(connection: sqlite3.Connection) -> None:
    """The salt is made for every store, so that a PIN is tried in the same way whether there is a second one or not."""
    for statement in _statements(FIFTH):
        connection.execute(statement)
    cost = kdf.PIN_COST
    connection.execute(
        "INSERT INTO second_salt(one, salt, memory_kib, times, lanes) VALUES(1, ?, ?, ?, ?)",
        (os.urandom(16), cost.memory_kib, cost.times, cost.lanes),
    )


STEPS: tuple[Step, ...] = (first, second, third, fourth, fifth)
"""`STEPS[n]` leads from schema n to n + 1. A released step is never edited: a fixture of every schema is kept."""


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check(connection: sqlite3.Connection) -> int:
    """The schema of an existing file; 0 if it is empty. Raises TooNew, Damaged."""
    now = version(connection)
    if now > len(STEPS) or now < 0:
        raise TooNew
    if now == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise Damaged  # tables, and no schema number: nobody of ours left it so
    return now


def migrate(connection: sqlite3.Connection) -> None:
    """Runs what is missing, inside the transaction the caller has begun."""
    for number in range(check(connection), len(STEPS)):
        STEPS[number](connection)
        connection.execute(f"PRAGMA user_version = {number + 1:d}")
