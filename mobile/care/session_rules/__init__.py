"""What a clinic's protocol says about each session: food, arrival, the ride, driving, what to prepare, and its phases.

Read from PlanDefinitions of any clinic. A number that is missing, malformed or contradicted is None, to be asked of the
clinic; nothing here guesses one, and no number is written in code.
"""

from mobile.care.session_rules.asked_for import SessionRules, session_rules
from mobile.care.session_rules.medicines import DayMedicine, day_medicines
from mobile.care.session_rules.phases import CoursePhase, course_phases, phase_of_session, whole_course
from mobile.care.session_rules.rule import RuleKind, SessionRule

__all__ = [
    "CoursePhase",
    "DayMedicine",
    "RuleKind",
    "SessionRule",
    "SessionRules",
    "course_phases",
    "day_medicines",
    "phase_of_session",
    "session_rules",
    "whole_course",
]
