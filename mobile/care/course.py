"""A course: the sessions a clinic planned together, and which of them one is ("Session 3 of 6").

The clinic's CarePlan says which appointments belong and how many were planned; where it says nothing, the appointments
known here are counted. It must never promise a session the clinic has not planned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from mobile.care.agenda import Session, in_order
from mobile.care.codes import PLANNED_EXTENSION
from mobile.care.resource import Json, Resource, at, each, extension_of, text_at, texts
from mobile.noun import Kind


@dataclass(frozen=True, kw_only=True)
class Course(Resource):
    """A CarePlan as the patient sees it."""

    TYPE: ClassVar[str] = "CarePlan"
    KIND: ClassVar[Kind] = Kind("course", "CarePlan")

    patient: str | None = None
    name: str = field(default="", repr=False)
    status: str = ""  # as the clinic says: "draft", "active", "completed"
    is_active: bool = False
    sessions: tuple[str, ...] = ()  # "Appointment/a1", in the plan's order
    protocols: tuple[str, ...] = ()  # canonical addresses of what it follows
    planned: int | None = None  # how many the clinic planned, if it says

    @classmethod
    def read(cls, resource: Json) -> Json:
        linked = [text_at(activity, "reference", "reference") for activity in each(resource, "activity")]
        planned = at(extension_of(resource, PLANNED_EXTENSION), "valueInteger")
        return {
            "patient": text_at(resource, "subject", "reference"),
            "name": text_at(resource, "title") or text_at(resource, "description") or "",
            "status": text_at(resource, "status") or "",
            "is_active": resource.get("status") == "active",
            "sessions": tuple(name for name in linked if name and name.startswith("Appointment/")),
            "protocols": tuple(texts(resource, "instantiatesCanonical")),
            "planned": planned if isinstance(planned, int) and planned > 0 else None,
        }

    def head(self) -> Mapping[str, Any]:
        """What a list needs."""
        return {"patient": self.patient, "active": self.is_active}


@dataclass(frozen=True)
class CoursePosition:
    """One session's place in its course: the third of six."""

    number: int
    total: int


def current(courses: Iterable[Course]) -> Course | None:
    """The active course with sessions in it; else an active one; else None."""
    active = [course for course in courses if course.is_active]
    return next((course for course in active if course.sessions), active[0] if active else None)


def sessions_of(course: Course | None, sessions: Iterable[Session]) -> list[Session]:
    """The course's sessions in time. Without a course, or one that names none: all that are known."""
    known = in_order(sessions)
    if course is None or not course.sessions:
        return known
    named = set(course.sessions)
    return [session for session in known if session.names & named]


def place_of(session: Session, course: Course | None, sessions: Iterable[Session]) -> CoursePosition | None:
    """Which one it is. None where it is not of a course, or the course names no sessions: nobody numbered it."""
    if course is None or not course.sessions:
        return None
    ordered = sessions_of(course, sessions)
    ids = [one.id for one in ordered]
    if session.id not in ids:
        return None
    return CoursePosition(ids.index(session.id) + 1, max(course.planned or 0, len(ordered)))
