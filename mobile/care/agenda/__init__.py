"""Sessions in time and everything that is due around them, by the clinic's clock. Pure: recomputed, never patched.

What needs the course as well (`everything_due`) is imported from its own module, because a course is made of sessions.
"""

from mobile.care.agenda.session import HERE, NOT_COMING, OVER, Session, length
from mobile.care.agenda.standing import (
    AHEAD,
    Phase,
    in_order,
    is_session_on,
    last_session,
    next_day,
    next_session,
    phase,
)

__all__ = [
    "AHEAD",
    "HERE",
    "NOT_COMING",
    "OVER",
    "Phase",
    "Session",
    "in_order",
    "is_session_on",
    "last_session",
    "length",
    "next_day",
    "next_session",
    "phase",
]
