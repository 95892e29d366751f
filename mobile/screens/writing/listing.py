"""The list of own words of one kind as values: what stands in each line, and how many more there are. Flet-free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mobile.care.shareable import Shareable
from mobile.documents.carriable import is_blank
from mobile.records.ports import Head, Keeping, SendState
from mobile.screens.reads import shares as sharing
from mobile.screens.reads import team as teams
from mobile.screens.reads import threads as threading
from mobile.screens.reads import visits as visiting
from mobile.screens.reads.shares import Shares, Underway, patient_shares, underway
from mobile.screens.reads.team import Team, team
from mobile.screens.reads.threads import Threads, patient_threads
from mobile.screens.reads.visits import Visits, visits
from mobile.screens.reads.writings import elsewhere
from mobile.screens.shareable_words import About, ShareableWords

PAGE = 50
AROUND = tuple(dict.fromkeys((*visiting.KINDS, *teams.KINDS, *sharing.KINDS, *threading.KINDS)))
"""What to watch, besides the kind that is listed."""


@dataclass(frozen=True)
class Listed:
    """One line."""

    id: str
    words: str = field(repr=False)
    about: About
    reader: str | None  # who can read it, by name; "" where nobody says the name; None: only the patient
    is_reader_therapist: bool = False
    state: SendState = SendState.ONLY_HERE  # of what is shared
    replies: int = 0  # written about it by others
    unread: int = 0  # of them, new


@dataclass(frozen=True)
class Beside:
    """What is said of each line beside its words: the same for all lists of a place."""

    visits: Visits
    team: Team
    shares: Shares
    underway: Underway
    threads: Threads

    def line(self, id: str, values: Mapping[str, Any]) -> Listed:
        """From a head."""
        session = self.visits.session(values.get("session"))
        open_now = self.shares.of_copies(str(copy) for copy in values.get("copies") or ())
        readers = [share.grant.practitioner for share in open_now]
        states = [self.underway.state(share) for share in open_now]
        thread = self.threads.of_copies(str(pair[0]) for pair in values.get("threads") or () if pair)
        return Listed(
            id,
            str(values.get("words") or ""),
            About(values, session, self.visits.place(session)),
            reader=next((self.team.name_of(one) for one in readers), None),
            is_reader_therapist=any(self.team.is_therapist(one) for one in readers),
            state=next(iter(states), SendState.ONLY_HERE),
            replies=len(thread.to_me),
            unread=len(thread.unread),
        )


async def beside(records: Keeping, now: datetime, me: str) -> Beside:
    """`me`: "Patient/p1". Raises what the store raises."""
    return Beside(
        await visits(records, now),
        await team(records, now),
        await patient_shares(records),
        await underway(records),
        await patient_threads(records, me),
    )


class ListModel:
    """Pages of 50 of one kind; `search` narrows by words."""

    def __init__(self, records: Keeping, words: ShareableWords) -> None:
        self._records = records
        self.words = words
        self.pages = 1
        self.search = ""
        self.listed: list[Listed] = []
        self.has_more = False

    @property
    def kind(self) -> type[Shareable[Any]]:
        return self.words.kind

    async def load(self, around: Beside) -> None:
        """Reads the pages asked for, and what was shared from other devices."""
        limit, search = PAGE * self.pages, self.search.strip()
        if search:
            heads = await self._records.search(self.kind, search, limit + 1)
        else:
            heads = await self._records.heads(self.kind, limit + 1)
        self.has_more = len(heads) > limit
        self.listed = [around.line(head.id, head.values) for head in heads[:limit] if _has_words(head)]
        if not search and around.shares.readable:
            others = elsewhere(self.kind, around.shares, await self._records.every(self.kind))
            self.listed += [around.line(one.id, one.head()) for one in others if one.words.strip()]
        self.listed.sort(key=lambda one: one.unread == 0)  # the new first; else as before


def _has_words(head: Head) -> bool:
    return not is_blank(str(head.values.get("words") or ""))
