"""What is done with a file that is not as it was written: a copy is put aside, and what still opens is read out.

It must never write to, repair or delete the damaged file.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

from mobile.records import vault
from mobile.records.database import ASIDE, FILE
from mobile.records.disk import not_saved
from mobile.records.errors import Damaged
from mobile.records.level import LEVEL_FILE

_BESIDE = ("", "-wal", "-shm")


@dataclass(frozen=True)
class Salvaged:
    """How many records still opened, and how many rows did not."""

    came_back: int = 0
    lost: int = 0


def put_aside(folder: Path) -> Path:
    """Copies the file and its log into a folder of their own, once for each state of the file. Never fails the caller."""
    stats = [path.stat() for suffix in _BESIDE[:2] if (path := folder / f"{FILE}{suffix}").exists()]
    name = "-".join(f"{one.st_mtime_ns:x}-{one.st_size:x}" for one in stats) or "nothing"
    target = folder / ASIDE / name
    if not target.exists():
        with suppress(OSError):
            target.mkdir(parents=True, mode=0o700)
            _copy(folder, target)
    return target


def move_aside(folder: Path) -> Path:
    """Moves everything of the store into a folder of its own, where nothing opens or overwrites it. Raises NotSaved."""
    names = [f"{FILE}{suffix}" for suffix in _BESIDE] + [LEVEL_FILE]
    try:
        (folder / ASIDE).mkdir(parents=True, exist_ok=True, mode=0o700)
        target = Path(tempfile.mkdtemp(dir=folder / ASIDE, prefix="moved-"))
        for name in [name for name in names if (folder / name).exists()]:
            (folder / name).replace(target / name)
    except OSError as error:
        raise not_saved(error) from None
    return target


def _copy(source: Path, target: Path) -> None:
    for suffix in _BESIDE:
        if (source / f"{FILE}{suffix}").exists():
            shutil.copy2(source / f"{FILE}{suffix}", target / f"{FILE}{suffix}")


def slot_of(folder: Path) -> vault.Params:
    """The vault's parameters in a damaged file, if that part of it still reads. Raises Damaged."""
    with copied(folder) as connection:
        try:
            params = vault.stored_params(connection)
        except sqlite3.Error:
            raise Damaged from None
    if params is None:
        raise Damaged
    return params


class copied(closing[sqlite3.Connection]):
    """A connection to a copy that is gone afterwards: opening a file with a log would write to it."""

    def __init__(self, folder: Path) -> None:
        with ExitStack() as until_open:  # a copy that fails half way is gone at once as well
            try:
                work = until_open.enter_context(tempfile.TemporaryDirectory(dir=folder, prefix="salvage-"))
                _copy(folder, Path(work))
            except OSError as error:
                raise not_saved(error) from None
            super().__init__(sqlite3.connect(Path(work) / FILE, isolation_level=None))
            self._work = until_open.pop_all()

    def __exit__(self, *exc_info: object) -> None:
        super().__exit__(*exc_info)
        self._work.close()
