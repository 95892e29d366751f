"""A day as a clinic's record states it, in words: as exact as it is said."""

from __future__ import annotations

from datetime import date

from mobile.screens.frame import Surroundings


def stated_day_text(s: Surroundings, day: str) -> str:
    """Of a FHIR date: `May 11, 2026`, `May 2026`, `2026`; "" where it says none."""
    parts = day.split("-")
    if len(parts) == 3:
        return s.moments.full_date(date.fromisoformat(day))
    if len(parts) == 2:
        return s.moments.month(date.fromisoformat(f"{day}-01"), with_year=True)
    return day


def is_whole_day(day: str) -> bool:
    """Whether a FHIR date says the day, and not its month or year alone."""
    return day.count("-") == 2
