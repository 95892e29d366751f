"""What I share, by person, and ending it. Flet-free. Ending works always: offline, on session day, without the copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention
from mobile.care.notices import WithdrawalNotice
from mobile.care.shared_intention import SharedIntention
from mobile.care.shares import Share
from mobile.care.sharing import take_back, take_back_all
from mobile.noun import Noun
from mobile.records.ports import Keeping, SendState, Standing
from mobile.screens.known import shares as sharing
from mobile.screens.known import team as teams
from mobile.screens.known import visits as visiting
from mobile.screens.known.shares import Shares, Underway, patient_shares, underway
from mobile.screens.known.team import Team, team
from mobile.screens.known.visits import Visits, visits
from mobile.screens.known.writings import Writings, writings
from mobile.screens.taken_back import TakenBack, has_end_arrived, may_have_arrived

KINDS = tuple(dict.fromkeys((*visiting.KINDS, *teams.KINDS, *sharing.KINDS)))

ARRIVED = (SendState.SENT, SendState.ONLY_HERE)
"""What leaves nothing to be told to the clinic."""


@dataclass(frozen=True)
class SharedWith:
    """One person, and what they can read."""

    practitioner: str
    name: str
    role: str
    shares: tuple[Share, ...]  # newest first

    @property
    def last_read_at(self) -> datetime | None:
        return max((share.last_read_at for share in self.shares if share.last_read_at), default=None)


class SharingModel:
    """Reads who can see what, and takes it back."""

    def __init__(self, records: Keeping, now: Callable[[], datetime]) -> None:
        self._records = records
        self._now = now
        self.visits, self.team, self.shares = Visits(now()), Team(now()), Shares()
        self.people: list[SharedWith] = []
        self.leaving: list[Share] = []  # taken back here, and the clinic does not know yet
        self._underway = Underway({}, {})

    async def load(self) -> None:
        self.visits = await visits(self._records, self._now())
        self.team = await team(self._records, self._now())
        self.shares = await patient_shares(self._records)
        self._underway = await underway(self._records)
        self.people = self._people(self.shares.active)
        self.leaving = [
            share
            for share in self.shares.listed
            if not share.grant.is_active and self._underway.state(share) not in ARRIVED
        ]

    def standing(self, share: Share) -> Standing | None:
        """How far it is; None: the clinic has it as it stands here."""
        return self._underway.of(share)

    def _people(self, active: Sequence[Share]) -> list[SharedWith]:
        own: dict[str, list[Share]] = {}
        for share in active:
            if share.grant.practitioner is not None:
                own.setdefault(share.grant.practitioner, []).append(share)
        return [
            SharedWith(who, self.team.name_of(who), self.team.role_of(who), tuple(given))
            for who, given in own.items()
        ]

    async def take_back(self, shares: Sequence[Share]) -> TakenBack:
        """Ends every way their reader may read these, each thing in one transaction. What is ended is left alone.

        Says how things stand afterwards.
        """
        result, ended = TakenBack(), list[ShareGrant]()
        for share in shares:
            now_open, words = await self._look()
            asked = now_open.of_grant(share.grant.id) or share
            if not asked.grant.is_active:
                continue
            intention = words.behind(asked)
            ways = now_open.ways(asked, intention)
            ended += [one.grant for one in ways if await may_have_arrived(self._records, one.grant)]
            await self._records.save_all(*self._ending(ways, intention, now_open.grants))
            left, _ = await self._look()
            still = next((one.grant.practitioner for one in left.open_on(asked, intention)), None)
            result = result.and_also(TakenBack(is_kept=intention is not None, still=still))
        await self.load()
        for grant in ended:
            result = result.and_also(TakenBack(is_over=await has_end_arrived(self._records, grant)))
        return result

    async def _look(self) -> tuple[Shares, Writings]:
        """As things stand at this moment, whoever wrote."""
        shares = await patient_shares(self._records)
        return shares, await writings(self._records, shares)

    def _ending(
        self, ways: Sequence[Share], intention: Intention | None, grants: Sequence[ShareGrant]
    ) -> tuple[list[Noun], list[Noun]]:
        """What to save and to remove together."""
        now, open_now = self._now(), [(one.grant, one.copy) for one in ways]
        if intention is not None:
            return take_back_all(open_now, intention, now, grants=grants)
        ending = {grant.id for grant, _ in open_now}
        others = [grant for grant in grants if grant.id not in ending]
        save, gone = list[Noun](), dict[str, Noun]()
        for grant, copy in open_now:
            ended, remove = take_back(grant, copy, None, now, other_grants=others)
            save += ended
            gone.update({noun.id: noun for noun in remove})
        return save, list(gone.values())

    async def try_again(self) -> None:
        """Puts what the clinic would not take back into the queue."""
        for kind in (ShareGrant, SharedIntention, WithdrawalNotice):
            for id, standing in (await self._records.unsent(kind)).items():
                if standing.state is SendState.NEEDS_ATTENTION:
                    await self._records.try_again(kind, id)
        await self.load()
