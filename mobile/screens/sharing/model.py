"""What I share, by person, and ending it. Flet-free. Ending works always: offline, on session day, without the copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mobile.care.grant import ShareGrant
from mobile.care.invitation import Invitation
from mobile.care.ledger.kept import Ledger, LedgerReader
from mobile.care.notices import WithdrawalNotice
from mobile.care.shareable import Shareable
from mobile.care.shared_kinds import ALONG, COPIES, SHAREABLE
from mobile.care.shares import Share
from mobile.care.sharing import take_back
from mobile.noun import Noun
from mobile.records.errors import ChangedMeanwhile
from mobile.records.overtaken import MOST_TIMES
from mobile.records.ports import Keeping, SendState, Standing
from mobile.screens.reads import ledger as who_reads
from mobile.screens.reads import scopes as agreed
from mobile.screens.reads import shares as sharing
from mobile.screens.reads import team as teams
from mobile.screens.reads import visits as visiting
from mobile.screens.reads.given_times import KINDS as HANDED
from mobile.screens.reads.given_times import Holder, holders
from mobile.screens.reads.ledger import patient_ledger
from mobile.screens.reads.scopes import AgreedReading, Held, agreed_reading
from mobile.screens.reads.shared_along import opened_by
from mobile.screens.reads.shares import Shares, Underway, patient_shares, underway
from mobile.screens.reads.team import Team, team
from mobile.screens.reads.visits import Visits, visits
from mobile.screens.reads.writings import Writings, all_writings
from mobile.screens.revocation import TakenBack, has_end_arrived, may_have_arrived

KINDS = tuple(
    dict.fromkeys(
        (
            *visiting.KINDS,
            *teams.KINDS,
            *sharing.KINDS,
            *who_reads.KINDS,
            *agreed.KINDS,
            *HANDED,
            *SHAREABLE,
        )
    )
)

ARRIVED = (SendState.SENT, SendState.ONLY_HERE)
"""What leaves nothing to be told to the clinic."""


@dataclass(frozen=True)
class SharedWith:
    """One person of the ledger, and which of it the patient chose to share, which can be taken back here."""

    reader: LedgerReader
    name: str
    role: str
    shares: tuple[Share, ...]  # newest first

    @property
    def practitioner(self) -> str:
        return self.reader.reference


class SharingModel:
    """Reads who can see what, and takes it back."""

    def __init__(self, records: Keeping, now: Callable[[], datetime]) -> None:
        self._records = records
        self._now = now
        self.visits, self.team, self.shares = Visits(now()), Team(now()), Shares()
        self.ledger = Ledger()
        self.people: list[SharedWith] = []
        self.alone: list[Shareable[Any]] = []  # kept here, with something in them, that nobody else can read
        self.invited: list[
            tuple[Invitation, Standing | None]
        ] = []  # not over, or not known to be at the clinic
        self.leaving: list[Share] = []  # taken back here, and the clinic does not know yet
        self._agreed = AgreedReading()
        self.holders: tuple[Holder, ...] = ()  # of session times that the patient handed over
        self._underway = Underway({}, {})

    async def load(self) -> None:
        self.visits = await visits(self._records, self._now())
        self.team = await team(self._records, self._now())
        self.shares = await patient_shares(self._records)
        self._underway = await underway(self._records)
        self._agreed = await agreed_reading(self._records, self._now())
        self.holders = await holders(self._records, self.visits.sessions, self._now())
        self.ledger = await patient_ledger(self._records, self._now())
        self.people = self._people(self.shares.active)
        kept = (await all_writings(self._records)).kept
        self.alone = [one for one in kept if one.says_something and self.shares.of(one) is None]
        every = [
            (one, await self._records.standing(Invitation, one.id))
            for one in await self._records.every(Invitation)
        ]
        self.invited = [
            (one, standing)
            for one, standing in every
            if not one.is_over or (standing is not None and standing.state not in ARRIVED)
        ]
        self.leaving = [
            share
            for share in self.shares.listed
            if not share.grant.is_active and self._underway.state(share) not in ARRIVED
        ]

    def invitation_of(self, practitioner: str) -> Invitation | None:
        """By which this person joined; the one that stands, where there are several."""
        own = [one for one in self.team.invitations if one.guest == practitioner]
        return next((one for one in own if one.stands), own[0] if own else None)

    def held(self, share: Share) -> Held | None:
        """Why its reader may not read it now; None: no agreement holds it back."""
        who = share.grant.practitioner
        return self._agreed.held(who, "shared") if who is not None else None

    def standing(self, share: Share) -> Standing | None:
        """How far it is; None: the clinic has it as it stands here."""
        return self._underway.of(share)

    def _people(self, active: Sequence[Share]) -> list[SharedWith]:
        own: dict[str, list[Share]] = {}
        for share in active:
            if share.grant.practitioner is not None:
                own.setdefault(share.grant.practitioner, []).append(share)
        return [
            SharedWith(
                one,
                self.team.name_of(one.reference),
                self.team.role_of(one.reference),
                tuple(own.get(one.reference, ())),
            )
            for one in self.ledger.readers
        ]

    async def take_back(self, shares: Sequence[Share]) -> TakenBack:
        """Ends every way their reader may read these, each thing in one transaction. What is ended is left alone.

        Says how things stand afterwards. Raises ChangedMeanwhile once it was overtaken more often than people and devices write.
        """
        ended: set[str] = set()
        arrived: list[ShareGrant] = []
        open_now, words = await self._look()
        asked = [open_now.of_grant(share.grant.id) or share for share in shares]
        asked = [share for share in asked if share.grant.is_active]
        made_from = {share.grant.id: words.behind(share) for share in asked}
        is_new, overtaken = True, 0
        while is_new:  # what another page or device opened meanwhile is ended too
            is_new = False
            for share in asked:
                thing = made_from[share.grant.id]
                ways = [one for one in open_now.ways(share, thing) if one.grant.id not in ended]
                if ways:
                    is_new = True
                    try:
                        arrived += await self._end(ways, thing, open_now.open_on(share, thing), ended)
                    except ChangedMeanwhile:  # another page or device wrote: looked at again, and ended then
                        overtaken += 1
                        if overtaken > MOST_TIMES:
                            raise
            open_now, _ = await self._look()
        left = (one for share in asked for one in open_now.open_on(share, made_from[share.grant.id]))
        result = TakenBack(
            is_over=all([await has_end_arrived(self._records, grant) for grant in arrived]),
            is_kept=all(made_from.values()),
            still=next((one.grant.practitioner for one in left), None),
        )
        await self.load()
        return result

    async def _end(
        self, ways: Sequence[Share], thing: Shareable[Any] | None, open_on: Sequence[Share], ended: set[str]
    ) -> list[ShareGrant]:
        """Ends these together, in one transaction. Returns those the clinic may have; `ended` learns of all.

        The words are read again just before: another page may be writing them. Raises ChangedMeanwhile where one was faster.
        """
        arrived = [one.grant for one in ways if await may_have_arrived(self._records, one.grant)]
        fresh = await self._records.get(type(thing), thing.id) if thing is not None else None
        others = [one.grant for one in open_on if one.grant.id not in ended]
        over: list[Noun] = [fresh] if fresh is not None else []
        over += [one.grant for one in ways]
        open_now = [(one.grant, one.copy) for one in ways]
        along = await opened_by(self._records, [one.grant for one in ways])
        ending = take_back(open_now, fresh, self._now(), grants=others, along=along)
        await self._records.save_all(*ending, over)
        ended |= {one.grant.id for one in ways}
        return arrived

    async def _look(self) -> tuple[Shares, Writings[Shareable[Any]]]:
        """As things stand at this moment, whoever wrote."""
        shares = await patient_shares(self._records)
        return shares, await all_writings(self._records)

    async def try_again(self) -> None:
        """Puts what the clinic would not take back into the queue."""
        for kind in (ShareGrant, *COPIES, *ALONG, WithdrawalNotice):
            for id, standing in (await self._records.unsent(kind)).items():
                if standing.state is SendState.NEEDS_ATTENTION:
                    await self._records.try_again(kind, id)
        await self.load()
