"""What the courses of many patients ask for, worked out once each and again only where a course or the protocols changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import is_

from mobile.care.agenda.due import CourseAsks, asks_of
from mobile.care.course import Course
from mobile.care.prompts import Protocol
from mobile.care.session_rules import CoursePhase, course_phases

Planned = tuple[CourseAsks, tuple[CoursePhase, ...]]


@dataclass
class CoursePlans:
    """One for a place, or for as long as somebody's list is kept."""

    _protocols: Sequence[Protocol] = ()
    _known: dict[str, tuple[Course | None, Planned]] = field(
        default_factory=dict[str, "tuple[Course | None, Planned]"]
    )

    def follow(self, protocols: Sequence[Protocol]) -> None:
        """The store gives the very same nouns until one of them changes."""
        is_same = len(protocols) == len(self._protocols) and all(map(is_, protocols, self._protocols))
        if not is_same:
            self._protocols = list(protocols)
            self._known.clear()

    def of(self, patient: str, course: Course | None) -> Planned:
        """What this patient's course asks for, and its phases."""
        known = self._known.get(patient)
        if known is not None and known[0] is course:
            return known[1]
        planned = asks_of(self._protocols, course), course_phases(self._protocols, course)
        self._known[patient] = course, planned
        return planned
