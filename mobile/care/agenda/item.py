"""One thing that is due around a session, as a value: what, when by the clinic's clock, until when it stands.

A key is the same however often the day is moved, so what was done stays done; it never holds a word of the patient's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from mobile.care.agenda.session import Session
from mobile.care.translated import Wording

ItemKind = Literal[
    "medicines", "ride", "prepare", "fasting", "arrive", "session", "stay", "driving", "decisions", "layer",
    "practice", "measure",
]  # fmt: skip

ORDER: dict[ItemKind, int] = {kind: place for place, kind in enumerate(get_args(ItemKind))}
"""Of what is due at the same moment."""


@dataclass(frozen=True)
class AgendaItem:
    """`at`, aware UTC: the moment it is about: nothing solid after, arrive at, no driving until, begins. None: as soon as it
    is known, or, where `is_asked_of_the_clinic`, to be asked. `until`: when it is over; None: it stays until it is done."""

    key: str
    kind: ItemKind
    title: Wording = field(default_factory=Wording)
    text: Wording = field(default_factory=Wording)
    about: str = ""
    session: Session | None = None
    at: datetime | None = None
    until: datetime | None = None
    is_to_the_day: bool = False  # `at` names a day of the clinic's calendar and no time of it
    is_asked_of_the_clinic: bool = False
    is_done: bool = False

    def is_over(self, now: datetime) -> bool:
        """Whether it stands no longer."""
        return self.until is not None and self.until <= now

    def is_on(self, now: datetime) -> bool:
        """Whether it is to be done now: its time has come, and is not over."""
        return not self.is_over(now) and (self.at is None or self.at <= now)


def in_time(items: list[AgendaItem]) -> tuple[AgendaItem, ...]:
    """By their moments, those without one last; the same whatever order they came in."""
    return tuple(
        sorted(
            items,
            key=lambda one: (
                one.at is None,
                one.at.timestamp() if one.at is not None else 0.0,
                ORDER[one.kind],
                one.key,
            ),
        )
    )
