"""What somebody wanted to do on the day of a session and is asked about again: which act, and where. Only theirs; it never leaves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self
from urllib.parse import unquote
from uuid import NAMESPACE_URL, uuid5

from mobile.care.decision_guard import ACTS, Act, Waits
from mobile.care.own_words import as_utc
from mobile.noun import Kind


@dataclass(frozen=True)
class PutOff:
    """`route`: the page it is done on. `until` None: from the end of the session that is on, which nobody has said yet."""

    KIND: ClassVar[Kind] = Kind("put_off", "", "private")

    act: Act
    route: str
    until: datetime | None = None

    @property
    def entry(self) -> str | None:
        """The id of the journal entry on whose page it is; None: it is of something else."""
        return entry_of(self.route)

    @property
    def id(self) -> str:
        """One act on one page is put off once."""
        return f"put-off-{uuid5(NAMESPACE_URL, f'{self.act} {self.route}')}"

    def is_due(self, now: datetime, waits: Waits | None) -> bool:
        """Whether it may be offered again. While what binds a person waits it is not."""
        return waits is None and (self.until is None or self.until <= now)

    def head(self) -> Mapping[str, Any]:
        return {"act": self.act}

    def to_json(self) -> str:
        until = self.until.isoformat() if self.until else None
        return json.dumps({"act": self.act, "route": self.route, "until": until})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. Raises ValueError or KeyError."""
        kept = json.loads(text)
        acts: dict[str, Act] = {one: one for one in ACTS}
        act = acts.get(kept["act"])
        if act is None:
            raise ValueError("no such act")
        return cls(act, kept["route"], as_utc(kept["until"]) if kept.get("until") else None)


def entry_of(route: str) -> str | None:
    """Of the pages of an entry: its id."""
    parts = route.split("/")
    return unquote(parts[2]) if len(parts) > 2 and parts[1] == "entry" else None
