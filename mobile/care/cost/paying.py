"""That somebody went to the clinic's page to pay one bill. Only theirs; it never leaves, and says nothing about whether they paid."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import NAMESPACE_URL, uuid5

from mobile.care.own_words import as_utc
from mobile.noun import Kind


@dataclass(frozen=True)
class WentToPay:
    """`bill`: its id. `at`: aware UTC. `left`: what the clinic said was left of it then, as it is written
    ("900.00 USD"), and after it what had come that was put to no bill."""

    KIND: ClassVar[Kind] = Kind("went_to_pay", "", "private")

    bill: str
    at: datetime
    left: str = ""

    @property
    def id(self) -> str:
        """Of one bill there is one: the last time."""
        return f"went-to-pay-{uuid5(NAMESPACE_URL, self.bill)}"

    def head(self) -> Mapping[str, Any]:
        return {"bill": self.bill}

    def to_json(self) -> str:
        return json.dumps({"bill": self.bill, "at": self.at.isoformat(), "left": self.left})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = json.loads(text)
        return cls(kept["bill"], as_utc(kept["at"]), kept.get("left", ""))
