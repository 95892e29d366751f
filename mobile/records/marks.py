"""How far each search was read, as it is kept: JSON of a `Mark`."""

from __future__ import annotations

import json
from dataclasses import asdict

from mobile.records.ports import Mark


def mark_text(mark: Mark) -> str:
    return json.dumps(asdict(mark))


def mark_of(text: str) -> Mark:
    values = json.loads(text)
    return Mark(
        values["server_time"],
        tuple(values["seen"]),
        values["resume"],
        values.get("ask_from", ""),
        values.get("is_past", False),
    )
