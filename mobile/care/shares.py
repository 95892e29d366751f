"""What is shared with whom, put together from its records: the grant, the copy it opens, and the notices about it.

Both sides read it: the patient to see and end it, the practitioner to read what is theirs to read. A copy without an
active grant is nobody's to read, even while the device still holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mobile.care.grant import ShareGrant
from mobile.care.notices import Notice, ShareNotice, WithdrawalNotice
from mobile.care.shareable import SharedRecord


@dataclass(frozen=True)
class Share:
    """One thing one practitioner may read, or could. `copy` is None where it is gone, or not here yet."""

    grant: ShareGrant
    copy: SharedRecord | None
    notices: tuple[ShareNotice, ...] = ()  # oldest first

    @property
    def is_readable(self) -> bool:
        """Whether it may be shown to the practitioner now."""
        return self.grant.is_active and self.copy is not None and not self.copy.is_withdrawn

    @property
    def shared_at(self) -> datetime | None:
        """When the words as they are now were shared."""
        return (self.notices[-1].sent_at if self.notices else None) or self.grant.given_at

    @property
    def read_at(self) -> datetime | None:
        """When the words as they are now were read; None while unread."""
        return self.notices[-1].read_at if self.notices else None

    @property
    def last_read_at(self) -> datetime | None:
        """When anything of it was last read, these words or earlier ones."""
        read = [notice.read_at for notice in self.notices if notice.read_at is not None]
        return max(read, default=None)

    @property
    def unread(self) -> tuple[ShareNotice, ...]:
        """The notices the practitioner has not completed."""
        return tuple(notice for notice in self.notices if not notice.is_read)


def shares(
    grants: Iterable[ShareGrant], copies: Iterable[SharedRecord], notices: Iterable[Notice]
) -> list[Share]:
    """Every share, the newest told first. Grants about what is shared in copies: those with a copy here, a notice, or ended."""
    kept = list(copies)
    sorted_notices = sorted((n for n in notices if isinstance(n, ShareNotice)), key=_sent)
    copies_by_name = _by_name(copy.names for copy in kept)
    notices_by_name = _by_name(notice.about for notice in sorted_notices)
    found: list[Share] = []
    for grant in grants:
        opened = _named(grant.data, copies_by_name)
        copy = kept[opened[0]] if opened else None
        names = grant.data | copy.names if copy else grant.data
        about = (sorted_notices[place] for place in _named(names, notices_by_name))
        found.append(
            Share(grant, copy, tuple(n for n in about if n.practitioner in (None, grant.practitioner)))
        )
    return sorted(
        found, key=lambda share: (share.shared_at is not None, _stamp(share.shared_at)), reverse=True
    )


@dataclass(frozen=True)
class FromPatient:
    """All that one patient shared with the practitioner who is signed in."""

    patient: str  # "Patient/p1"
    readable: tuple[Share, ...]  # newest first
    ended: tuple[Share, ...]
    withdrawals: tuple[WithdrawalNotice, ...]  # newest first
    coming: tuple[Share, ...] = ()  # told and not read, and the words are not here yet

    @property
    def unread(self) -> int:
        """How many readable ones were not opened since they last changed."""
        return sum(1 for share in self.readable if share.unread)

    @property
    def changed_at(self) -> datetime | None:
        """The last thing that happened."""
        times = [share.shared_at for share in self.readable] + [n.sent_at for n in self.withdrawals]
        return max((at for at in times if at is not None), default=None)

    def first_to_read(self) -> Share | None:
        """The oldest unread, so that words are read in the order they were written; else the newest."""
        waiting = [share for share in self.readable if share.unread]
        return waiting[-1] if waiting else (self.readable[0] if self.readable else None)


def by_patient(
    grants: Sequence[ShareGrant], copies: Iterable[SharedRecord], notices: Sequence[Notice]
) -> list[FromPatient]:
    """Patients who shared something, also if they took it back since: unread first, then the latest."""
    listed = shares(grants, copies, notices)
    withdrawn = sorted((n for n in notices if isinstance(n, WithdrawalNotice)), key=_sent, reverse=True)
    own: dict[str, list[Share]] = {}
    for share in listed:
        if share.grant.patient is not None:
            own.setdefault(share.grant.patient, []).append(share)
    taken: dict[str, list[WithdrawalNotice]] = {}
    for notice in withdrawn:
        if notice.patient is not None:
            taken.setdefault(notice.patient, []).append(notice)
    found = [
        FromPatient(
            patient,
            readable=tuple(share for share in own.get(patient, ()) if share.is_readable),
            ended=tuple(share for share in own.get(patient, ()) if not share.grant.is_active),
            withdrawals=tuple(taken.get(patient, ())),
            coming=tuple(
                share
                for share in own.get(patient, ())
                if share.grant.is_active and share.copy is None and share.unread
            ),
        )
        for patient in own | taken
    ]
    shown = [one for one in found if one.readable or one.ended or one.withdrawals]
    return sorted(shown, key=lambda one: (one.unread > 0, _stamp(one.changed_at)), reverse=True)


def _by_name(named: Iterable[frozenset[str]]) -> Mapping[str, Sequence[int]]:
    """Where in a list each name stands."""
    found: dict[str, list[int]] = {}
    for place, names in enumerate(named):
        for name in names:
            found.setdefault(name, []).append(place)
    return found


def _named(names: Iterable[str], places: Mapping[str, Sequence[int]]) -> list[int]:
    """The places of any of these names, each once, in the list's order."""
    return sorted({place for name in names for place in places.get(name, ())})


def _sent(notice: Notice) -> float:
    return _stamp(notice.sent_at)


def _stamp(at: datetime | None) -> float:
    return at.timestamp() if at is not None else 0.0
