"""Which Chromium this machine has."""

from __future__ import annotations

import shutil

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first that is there. The shell draws and runs pages as the others do and brings no window with buttons, which costs as much
again for every page that is opened."""


def installed() -> str | None:
    """The path of its program. None: Playwright's own, which `make browser` brought."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)
