"""Forms and the answers to them: the clinic's definitions, the versions that were answered, and the patient's responses.

Nouns and pure rules. What is asked next, and whether an answer holds, is the engine's (`mobile.care.questionnaire`).
"""

from mobile.care.forms.asking_once import Proposal, accept, still_true
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.kept import KeptForm, keep
from mobile.care.forms.picking import Picked, current, find, pick_form
from mobile.care.forms.response import CannotSend, Response, drafts, finished

__all__ = [
    "CannotSend",
    "FormDefinition",
    "KeptForm",
    "Picked",
    "Proposal",
    "Response",
    "accept",
    "current",
    "drafts",
    "find",
    "finished",
    "keep",
    "pick_form",
    "still_true",
]
