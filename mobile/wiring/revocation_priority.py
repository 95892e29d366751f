"""An ended permission wins by itself: what was taken back must never wait for a question nobody is there to answer.

Sync holds a record that was written in two places until somebody settles it. For a grant or an invitation that one side
has ended there is nothing to ask. It must never make one active, and no screen need be open for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, Self, TypeVar

from mobile.care.grant import ShareGrant
from mobile.care.invitation import Invitation
from mobile.care.measures.agreement import MeasuresGrant
from mobile.noun import Noun
from mobile.records.ports import Keeping
from mobile.wiring.after_commits import AfterCommits

PERMISSIONS = (ShareGrant, MeasuresGrant, Invitation)


class _Ending(Noun, Protocol):
    def ended_over(self, theirs: Self) -> Self | None: ...


E = TypeVar("E", bound=_Ending)


async def settle_ended(records: Keeping) -> None:
    """Ends every conflict over a permission that is over on either side. Raises StoreError."""
    await _settle(records, ShareGrant)
    await _settle(records, MeasuresGrant)
    await _settle(records, Invitation)


async def _settle(records: Keeping, kind: type[E]) -> None:
    for conflict in await records.conflicts(kind):
        over = kind.from_json(conflict.ours).ended_over(kind.from_json(conflict.theirs))
        if over is not None:
            await records.settle(over, conflict)


def revocations_first(records: Keeping) -> Callable[[], None]:
    """Begins it. Returns the end of it."""
    return AfterCommits(records, PERMISSIONS, settle_ended).end
