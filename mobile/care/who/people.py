"""Everybody around one patient: who is on their team now, who comes, who left, and who joined by the patient's own invitation.

One who left and can still read something is never left out, however long ago it was: what the patient shared with them stands until
it is taken back. Who left and reads nothing is named for a while, so that a face that is missing is explained.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from mobile.care.invitation import Invitation
from mobile.care.people import CareTeam, Member

LATELY = timedelta(days=60)

Standing = Literal["here", "comes", "left", "guest", "guest_left"]
"""`comes`: from a day that is still ahead. `guest`: from outside, while the patient's invitation stands."""


@dataclass(frozen=True)
class TeamPerson:
    """`is_new`: here since lately, and later than somebody else: to who is new themselves nobody is."""

    member: Member
    standing: Standing
    is_new: bool = False

    @property
    def reference(self) -> str:
        return self.member.reference


@dataclass(frozen=True)
class Around:
    """`now`: on the team, therapists first, then guests. `coming`, `left`: as they are named."""

    now: tuple[TeamPerson, ...] = ()
    coming: tuple[TeamPerson, ...] = ()
    left: tuple[TeamPerson, ...] = ()

    @property
    def everybody(self) -> tuple[TeamPerson, ...]:
        return (*self.now, *self.coming, *self.left)


def around_patient(
    teams: Sequence[CareTeam],
    invitations: Iterable[Invitation],
    now: datetime,
    can_read: Collection[str] = (),
    me: str = "",
) -> Around:
    """`can_read`: references of whoever can read something of the patient's now. `me`: the patient, who is in no list of others."""
    places = [one for team in teams for one in _places(team) if one.reference != me]
    here = _once(one for one in places if _is_here(one, now))
    coming = _once(
        one for one in places if one.since is not None and one.since > now and not _ended(one, now)
    )
    began = min((one.since for one in places if one.since is not None), default=now)
    found = {one.reference: TeamPerson(one, "here", _is_new(one, began, now)) for one in here}
    for guest in _guests(invitations, began, now):
        found.setdefault(guest.reference, guest)
    ahead = [TeamPerson(one, "comes") for one in coming if one.reference not in found]
    found_ahead = {one.reference for one in ahead}
    gone = [*_last(one for one in places if _ended(one, now)), *_guests_gone(invitations)]
    left: dict[str, TeamPerson] = {}
    for one in gone:
        is_there = one.reference in found or one.reference in found_ahead
        if not is_there and (one.reference in can_read or _is_lately(one.member.until, now)):
            left.setdefault(one.reference, one)
    for reference in can_read:  # whoever reads is named, whatever the team says
        if reference not in found and reference not in found_ahead and reference not in left:
            left[reference] = TeamPerson(_known_as(reference, teams), "left")
    now_here = sorted(found.values(), key=lambda one: (one.standing == "guest", not one.member.is_therapist))
    return Around(tuple(now_here), tuple(ahead), tuple(left.values()))


def _places(team: CareTeam) -> Iterator[Member]:
    """Everybody's place in a team, over with the team where that is over."""
    for one in team.members:
        if not team.is_active:
            continue
        ends_with_it = team.until is not None and (one.until is None or team.until < one.until)
        yield replace(one, until=team.until, last_day=None) if ends_with_it else one


def _known_as(reference: str, teams: Iterable[CareTeam]) -> Member:
    """As any team ever named them."""
    named = (one for team in teams for one in team.members if one.reference == reference)
    return next(named, Member(reference))


def _ended(one: Member, now: datetime) -> bool:
    return one.until is not None and one.until <= now


def _is_here(one: Member, now: datetime) -> bool:
    return not _ended(one, now) and (one.since is None or one.since <= now)


def _is_new(one: Member, began: datetime, now: datetime) -> bool:
    return one.since is not None and one.since > max(now - LATELY, began)


def _is_lately(until: datetime | None, now: datetime) -> bool:
    return until is not None and until > now - LATELY


def _once(members: Iterable[Member]) -> list[Member]:
    """Each person once; with two places, the one they have had longest."""
    found: dict[str, Member] = {}
    for one in members:
        known = found.get(one.reference)
        if known is None or (one.since is not None and known.since is not None and one.since < known.since):
            found[one.reference] = one
    return list(found.values())


def _last(members: Iterable[Member]) -> list[TeamPerson]:
    """Who left, the last one first; each by the place that ended last."""
    ended = sorted(members, key=lambda one: one.until.timestamp() if one.until else 0, reverse=True)
    return [TeamPerson(one, "left") for one in ended]


def _guests(invitations: Iterable[Invitation], began: datetime, now: datetime) -> Iterator[TeamPerson]:
    for one in invitations:
        if one.stands and one.guest is not None:
            member = Member(one.guest, one.guest_name, since=one.joined_at)
            yield TeamPerson(member, "guest", _is_new(member, began, now))


def _guests_gone(invitations: Iterable[Invitation]) -> Iterator[TeamPerson]:
    for one in invitations:
        if one.guest is not None and not one.stands:
            yield TeamPerson(Member(one.guest, one.guest_name, since=one.joined_at), "guest_left")
