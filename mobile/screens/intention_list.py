"""The list of intentions as values: what stands in each line, and how many more there are. Flet-free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mobile.care.agenda import Session
from mobile.care.course import Place
from mobile.care.intention import Intention
from mobile.documents.carriable import is_blank
from mobile.records.ports import Head, Keeping, SendState
from mobile.screens.reads import shares as sharing
from mobile.screens.reads import team as teams
from mobile.screens.reads import visits as visiting
from mobile.screens.reads.shares import Shares, Underway, patient_shares, underway
from mobile.screens.reads.team import Team, team
from mobile.screens.reads.visits import Visits, visits
from mobile.screens.reads.writings import elsewhere

PAGE = 50
KINDS = tuple(dict.fromkeys((Intention, *visiting.KINDS, *teams.KINDS, *sharing.KINDS)))
"""What to watch."""


@dataclass(frozen=True)
class Listed:
    """One line."""

    id: str
    words: str = field(repr=False)
    session: Session | None
    place: Place | None
    reader: str | None  # who can read it, by name; "" where nobody says the name; None: only the patient
    is_reader_therapist: bool = False
    state: SendState = SendState.ONLY_HERE  # of what is shared


class ListModel:
    """Pages of 50; `search` narrows by words."""

    def __init__(self, records: Keeping) -> None:
        self._records = records
        self.pages = 1
        self.search = ""
        self.listed: list[Listed] = []
        self.has_more = False

    async def load(self, now: datetime) -> None:
        """Reads the pages asked for, and what was shared from other devices."""
        about = About(
            await visits(self._records, now),
            await team(self._records, now),
            await patient_shares(self._records),
            await underway(self._records),
        )
        limit = PAGE * self.pages
        if self.search.strip():
            heads = await self._records.search(Intention, self.search.strip(), limit + 1)
        else:
            heads = await self._records.heads(Intention, limit + 1)
        self.has_more = len(heads) > limit
        self.listed = [about.line(head.id, head.values) for head in heads[:limit] if _has_words(head)]
        if not self.search.strip() and about.shares.readable:
            others = elsewhere(Intention, about.shares, await self._records.every(Intention))
            self.listed += [about.line(one.id, one.head()) for one in others if one.words.strip()]


def _has_words(head: Head) -> bool:
    return not is_blank(str(head.values.get("words") or ""))


@dataclass(frozen=True)
class About:
    """What is said of each line beside its words."""

    visits: Visits
    team: Team
    shares: Shares
    underway: Underway

    def line(self, id: str, values: Mapping[str, Any]) -> Listed:
        """From an intention's head."""
        session = self.visits.session(values.get("session"))
        open_now = self.shares.of_copies(str(copy) for copy in values.get("copies") or ())
        readers = [share.grant.practitioner for share in open_now]
        states = [self.underway.state(share) for share in open_now]
        return Listed(
            id,
            str(values.get("words") or ""),
            session,
            self.visits.place(session),
            reader=next((self.team.name_of(one) for one in readers), None),
            is_reader_therapist=any(self.team.is_therapist(one) for one in readers),
            state=next(iter(states), SendState.ONLY_HERE),
        )
