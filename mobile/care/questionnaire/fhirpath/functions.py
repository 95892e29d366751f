"""Every function there is: how few and how many arguments, and the work."""

from __future__ import annotations

from mobile.care.questionnaire.fhirpath.conversions import CONVERSIONS
from mobile.care.questionnaire.fhirpath.filtering import CHOOSING
from mobile.care.questionnaire.fhirpath.numbers import NUMBERS
from mobile.care.questionnaire.fhirpath.reading import Function
from mobile.care.questionnaire.fhirpath.scores import SCORES
from mobile.care.questionnaire.fhirpath.texts import TEXTS

FUNCTIONS: dict[str, tuple[int, int, Function]] = {**CHOOSING, **TEXTS, **NUMBERS, **CONVERSIONS, **SCORES}
