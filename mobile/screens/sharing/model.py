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
from mobile.screens.known import MOST, Known, known
from mobile.screens.taken_back import TakenBack, has_end_arrived, may_have_arrived
from mobile.screens.told import worst


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
        self.known = Known(now())
        self.people: list[SharedWith] = []
        self.leaving: list[Share] = []  # taken back here, and the clinic does not know yet
        self.standings: dict[str, Standing | None] = {}  # by grant id

    async def load(self) -> None:
        self.known = await known(self._records, self._now())
        self.people = self._people([share for share in self.known.shares if share.grant.is_active])
        self.standings = {share.grant.id: await self._standing(share) for share in self.known.shares}
        self.leaving = [
            share
            for share in self.known.shares
            if not share.grant.is_active and self._is_unsent(self.standings[share.grant.id])
        ]

    def _people(self, active: Sequence[Share]) -> list[SharedWith]:
        found: list[SharedWith] = []
        for who in dict.fromkeys(share.grant.practitioner for share in active):
            if who is None:
                continue
            own = tuple(share for share in active if share.grant.practitioner == who)
            found.append(SharedWith(who, self.known.name_of(who), self.known.role_of(who), own))
        return found

    async def _standing(self, share: Share) -> Standing | None:
        own = [await self._records.standing(ShareGrant, share.grant.id)]
        if share.copy is not None and share.grant.is_active:
            own.append(await self._records.standing(SharedIntention, share.copy.id))
        return worst(own)

    def _is_unsent(self, standing: Standing | None) -> bool:
        return standing is not None and standing.state not in (SendState.SENT, SendState.ONLY_HERE)

    async def take_back(self, shares: Sequence[Share]) -> TakenBack:
        """Ends every way their reader may read these, each thing in one transaction. What is ended is left alone.

        Says how things stand afterwards.
        """
        result, ended = TakenBack(), list[ShareGrant]()
        for share in shares:
            self.known = await known(self._records, self._now())
            now_open = next((one for one in self.known.shares if one.grant.id == share.grant.id), share)
            if not now_open.grant.is_active:
                continue
            intention = self._intention_of(now_open)
            ways = self.known.ways(now_open, intention)
            ended += [one.grant for one in ways if await may_have_arrived(self._records, one.grant)]
            await self._records.save_all(*self._ending(ways, intention))
            self.known = await known(self._records, self._now())
            still = next((one.grant.practitioner for one in self.known.open_on(now_open, intention)), None)
            result = result.and_also(TakenBack(is_kept=intention is not None, still=still))
        await self.load()
        for grant in ended:
            result = result.and_also(TakenBack(is_over=await has_end_arrived(self._records, grant)))
        return result

    def _intention_of(self, share: Share) -> Intention | None:
        """The patient's own words it was made from, if they are kept here."""
        copy_id = share.copy.id if share.copy is not None else None
        for intention in self.known.intentions:
            if any(c.grant_id == share.grant.id or c.copy_id == copy_id for c in intention.copies):
                return intention
        return None

    def _ending(self, ways: Sequence[Share], intention: Intention | None) -> tuple[list[Noun], list[Noun]]:
        """What to save and to remove together."""
        now, open_now = self._now(), [(one.grant, one.copy) for one in ways]
        if intention is not None:
            return take_back_all(open_now, intention, now, grants=self.known.grants)
        ending = {grant.id for grant, _ in open_now}
        others = [grant for grant in self.known.grants if grant.id not in ending]
        save, gone = list[Noun](), dict[str, Noun]()
        for grant, copy in open_now:
            ended, remove = take_back(grant, copy, None, now, other_grants=others)
            save += ended
            gone.update({noun.id: noun for noun in remove})
        return save, list(gone.values())

    async def try_again(self) -> None:
        """Puts what the clinic would not take back into the queue."""
        for share in self.known.shares:
            standing = self.standings.get(share.grant.id)
            if standing is None or standing.state is not SendState.NEEDS_ATTENTION:
                continue
            await self._records.try_again(ShareGrant, share.grant.id)
            if share.copy is not None:
                await self._records.try_again(SharedIntention, share.copy.id)
        for notice in await self._records.newest(WithdrawalNotice, MOST):
            await self._records.try_again(WithdrawalNotice, notice.id)
        await self.load()
