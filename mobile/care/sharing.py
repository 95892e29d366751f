"""Sharing, changing what is shared, and taking it back: each as the records to save and remove in one transaction.

Pure: ids and the time are given. What was not shared must never be in any record made here, and taking back must work
from whatever is left: without the private intention, without the copy, from another device.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal
from uuid import uuid4
from zoneinfo import ZoneInfo

from mobile.care.grant import ShareGrant
from mobile.care.intention import Intention, SharedCopy
from mobile.care.notices import ShareNotice, WithdrawalNotice
from mobile.care.shared_intention import SharedIntention
from mobile.care.words import Sendable, sendable
from mobile.noun import Noun

NewId = Callable[[], str]


class CannotShare(Exception):
    """These words cannot travel. Carries a code, never the words."""

    def __init__(self, problem: Literal["empty", "too_long"]) -> None:
        super().__init__(problem)
        self.problem: Literal["empty", "too_long"] = problem


@dataclass(frozen=True)
class Reader:
    """Whom a patient shares with."""

    reference: str  # "Practitioner/t1"
    name: str | None = field(default=None, repr=False)


def new_id() -> str:
    """A new UUID for a record made here."""
    return str(uuid4())


def share(
    intention: Intention,
    patient: str,
    reader: Reader,
    now: datetime,
    *,
    zone: ZoneInfo | None = None,
    make_id: NewId = new_id,
) -> list[Noun]:
    """To save together, in this order: the copy, the grant, the notice, and the intention that knows of them.

    `patient` is "Patient/p1"; `zone` the clinic's, for the date. Raises CannotShare.
    """
    words = _checked(intention.words).words
    copy = SharedIntention.make(
        make_id(),
        words,
        patient=patient,
        session=intention.session,
        is_shown_on_session_day=intention.show_on_session_day,
        started_on=now.astimezone(zone).date() if zone else now.date(),
    )
    to = reader.reference
    grant = ShareGrant.make(make_id(), copy, patient=patient, practitioner=to, name=reader.name, now=now)
    notice = ShareNotice.make(make_id(), copy, patient=patient, practitioner=to, now=now)
    others = tuple(known for known in intention.copies if known.practitioner != to)
    knowing = replace(
        intention.settle(), copies=(*others, SharedCopy(to, copy.id, grant.id)), wish="therapist"
    )
    return [copy, grant, notice, knowing]


def update_share(
    intention: Intention, copy: SharedIntention, grant: ShareGrant, now: datetime, *, make_id: NewId = new_id
) -> list[Noun]:
    """What they may read becomes what the intention says now, with a new notice, unread. Raises CannotShare.

    Nothing but the settled intention is saved when they can read exactly this already.
    """
    if not is_changed(intention, copy):
        return [intention.settle()]
    words = _checked(intention.words).words
    newer = copy.saying(
        words, session=intention.session, is_shown_on_session_day=intention.show_on_session_day
    )
    save: list[Noun] = [newer]
    if words != copy.words and grant.patient and grant.practitioner:
        save.append(
            ShareNotice.make(
                make_id(), newer, patient=grant.patient, practitioner=grant.practitioner, now=now
            )
        )
    return [*save, intention.settle()]


def take_back(
    grant: ShareGrant,
    copy: SharedIntention | None,
    intention: Intention | None,
    now: datetime,
    *,
    other_grants: Iterable[ShareGrant] = (),
    make_id: NewId = new_id,
) -> tuple[list[Noun], list[Noun]]:
    """(to save, to remove) in one transaction: the grant ends first, then the withdrawal is told, then the copy goes.

    The copy stays while another active grant in `other_grants` opens it. A grant already over is only tidied up.
    """
    save: list[Noun] = []
    if grant.is_active:
        save.append(grant.ended(now))
        if grant.patient and grant.practitioner:
            save.append(
                WithdrawalNotice.make(
                    make_id(), grant, patient=grant.patient, practitioner=grant.practitioner, now=now
                )
            )
    if intention is not None:
        left = tuple(known for known in intention.copies if known.grant_id != grant.id)
        save.append(replace(intention, copies=left, wish="therapist" if left else "only_me"))
    is_needed = copy is not None and any(
        other.is_active and other.id != grant.id and other.opens(copy) for other in other_grants
    )
    return save, [copy] if copy is not None and not is_needed else []


def take_back_all(
    open_now: Sequence[tuple[ShareGrant, SharedIntention | None]],
    intention: Intention,
    now: datetime,
    *,
    grants: Iterable[ShareGrant],
    make_id: NewId = new_id,
) -> tuple[list[Noun], list[Noun]]:
    """The same for several grants of one intention, which is the last to save: one of two ended would leave it open."""
    ending = {grant.id for grant, _ in open_now}
    others = [grant for grant in grants if grant.id not in ending]
    save, gone = list[Noun](), dict[str, Noun]()
    for grant, copy in open_now:
        ended, remove = take_back(grant, copy, None, now, other_grants=others, make_id=make_id)
        save += ended
        gone.update({noun.id: noun for noun in remove})
    left = tuple(known for known in intention.copies if known.grant_id not in ending)
    save.append(replace(intention, copies=left, wish="therapist" if left else "only_me"))
    return save, list(gone.values())


def is_changed(intention: Intention, copy: SharedIntention) -> bool:
    """Whether what they can read is not what the intention says now."""
    return (
        sendable(intention.words).words != copy.words
        or intention.session != copy.session
        or intention.show_on_session_day != copy.is_shown_on_session_day
    )


def _checked(words: str) -> Sendable:
    found = sendable(words)
    if found.problem is not None:
        raise CannotShare(found.problem)
    return found
