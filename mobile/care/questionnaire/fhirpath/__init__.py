"""FHIRPath over forms: never raises while reading, has no clock of its own, counts exactly.

path = compile("%resource.item.where(linkId='a').answer.value")   # PathError
path.read(focus, {"resource": response}, now=now, notes=[])         # [] and a note when it cannot be read
"""

from mobile.care.questionnaire.fhirpath.comparing import order_quantities
from mobile.care.questionnaire.fhirpath.path import Path, compile
from mobile.care.questionnaire.fhirpath.pattern import is_match
from mobile.care.questionnaire.fhirpath.problems import Note, Notes, PathError
from mobile.care.questionnaire.fhirpath.reading import Budget
from mobile.care.questionnaire.fhirpath.syntax import terms

__all__ = ["Budget", "Note", "Notes", "Path", "PathError", "compile", "is_match", "order_quantities", "terms"]
