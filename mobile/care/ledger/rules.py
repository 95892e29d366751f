"""What the clinic says of itself: which role on a patient's care team reads which part of the record.

The clinic's own statement, on its Organization. A role it does not mention, and a clinic that says nothing, count as
"may read": the less comfortable is said. It must never turn silence into "nobody".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mobile.care.codes import MEASURE, SESSION_DAY, extension
from mobile.care.people import Member
from mobile.care.resource import Json, each, text_at

What = Literal[
    "shared",
    "replies",
    "suggestions",
    "measures",
    "day_answers",
    "intake",
    "other_forms",
    "safety_plan",
    "drafts",
    "messages",
    "dates",
    "rides",
    "approvals",
    "alerts",
    "lines",
    "lines_read",
    "costs",
    "care",
    "invitation",
    "agreements",
    "notes",
]
"""The parts of a record. `shared`: what the patient chose to share, of whatever kind. `care`: name, birth date, team, sessions, course and steps. `day_answers`: what is told to the clinic on the day of a session, on the forms that it
publishes as such. `other_forms`: what was handed in on
a form of neither kind. `rides`: who was asked to take them home, and the answer. `approvals`: how far an insurer's approval is, and the photos that were added for it. `dates`: what was asked and answered about another date of a session. `replies`: what was written to and fro about something shared. `messages`: to the care team and
from it. `suggestions`: what this
person suggested to the patient. `costs`: bills, payments and estimates. `lines`: what the care team wrote for the patient to read too; `lines_read`: that the patient read it. `agreements`: which were signed, whether each is in force and whom it lets see what, without its text and choices. `invitation`: by which somebody from outside joined. `notes`: that
something was shared, agreed or taken back, without a word of it."""
Lets = Literal["yes", "no", "unsaid"]
Gated = Literal["shared", "measures", "intake"]
"""The parts that an agreement can hold back until it is signed."""

RECORD_READERS = extension("record-readers")
"""On the Organization, one a role: `role` (valueCode, as the team's role code) and `reads` (valueCode, repeated)."""
_CODES: dict[str, What] = {
    "care": "care",
    "safety-plan": "safety_plan",
    "intake": "intake",
    "measures": "measures",
    "other-forms": "other_forms",
    "messages": "messages",
    "date-requests": "dates",
    "approvals": "approvals",
    "summary": "lines",
    "costs": "costs",
}
BY_RULE: tuple[What, ...] = (*_CODES.values(), "rides", "day_answers")
_AS: dict[What, What] = {"rides": "care", "day_answers": "measures"}
"""Who reads the second reads the first: a ride home belongs to the session it is from, and what is told on its day is measures too."""
AGREEABLE: tuple[What, ...] = ("measures", "day_answers")
"""What the patient's agreement about measures opens as well."""


@dataclass(frozen=True)
class RoleReads:
    """One row of the statement."""

    role: str
    reads: frozenset[What]


def part_of_answers(uses: frozenset[str]) -> What:
    """Which part of the record the answers to a form are, by what the clinic publishes it for (`FormDefinition.uses`)."""
    if "intake" in uses:
        return "intake"
    if MEASURE in uses:
        return "day_answers" if SESSION_DAY in uses else "measures"
    return "other_forms"


def role_reads(organization: Json) -> tuple[RoleReads, ...]:
    """The rows; one without a role is none."""
    rows: list[RoleReads] = []
    for mark in each(organization, "extension"):
        if mark.get("url") == RECORD_READERS:
            parts = list(each(mark, "extension"))
            role = next((text_at(one, "valueCode") for one in parts if one.get("url") == "role"), None)
            stated = [text_at(one, "valueCode") for one in parts if one.get("url") == "reads"]
            if role is not None:
                rows.append(RoleReads(role, frozenset(_CODES[one] for one in stated if one in _CODES)))
    return tuple(rows)


def lets(rows: Iterable[RoleReads], member: Member, what: What) -> Lets:
    """Whether the clinic's statement lets this member of the team read this part."""
    by_role = {row.role: row.reads for row in rows}
    roles = [by_role.get(code) for code in member.role_codes]
    if any(reads is not None and _AS.get(what, what) in reads for reads in roles):
        return "yes"
    return "no" if roles and all(reads is not None for reads in roles) else "unsaid"
