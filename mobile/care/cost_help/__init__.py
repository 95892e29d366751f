"""Help with what care costs, as the clinic lists it: what there is, for whom in the clinic's words, and how to reach it.

In FHIR each is a HealthcareService of our category `help-with-cost` (`offer`). The clinic says which are free or cost less
(`serviceProvisionCode`); those come first, and nothing else is ranked (`choosing`).
"""

from mobile.care.cost_help.choosing import Chosen, Region, chosen, languages_of, listed_by, regions_of
from mobile.care.cost_help.offer import CostHelp, Spoken, is_cost_help

__all__ = [
    "Chosen",
    "CostHelp",
    "Region",
    "Spoken",
    "chosen",
    "is_cost_help",
    "languages_of",
    "listed_by",
    "regions_of",
]
