"""Sharing, changing what is shared, and taking it back: each as the records to save and remove in one transaction.

Pure: ids and the time are given. What was not shared must never be in any record made here, and taking back must work
from whatever is left: without the private intention, without the copy, from another device.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from mobile.care.grant import ShareGrant
from mobile.care.notices import ShareNotice, WithdrawalNotice
from mobile.care.own_words import SharedCopy
from mobile.care.resource import Resource
from mobile.care.shareable import Shareable, SharedRecord
from mobile.care.words import Problem
from mobile.noun import Noun

NewId = Callable[[], str]
C = TypeVar("C", bound=SharedRecord)


class CannotShare(Exception):
    """These words cannot travel. Carries a code, never the words."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem: Problem = problem


@dataclass(frozen=True)
class Reader:
    """Whom a patient shares with."""

    reference: str  # "Practitioner/t1"
    name: str | None = field(default=None, repr=False)


def new_id() -> str:
    """A new UUID for a record made here."""
    return str(uuid4())


def share(
    thing: Shareable[Any],
    patient: str,
    reader: Reader,
    now: datetime,
    *,
    zone: ZoneInfo | None = None,
    make_id: NewId = new_id,
    along: Sequence[Resource] = (),
) -> list[Noun]:
    """To save together, in this order: what goes `along` with the copy, the copy, the grant, the notice, and the thing that
    knows of them.

    `patient` is "Patient/p1"; `zone` the clinic's, for the date. Raises CannotShare.
    """
    words, to = _checked(thing), reader.reference
    on = now.astimezone(zone).date() if zone else now.date()
    copy = thing.copied(make_id(), words, patient=patient, on=on)
    grant = ShareGrant.make(
        make_id(), copy, patient=patient, practitioner=to, name=reader.name, now=now, along=along
    )
    notice = ShareNotice.make(make_id(), copy, patient=patient, practitioner=to, now=now)
    return [*along, copy, grant, notice, thing.shared_as(SharedCopy(to, copy.id, grant.id))]


def update_share(
    thing: Shareable[C],
    copy: C,
    grant: ShareGrant,
    now: datetime,
    *,
    make_id: NewId = new_id,
    along: Sequence[Resource] | None = None,
    staying: Sequence[Resource] = (),
) -> list[Noun]:
    """What they may read becomes what the thing says now, with a new notice, unread. Raises CannotShare.

    `along`: what goes along with the copy from now on, in place of what did but for what is `staying`; None: all of that stays.
    Nothing but the settled thing is saved where they can read exactly this already.
    """
    if along is None and not thing.is_changed_since(copy):
        return [thing.settle()]
    words = _checked(thing)
    newer = thing.renewed(copy, words)
    save: list[Noun] = [newer] if along is None else [*along, newer, grant.opening(newer, [*staying, *along])]
    if (words != copy.words or along is not None) and grant.patient and grant.practitioner:
        to = grant.practitioner
        save.append(ShareNotice.make(make_id(), newer, patient=grant.patient, practitioner=to, now=now))
    return [*save, thing.settle()]


def take_back(
    open_now: Sequence[tuple[ShareGrant, SharedRecord | None]],
    thing: Shareable[Any] | None,
    now: datetime,
    *,
    grants: Iterable[ShareGrant] = (),
    along: Sequence[Resource] = (),
    make_id: NewId = new_id,
) -> tuple[list[Noun], list[Noun]]:
    """(to save, to remove) in one transaction, for every grant that is to end, with its copy where that is here: each grant ends
    first, then its withdrawal is told, then its copy goes. A grant already over is only tidied up.

    `thing`: what the copies were made from, where that is kept here; it is the last to save, and knows of them no more.
    A copy stays while another active grant in `grants` opens it, and so does what went `along` with it.
    """
    ending = {grant.id for grant, _ in open_now}
    others = [grant for grant in grants if grant.is_active and grant.id not in ending]
    save, gone = list[Noun](), dict[str, Noun]()
    ended = [grant for grant, _ in open_now]
    for grant, copy in open_now:
        if grant.is_active:
            save.append(grant.ended(now))
            if grant.patient and grant.practitioner:
                save.append(
                    WithdrawalNotice.make(
                        make_id(), grant, patient=grant.patient, practitioner=grant.practitioner, now=now
                    )
                )
        if copy is not None and not any(other.opens(copy) for other in others):
            gone[copy.id] = copy
    for one in along:
        if any(grant.opens(one) for grant in ended) and not any(other.opens(one) for other in others):
            gone[one.id] = one
    if thing is not None:
        save.append(thing.without_grants(frozenset(ending)))
    return save, list(gone.values())


def _checked(thing: Shareable[Any]) -> str:
    found = thing.to_send()
    if found.problem is not None:
        raise CannotShare(found.problem)
    return found.words
