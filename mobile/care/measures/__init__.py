"""Measures through the whole course: what is scored, when it is asked, what was answered, and how that went over time.

Exact and silent: published scoring only, absent stays absent, true dates, and never a verdict.
"""

from mobile.care.measures.agreement import MeasuresGrant, may_read
from mobile.care.measures.bridges import Stretch, stretches
from mobile.care.measures.cadence import Due, Why, due, phase_of
from mobile.care.measures.instrument import Instrument, instrument_of
from mobile.care.measures.measured import Measured, observation_of, skipped
from mobile.care.measures.rising import Movement, RisingRule, movement
from mobile.care.measures.schedule import DueRule, Schedule, SlipRule, schedules
from mobile.care.measures.slip import Slip, early_slip
from mobile.care.measures.spans import Span
from mobile.care.measures.trend import Point, Row, SessionMark, Trend, Word, trend

__all__ = [
    "Due",
    "DueRule",
    "Instrument",
    "Measured",
    "MeasuresGrant",
    "Movement",
    "Point",
    "RisingRule",
    "Row",
    "Schedule",
    "SessionMark",
    "Slip",
    "SlipRule",
    "Span",
    "Stretch",
    "Trend",
    "Why",
    "Word",
    "due",
    "early_slip",
    "instrument_of",
    "may_read",
    "movement",
    "observation_of",
    "phase_of",
    "schedules",
    "skipped",
    "stretches",
    "trend",
]
