"""A store that was not closed, copied as it was found before anything opens it, until it is known that nothing is missing.

Opening applies the log to the file and removes it. If the log turns out to be older than the file, the file alone is
put back: it holds more. It must never drop the copy of a store that is behind, and never fail an opening.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from mobile.records.database import ASIDE, FILE, Database
from mobile.records.level import Counter, Level

FOUND = "found"
_LOG = f"{FILE}-wal"
Facts = tuple[tuple[int, int], ...]


def facts_of(folder: Path) -> Facts:
    """Size and time of what is there, by which another state of it is told."""
    stats = [path.stat() for name in (FILE, _LOG) if (path := folder / name).exists()]
    return tuple((one.st_size, one.st_mtime_ns) for one in stats)


class AsFound:
    def __init__(self, folder: Path, facts: Facts) -> None:
        self._folder = folder
        self._copy = folder / FOUND
        self._facts = facts

    @classmethod
    def taken(cls, folder: Path) -> AsFound | None:
        """None where there is no log, or no room for a copy, or another process is writing."""
        shutil.rmtree(folder / FOUND, ignore_errors=True)
        if not Database.has_log(folder):
            return None
        with suppress(OSError):
            made = cls(folder, facts_of(folder))
            made._copy.mkdir(mode=0o700)
            for name in (FILE, _LOG):
                shutil.copy2(folder / name, made._copy / name)
            if made.is_current():
                return made
        shutil.rmtree(folder / FOUND, ignore_errors=True)
        return None

    def is_current(self) -> bool:
        """Whether nobody wrote between the copy and now. Asked before this process writes."""
        return facts_of(self._folder) == self._facts

    def drop(self) -> None:
        """Nothing is missing: the copy is not needed."""
        shutil.rmtree(self._copy, ignore_errors=True)

    def put_aside(self) -> None:
        """Keeps the copy among what was damaged."""
        size, changed = self._facts[-1]
        self._copy_to(self._folder / ASIDE / f"log-{changed:x}-{size:x}")

    def _copy_to(self, target: Path) -> None:
        if not target.exists():
            with suppress(OSError):
                target.parent.mkdir(mode=0o700, exist_ok=True)
                shutil.copytree(self._copy, target)

    def level_of_file(self, counter: Counter) -> Level | None:
        """The count in the file alone, without its log; None if the file alone is not sound."""
        try:
            with self._file_alone() as connection:
                if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                    return None
                return counter.here(connection)[1]
        except (OSError, sqlite3.Error, UnicodeDecodeError):
            return None

    @contextmanager
    def _file_alone(self) -> Generator[sqlite3.Connection]:
        work = self._copy / "alone"
        work.mkdir(exist_ok=True)
        try:
            shutil.copy2(self._copy / FILE, work / FILE)
            with closing(sqlite3.connect(work / FILE, isolation_level=None)) as connection:
                yield connection
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def put_back_file(self) -> bool:
        """The file as it was found in the place of what an older log made of it. Whether that could be done."""
        new = self._copy / f"{FILE}.new"
        try:
            shutil.copy2(self._copy / FILE, new)
            with new.open("rb") as file:
                os.fsync(file.fileno())
            new.replace(self._folder / FILE)
            (self._folder / _LOG).unlink(missing_ok=True)
        except OSError:
            return False
        return True
