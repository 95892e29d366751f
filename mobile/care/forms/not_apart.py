"""That this clinic took no photo as a record of its own, since when, and until when that is believed.

A clinic that is set up otherwise one day takes them: it is asked again after a sign-in, when its own statement of what it
keeps says otherwise, and after a week.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self, cast

from mobile.care.resource import moment
from mobile.noun import Kind

BELIEVED_FOR = timedelta(days=7)


@dataclass(frozen=True)
class NoPhotosApart:
    """There is at most one: while it is there, photos stay inside the answers."""

    KIND: ClassVar[Kind] = Kind("no_photos_apart", "", "private")
    ID: ClassVar[str] = "no-photos-apart"

    since: datetime | None = None  # aware UTC; None: nobody noted it
    statement: str = ""  # a digest of what the clinic stated of such records then; "" where that is not known
    staying: tuple[str, ...] = ()  # ids of photos that could not be made small enough to go inside

    @property
    def id(self) -> str:
        return self.ID

    def is_believed(self, now: datetime) -> bool:
        """Whether the clinic is not to be asked again yet. A clock that was set back asks at once."""
        return self.since is not None and timedelta() <= now - self.since < BELIEVED_FOR

    def head(self) -> Mapping[str, Any]:
        """There is one."""
        return {}

    def to_json(self) -> str:
        since = self.since.isoformat() if self.since is not None else None
        return json.dumps({"since": since, "statement": self.statement, "staying": list(self.staying)})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote, now or before there was anything in it. Raises ValueError."""
        kept = cast("dict[str, Any]", json.loads(text))
        staying = cast("list[object]", kept.get("staying") or [])
        return cls(
            moment(kept.get("since")), str(kept.get("statement") or ""), tuple(str(one) for one in staying)
        )
