"""A suggestion: one thing that somebody whom a patient shares with thinks they might do. It is an offer, and asks for no answer.

What the patient makes of it is a commitment of their own, which stays with them until they share it. It must never tell its writer
more than that it was read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import NAMESPACE_URL, uuid5

from mobile.care.codes import CARE
from mobile.care.commitment import Commitment, begin
from mobile.care.resource import Json, has_code
from mobile.care.talk.correspondence import Correspondence
from mobile.care.talk.thread import Thread, in_order
from mobile.noun import Kind

SUGGESTION = "commitment-suggestion"


@dataclass(frozen=True, kw_only=True)
class Suggestion(Correspondence):
    """A Communication of category commitment-suggestion, from a practitioner to a patient."""

    KIND: ClassVar[Kind] = Kind("suggestion", "Communication")
    CODE: ClassVar[str] = SUGGESTION

    @property
    def becomes(self) -> str:
        """The id of the commitment that is made of it: there is one on each device, however often it is tapped."""
        return str(uuid5(NAMESPACE_URL, f"suggestion {self.id}"))

    def taken_up(self, now: datetime, today: date) -> Commitment:
        """ "I will do this": the same words, which are the patient's to change. `today`: the clinic's date."""
        return begin(self.becomes, today, now).revise(self.words, now).settle()

    def left(self, now: datetime, today: date) -> Commitment:
        """Not for them: without words, so that no list shows it."""
        return begin(self.becomes, today, now, practice=SUGGESTION).became("let_go")


def is_suggestion(resource: Json) -> bool:
    """Whether a Communication is one of these."""
    return has_code(resource.get("category"), CARE, SUGGESTION)


def suggested(suggestions: Iterable[Suggestion], me: str, patient: str) -> Thread[Suggestion]:
    """What was suggested to this patient, the first first: all of it to themselves, to a practitioner what they suggested."""
    fitting = [
        one
        for one in suggestions
        if one.patient == one.recipient == patient
        and one.sender
        and not one.is_void
        and me in (patient, one.sender)
    ]
    return Thread(me, in_order(fitting))
