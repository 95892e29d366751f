"""That the patient put an alert's card away. Private: it changes nothing about the alert, and the clinic never learns of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from mobile.noun import Kind


@dataclass(frozen=True)
class PutAway:
    """`id` is the alert's."""

    KIND: ClassVar[Kind] = Kind("alert_put_away", "", "private")

    id: str
    at: datetime

    def head(self) -> Mapping[str, Any]:
        """Nothing but that it is there."""
        return {}

    def to_json(self) -> str:
        return json.dumps({"id": self.id, "at": self.at.isoformat()})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = json.loads(text)
        return cls(kept["id"], datetime.fromisoformat(kept["at"]).astimezone(UTC))
