"""Moments on a paper that is read years later: always with their year."""

from __future__ import annotations

from datetime import datetime

from mobile.screens.frame import Surroundings


def exact(s: Surroundings, at: datetime) -> str:
    """`June 9, 2026, 9:10 AM`, in the clinic's zone. `at` is aware."""
    return f"{s.moments.full_date(at)}, {s.moments.time(at)}"
