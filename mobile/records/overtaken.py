"""Reading, deciding and writing as if nobody else wrote between: what was overtaken is done anew from what stands by then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from mobile.records.errors import ChangedMeanwhile

T = TypeVar("T")


async def until_written(write: Callable[[], Awaitable[T]]) -> T:
    """What `write` returns, which reads first and saves with `over` what it read; again for as long as it was overtaken."""
    while True:
        try:
            return await write()
        except ChangedMeanwhile:
            continue  # somebody else has written: there is an end to that, and the next reading sees it
