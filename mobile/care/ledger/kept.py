"""The shape of the ledger: people, what each can read, and what each would read of something not sent yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mobile.care.ledger.openings import Opening
from mobile.care.ledger.rules import Lets, What
from mobile.care.people import Member
from mobile.care.shareable import SharedRecord
from mobile.care.shares import Share

Why = Literal["chosen", "agreed", "treating", "told", "party", "unsaid"]
"""`chosen`: the patient shared it. `agreed`: by the patient's agreement. `treating`: the clinic's rule. `told`: a call for
help goes to them. `party`: it is between the two. `unsaid`: the clinic does not say that they may not."""
DraftRule = Literal["nobody", "staff"] | None
"""Who at the clinic reads a form that is still being filled in, as it says itself. None: it does not say."""
ORDER: tuple[What, ...] = (
    "shared",
    "replies",
    "suggestions",
    "measures",
    "day_answers",
    "intake",
    "other_forms",
    "drafts",
    "messages",
    "dates",
    "rides",
    "approvals",
    "alerts",
    "safety_plan",
    "lines",
    "lines_read",
    "costs",
    "care",
    "invitation",
    "agreements",
    "notes",
)


@dataclass(frozen=True)
class Entry:
    """One part of the record that one person can read."""

    what: What
    why: Why
    names: frozenset[str]  # as the clinic calls each record
    count: int  # of what a person counts: what they shared, check-ins, forms
    since: datetime | None = None
    opening: Opening = field(default_factory=Opening)
    shares: tuple[Share, ...] = ()  # what taking it back ends


@dataclass(frozen=True)
class LedgerReader:
    """One person. `member`: their place on the team; None for somebody who is not on it now."""

    reference: str
    member: Member | None
    entries: tuple[Entry, ...]

    def entry(self, what: What) -> Entry | None:
        return next((one for one in self.entries if one.what == what), None)

    @property
    def has_answers(self) -> bool:
        """Whether anything of it is the patient's own words, answers or scores."""
        return any(
            one.what not in ("lines", "costs", "care", "invitation", "agreements", "notes")
            for one in self.entries
        )


@dataclass(frozen=True)
class Ledger:
    """All of it; who reads the most personal first."""

    readers: tuple[LedgerReader, ...] = ()
    members: tuple[Member, ...] = ()  # everybody on the team now
    lets: Mapping[tuple[str, What], Lets] = field(default_factory=dict[tuple[str, What], Lets])
    draft_rule: DraftRule = None
    held: frozenset[What] = frozenset()  # the parts of which the clinic has something
    held_copies: frozenset[type[SharedRecord]] = frozenset()  # the kinds of what was shared that it has
    is_reading_recorded: bool = False  # whether the clinic's system says who opened what

    def reader(self, reference: str | None) -> LedgerReader | None:
        return next((one for one in self.readers if one.reference == reference), None)

    def would_read(self, what: What, answer: Lets = "yes") -> tuple[Member, ...]:
        """Who of the team reads such a thing once it is sent (`unsaid`: may read it, the clinic does not say)."""
        return tuple(one for one in self.members if self.lets.get((one.reference, what)) == answer)
