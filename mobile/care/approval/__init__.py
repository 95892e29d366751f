"""An insurer's approval beforehand: how far the clinic says it is, whose turn it is, what is missing, and when it runs out.

`states` says what may follow what, `approval` is the clinic's record, `insurer` what insurers answered and how to call them, `paper`
what the patient adds, `usage` how many sessions are left, `standing` all of it as it is now. Pure; no date is ever promised.
"""

from mobile.care.approval.approval import Approval, is_approval
from mobile.care.approval.insurer import BenefitCheck, Cover, InsurerAnswer
from mobile.care.approval.paper import ApprovalPaper, PaperSeen, is_approval_paper
from mobile.care.approval.record import Granted, Step
from mobile.care.approval.standing import Flaw, Known, Standing, families, standing_of
from mobile.care.approval.states import State, Turn

__all__ = [
    "Approval",
    "ApprovalPaper",
    "BenefitCheck",
    "Cover",
    "Flaw",
    "Granted",
    "InsurerAnswer",
    "Known",
    "PaperSeen",
    "Standing",
    "State",
    "Step",
    "Turn",
    "families",
    "is_approval",
    "is_approval_paper",
    "standing_of",
]
