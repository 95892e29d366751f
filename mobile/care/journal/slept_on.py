"""Sharing that waits: which entry the patient wants to be asked about again, and from when on. Only theirs, like the entry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from mobile.care.decision_guard import Waits
from mobile.care.own_words import as_utc
from mobile.noun import Kind

MORNING = time(9)
"""When a person is asked again who chose by themselves to sleep on it."""
OF_ENTRY = "asked-again-"


@dataclass(frozen=True)
class SleptOn:
    """`from_at` None: from the end of the session that is on, which nobody has said yet."""

    KIND: ClassVar[Kind] = Kind("slept_on", "", "private")

    entry: str
    from_at: datetime | None = None

    @property
    def id(self) -> str:
        """An entry is slept on once."""
        return OF_ENTRY + self.entry

    def is_due(self, now: datetime, waits: Waits | None) -> bool:
        """Whether it may be asked now. While what binds a person waits it is not."""
        return waits is None and (self.from_at is None or self.from_at <= now)

    def head(self) -> Mapping[str, Any]:
        return {"entry": self.entry}

    def to_json(self) -> str:
        return json.dumps({"entry": self.entry, "from": self.from_at.isoformat() if self.from_at else None})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote."""
        kept = json.loads(text)
        return cls(kept["entry"], as_utc(kept["from"]) if kept.get("from") else None)


def sleep_on(entry: str, waits: Waits | None, now: datetime, zone: ZoneInfo) -> SleptOn:
    """From the time the guard gives; where nothing waits, from the next morning by the clinic's clock."""
    if waits is not None:
        return SleptOn(entry, waits.until)
    morning = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), MORNING, zone)
    return SleptOn(entry, morning.astimezone(now.tzinfo))
