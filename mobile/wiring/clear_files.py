"""What a device keeps in clear beside the sealed store: how the app looks, and the clinic's public numbers for Support.

These are read while everything else is locked. Nothing here may ever hold a name, a word or a date of a patient's.
"""

from __future__ import annotations

import json
from pathlib import Path

from mobile.screens.house import Settings


def read_settings(folder: Path) -> Settings:
    """As kept, or as new where there is none that can be read."""
    try:
        return Settings(**json.loads((folder / "settings.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return Settings()


def write_settings(folder: Path, settings: Settings) -> None:
    """Whole or not at all."""
    kept = {
        "language": settings.language,
        "theme": settings.theme,
        "larger_text": settings.larger_text,
        "lock_after_s": settings.lock_after_s,
    }
    _write(folder / "settings.json", kept)


def read_support_card(folder: Path) -> dict[str, object]:
    """The clinic's public numbers; empty where none are known."""
    try:
        return json.loads((folder / "support.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def write_support_card(folder: Path, card: dict[str, object]) -> None:
    """Whole or not at all."""
    _write(folder / "support.json", card)


def _write(path: Path, values: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps(values), "utf-8")
    temporary.replace(path)
