"""One intention opened: its words with what belongs to them, its session, who may read it, whether two devices disagree.

It only looks. Nothing is shared, taken back or moved from here. Knows nothing of Flet.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Any

from mobile.care.agenda import Session, is_session_day_guarded
from mobile.care.course import Place
from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention, begin
from mobile.care.notices import ShareNotice
from mobile.care.prompts import Prompt, Protocol, prompts_of
from mobile.care.shared_intention import SharedIntention
from mobile.care.shares import Share
from mobile.care.sharing import Reader, is_changed, new_id
from mobile.care.words import Sendable, sendable
from mobile.documents.carriable import is_blank
from mobile.records.ports import Conflict, Keeping, Standing
from mobile.screens.intention.draft import Draft
from mobile.screens.reads import team as teams
from mobile.screens.reads import visits as visiting
from mobile.screens.reads import writings as written
from mobile.screens.reads.shares import Shares, patient_shares
from mobile.screens.reads.standings import worst
from mobile.screens.reads.team import Team, team
from mobile.screens.reads.visits import Visits, visits
from mobile.screens.reads.writings import Writings, writings

KINDS = tuple(dict.fromkeys((*written.KINDS, *visiting.KINDS, *teams.KINDS, Protocol)))
"""What to watch."""


class OpenedIntention(Draft):
    """`on_change` is called after anything a view shows changed."""

    def __init__(
        self,
        records: Keeping,
        now: Callable[[], datetime],
        *,
        start: Callable[[Coroutine[Any, Any, Any]], None],
        on_change: Callable[[], None],
    ) -> None:
        super().__init__(records, now, start=start, on_change=on_change)
        self._has_no_session_yet = False
        self.visits, self.team = Visits(now()), Team(now())
        self.shares, self.writings = Shares(), Writings()
        self.protocols: list[Protocol] = []
        self.conflict: tuple[Conflict, SharedIntention, SharedIntention] | None = None
        self.standing: Standing | None = None

    # --- loading ---

    async def load(self, id: str, session: str | None = None) -> None:
        """Opens the intention with this id, the one a shared copy of this id was made from, or a new one.

        "new" is always a new one, with an id of its own.
        """
        id = new_id() if id == "new" else id
        await self.look_around()
        found = await self._records.get(Intention, id) or self._of_copy(id)
        if found is None:
            found = self._adopted(id)
        if found is None:
            coming = self.visits.next
            found = begin(id, session or (coming.reference if coming else None), self._now())
            self._has_no_session_yet = found.session is None
        else:
            self.saved = await self._records.get(Intention, found.id)
        self.intention = found
        await self.look_around()

    async def look_around(self) -> None:
        """Reads again what belongs to it: sessions, the therapist, the share, conflicts; never the words being typed."""
        self.visits = await visits(self._records, self._now())
        self.team = await team(self._records, self._now())
        self.shares = await patient_shares(self._records)
        self.writings = await writings(self._records, self.shares)
        self.protocols = await self._records.every(Protocol)
        self._place_it()
        current = self.share
        standings: list[Standing | None] = []
        if current is not None:
            standings.append(await self._records.standing(ShareGrant, current.grant.id))
            if current.copy is not None:
                standings.append(await self._records.standing(SharedIntention, current.copy.id))
            standings += [await self._records.standing(ShareNotice, n.id) for n in current.notices[-1:]]
        self.standing = worst(standings)
        self.conflict = await self._find_conflict()

    def _place_it(self) -> None:
        """A new intention begun before this device knew any session is for the next one, once that is known."""
        coming = self.visits.next
        if self._has_no_session_yet and coming is not None:
            self._has_no_session_yet = False
            self._change(replace(self.intention, session=coming.reference))

    def _of_copy(self, copy_id: str) -> Intention | None:
        return self.writings.of_copy(copy_id)

    def _adopted(self, copy_id: str) -> Intention | None:
        """An intention for a copy that was shared from another device. Kept here from its first change on."""
        found = next((one for one in self.writings.elsewhere if one.id == copy_id), None)
        return replace(found, id=new_id()) if found is not None else None

    async def _find_conflict(self) -> tuple[Conflict, SharedIntention, SharedIntention] | None:
        ids = {copy.copy_id for copy in self.intention.copies}
        for found in await self._records.conflicts(SharedIntention):
            if found.id in ids:
                ours, theirs = SharedIntention.from_json(found.ours), SharedIntention.from_json(found.theirs)
                return found, ours, theirs
        return None

    # --- what a view shows ---

    @property
    def session(self) -> Session | None:
        return self.visits.session(self.intention.session)

    @property
    def place(self) -> Place | None:
        return self.visits.place(self.session)

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        course = self.visits.course
        return prompts_of(self.protocols, course.protocols if course else ())

    @property
    def share(self) -> Share | None:
        """How it is shared now; None: nobody else can see it."""
        return self.shares.of(self.intention)

    @property
    def reader(self) -> Reader | None:
        """Who is offered beside "Only me": whoever has it now, else whom the clinic named. None: there is nobody yet."""
        current = self.share
        if current is not None and current.grant.practitioner:
            who = current.grant.practitioner
            return Reader(who, self.team.name_of(who) or None)
        return self.shares.reader(self.team)

    @property
    def is_for_therapist(self) -> bool:
        """Whether that person is the therapist, and not somebody else of the clinic."""
        reader = self.reader
        return reader is None or self.team.is_therapist(reader.reference)

    @property
    def is_changed_since_shared(self) -> bool:
        current = self.share
        return current is not None and current.copy is not None and is_changed(self.intention, current.copy)

    @property
    def is_unshared(self) -> bool:
        """Whether there are words here that nobody else has."""
        return not is_blank(self.intention.words) and (self.share is None or self.is_changed_since_shared)

    @property
    def sendable(self) -> Sendable:
        return sendable(self.intention.words)

    @property
    def waits_for_session(self) -> bool:
        """Whether new sharing waits because a session is on."""
        return is_session_day_guarded(self.visits.sessions)

    @property
    def next_session(self) -> Session | None:
        """Where these words could be carried: the next session, if it is another one and has no words yet."""
        coming = self.visits.next
        if coming is None or self.intention.session in coming.names or is_blank(self.intention.words):
            return None
        return coming if self.writings.for_session(coming) is None else None
