"""What follows an answer that calls for help now: who is told, and what is truly known of it.

`HelpDesk` is the seam: the form place asks it and draws what it says. It must never call anything told, read or answered
before it is, and it never waits for a network: what cannot be sent now is queued.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from mobile.care.forms.response import Response
from mobile.noun import Noun
from mobile.records.ports import Keeping

AlertState = Literal["none", "created", "delivered", "acknowledged", "resolved"]


@dataclass(frozen=True)
class HelpCall:
    """One answer that calls for help. `rule`: the id of the clinic's rule, as the form names it."""

    rule: str
    link_id: str
    answer: int | None  # what the answer counts, None where it counts nothing (a plain yes)
    response: Response = field(repr=False)


class HelpDesk(Protocol):
    """Over the store: what the clinic agreed to do, and what has been done."""

    async def may_ask(self, rule: str) -> bool:
        """Whether the clinic has a signed rule for who is told. Without one the question is not asked."""
        ...

    async def nouns_for(self, call: HelpCall) -> list[Noun]:
        """What is to be saved, in one transaction with the answer, so that the clinic is told; [] where told already."""
        ...

    async def state(self, call: HelpCall) -> AlertState:
        """How far it is, from what the store knows."""
        ...


class NoDesk:
    """Nobody is told, because nothing says who: every such question is left out."""

    def __init__(self, records: Keeping) -> None:
        self._records = records

    async def may_ask(self, rule: str) -> bool:
        return False

    async def nouns_for(self, call: HelpCall) -> list[Noun]:
        return []

    async def state(self, call: HelpCall) -> AlertState:
        return "none"
