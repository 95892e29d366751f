"""Opening the browser at an address with a secret in it, so that no other account of the machine reads it on the way.

On Linux a started program's arguments are everybody's to read. There the browser is given a file that only the owner may
read, and the file leads on; elsewhere the address is handed over directly.
"""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from html import escape
from pathlib import Path


class Opening:
    """One a start. `done` when the address was used, or the process ends."""

    def __init__(self) -> None:
        self._file: Path | None = None

    def open(self, address: str) -> None:
        """Returns at once. Where no browser opens, nothing happens: the address is printed too."""
        if sys.platform != "linux":
            webbrowser.open(address)
            return
        # In the home folder itself: confined browsers see neither hidden folders nor the system's temporary ones.
        handle, name = tempfile.mkstemp(prefix="lantern-", suffix=".html", dir=Path.home())
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            target = escape(address, quote=True)
            file.write(
                '<!DOCTYPE html><meta charset="UTF-8"><meta name="referrer" content="no-referrer">'
                f'<meta http-equiv="refresh" content="0;url={target}"><title>Lantern</title><a href="{target}">Lantern</a>'
            )
        self._file = Path(name)
        webbrowser.open(self._file.as_uri())

    def done(self) -> None:
        """What lies about is removed."""
        if self._file is not None:
            self._file.unlink(missing_ok=True)
            self._file = None
