"""Where a person in trouble can call: public lines from one bundled file, and the clinic's own numbers.

Never scores, never reads anyone's words, never needs a network or a sign-in.
"""

from mobile.care.safety.clinic import ClinicPhone, clinic_phones, in_order
from mobile.care.safety.hours import Answering
from mobile.care.safety.lines import Line, bundled_lines, lines_of, shown_lines
from mobile.care.safety.region import region_for

__all__ = [
    "Answering",
    "ClinicPhone",
    "Line",
    "bundled_lines",
    "clinic_phones",
    "in_order",
    "lines_of",
    "region_for",
    "shown_lines",
]
