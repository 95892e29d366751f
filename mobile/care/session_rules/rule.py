"""One rule of a session, as a value: what it is about, the clinic's words, and the length of time it names.

`span` None is a number the clinic did not state so that it can be counted with; it is then asked of the clinic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mobile.care.measures.spans import Span
from mobile.care.translated import Wording

RuleKind = Literal[
    "fasting", "arrive", "stay", "driving", "decisions", "ride", "prepare", "medicines", "ate", "hand-over",
    "change", "same-day", "self-check", "symptoms", "look-in", "no-ride",
]  # fmt: skip
Side = Literal["before", "after-start", "after-end"]

SIDES: dict[RuleKind, tuple[Side, ...]] = {
    "fasting": ("before",),
    "arrive": ("before",),
    "stay": ("after-start", "after-end"),
    "driving": ("after-end",),
    "decisions": ("after-end",),
    "ride": ("before",),
    "prepare": ("before",),
    "medicines": ("before",),
    "self-check": ("before",),
    "look-in": ("after-start", "after-end"),
    "change": ("before",),
    "no-ride": ("before",),
}
"""On which side of the session each may stand. Rules that are not here are words alone."""

TO_THE_MINUTE: frozenset[RuleKind] = frozenset({"fasting", "arrive", "stay", "look-in"})
"""These are clock times, so a number of days says nothing that can be shown."""

NEEDS_A_TIME: frozenset[RuleKind] = frozenset({"fasting", "arrive", "stay", "driving", "decisions"})
"""Without a time these are a question to the clinic; the others are due from the day the session is known."""


@dataclass(frozen=True)
class SessionRule:
    """`key`: "<address of the protocol>#<id of the action>", the same for as long as the clinic keeps it. `about`: of what
    food or drink it is ("solid"), "" where nothing is told apart. `form`: the canonical of the questions that go with it."""

    key: str
    kind: RuleKind
    title: Wording
    text: Wording = field(default_factory=Wording)
    about: str = ""
    span: Span | None = None
    side: Side = "before"
    form: str | None = None

    @property
    def is_asked_of_the_clinic(self) -> bool:
        """Whether its time is not known."""
        return self.kind in NEEDS_A_TIME and self.span is None

    @property
    def is_to_the_day(self) -> bool:
        """Whether it names a day of the clinic's calendar and no time of it."""
        return self.span is not None and self.span.unit not in ("min", "h")

    def moment(self, start: datetime, end: datetime | None, zone: ZoneInfo) -> datetime | None:
        """The moment it names, aware UTC; of one to the day the first of that day. None: not known, also where it counts from
        an end that the clinic has not given. Hours are hours that pass; days are days of the clinic's calendar."""
        base = end if self.side == "after-end" else start
        if self.span is None or base is None:
            return None
        return self.span.before(base, zone) if self.side == "before" else self.span.after(base, zone)
