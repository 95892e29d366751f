"""What I share, by person, and ending it. Flet-free. Ending works always: offline, on session day, without the copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mobile.care.grant import ShareGrant
from mobile.care.notices import WithdrawalNotice
from mobile.care.shared_intention import SharedIntention
from mobile.care.shares import Share
from mobile.care.sharing import take_back
from mobile.records.ports import Keeping, SendState, Standing
from mobile.screens.known import MOST, Known, known
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

    async def take_back(self, shares: Sequence[Share]) -> None:
        """Ends these shares, each in one transaction. What is ended already is left alone."""
        for share in shares:
            intention = next(
                (i for i in self.known.intentions if any(c.grant_id == share.grant.id for c in i.copies)),
                None,
            )
            save, remove = take_back(
                share.grant, share.copy, intention, self._now(), other_grants=self.known.grants
            )
            if save or remove:
                await self._records.save_all(save, remove)
        await self.load()

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
