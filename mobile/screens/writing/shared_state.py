"""Own words opened: where they are kept, who may read them, how far that is from the clinic, whether two devices disagree.

It only looks. Nothing is shared, taken back or moved from here. Flet-free.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Generic, TypeVar, Unpack
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.course import CoursePosition
from mobile.care.decision_guard import Waits, decisions_wait
from mobile.care.prompts import Protocol
from mobile.care.shareable import Shareable, SharedRecord
from mobile.care.shares import Share
from mobile.care.sharing import Reader, new_id
from mobile.care.words import Sendable
from mobile.records.ports import Conflict, Keeping, Standing
from mobile.screens.page_calls import PageCalls
from mobile.screens.reads import scopes as agreed
from mobile.screens.reads import team as teams
from mobile.screens.reads import visits as visiting
from mobile.screens.reads import writings as written
from mobile.screens.reads.scopes import AgreedReading, Held, agreed_reading
from mobile.screens.reads.shared_along import unsent_along
from mobile.screens.reads.shares import Shares, patient_shares
from mobile.screens.reads.standings import worst
from mobile.screens.reads.team import Team, team
from mobile.screens.reads.visits import Visits, visits
from mobile.screens.reads.writings import Writings, writings
from mobile.screens.writing.kept_draft import KeptDraft, found_under

KINDS = tuple(dict.fromkeys((*written.KINDS, *visiting.KINDS, *teams.KINDS, *agreed.KINDS, Protocol)))
"""What to watch."""
S = TypeVar("S", bound=Shareable[Any])


class SharedState(KeptDraft[S], Generic[S]):
    """`noun` is what is on the screen; the rest is what belongs to it."""

    _asked: str | None = None
    _protocols: tuple[Protocol, ...] = ()
    _agreed = AgreedReading()
    zone: ZoneInfo
    """The clinic's, set by whoever makes one."""

    def __init__(
        self,
        records: Keeping,
        now: Callable[[], datetime],
        **calls: Unpack[PageCalls],
    ) -> None:
        self.visits, self.team, self.shares = Visits(now()), Team(now()), Shares()
        super().__init__(records, now, self.begun(new_id(), now()), **calls)
        self.writings: Writings[S] = Writings()
        self.conflict: tuple[Conflict, SharedRecord, SharedRecord] | None = None
        self.standing: Standing | None = None

    # --- loading ---

    async def load(self, id: str) -> None:
        """Opens the one with this id, the one a shared copy of this id was made from, or a new one.

        "new" is always a new one, with an id of its own.
        """
        id = new_id() if id == "new" else id
        await self.look_around()
        kind: type[S] = type(self.noun)
        found = await found_under(self._records, kind, id) or self.writings.of_copy(id) or self._adopted(id)
        if found is None:
            self.noun = self.begun(id, self._now())
        else:
            self.noun, self.saved = found, await self._records.get(kind, found.id)
        await self.look_around()

    @abstractmethod
    def begun(self, id: str, now: datetime) -> S:
        """A new one with no words yet."""

    async def look_around(self) -> None:
        """Reads again what belongs to it: sessions, the therapist, the share, conflicts; never the words being typed."""
        self.visits = await visits(self._records, self._now())
        self._protocols = tuple(await self._records.every(Protocol))
        self.team = await team(self._records, self._now())
        self.shares = await patient_shares(self._records)
        self._agreed = await agreed_reading(self._records, self._now())
        self.writings = await self._read_writings()
        current = self.share
        shared = [current.grant, current.copy, *current.notices[-1:]] if current is not None else []
        along = await unsent_along(self._records, current.grant) if current is not None else []
        self.standing = worst(
            [
                *[await self._records.standing(type(one), one.id) for one in shared if one is not None],
                *(far for _, _, far in along),
            ]
        )
        self.conflict = await self._find_conflict()

    async def _read_writings(self) -> Writings[S]:
        """What is known of others of the same kind."""
        return await writings(type(self.noun), self._records, self.shares)

    def _adopted(self, copy_id: str) -> S | None:
        """One for a copy that was shared from another device. Kept here from its first change on."""
        found = next((one for one in self.writings.elsewhere if one.id == copy_id), None)
        return replace(found, id=new_id()) if found is not None else None

    async def _find_conflict(self) -> tuple[Conflict, SharedRecord, SharedRecord] | None:
        copy, ids = self.noun.COPY, {copy.copy_id for copy in self.noun.copies}
        for found in await self._records.conflicts(copy):
            if found.id in ids:
                return found, copy.from_json(found.ours), copy.from_json(found.theirs)
        return None

    # --- what a view shows ---

    @property
    def session(self) -> Session | None:
        return self.visits.session(self.noun.session)

    @property
    def place(self) -> CoursePosition | None:
        return self.visits.place(self.session)

    @property
    def share(self) -> Share | None:
        """How it is shared now; None: nobody else can see it."""
        return self.shares.of(self.noun)

    @property
    def reader(self) -> Reader | None:
        """Who is offered beside "Only me": whoever has it now, else who was asked for, else whom the clinic named. None: there
        is nobody yet."""
        current = self.share
        if current is not None and current.grant.practitioner:
            who = current.grant.practitioner
            return Reader(who, self.team.name_of(who) or None)
        if self._asked is not None and self._asked in {one.reference for one in self.team.people}:
            return Reader(self._asked, self.team.name_of(self._asked) or None)
        return self.shares.reader(self.team)

    @property
    def held(self) -> Held | None:
        """Why that person could not read it yet, shared or not; None: nothing holds it back."""
        reader = self.reader
        return self._agreed.held(reader.reference, "shared") if reader is not None else None

    def ask(self, reference: str) -> None:
        """With this one of the people they can share with, where nobody has it yet."""
        self._asked = reference

    @property
    def is_for_therapist(self) -> bool:
        """Whether that person is the therapist, and not somebody else of the clinic."""
        reader = self.reader
        return reader is None or self.team.is_therapist(reader.reference)

    @property
    def is_changed_since_shared(self) -> bool:
        current = self.share
        return current is not None and current.copy is not None and self.noun.is_changed_since(current.copy)

    @property
    def is_unshared(self) -> bool:
        """Whether there is something here that nobody else has."""
        return self.noun.says_something and (self.share is None or self.is_changed_since_shared)

    @property
    def sendable(self) -> Sendable:
        return self.noun.to_send()

    @property
    def waits_for_session(self) -> bool:
        """Whether new sharing waits because of a session."""
        return self.waits is not None

    @property
    def waits(self) -> Waits | None:
        """Whether what binds a person waits now: sharing and deleting do too."""
        return decisions_wait(self.visits.sessions, self._protocols, self._now(), self.zone)
