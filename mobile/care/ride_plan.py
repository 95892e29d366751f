"""Who is to take the patient home from one session, as they wrote it. It never leaves the device: asking by a link sends what the
patient chose to give, as a question of its own (`ride`).

Nothing of one person is kept for the next: no earlier name, no earlier number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self
from uuid import NAMESPACE_URL, uuid5

from mobile.care.names import one_line
from mobile.care.own_words import OwnWords
from mobile.documents.carriable import is_blank
from mobile.noun import Kind

_DIALLED = re.compile(r"[+(0-9][0-9 ().\-/]{2,29}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class RidePlan(OwnWords):
    """`words`: their name. `number`: theirs; `may_be_reached`: they agree that the clinic has it. `call`: the patient's own
    number, for them."""

    KIND: ClassVar[Kind] = Kind("ride_plan", "", "private")
    BESIDE = ("number", "may_be_reached", "call")

    number: str = field(default="", repr=False)
    may_be_reached: bool = False
    call: str = field(default="", repr=False)

    @property
    def is_empty(self) -> bool:
        return all(map(is_blank, (self.words, self.number, self.call))) and not self.may_be_reached

    @property
    def name(self) -> str:
        """In one line, without signs that cannot be seen."""
        return one_line(self.words)

    @property
    def given_number(self) -> str:
        """What the clinic is given of the number: nothing unless they agreed."""
        return one_line(self.number) if self.may_be_reached else ""

    def revise(self, words: str, now: Any) -> Self:
        return replace(super().revise(words, now), versions=())

    def keep_also(self, words: str, at: Any) -> Self:
        return self

    def to_kept(self) -> dict[str, Any]:
        beside = {name: getattr(self, name) for name in self.BESIDE}
        return super().to_kept() | beside

    @classmethod
    def of_kept(cls, kept: dict[str, Any]) -> dict[str, Any]:
        beside = {
            "number": str(kept["number"]),
            "may_be_reached": bool(kept["may_be_reached"]),
            "call": str(kept["call"]),
        }
        return super().of_kept(kept) | beside


def ride_plan_id(session: str) -> str:
    """The id under which a session's is kept. `session`: the appointment's reference."""
    return f"ride-{uuid5(NAMESPACE_URL, session)}"


def is_number(text: str) -> bool:
    """Whether it can be a telephone number, or is none at all."""
    number = one_line(text)
    return not number or _DIALLED.fullmatch(number) is not None
