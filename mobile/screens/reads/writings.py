"""The patient's own words of one kind: those kept here, and those another device of theirs shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.own_words import SharedCopy
from mobile.care.shareable import Shareable
from mobile.care.shared_kinds import SHAREABLE
from mobile.care.shares import Share
from mobile.records.ports import Keeping
from mobile.screens.reads.shares import KINDS as SHARED
from mobile.screens.reads.shares import Shares

KINDS = (*SHAREABLE, *SHARED)

S = TypeVar("S", bound=Shareable[Any])


@dataclass(frozen=True)
class Writings(Generic[S]):
    """`kept`: as the store has them, newest first. `elsewhere`: known here by their shared copy alone."""

    kept: Sequence[S] = ()
    elsewhere: Sequence[S] = ()

    @cached_property
    def all(self) -> list[S]:
        return [*self.kept, *self.elsewhere]

    def behind(self, share: Share) -> S | None:
        """The patient's own words a share was made from, if they are kept here."""
        found = self._by_grant.get(share.grant.id)
        return found or (self.of_copy(share.copy.id) if share.copy is not None else None)

    def of_copy(self, copy_id: str) -> S | None:
        """The kept one that a shared copy was made from."""
        return self._by_copy.get(copy_id)

    @cached_property
    def _by_grant(self) -> Mapping[str, S]:
        return {link.grant_id: one for one in reversed(self.kept) for link in one.copies}

    @cached_property
    def _by_copy(self) -> Mapping[str, S]:
        return {link.copy_id: one for one in reversed(self.kept) for link in one.copies}

    def for_session(self, session: Session | None) -> S | None:
        """The newest one with words for this session; else, and without a session, the newest for none in particular."""
        written = [one for one in self.all if one.words.strip()]
        own = [one for one in written if session is not None and one.session in session.names]
        free = [one for one in written if one.session is None]
        return max(own or free, key=lambda one: one.changed_at, default=None)

    def latest(self) -> S | None:
        """The last one written, for whatever session."""
        written = [one for one in self.all if one.words.strip()]
        return max(written, key=lambda one: one.changed_at, default=None)


def elsewhere(kind: type[S], shares: Shares, kept: Sequence[S]) -> list[S]:
    """What was shared from another device: as one's own under the copy's id, not kept here until changed."""
    own = {copy.copy_id for one in kept for copy in one.copies}
    return [
        own_of(kind, share, shares.zone)
        for share in shares.readable
        if isinstance(share.copy, kind.COPY) and share.copy.id not in own
    ]


def own_of(kind: type[S], share: Share, zone: ZoneInfo) -> S:
    """A shared copy seen as the patient's own. Its id is the copy's, which nothing that is kept may have. `zone`: the clinic's."""
    assert share.copy is not None
    at = share.shared_at or datetime.fromtimestamp(0, UTC)
    link = SharedCopy(share.grant.practitioner or "", share.copy.id, share.grant.id)
    seen = kind.seen_in(share.copy, at, at.astimezone(zone).date())
    return replace(seen, copies=(link,), wish="therapist")


async def writings(kind: type[S], records: Keeping, shares: Shares) -> Writings[S]:
    """Raises what the store raises."""
    kept = await records.every(kind)
    return Writings(kept, elsewhere(kind, shares, kept))


async def writings_shared(kind: type[S], records: Keeping, shares: Shares) -> Writings[S]:
    """Only those that are shared, for a kind of which there may be thousands (its head says `is_shared`)."""
    kept = await records.every(kind, {"is_shared": True})
    return Writings(kept, elsewhere(kind, shares, kept))


async def all_writings(records: Keeping) -> Writings[Shareable[Any]]:
    """Of every kind, as far as they are kept here."""
    return Writings([one for kind in SHAREABLE for one in await records.every(kind)])
