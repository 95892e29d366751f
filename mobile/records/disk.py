"""Why a file could not be written: no room, no right, or something else. One answer for every place that writes.

SQLite passes on only that its own write failed, not why; so the folder is asked: a probe of its own tries to write the
same way, and its errno tells. It must never touch the person's files.
"""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from mobile.records.errors import NotSaved

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_PROBE_BYTES = 1 << 16


def not_saved(error: OSError) -> NotSaved:
    """The store's own word for what the system says."""
    if error.errno in _FULL:
        return NotSaved("full")
    return NotSaved("read_only" if error.errno in _READ_ONLY else "io")


def probed(folder: Path, largest: int) -> NotSaved:
    """Tries to write beside the store: some bytes, and one beyond where its `largest` file (bytes) ends."""
    try:
        with tempfile.TemporaryFile(dir=folder, prefix="probe-") as file:
            file.write(bytes(_PROBE_BYTES))
            file.flush()
            os.fsync(file.fileno())
            file.seek(
                largest + _PROBE_BYTES
            )  # sparse: it takes no room, but a limit on the size of files says no
            file.write(b"\0")
            file.flush()
    except OSError as error:
        return not_saved(error)
    return NotSaved("io")
