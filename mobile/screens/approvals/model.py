"""All patients' approvals for whoever records them: whose turn each is, in order of what runs out first. Flet-free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mobile.care.approval import Approval, Known, Standing, Turn, families, standing_of
from mobile.care.people import CareTeam
from mobile.records.ports import Conflict, Keeping
from mobile.records.ports import Standing as Sent
from mobile.screens.reads.approvals import KINDS as APPROVALS
from mobile.screens.reads.approvals import by_patient, known_of
from mobile.screens.reads.bookings import teams_booked_for
from mobile.screens.reads.patient_names import KINDS as NAMES
from mobile.screens.reads.patient_names import patient_names

KINDS = (*APPROVALS, *NAMES, CareTeam)
Filter = Literal["you", "clinic", "insurer"]
FILTERS: tuple[Filter, ...] = ("clinic", "you", "insurer")
Group = Literal["runs_out", "open", "closed"]
GROUPS: tuple[Group, ...] = ("runs_out", "open", "closed")


@dataclass(frozen=True)
class Row:
    """One approval of one patient's. `sending`: how far what was recorded here is; None: the clinic has it as it stands."""

    name: str = field(repr=False)
    standing: Standing
    known: Known = field(repr=False)
    renewed: Standing | None = None
    sending: Sent | None = None
    conflict: Conflict | None = None

    @property
    def approval(self) -> Approval:
        return self.standing.approval

    @property
    def turn(self) -> Turn:
        return self.standing.turn

    def with_recorded(self, approval: Approval) -> Standing:
        """How it would stand with this recorded."""
        others = [one for one in self.known.approvals if one.id != approval.id]
        return standing_of(approval, replace(self.known, approvals=[*others, approval]))

    @property
    def group(self) -> Group:
        """What runs out, or ran out and is not renewed; what is open; what is behind."""
        one = self.standing
        if one.ends is not None:
            return "closed" if one.state == "expired" and one.renewed_by is not None else "runs_out"
        return "closed" if one.state in ("not-required", "upheld", "expired") else "open"


@dataclass(frozen=True)
class Desk:
    """`is_mine`: whether whoever is signed in records for anybody. `patients`: for whom one can be begun, by reference."""

    is_mine: bool = False
    rows: tuple[Row, ...] = ()
    patients: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    def row(self, id: str | None) -> Row | None:
        return next((one for one in self.rows if one.approval.id == id), None)

    def shown(self, filter: Filter | None) -> list[Row]:
        return [one for one in self.rows if filter is None or one.turn == filter]


async def read_desk(records: Keeping, me: str, now: datetime, zone: ZoneInfo) -> Desk:
    """`me`: "Practitioner/c1". Raises what the store raises."""
    names, teams = await patient_names(records), await teams_booked_for(records, me, now)
    patients = {one.patient: names.get(one.patient, "") for one in teams if one.patient is not None}
    sending = await records.unsent(Approval)
    conflicts = {one.id: one for one in await records.conflicts(Approval)}
    rows: list[Row] = []
    for patient, known in by_patient(await known_of(records, now, zone)).items():
        rows += _rows(names.get(patient, ""), known, sending, conflicts)
    return Desk(bool(teams), tuple(sorted(rows, key=_order)), patients)


def _rows(
    name: str, known: Known, sending: Mapping[str, Sent], conflicts: Mapping[str, Conflict]
) -> list[Row]:
    found: list[Row] = []
    for family in families(known.approvals):
        standings = [standing_of(one, known) for one in family]
        found += [
            Row(
                name,
                one,
                known,
                _renewed(one, standings),
                sending.get(one.approval.id),
                conflicts.get(one.approval.id),
            )
            for one in standings
        ]
    return found


def _renewed(one: Standing, family: Sequence[Standing]) -> Standing | None:
    return next((other for other in family if one.approval.renewed & other.approval.names), None)


def _order(row: Row) -> tuple[int, date, float, str, str]:
    """What runs out first; then what waits longest."""
    one = row.standing
    since = one.since.timestamp() if one.since is not None else 0.0
    return GROUPS.index(row.group), one.ends or date.max, since, row.name.casefold(), one.approval.id
