"""The states of an approval, which may follow which, and whose turn it is in each. Tables only.

What is past its dates is told by the clinic's clock (`standing`); a state that is not here is said to be unknown to the app, and
never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

State = Literal[
    "unknown",
    "benefit-check",
    "not-required",
    "docs-needed",
    "submitted",
    "pended",
    "info-requested",
    "approved",
    "expiring",
    "expired",
    "denied",
    "p2p",
    "appeal-1",
    "appeal-2",
    "external",
    "overturned",
    "upheld",
]
Turn = Literal["you", "clinic", "insurer", "nobody"]
"""`you`: the patient."""
STATES: tuple[State, ...] = get_args(State)
_BY_CODE: dict[str, State] = {one: one for one in STATES}

FOLLOWS: Mapping[State, tuple[State, ...]] = {
    "unknown": ("benefit-check",),
    "benefit-check": ("not-required", "docs-needed", "submitted"),
    "not-required": (),
    "docs-needed": ("docs-needed", "submitted"),
    "submitted": ("pended", "info-requested", "approved", "denied"),
    "pended": ("info-requested", "approved", "denied"),
    "info-requested": ("info-requested", "pended", "approved", "denied"),
    "approved": ("expiring", "expired"),
    "expiring": ("expired",),
    "expired": (),
    "denied": ("p2p", "appeal-1"),
    "p2p": ("appeal-1", "overturned", "upheld"),
    "appeal-1": ("appeal-2", "external", "overturned", "upheld"),
    "appeal-2": ("external", "overturned", "upheld"),
    "external": ("overturned", "upheld"),
    "overturned": ("expiring", "expired"),
    "upheld": (),
}
BY_THE_CLOCK: frozenset[State] = frozenset({"expiring", "expired"})
"""Nobody records these: the dates of what was approved say them."""
GRANTED: frozenset[State] = frozenset({"approved", "overturned", "expiring", "expired"})
ASKS: frozenset[State] = frozenset({"docs-needed", "info-requested"})
"""Something is missing: the record says what, and from whom."""

TURNS: Mapping[State, Turn] = {
    "unknown": "clinic",
    "benefit-check": "clinic",
    "not-required": "nobody",
    "docs-needed": "clinic",
    "submitted": "insurer",
    "pended": "insurer",
    "info-requested": "clinic",
    "approved": "nobody",
    "expiring": "clinic",
    "expired": "clinic",
    "denied": "clinic",
    "p2p": "clinic",
    "appeal-1": "insurer",
    "appeal-2": "insurer",
    "external": "insurer",
    "overturned": "nobody",
    "upheld": "nobody",
}
"""Where something is missing it is the patient's turn only if the record says that it is asked of them."""

BEGINS: State = "benefit-check"
"""In which one is begun here."""


def state_of(code: str | None) -> State | None:
    """None: a code that is not one of these."""
    return _BY_CODE.get(code or "")


def recordable(state: State | None) -> tuple[State, ...]:
    """What the clinic can record next."""
    return tuple(one for one in FOLLOWS[state] if one not in BY_THE_CLOCK) if state is not None else ()
