"""A talking point that was marked on two devices, or by two people, is settled by itself: that it was talked about stands, as the clinic has it.

There is nothing to ask anybody: both say the same. No screen need be open for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mobile.care.consent.talking_point import TalkingPoint
from mobile.records.ports import Keeping
from mobile.wiring.after_commits import AfterCommits


async def settle_points(records: Keeping) -> None:
    """Of every conflict the one that says it was talked about; the clinic's where both do. Raises StoreError."""
    for conflict in await records.conflicts(TalkingPoint):
        ours, theirs = TalkingPoint.from_json(conflict.ours), TalkingPoint.from_json(conflict.theirs)
        stands = theirs if theirs.is_talked_about or not ours.is_talked_about else ours
        await records.settle(replace(stands, id=conflict.id), conflict)


def points_settled(records: Keeping) -> Callable[[], None]:
    """Begins it. Returns the end of it."""
    return AfterCommits(records, (TalkingPoint,), settle_points).end
