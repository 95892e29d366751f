"""That the patient put a card away: of an alert, of a trend. Private: it changes nothing else, and the clinic never learns of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from mobile.noun import Kind


@dataclass(frozen=True)
class PutAway:
    """`id` is `away_id` of what the card was about: no two records here may have one id."""

    KIND: ClassVar[Kind] = Kind("put_away", "", "private")

    id: str
    at: datetime

    def head(self) -> Mapping[str, Any]:
        """Nothing but that it is there."""
        return {}

    def to_json(self) -> str:
        return json.dumps({"id": self.id, "at": self.at.isoformat()})

    @classmethod
    def of(cls, about: str, at: datetime) -> Self:
        """`about`: the id of the alert or of the notice."""
        return cls(away_id(about), at)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = json.loads(text)
        return cls(kept["id"], datetime.fromisoformat(kept["at"]).astimezone(UTC))


def away_id(about: str) -> str:
    """Under which id it is kept that this was put away."""
    return f"away:{about}"
