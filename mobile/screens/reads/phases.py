"""Which phases of this person's courses have begun, as the clinic planned them. Draws nothing."""

from __future__ import annotations

from datetime import datetime

from mobile.care.agenda import Session
from mobile.care.consent.renewal import Begun, phases_begun
from mobile.care.course import Course, sessions_of
from mobile.care.prompts import Protocol
from mobile.care.session_rules import course_phases
from mobile.records.ports import Keeping

KINDS = (Course, Session, Protocol)


async def begun_phases(records: Keeping, now: datetime) -> Begun:
    """Raises what the store raises."""
    sessions, protocols = await records.every(Session), await records.every(Protocol)
    found: dict[str, datetime] = {}
    for course in await records.every(Course):
        if course.is_active:
            phases = course_phases(protocols, course)
            found |= phases_begun(phases, sessions_of(course, sessions), now)
    return found
