"""What a patient asked of the clinic's system, of one kind: which of it stands, and how far that or its end is on its way. Flet-free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from mobile.care.asked_task import AskedTask
from mobile.records.ports import Keeping, SendState, Standing

T = TypeVar("T", bound=AskedTask)


@dataclass(frozen=True)
class Standings(Generic[T]):
    """`newest`: of those that were not ended by the patient; None: there is none. `is_leaving`: of one that was, the clinic does not
    know yet."""

    newest: T | None
    standing: Standing | None
    is_leaving: bool


def newest_first(asked: Iterable[T]) -> list[T]:
    """What says no time is the oldest."""
    return sorted(asked, key=lambda one: (one.asked_at is not None, one.asked_at), reverse=True)


async def standings(records: Keeping, kind: type[T], asked: Iterable[T]) -> Standings[T]:
    """Raises what the store raises."""
    found = newest_first(asked)
    newest = next((one for one in found if one.status != "cancelled"), None)
    over = [await records.standing(kind, one.id) for one in found if one.status == "cancelled"]
    return Standings(
        newest,
        await records.standing(kind, newest.id) if newest is not None else None,
        any(one is not None and one.state is not SendState.SENT for one in over),
    )
