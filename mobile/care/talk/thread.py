"""A thread: what was written to and fro about one shared thing, or with the team, in the order it was sent. Pure.

Only what the two sides themselves wrote is in it, whatever a clinic's server holds besides under the same name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from mobile.care.talk.correspondence import Correspondence
from mobile.care.talk.message import Message
from mobile.care.talk.reply import Reply

T = TypeVar("T", bound=Correspondence)


@dataclass(frozen=True)
class Thread(Generic[T]):
    """`me`: who looks at it, the patient or one of the clinic's people."""

    me: str
    written: tuple[T, ...] = ()  # the first sent first

    def is_mine(self, one: Correspondence) -> bool:
        return one.sender == self.me

    @property
    def to_me(self) -> tuple[T, ...]:
        """What I could read, and nobody's receipt but mine is missing of."""
        return tuple(one for one in self.written if not self.is_mine(one) and self._is_to_my_side(one))

    @property
    def unread(self) -> tuple[T, ...]:
        return tuple(one for one in self.to_me if not one.is_read)

    @property
    def unread_since(self) -> datetime | None:
        return min((one.sent_at for one in self.unread if one.sent_at is not None), default=None)

    @property
    def last_at(self) -> datetime | None:
        return max((one.sent_at for one in self.written if one.sent_at is not None), default=None)

    def _is_to_my_side(self, one: Correspondence) -> bool:
        """A patient reads what others wrote, the clinic's people what the patient wrote: not what a colleague did."""
        is_patients = self.me.startswith("Patient/")
        return one.is_from_patient is not is_patients


def about(
    replies: Iterable[Reply], names: Collection[str], me: str, patient: str, readers: Collection[str]
) -> Thread[Reply]:
    """What was written about the thing of these names between the patient and those whom they let read it."""
    known = frozenset(names)
    fitting = [
        one
        for one in replies
        if one.about & known
        and one.patient == patient
        and not one.is_void
        and _is_between(one, patient, readers)
    ]
    return Thread(me, in_order(fitting))


def with_team(messages: Iterable[Message], me: str, patient: str) -> Thread[Message]:
    """What one patient and their team wrote."""
    own = [one for one in messages if one.patient == patient and one.sender and not one.is_void]
    return Thread(me, in_order(own))


def _is_between(one: Reply, patient: str, readers: Collection[str]) -> bool:
    if one.is_from_patient:
        return one.recipient in readers
    return one.sender in readers and one.recipient == patient


def in_order(written: Sequence[T]) -> tuple[T, ...]:
    """By when each was sent, and never before what it answers: each side's clock may be wrong."""
    stamped = [
        (one.sent_at is not None, one.sent_at.timestamp() if one.sent_at else 0.0, one.id) for one in written
    ]
    left = [one for _, one in sorted(zip(stamped, written, strict=True), key=lambda pair: pair[0])]
    to_come = Counter(name for one in left for name in one.names)
    found, waiting = list[T](), list[T]()
    for sent in left:
        waiting.append(sent)
        while (ready := next((one for one in waiting if not _waits(one, to_come)), None)) is not None:
            waiting.remove(ready)
            found.append(ready)
            to_come.subtract(ready.names)
    return (*found, *waiting)  # what is left answers one another in a ring


def _waits(one: Correspondence, to_come: Mapping[str, int]) -> bool:
    """Whether something that it answers has no place yet."""
    return any(to_come.get(name) for name in one.answers - one.names)
