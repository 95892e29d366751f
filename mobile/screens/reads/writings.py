"""The patient's intentions: those kept here, and those another device of theirs shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from mobile.care.agenda import Session
from mobile.care.intention import Intention, SharedCopy, begin
from mobile.care.shares import Share
from mobile.records.ports import Keeping
from mobile.screens.reads.shares import KINDS as SHARED
from mobile.screens.reads.shares import Shares

KINDS = (Intention, *SHARED)


@dataclass(frozen=True)
class Writings:
    """`kept`: as the store has them, newest first. `elsewhere`: known here by their shared copy alone."""

    kept: Sequence[Intention] = ()
    elsewhere: Sequence[Intention] = ()

    @cached_property
    def all(self) -> list[Intention]:
        return [*self.kept, *self.elsewhere]

    def behind(self, share: Share) -> Intention | None:
        """The patient's own words a share was made from, if they are kept here."""
        found = self._by_grant.get(share.grant.id)
        return found or (self.of_copy(share.copy.id) if share.copy is not None else None)

    def of_copy(self, copy_id: str) -> Intention | None:
        """The kept one that a shared copy was made from."""
        return self._by_copy.get(copy_id)

    @cached_property
    def _by_grant(self) -> Mapping[str, Intention]:
        return {link.grant_id: one for one in reversed(self.kept) for link in one.copies}

    @cached_property
    def _by_copy(self) -> Mapping[str, Intention]:
        return {link.copy_id: one for one in reversed(self.kept) for link in one.copies}

    def for_session(self, session: Session | None) -> Intention | None:
        """The newest one with words for this session; else, and without a session, the newest for none in particular."""
        written = [one for one in self.all if one.words.strip()]
        own = [one for one in written if session is not None and one.session in session.names]
        free = [one for one in written if one.session is None]
        return max(own or free, key=lambda one: one.changed_at, default=None)

    def latest(self) -> Intention | None:
        """The last one written, for whatever session."""
        written = [one for one in self.all if one.words.strip()]
        return max(written, key=lambda one: one.changed_at, default=None)


def elsewhere(shares: Shares, kept: Sequence[Intention]) -> list[Intention]:
    """What was shared from another device: as intentions under their copy's id, not kept here until changed."""
    own = {copy.copy_id for intention in kept for copy in intention.copies}
    return [
        intention_of(share)
        for share in shares.readable
        if share.copy is not None and share.copy.id not in own
    ]


def intention_of(share: Share) -> Intention:
    """A shared copy seen as the patient's own intention. Its id is the copy's, which no kept intention may have."""
    assert share.copy is not None
    at = share.told_at or datetime.fromtimestamp(0, UTC)
    link = SharedCopy(share.grant.practitioner or "", share.copy.id, share.grant.id)
    made = begin(share.copy.id, share.copy.session, at).revise(share.copy.words, at).settle()
    return replace(
        made, copies=(link,), wish="therapist", show_on_session_day=share.copy.is_shown_on_session_day
    )


async def writings(records: Keeping, shares: Shares) -> Writings:
    """Raises what the store raises."""
    kept = await records.every(Intention)
    return Writings(kept, elsewhere(shares, kept))
