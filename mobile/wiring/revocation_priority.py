"""An ended permission wins by itself: what was taken back must never wait for a question nobody is there to answer.

Sync holds a record that was written in two places until somebody settles it. For a grant, an invitation, a ride, a page of a day or text messages that one
side has ended there is nothing to ask. What went along with a share that another device took back meanwhile goes with it, and so does
its copy, if that came only after the share was taken back where it was not known yet, or was changed here and not sent: nobody may read
it, and whoever took it back did not know of it. The person's own words stay. It must never make one active, and no screen need be open for it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, Self, TypeVar

from mobile.care.day_page import DayPage
from mobile.care.grant import ShareGrant
from mobile.care.invitation import Invitation
from mobile.care.measures.agreement import MeasuresGrant
from mobile.care.ride import RideRequest
from mobile.care.shared_kinds import COPIES
from mobile.care.text_wish import TextWish
from mobile.noun import Noun
from mobile.records.ports import Keeping
from mobile.screens.reads.shared_along import left_along, left_copies
from mobile.wiring.after_commits import AfterCommits

PERMISSIONS = (ShareGrant, MeasuresGrant, Invitation, RideRequest, DayPage, TextWish)


class _Ending(Noun, Protocol):
    def ended_over(self, theirs: Self) -> Self | None: ...


E = TypeVar("E", bound=_Ending)


async def settle_ended(records: Keeping, *, is_patient: bool = True) -> None:
    """Ends every conflict over a permission that is over on either side. `is_patient`: the shares here are of whoever the store is of.
    Raises StoreError."""
    await _settle(records, ShareGrant)
    await _settle(records, MeasuresGrant)
    await _settle(records, Invitation)
    await _settle(records, RideRequest)
    await _settle(records, DayPage)
    await _settle(records, TextWish)
    if is_patient:
        grants = await records.every(ShareGrant)
        left = await left_along(records, [one for one in grants if not one.is_active])
        left += await left_copies(records, grants)
        if left:
            await records.save_all([], left)


async def _settle(records: Keeping, kind: type[E]) -> None:
    for conflict in await records.conflicts(kind):
        ours, theirs = kind.from_json(conflict.ours), kind.from_json(conflict.theirs)
        over = ours.ended_over(theirs)
        if over is not None:
            both = [one for one in (ours, theirs) if isinstance(one, ShareGrant)]
            await records.settle(over, conflict, remove=await left_along(records, both))


def revocations_first(records: Keeping, *, is_patient: bool) -> Callable[[], None]:
    """Begins it. Returns the end of it."""
    kinds = (*PERMISSIONS, *(COPIES if is_patient else ()))
    return AfterCommits(records, kinds, partial(settle_ended, is_patient=is_patient)).end
