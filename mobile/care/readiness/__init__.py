"""Getting ready for a session: the forms to fill in and the other steps, each with whose turn it is.

It tells how things stand. It never clears a patient, never refuses one, and never says what an answer means.
"""

from mobile.care.readiness.guidance import StepGuidance, Turn
from mobile.care.readiness.intake import (
    Entry,
    IntakeSet,
    Progress,
    StepGuide,
    progress,
    set_for,
)
from mobile.care.readiness.steps import State, Step, Turns, ordered, steps, whose_turn
from mobile.care.readiness.task import StepTask
from mobile.care.readiness.updates import StepUpdate

__all__ = [
    "Entry",
    "IntakeSet",
    "Progress",
    "State",
    "Step",
    "StepGuidance",
    "StepGuide",
    "StepTask",
    "StepUpdate",
    "Turn",
    "Turns",
    "ordered",
    "progress",
    "set_for",
    "steps",
    "whose_turn",
]
