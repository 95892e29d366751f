"""What could not be sent, as a list a person can act on. Reads the store only; knows kinds and codes, no words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from mobile.care.approval import Approval, ApprovalPaper
from mobile.care.catalog import ROWS as RECEIVED
from mobile.care.day_page import DayPage
from mobile.care.forms.documents import AnswerPhoto
from mobile.care.forms.response import Response
from mobile.care.grant import ShareGrant
from mobile.care.invitation import Invitation
from mobile.care.measures.agreement import MeasuresGrant
from mobile.care.measures.measured import Measured
from mobile.care.notices import ShareNotice, WithdrawalNotice
from mobile.care.readiness.task import StepTask
from mobile.care.ride import RideRequest
from mobile.care.safety.alerts import Alert
from mobile.care.safety.plan import SafetyPlan
from mobile.care.talk.message import Message
from mobile.care.talk.reply import Reply
from mobile.care.text_wish import TextWish
from mobile.i18n import N_
from mobile.records.ports import Keeping, Noun, SendState
from mobile.screens.shareable_words import ROWS

SENT_BY_A_PATIENT: Mapping[type[Noun], str] = {
    **{row.kind.COPY: row.sent for row in ROWS},
    ShareGrant: N_("Who may read what you shared"),
    ShareNotice: N_("The word that you shared something"),
    WithdrawalNotice: N_("The word that you took something back"),
    Response: N_("A form you filled in"),
    AnswerPhoto: N_("A photo in a form"),
    Reply: N_("An answer to somebody you share with"),
    Message: N_("A message to your care team"),
    Measured: N_("The result of a form"),
    MeasuresGrant: N_("Who may see your results"),
    SafetyPlan: N_("Your safety plan"),
    Alert: N_("A message to your clinic's people"),
    StepTask: N_("A step before your session"),
    Invitation: N_("Your invitation to a therapist from outside"),
    RideRequest: N_("Your question for a ride home"),
    ApprovalPaper: N_("A photo for an insurance approval"),
    DayPage: N_("Your question for a page of your day"),
    TextWish: N_("Your wish for text messages"),
}
SENT_BY_STAFF: Mapping[type[Noun], str] = {
    ShareNotice: N_("The mark that you have read something"),
    StepTask: N_("A step before a session"),
    Approval: N_("What you recorded of an approval"),
}
"""The kinds that travel, with what a person calls them. A new kind is one row."""

SOMETHING_ELSE = N_("Something else")
"""Of any other kind that comes with a copy."""

CHOSEN_AT: Mapping[type[Noun], str] = {
    **{row.kind.COPY: f"{row.path}{{id}}" for row in ROWS},
    SafetyPlan: "/safety-plan",
    Response: "/form/{id}",
    Approval: "/approvals/{id}",
}
"""Where a person chooses between two versions of it."""

REASONS: Mapping[str, str] = {
    "rejected": N_("Your clinic's server did not take it as it is."),
    "forbidden": N_("Your clinic's server does not allow it."),
    "lost": N_("Your clinic's server lost it: it has it no more, or only an older version. It is safe here."),
    "gone": N_("Your clinic no longer has what it belongs to."),
    "asked_first": N_("It came with the copy you brought back, and is sent when you say so."),
    "in_the_way": N_(
        "Something else at your clinic is in its way, and cannot be seen from here. Your clinic can look for it."
    ),
    "too_large": N_("It is longer than your clinic's server takes."),
    "not_found": N_("Your clinic no longer has what it belongs to."),
}
OTHER_REASON = N_("Your clinic's server could not take it.")


@dataclass(frozen=True)
class Unsent:
    """One record that waits for the person. `name` and `why` are sentences to be translated."""

    noun: type[Noun]
    id: str
    name: str
    why: str
    is_conflict: bool = False
    is_lost: bool = False  # the clinic had it
    is_asked_first: bool = False  # it came with a copy that anybody could have changed

    @property
    def choose_at(self) -> str | None:
        """The place where its two versions are shown. None: there is none."""
        place = CHOSEN_AT.get(self.noun)
        return place.format(id=quote(self.id, safe="")) if place is not None else None


class WaitingForMe:
    """The list, and trying again."""

    def __init__(self, records: Keeping, *, is_patient: bool) -> None:
        self._records = records
        named = SENT_BY_A_PATIENT if is_patient else SENT_BY_STAFF
        self._kinds = {**named, **{row.noun: SOMETHING_ELSE for row in RECEIVED if row.noun not in named}}

    @property
    def kinds(self) -> Sequence[type[Noun]]:
        """What to watch."""
        return tuple(self._kinds)

    async def load(self) -> list[Unsent]:
        """The last queued first within a kind."""
        found: list[Unsent] = []
        for noun, name in self._kinds.items():
            for id, standing in (await self._records.unsent(noun)).items():
                if standing.state is SendState.NEEDS_ATTENTION:
                    reason = standing.reason or ""
                    why = REASONS.get(reason, OTHER_REASON)
                    is_lost, is_asked_first = reason == "lost", reason == "asked_first"
                    found.append(Unsent(noun, id, name, why, is_lost=is_lost, is_asked_first=is_asked_first))
                elif standing.state is SendState.CONFLICT:
                    found.append(Unsent(noun, id, name, "", is_conflict=True))
        return found

    async def try_again(self, items: Sequence[Unsent]) -> None:
        """Puts them back in line. What was written in two places waits for a choice, not for a try."""
        for item in items:
            if not item.is_conflict:
                await self._records.try_again(item.noun, item.id)
