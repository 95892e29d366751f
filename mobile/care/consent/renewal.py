"""When something is signed again though what was signed is still in force: when a phase of the course begins for which the clinic asks it.

It ends nothing that is in force. Which phases there are, and for which of them it is asked, is the clinic's data.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from mobile.care.agenda import Session
from mobile.care.agenda.session import NOT_COMING
from mobile.care.consent.signed import SignedAgreement
from mobile.care.session_rules import CoursePhase

Begun = Mapping[str, datetime]
"""By the key of a phase (`url#id`), since when it has begun."""
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def phases_begun(phases: Sequence[CoursePhase], sessions: Sequence[Session], now: datetime) -> Begun:
    """The first one with the course; each other once the last session of the one before is over. `sessions`: the course's, in time."""
    found: dict[str, datetime] = {}
    held = [one for one in sessions if one.status not in NOT_COMING]
    before = 0
    for phase in phases:
        if not before:
            found[phase.key] = _EVER
        elif before <= len(held) and held[before - 1].is_past(now):
            found[phase.key] = held[before - 1].last_known or _EVER
        if phase.sessions is None:
            break  # nobody has said where it ends
        before += phase.sessions
    return found


def again_since(phases: Collection[str], begun: Begun) -> datetime | None:
    """Since when what was signed before is to be signed again; None: it is not. `phases`: those for which the clinic asks it."""
    return max((begun[one] for one in phases if one in begun), default=None)


def covers(signed: SignedAgreement, since: datetime | None) -> bool:
    """Whether it was signed for what has begun since. What does not say when it was signed is the clinic's to judge."""
    when = signed.signed_at or signed.begins_at
    return since is None or when is None or when >= since
