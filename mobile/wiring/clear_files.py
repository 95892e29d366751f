"""What a device keeps in clear beside the sealed store: how the app looks, and the clinic's public numbers for Support.

These are read while everything else is locked. Nothing here may ever hold a name, a word or a date of a patient's, but
for the safety plan of a patient who chose that (`mobile.wiring.locked_plan`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from mobile.screens.app_services import Settings


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
        "hide_button": settings.hide_button,
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


def read_plan(folder: Path) -> list[dict[str, str]]:
    """Heading and words of each step; empty where the patient did not choose so."""
    try:
        found = json.loads((folder / "safety-plan.json").read_text("utf-8"))
        return [{"heading": str(one["heading"]), "words": str(one["words"])} for one in found["steps"]]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def write_plan(folder: Path, steps: list[dict[str, str]]) -> None:
    """Whole or not at all, and for this account of the device alone."""
    _write(folder / "safety-plan.json", {"steps": steps})


def remove_plan(folder: Path) -> None:
    """Nothing of it is left in clear."""
    (folder / "safety-plan.json").unlink(missing_ok=True)
    (folder / "safety-plan.new").unlink(missing_ok=True)


def _write(path: Path, values: Mapping[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.unlink(missing_ok=True)  # one left by a stop in the middle keeps the rights it was made with
    with open(os.open(temporary, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(json.dumps(values))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
