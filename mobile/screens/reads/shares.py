"""What the patient shares with whom, every one of it: found by what it is about, so that none is passed over.

Each share is a grant with the copy it opens and the notices about it, put together by `care.shares`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import is_
from zoneinfo import ZoneInfo

from mobile.care.grant import ShareGrant
from mobile.care.notices import ShareNotice
from mobile.care.own_words import OwnWords
from mobile.care.shareable import SharedRecord
from mobile.care.shared_kinds import COPIES
from mobile.care.shares import Share, shares
from mobile.care.sharing import Reader
from mobile.records.ports import Keeping, SendState, Standing
from mobile.screens.reads.own_clinic import read_own_clinic
from mobile.screens.reads.standings import worst
from mobile.screens.reads.team import Team

KINDS = (ShareGrant, *COPIES, ShareNotice)
UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class Shares:
    """`listed`: all of them, active and ended, the newest told first."""

    grants: Sequence[ShareGrant] = ()
    listed: Sequence[Share] = ()
    zone: ZoneInfo = UTC  # the clinic's

    @property
    def active(self) -> list[Share]:
        return [share for share in self.listed if share.grant.is_active]

    @property
    def readable(self) -> list[Share]:
        """What somebody can read now."""
        return [share for share in self.listed if share.is_readable]

    def of_grant(self, id: str) -> Share | None:
        """The share with this grant."""
        return next(iter(self._with(grants={id})), None)

    def of(self, thing: OwnWords) -> Share | None:
        """How these words are shared now, if they are."""
        links = {copy.grant_id for copy in thing.copies}
        return next((share for share in self._with(grants=links) if share.grant.is_active), None)

    def of_copies(self, copies: Iterable[str]) -> list[Share]:
        """The active ones whose copy has one of these ids."""
        wanted = set(copies)
        found = self._with(copies=wanted)
        return [share for share in found if share.grant.is_active]

    def open_on(self, share: Share, thing: OwnWords | None) -> list[Share]:
        """Every active grant on what `share` is about, whoever it names: two devices may each have made one.

        `thing` is what it was made from, where that is kept here.
        """
        links = thing.copies if thing is not None else ()
        found = self._with(
            grants={link.grant_id for link in links},
            copies={link.copy_id for link in links},
            things=share.grant.data | (share.copy.names if share.copy is not None else frozenset()),
        )
        return [one for one in found if one.grant.is_active]

    def ways(self, share: Share, thing: OwnWords | None) -> list[Share]:
        """The same, for the one reader: ending fewer of them than all would leave it open."""
        reader = share.grant.practitioner
        return [one for one in self.open_on(share, thing) if one.grant.practitioner == reader]

    def reader(self, team: Team) -> Reader | None:
        """Whom new words are offered to: the therapist; where the clinic named none, who of the people they can share with
        reads some already; else somebody whom they invited."""
        if team.therapist is not None:
            return team.therapist
        reads = {share.grant.practitioner for share in self.active}
        found = next((member.reference for member in team.people if member.reference in reads), None)
        found = found or next((guest.reference for guest in team.guests), None)
        return Reader(found, team.name_of(found) or None) if found else None

    def _with(
        self, *, grants: Iterable[str] = (), copies: Iterable[str] = (), things: Iterable[str] = ()
    ) -> list[Share]:
        """Those with any of these grants, copies, or things a grant is about; in the order of `listed`."""
        wanted = [("grant", one) for one in grants] + [("copy", one) for one in copies]
        wanted += [("thing", one) for one in things]
        places = {place for name in wanted for place in self._places.get(name, ())}
        return [self.listed[place] for place in sorted(places)]

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], Sequence[int]]:
        found: dict[tuple[str, str], list[int]] = {}
        for place, share in enumerate(self.listed):
            names = [("grant", share.grant.id)] + [("thing", name) for name in share.grant.data]
            if share.copy is not None:
                names.append(("copy", share.copy.id))
            for name in names:
                found.setdefault(name, []).append(place)
        return found


class SharesRead:
    """What is shared, put together once for as long as the store gives the very same nouns. Kept by a place that draws often."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._shares: Shares | None = None

    def __call__(
        self,
        grants: Sequence[ShareGrant],
        copies: Sequence[SharedRecord],
        notices: Sequence[ShareNotice],
        zone: ZoneInfo,
    ) -> Shares:
        of = (len(grants), len(copies), *grants, *copies, *notices)
        is_same = len(of) == len(self._of) and all(map(is_, of[2:], self._of[2:])) and of[:2] == self._of[:2]
        if self._shares is None or not is_same or self._shares.zone != zone:
            self._of, self._shares = of, Shares(grants, shares(grants, copies, notices), zone)
        return self._shares


async def patient_shares(records: Keeping, read: SharesRead | None = None) -> Shares:
    """`read`: kept by who asks again. Raises what the store raises."""
    grants = await records.every(ShareGrant)
    copies, notices = await all_copies(records), await records.every(ShareNotice)
    return (read or SharesRead())(grants, copies, notices, await _zone(records))


async def _zone(records: Keeping) -> ZoneInfo:
    """Of the clinic that treats the patient, as far as it is known here."""
    clinic = await read_own_clinic(records)
    return clinic.zone(UTC) if clinic is not None else UTC


async def all_copies(records: Keeping) -> list[SharedRecord]:
    """Every copy that is here, of whatever is shared in copies. Raises what the store raises."""
    return [one for kind in COPIES for one in await records.every(kind)]


class Underway:
    """How far what is shared is from the clinic: only what it does not have as it is here is listed."""

    def __init__(self, grants: Mapping[str, Standing], copies: Mapping[str, Standing]) -> None:
        self._grants = grants
        self._copies = copies

    def of(self, share: Share) -> Standing | None:
        """Of the grant and, while it is active, its copy: what is least far. None: the clinic has both."""
        own = [self._grants.get(share.grant.id)]
        if share.copy is not None and share.grant.is_active:
            own.append(self._copies.get(share.copy.id))
        return worst(own)

    def state(self, share: Share) -> SendState:
        """The same, as one word."""
        standing = self.of(share)
        return standing.state if standing is not None else SendState.SENT


async def underway(records: Keeping) -> Underway:
    """Raises what the store raises."""
    copies: dict[str, Standing] = {}
    for kind in COPIES:
        copies |= await records.unsent(kind)
    return Underway(await records.unsent(ShareGrant), copies)
