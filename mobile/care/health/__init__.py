"""What the clinic's record says of the patient's health, to be read and handed on: nothing here weighs or concludes anything."""

from mobile.care.health.allergy import Allergy
from mobile.care.health.caution import Caution
from mobile.care.health.problem import HealthProblem
from mobile.care.health.stated import standing

__all__ = ["Allergy", "Caution", "HealthProblem", "standing"]
