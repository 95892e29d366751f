"""What is known when a form is begun: who it is for and what time it is. The engine has no clock and no store of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from mobile.care.resource import Json


@dataclass(frozen=True, slots=True)
class Launch:
    """`patient`: the Patient resource. `now`: aware, in the person's own zone; it is the clock of today() and now().

    `today`: the person's date; it wins over `now`'s when they differ. `resources`: other launch contexts by name (user, encounter...): absent ones are empty.
    """

    patient: Json | None = field(default=None, repr=False)
    today: date | None = None
    now: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    resources: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)

    @property
    def clock(self) -> datetime:
        """The moment that expressions read."""
        if self.today is None or self.today == self.now.date():
            return self.now
        return datetime.combine(self.today, self.now.timetz())
