"""What a brief before a meeting holds: of what one patient shared with its reader, the alerts the clinic sends them, and the clinic's
own dates. Flet-free.

Only what an active grant opens is in it, and nothing is read out of anybody's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from mobile.care.agenda import Session
from mobile.care.course import sessions_of
from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.not_to_bring_up import SharedNotToBringUp
from mobile.care.safety.routing import RoutingTable, in_force
from mobile.care.shareable import SharedRecord
from mobile.care.shared_commitment import SharedCommitment
from mobile.care.shared_intention import SharedIntention
from mobile.care.shares import Share
from mobile.records.ports import Keeping
from mobile.screens.reads.measures import Measure
from mobile.screens.reads.summary import TeamSummary, team_summary
from mobile.screens.shared.alerts import AlertRow
from mobile.screens.shared.model import PatientRow, SharedModel
from mobile.screens.shared.scores import measure_of


@dataclass(frozen=True)
class Brief:
    """Of one patient for one reader, at a moment. Shares are newest first."""

    row: PatientRow
    alerts: tuple[AlertRow, ...] = ()  # to this reader: not settled first
    receives_alerts: bool = False  # the clinic's table in force names this reader
    start: Share | None = None  # the moment to start with
    not_to_bring_up: tuple[Share, ...] = ()
    intentions: tuple[Share, ...] = ()
    starred: tuple[Share, ...] = ()  # without the one to start with
    commitments: tuple[Share, ...] = ()  # open ones
    others: tuple[Share, ...] = ()  # shared as well, and not in the brief
    sessions: tuple[Session, ...] = ()  # of the course, in time: those that were, and the next
    measures: tuple[Measure, ...] = field(default=(), repr=False)
    summary: TeamSummary | None = field(default=None, repr=False)  # where its reader keeps it

    @property
    def shown(self) -> list[Share]:
        """Whose words stand in it."""
        first = [self.start] if self.start is not None else []
        return [*first, *self.not_to_bring_up, *self.intentions, *self.starred, *self.commitments]

    @property
    def has_anything(self) -> bool:
        """Whether anything of this patient is open to the reader now."""
        row = self.row
        return bool(row.shared.readable or row.given or row.score or self.alerts)

    @property
    def last_shared_at(self) -> datetime | None:
        """When anything was shared last, also what was taken back since: that it was shared was known then."""
        shares = (*self.row.shared.readable, *self.row.shared.ended)
        return max((one.shared_at for one in shares if one.shared_at is not None), default=None)

    def shared_after(self, session: Session) -> int:
        """How many entries were shared that belong to this session."""
        entries = (one.copy for one in self.row.shared.readable if isinstance(one.copy, SharedEntry))
        return sum(1 for copy in entries if copy.session in session.names)


def brief_of(
    row: PatientRow,
    alerts: Iterable[AlertRow] = (),
    *,
    receives_alerts: bool = False,
    measures: Sequence[Measure] = (),
    summary: TeamSummary | None = None,
    now: datetime,
) -> Brief:
    """`alerts`: to the reader, about anybody."""
    start = _start(row.shared.readable)
    intentions, left, starred, commitments, others = (list[Share]() for _ in range(5))
    for share in row.shared.readable:
        if share is start:
            continue
        _pile(share.copy, intentions, left, starred, commitments, others).append(share)
    return Brief(
        row,
        tuple(one for one in alerts if one.alert.patient == row.shared.patient),
        receives_alerts,
        start,
        tuple(left),
        tuple(intentions),
        tuple(starred),
        tuple(commitments),
        tuple(others),
        tuple(
            one for one in sessions_of(row.course, row.sessions) if one.is_past(now) or one is row.next(now)
        ),
        tuple(measures),
        summary,
    )


def _start(readable: Sequence[Share]) -> Share | None:
    """What was chosen last, where two devices each chose one."""
    chosen = [
        (one.copy.start_here_at, one)
        for one in readable
        if isinstance(one.copy, SharedEntry) and one.copy.start_here_at is not None
    ]
    return max(chosen, key=lambda pair: pair[0], default=(None, None))[1]


def _pile(
    copy: SharedRecord | None,
    intentions: list[Share],
    left: list[Share],
    starred: list[Share],
    commitments: list[Share],
    others: list[Share],
) -> list[Share]:
    """Where it stands."""
    if isinstance(copy, SharedIntention):
        return intentions
    if isinstance(copy, SharedNotToBringUp):
        return left
    if isinstance(copy, SharedEntry) and copy.is_starred:
        return starred
    if isinstance(copy, SharedCommitment) and copy.state == "open":
        return commitments
    return others


async def read_brief(
    records: Keeping, model: SharedModel, patient: str, reader: str, now: datetime
) -> Brief | None:
    """Of what `model` has loaded. `patient` as in a route ("p1"); `reader`: "Practitioner/t1". None: there is nothing of them to read.
    Raises what the store raises."""
    row = model.row(patient)
    if row is None:
        return None
    table = in_force(await records.every(RoutingTable))
    receives = table is not None and any(rule.recipient == reader for rule in table.rules)
    measures = [
        found
        for score in model.scores_of(row)
        if (found := await measure_of(records, score, row.shared.patient, row.given, row.sessions, now))
    ]
    summary = await team_summary(records, row.shared.patient, reader, now)
    return brief_of(row, model.alerts, receives_alerts=receives, measures=measures, summary=summary, now=now)


def brief_route(patient: str) -> str:
    """`patient`: as in a route, "p1"."""
    return f"/shared/{quote(patient, safe='')}/brief"
