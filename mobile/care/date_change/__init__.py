"""Changing the date of a session: the patient asks, and only the clinic books.

`open_time` is what the clinic offers, `fitting` which of it the protocol allows and why not, `consequences` what else moves,
`draft`, `request` and `answer` what is written, and `standing` how far it is. Pure.
"""

from mobile.care.date_change.answer import DateAnswer, is_date_answer
from mobile.care.date_change.draft import DateDraft
from mobile.care.date_change.fitting import Fit, Obstacle, Plans, fits
from mobile.care.date_change.open_time import OpenTime, Room
from mobile.care.date_change.request import DateRequest, Wanted
from mobile.care.date_change.standing import Standing, standing_of

__all__ = [
    "DateAnswer",
    "DateDraft",
    "DateRequest",
    "Fit",
    "Obstacle",
    "OpenTime",
    "Plans",
    "Room",
    "Standing",
    "Wanted",
    "fits",
    "is_date_answer",
    "standing_of",
]
