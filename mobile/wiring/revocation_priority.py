"""An ended permission wins by itself: what was taken back must never wait for a question nobody is there to answer.

Sync holds a record that was written in two places until somebody settles it. For a grant that one side has ended there
is nothing to ask. It must never make a grant active, and no screen need be open for it.
"""

from __future__ import annotations

from collections.abc import Callable

from mobile.care.grant import ShareGrant
from mobile.care.measures.agreement import MeasuresGrant
from mobile.care.permission import Permission
from mobile.records.ports import Keeping
from mobile.wiring.after_commits import AfterCommits

PERMISSIONS: tuple[type[Permission], ...] = (ShareGrant, MeasuresGrant)


async def settle_ended(records: Keeping) -> None:
    """Ends every conflict over a permission that is over on either side. Raises StoreError."""
    for kind in PERMISSIONS:
        for conflict in await records.conflicts(kind):
            over = kind.from_json(conflict.ours).ended_over(kind.from_json(conflict.theirs))
            if over is not None:
                await records.settle(over, conflict)


def revocations_first(records: Keeping) -> Callable[[], None]:
    """Begins it. Returns the end of it."""
    return AfterCommits(records, PERMISSIONS, settle_ended).end
