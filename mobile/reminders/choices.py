"""How the patient wants to be reminded on this device: whether, of what, when not, and in which words. Only theirs.

At first nothing is reminded of, and the words say nothing of what it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from typing import Any, ClassVar, Literal, Self, get_args

from mobile.noun import Kind
from mobile.reminders.wall_clock import QuietHours

Subject = Literal["session", "food", "prepare", "waits", "write", "measure"]
"""What can be switched off by itself: the session, eating and drinking, what is to prepare, what waits after a session, what is
offered in the days after, and measures."""

SUBJECTS: tuple[Subject, ...] = get_args(Subject)
LEADS = (30, 60, 120, 180)
"""Minutes between which the patient chooses."""


@dataclass(frozen=True)
class ReminderChoices:
    """`evening`: when on the day before a session is spoken of. `lead`: how long before a time on the clock."""

    KIND: ClassVar[Kind] = Kind("reminder_choices", "", "private")
    ID: ClassVar[str] = "reminder-choices"

    is_on: bool = False
    off: frozenset[Subject] = frozenset()
    has_detail: bool = False
    quiet: QuietHours = field(default_factory=QuietHours)
    evening: time = time(18)
    lead: timedelta = timedelta(minutes=120)

    @property
    def id(self) -> str:
        """There is one on a device."""
        return self.ID

    def turned(self, subject: Subject, *, is_on: bool) -> Self:
        """With one of them switched."""
        return replace(self, off=self.off - {subject} if is_on else self.off | {subject})

    def head(self) -> Mapping[str, Any]:
        return {}

    def to_json(self) -> str:
        return json.dumps(
            {
                "is_on": self.is_on,
                "off": sorted(self.off),
                "has_detail": self.has_detail,
                "quiet": [self.quiet.begins.isoformat(), self.quiet.ends.isoformat()],
                "evening": self.evening.isoformat(),
                "lead": int(self.lead.total_seconds() // 60),
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote. What it cannot be is as it is at first, and no detail is shown because of it."""
        kept: dict[str, Any] = json.loads(text)
        lead = kept.get("lead")
        quiet = _times(kept.get("quiet"))
        evening = _times([kept.get("evening")])
        return cls(
            kept.get("is_on") is True,
            frozenset(one for one in SUBJECTS if one in (kept.get("off") or ())),
            kept.get("has_detail") is True,
            QuietHours(*quiet) if len(quiet) == 2 else QuietHours(),
            evening[0] if evening else cls.evening,
            timedelta(minutes=lead) if lead in LEADS else cls.lead,
        )


def _times(kept: object) -> list[time]:
    """None where one of them is no time of day."""
    try:
        return [time.fromisoformat(one).replace(tzinfo=None) for one in kept]  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return []
