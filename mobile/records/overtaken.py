"""Reading, deciding and writing as if nobody else wrote between: what was overtaken is done anew from what stands by then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from mobile.records.errors import ChangedMeanwhile

T = TypeVar("T")
MOST_TIMES = 50


async def until_written(write: Callable[[], Awaitable[T]]) -> T:
    """What `write` returns, which reads first and saves with `over` what it read; again while it was overtaken.

    Raises ChangedMeanwhile once it was overtaken more often than people and devices write.
    """
    for _ in range(MOST_TIMES):
        try:
            return await write()
        except ChangedMeanwhile:
            continue  # somebody else has written, and the next reading sees it
    return await write()
