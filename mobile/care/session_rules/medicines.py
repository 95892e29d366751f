"""What the clinic wrote about each of a person's medicines for the day of a session, word for word.

It stands in the course (CarePlan), one activity a medicine. Nothing here advises, and nothing is added to it or left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from mobile.care.codes import CARE, DAY_MEDICINE, extension
from mobile.care.course import Course
from mobile.care.resource import at, each, extension_of, has_code, moment, text_at
from mobile.care.translated import Wording, wording

_OVER = frozenset({"cancelled", "stopped", "completed", "entered-in-error"})
_WRITTEN = extension("since")


@dataclass(frozen=True)
class DayMedicine:
    """`words`: the clinic's. `author`: who wrote the plan, as its record names them; None where it does not say."""

    name: Wording
    words: Wording = field(repr=False)
    written_at: datetime | None = None
    author: str | None = None


def day_medicines(course: Course | None) -> tuple[DayMedicine, ...]:
    """In the clinic's order. One without a name or without words is left out: a name alone would say nothing to do."""
    if course is None:
        return ()
    plan = course.to_resource()
    author = text_at(plan, "author", "reference")
    found: list[DayMedicine] = []
    for activity in each(plan, "activity"):
        detail = at(activity, "detail")
        if not has_code(at(detail, "code"), CARE, DAY_MEDICINE) or at(detail, "status") in _OVER:
            continue
        name, words = wording(at(detail, "productCodeableConcept"), "text"), wording(detail, "description")
        if name and words:
            written = moment(at(extension_of(detail, _WRITTEN), "valueDateTime"))
            found.append(DayMedicine(name, words, written, author))
    return tuple(found)
