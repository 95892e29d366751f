"""Destroying a store for good: the keys first, which is what counts; then every row; then the files."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from mobile.records import schema
from mobile.records.as_found import FOUND
from mobile.records.database import ASIDE, FILE, Database
from mobile.records.errors import StoreError
from mobile.records.level import LEVEL_FILE

_FILES = (FILE, f"{FILE}-wal", f"{FILE}-shm", f"{FILE}-journal", LEVEL_FILE)


async def shred(folder: Path) -> None:
    """Wrapped keys and rows are overwritten in the file, then the files are removed. Works on a damaged file too."""
    if Database.has_file(folder):
        database = Database(folder)
        try:
            await database.open()
            await database.write(_erase_keys, database)
            await database.write(_erase_rows, database)
            await database.call(_squeeze, database)
        except StoreError:
            pass  # damaged or full: the files are overwritten below all the same
        finally:
            database.close()
    for name in _FILES:
        _overwrite(folder / name)
    for kept in (ASIDE, FOUND):
        for copy in list((folder / kept).rglob("*")):
            _overwrite(copy)
        shutil.rmtree(folder / kept, ignore_errors=True)


def _erase_keys(database: Database) -> None:
    schema.migrate(database.connection)  # an older file has not all tables
    for table in ("second_wrap", "second_slot", "second_salt", "biometric", "dek", "vault", "sheet", "tries"):
        database.connection.execute(f"DELETE FROM {table}")  # noqa: S608  (own names only)


def _erase_rows(database: Database) -> None:
    for table in ("outbox", "conflict", "link", "record", "small"):
        database.connection.execute(f"DELETE FROM {table}")  # noqa: S608  (own names only)


def _squeeze(database: Database) -> None:
    for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
        database.connection.execute(statement).fetchall()


def _overwrite(path: Path) -> None:
    """Zeros over it, then away with it. On flash this proves nothing; the lost key does."""
    with suppress(OSError):
        size = path.stat().st_size
        with path.open("r+b") as file:
            for _ in range(0, size, 1 << 20):
                file.write(bytes(min(1 << 20, size - file.tell())))
            file.flush()
            os.fsync(file.fileno())
    with suppress(OSError):
        path.unlink()
